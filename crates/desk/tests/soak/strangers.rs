//! Strangers: they guess numbers and passwords, send what is no request, and hold connections. None may get a code, and none may be
//! told more than a refusal. Never here: what honest clients notice of it.

use std::io::{self, Read as _, Write as _};
use std::net::{IpAddr, TcpStream};
use std::time::{Duration, Instant};

use countersign_testing::http::{self, Connection, Reply};
use countersign_testing::invented::{self, Ask};
use serde_json::json;

use crate::asking::Decided;
use crate::browser;
use crate::dice::Dice;
use crate::world::World;

/// How long a stranger waits for an answer.
const PATIENCE: Duration = Duration::from_secs(40);
/// How many connections a stranger holds at most, and how long.
const HELD: usize = 40;
const HELD_FOR: u64 = 20_000;
/// Between two attempts, in milliseconds, at most.
const PAUSE: u64 = 120;
/// Numbers from this index on are never made.
const UNKNOWN: u64 = 50_000_000_000;

#[derive(Debug, Clone, Copy)]
enum Tries {
    UnknownNumber,
    KnownNumber,
    Nonsense,
    LongBody,
    NoPage,
    PhonePage,
    Token,
    Password,
    Download,
    SlowHead,
    SlowBody,
    Silence,
}

const TRIES: [(u64, Tries); 12] = [
    (16, Tries::UnknownNumber),
    (16, Tries::KnownNumber),
    (12, Tries::Nonsense),
    (4, Tries::LongBody),
    (8, Tries::NoPage),
    (8, Tries::PhonePage),
    (6, Tries::Token),
    (2, Tries::Password),
    (4, Tries::Download),
    (8, Tries::SlowHead),
    (8, Tries::SlowBody),
    (8, Tries::Silence),
];

/// A connection that is held, and until when.
struct Held(TcpStream, Instant);

/// A stranger's life until the end. `known` are numbers whose seats are all taken.
pub fn work(world: &World, mut dice: Dice, known: &[u64]) {
    let mut held: Vec<Held> = Vec::new();
    while world.wait(Duration::from_millis(dice.below(PAUSE))) {
        held.retain(|one| one.1 > Instant::now());
        if let Some(one) = held.first_mut() {
            // One byte after the other; fails where the desk has ended the connection.
            drop(one.0.write_all(b"x"));
            held.rotate_left(1);
        }
        let tries = dice.weighed(&TRIES);
        match attempt(world, &mut dice, tries, known) {
            Ok(Some(stream)) if held.len() < HELD => {
                let time = Duration::from_millis(dice.below(HELD_FOR));
                held.push(Held(stream, Instant::now() + time));
            }
            // No desk is there, or it has hung up.
            Ok(_) | Err(_) => {}
        }
        world.count(&format!("strangers: {tries:?}"));
    }
}

/// An address of this computer that nobody honest has.
fn source(dice: &mut Dice) -> IpAddr {
    // Some are busy, most come once.
    let [third, fourth] = if dice.chance(30) { [0, 4] } else { [250, 250] };
    let part = |dice: &mut Dice, end: u64| u8::try_from(1 + dice.below(end.max(1))).unwrap();
    let (second, third, fourth) = (part(dice, 200) + 2, part(dice, third), part(dice, fourth));
    if dice.chance(30) {
        IpAddr::from([127, 2, 1, fourth])
    } else {
        IpAddr::from([127, second, third, fourth])
    }
}

/// Tries once. Gives a connection that is to be held.
fn attempt(world: &World, dice: &mut Dice, tries: Tries, known: &[u64]) -> io::Result<Option<TcpStream>> {
    let from = source(dice);
    let address = world.address(dice);
    let send = |method: &str, path: &str, headers: &[(&str, &str)], body: &str| -> io::Result<Reply> {
        Connection::open_from(from, &address, PATIENCE)?.send(method, path, headers, body)
    };
    let hold = |begun: &str| -> io::Result<Option<TcpStream>> {
        let mut stream = http::stream_from(from, &address)?;
        stream.write_all(begun.as_bytes())?;
        Ok(Some(stream))
    };
    let is_json = [("content-type", "application/json")];
    match tries {
        Tries::UnknownNumber | Tries::KnownNumber => guess(world, dice, tries, known, &send)?,
        Tries::Nonsense => {
            let body = nonsense(dice);
            let reply = send("POST", "/api/v1/requests", &is_json, &body)?;
            assert_refused(&reply, &[400, 413, 415, 422], &body);
        }
        Tries::LongBody => {
            let reply = send("POST", "/api/v1/requests", &is_json, &"a".repeat(300_000));
            // The desk may hang up before it has all of it.
            if let Ok(reply) = reply {
                assert_refused(&reply, &[400, 413], "a long body");
            }
        }
        Tries::NoPage => {
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
        Tries::PhonePage => {
            let reply = send(
                "GET",
                &format!("/R/{}", nonsense(dice).replace(['"', ' ', '{', '}', '\u{fffd}'], "A")),
                &[],
                "",
            )?;
            assert!(reply.lines().is_empty() && reply.status != 500, "{} {}", reply.status, reply.body);
        }
        Tries::Token => {
            let token = format!("Bearer cst_{}", dice.below(u64::MAX));
            let reply = send("GET", "/api/v1/numbers", &[("authorization", &token)], "")?;
            assert_refused(&reply, &[401], "a token");
        }
        Tries::Password => {
            let form =
                browser::encode(&[("name", *dice.pick(&["lead", "admin", "nobody"])), ("password", "wrong")]);
            let kind = [("content-type", "application/x-www-form-urlencoded")];
            let reply = send("POST", "/office/login", &kind, &form)?;
            assert_refused(&reply, &[403], "a password");
        }
        Tries::Download => {
            let reply = send("GET", &format!("/d/k7q4m{}", dice.below(9_999)), &[], "")?;
            assert_refused(&reply, &[404], "a link");
        }
        Tries::SlowHead => return hold("POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\nx-slow: "),
        Tries::SlowBody => {
            return hold(
                "POST /api/v1/requests HTTP/1.1\r\nhost: desk.example\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{",
            );
        }
        Tries::Silence => {
            let stream = http::stream_from(from, &address)?;
            if dice.chance(30) {
                // Half-closed at once: the desk sees the end of it.
                stream.shutdown(std::net::Shutdown::Write)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                drop((&stream).read(&mut [0; 64]));
            }
            return Ok(Some(stream));
        }
    }
    Ok(None)
}

/// Asks for a number with a machine of one's own.
fn guess(
    world: &World,
    dice: &mut Dice,
    tries: Tries,
    known: &[u64],
    send: &impl Fn(&str, &str, &[(&str, &str)], &str) -> io::Result<Reply>,
) -> io::Result<()> {
    let is_known = matches!(tries, Tries::KnownNumber);
    let number = if is_known { *dice.pick(known) } else { UNKNOWN + dice.below(UNKNOWN / 2) };
    let requests = world.requests(world.newest());
    let request = requests.accepted(Ask { number, machine: world.new_machine(), nonce: 0 });
    let body = json!({ "request": request.text().unwrap() }).to_string();
    let reply = send("POST", "/api/v1/requests", &[("content-type", "application/json")], &body)?;
    let told = || format!("{}: {} {}", invented::number(number), reply.status, reply.body);
    if matches!(reply.status, 429 | 503) {
        return Ok(());
    }
    assert_eq!(reply.status, 200, "{}", told());
    let Decided::Refused { reason, case } = Decided::read(&reply.json()) else {
        panic!("a stranger got a code for {}", told());
    };
    assert_eq!(reason, if is_known { "DEVICE-DIFFERS" } else { "NUMBER-UNKNOWN" }, "{}", told());
    assert_eq!(case.is_some(), is_known, "{}", told());
    if let Some(case) = case {
        assert!(world.cases.lock().unwrap().insert(case), "the case of another: {}", told());
    }
    Ok(())
}

/// A body that holds no request.
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

/// A refusal by its form, or because somebody comes too often, or while the desk is without its database.
fn assert_refused(reply: &Reply, statuses: &[u16], what: &str) {
    let usual = statuses.contains(&reply.status) || matches!(reply.status, 429 | 503);
    assert!(usual, "{what}: {} {}", reply.status, reply.body);
}
