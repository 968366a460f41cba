//! Strangers: they guess numbers and passwords, send invalid requests, and hold connections open. No stranger may get a code, or more
//! information than a refusal has. Never here: the effect on other clients.

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, TcpStream};
use std::time::{Duration, Instant};

use countersign_testing::forms::encode_form;
use countersign_testing::http::{self, Connection, Reply};
use countersign_testing::invented::{self, Ask};
use serde_json::json;

use crate::asking::Decision;
use crate::dice::Dice;
use crate::world::World;

/// How long a stranger waits for a response.
const TIMEOUT: Duration = Duration::from_secs(40);
/// The most connections that a stranger holds open, and the longest time for each, in milliseconds.
const MAX_HELD: usize = 40;
const MAX_HELD_TIME: u64 = 20_000;
/// The pause between two attempts is shorter than this, in milliseconds.
const MAX_PAUSE: u64 = 120;
/// The numbers from this index on never exist.
const FIRST_UNKNOWN: u64 = 50_000_000_000;

/// An attempt of a stranger.
#[derive(Debug, Clone, Copy)]
enum StrangerAttempt {
    UnknownNumber,
    TakenNumber,
    Nonsense,
    LongBody,
    UnknownPage,
    PhonePage,
    Token,
    Password,
    Download,
    SlowHead,
    SlowBody,
    Silence,
}

/// The attempts with their weights.
const ATTEMPTS: [(u64, StrangerAttempt); 12] = [
    (16, StrangerAttempt::UnknownNumber),
    (16, StrangerAttempt::TakenNumber),
    (12, StrangerAttempt::Nonsense),
    (4, StrangerAttempt::LongBody),
    (8, StrangerAttempt::UnknownPage),
    (8, StrangerAttempt::PhonePage),
    (6, StrangerAttempt::Token),
    (2, StrangerAttempt::Password),
    (4, StrangerAttempt::Download),
    (8, StrangerAttempt::SlowHead),
    (8, StrangerAttempt::SlowBody),
    (8, StrangerAttempt::Silence),
];

/// A connection that is held open, and until when.
struct HeldConnection(TcpStream, Instant);

/// Makes random attempts until the soak ends. All seats of the numbers in `taken` are occupied.
pub fn work(world: &World, mut dice: Dice, taken: &[u64]) {
    let mut held: Vec<HeldConnection> = Vec::new();
    while world.wait(Duration::from_millis(dice.below(MAX_PAUSE))) {
        held.retain(|one| one.1 > Instant::now());
        if let Some(one) = held.first_mut() {
            // Sends one more byte. Fails if the desk has closed the connection.
            drop(one.0.write_all(b"x"));
            held.rotate_left(1);
        }
        let attempt = dice.pick_weighted(&ATTEMPTS);
        match make_attempt(world, &mut dice, attempt, taken) {
            Ok(Some(stream)) if held.len() < MAX_HELD => {
                let time = Duration::from_millis(dice.below(MAX_HELD_TIME));
                held.push(HeldConnection(stream, Instant::now() + time));
            }
            // The process is down, or it closed the connection.
            Ok(_) | Err(_) => {}
        }
        world.count(&format!("strangers: {attempt:?}"));
    }
}

/// Returns a loopback address that no other actor uses.
fn source(dice: &mut Dice) -> IpAddr {
    // A few addresses make many attempts, most make one.
    let [third, fourth] = if dice.chance(30) { [0, 4] } else { [250, 250] };
    let part = |dice: &mut Dice, end: u64| u8::try_from(1 + dice.below(end.max(1))).unwrap();
    let (second, third, fourth) = (part(dice, 200) + 2, part(dice, third), part(dice, fourth));
    if dice.chance(30) {
        IpAddr::from([127, 2, 1, fourth])
    } else {
        IpAddr::from([127, second, third, fourth])
    }
}

/// Makes one attempt. Returns a connection that is to be held open.
fn make_attempt(
    world: &World,
    dice: &mut Dice,
    attempt: StrangerAttempt,
    taken: &[u64],
) -> io::Result<Option<TcpStream>> {
    let from = source(dice);
    let address = world.address(dice);
    let send = |method: &str, path: &str, headers: &[(&str, &str)], body: &str| -> io::Result<Reply> {
        Connection::open_from(from, &address, TIMEOUT)?.send(method, path, headers, body)
    };
    let start_and_hold = |begun: &str| -> io::Result<Option<TcpStream>> {
        let mut stream = http::stream_from(from, &address)?;
        stream.write_all(begun.as_bytes())?;
        Ok(Some(stream))
    };
    let is_json = [("content-type", "application/json")];
    match attempt {
        StrangerAttempt::UnknownNumber | StrangerAttempt::TakenNumber => {
            guess_number(world, dice, attempt, taken, &send)?
        }
        StrangerAttempt::Nonsense => {
            let body = nonsense(dice);
            let reply = send("POST", "/api/v1/requests", &is_json, &body)?;
            assert_refused(&reply, &[400, 413, 415, 422], &body);
        }
        StrangerAttempt::LongBody => {
            let reply = send("POST", "/api/v1/requests", &is_json, &"a".repeat(300_000));
            // The desk may close the connection before it has read the whole body.
            if let Ok(reply) = reply {
                assert_refused(&reply, &[400, 413], "a long body");
            }
        }
        StrangerAttempt::UnknownPage => {
            let path = *dice.pick(&[
                "/nothing",
                "/office/numbers",
                "/.env",
                "/R/",
                "/office/export/numbers.csv",
                "/metrics",
            ]);
            let reply = send("GET", path, &[], "")?;
            assert!(matches!(reply.status, 303 | 400 | 404 | 429 | 503), "{path}: {}", reply.status);
        }
        StrangerAttempt::PhonePage => {
            let reply = send(
                "GET",
                &format!("/R/{}", nonsense(dice).replace(['"', ' ', '{', '}', '\u{fffd}'], "A")),
                &[],
                "",
            )?;
            assert!(reply.lines().is_empty() && reply.status != 500, "{} {}", reply.status, reply.body);
        }
        StrangerAttempt::Token => {
            let token = format!("Bearer cst_{}", dice.below(u64::MAX));
            let reply = send("GET", "/api/v1/numbers", &[("authorization", &token)], "")?;
            assert_refused(&reply, &[401], "a guessed token");
        }
        StrangerAttempt::Password => {
            let form =
                encode_form(&[("name", *dice.pick(&["lead", "admin", "nobody"])), ("password", "wrong")]);
            let kind = [("content-type", "application/x-www-form-urlencoded")];
            let reply = send("POST", "/office/login", &kind, &form)?;
            assert_refused(&reply, &[403], "a wrong password");
        }
        StrangerAttempt::Download => {
            let reply = send("GET", &format!("/d/k7q4m{}", dice.below(9_999)), &[], "")?;
            assert_refused(&reply, &[404], "a guessed link");
        }
        StrangerAttempt::SlowHead => {
            return start_and_hold("POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\nx-slow: ");
        }
        StrangerAttempt::SlowBody => {
            return start_and_hold(
                "POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{",
            );
        }
        StrangerAttempt::Silence => {
            let stream = http::stream_from(from, &address)?;
            if dice.chance(30) {
                // Closes the write half at once, so the desk reads the end of the stream.
                stream.shutdown(std::net::Shutdown::Write)?;
                stream.set_read_timeout(Some(TIMEOUT))?;
                drop((&stream).read(&mut [0; 64]));
            }
            return Ok(Some(stream));
        }
    }
    Ok(None)
}

/// Sends a request for a number from a new machine.
fn guess_number(
    world: &World,
    dice: &mut Dice,
    attempt: StrangerAttempt,
    taken: &[u64],
    send: &impl Fn(&str, &str, &[(&str, &str)], &str) -> io::Result<Reply>,
) -> io::Result<()> {
    let is_taken = matches!(attempt, StrangerAttempt::TakenNumber);
    let number = if is_taken { *dice.pick(taken) } else { FIRST_UNKNOWN + dice.below(FIRST_UNKNOWN / 2) };
    let requests = world.requests(world.newest());
    let request = requests.accepted(Ask { number, machine: world.new_machine(), nonce: 0 });
    let body = json!({ "request": request.text().unwrap() }).to_string();
    let reply = send("POST", "/api/v1/requests", &[("content-type", "application/json")], &body)?;
    let context = || format!("{}: {} {}", invented::number(number), reply.status, reply.body);
    if matches!(reply.status, 429 | 503) {
        return Ok(());
    }
    assert_eq!(reply.status, 200, "{}", context());
    let Decision::Refused { reason, case } = Decision::read(&reply.json()) else {
        panic!("a stranger got a code for {}", context());
    };
    assert_eq!(reason, if is_taken { "DEVICE-DIFFERS" } else { "NUMBER-UNKNOWN" }, "{}", context());
    assert_eq!(case.is_some(), is_taken, "{}", context());
    if let Some(case) = case {
        assert!(
            world.cases.lock().unwrap().insert(case),
            "the case belongs to another machine: {}",
            context()
        );
    }
    Ok(())
}

/// Returns a body without a valid request.
fn nonsense(dice: &mut Dice) -> String {
    let any: String =
        (0..dice.below(300)).map(|_| char::from(32 + u8::try_from(dice.below(95)).unwrap())).collect();
    match dice.below(4) {
        0 => json!({ "request": any }).to_string(),
        1 => format!("{{\"request\":\"{}", "[".repeat(200)),
        2 => json!({ "request": { "request": 7 }, "scheme": 9 }).to_string(),
        _ => any,
    }
}

/// Checks that a response is a refusal: with one of `statuses`, for too many requests (429), or without a database (503).
fn assert_refused(reply: &Reply, statuses: &[u16], what: &str) {
    let usual = statuses.contains(&reply.status) || matches!(reply.status, 429 | 503);
    assert!(usual, "{what}: {} {}", reply.status, reply.body);
}
