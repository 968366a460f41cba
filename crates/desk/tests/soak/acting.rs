//! What is done to a customer's number: by an operator in the office, by a program or by a command. Where nobody knows what came of a
//! try, it is done again, and may have been done before. Never here: which act.

use std::thread;
use std::time::{Duration, Instant};

use countersign_testing::http::Reply;
use serde_json::{Value, json};

use crate::account::{Account, State};
use crate::asking::{Asker, Decided};
use crate::browser::{Browser, hidden_field};
use crate::judge::{Span, judge};
use crate::programs;
use crate::world::{PATIENCE, PAUSE, World, is_passing};

/// How long a program waits for a key that a killed desk left busy before it takes a new one.
const BUSY: Duration = Duration::from_secs(5);

/// An act on a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Release(u16),
    Renew(String),
    Edit { edition: u8, seats: u16 },
    Suspend,
    Resume,
    Revoke,
}

/// What came of one try.
enum Tried {
    Done,
    /// Refused with that code.
    Refused(String),
    /// Nobody knows.
    Unknown,
}

impl Act {
    const fn name(&self) -> &'static str {
        match self {
            Self::Release(_) => "release",
            Self::Renew(_) => "renew",
            Self::Edit { .. } => "edit",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Revoke => "revoke",
        }
    }

    /// The refusals that say that it was done before.
    const fn done_before(&self) -> &'static [&'static str] {
        match self {
            Self::Release(_) => &["NUMBER-NOT-BOUND", "SEAT-UNKNOWN"],
            Self::Renew(_) | Self::Edit { .. } => &["NOTHING-CHANGED"],
            Self::Suspend => &["NUMBER-SUSPENDED"],
            Self::Resume => &["NUMBER-NOT-SUSPENDED"],
            Self::Revoke => &["NUMBER-REVOKED"],
        }
    }

    /// What it changes.
    fn apply(&self, account: &mut Account) {
        match self {
            Self::Release(seat) => account.free(*seat),
            Self::Renew(expiry) => account.terms.expiry.clone_from(expiry),
            Self::Edit { edition, seats } => {
                (account.terms.edition, account.terms.seats) = (*edition, *seats)
            }
            Self::Suspend => account.state = State::Suspended,
            Self::Resume => account.state = State::Active,
            Self::Revoke => account.revoke(),
        }
    }

    /// The options of the command.
    fn options(&self) -> Vec<String> {
        let options = |all: &[&str]| all.iter().map(|&one| one.to_owned()).collect();
        match self {
            Self::Release(seat) => options(&["--seat", &seat.to_string()]),
            Self::Renew(expiry) if expiry == "never" => options(&["--never"]),
            Self::Renew(expiry) => options(&["--expires", expiry]),
            Self::Edit { edition, seats } => {
                options(&["--edition", &edition.to_string(), "--seats", &seats.to_string()])
            }
            Self::Suspend | Self::Resume | Self::Revoke => Vec::new(),
        }
    }

    /// The body of a program's request, and the fields of the office's form.
    fn fields(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Release(seat) => vec![("seat", json!(seat))],
            Self::Renew(expiry) => vec![("expiry", json!(expiry))],
            Self::Edit { edition, seats } => vec![("edition", json!(edition)), ("seats", json!(seats))],
            Self::Suspend | Self::Resume | Self::Revoke => Vec::new(),
        }
    }
}

/// Does it, and keeps what it changed.
///
/// # Panics
/// Where it is refused.
pub fn act(asker: &mut Asker<'_>, lead: &mut Browser<'_>, account: &mut Account, act: &Act) {
    let began = Instant::now();
    let way = asker.dice.weighed(&[(50, "office"), (45, "program"), (5, "command")]);
    // A number is revoked by a person alone.
    let way = if *act == Act::Revoke && way == "program" { "office" } else { way };
    asker.world.count(&format!("acts: {} by {way}", act.name()));
    let mut unknown = false;
    let mut key = new_key(asker, account);
    let mut key_since = Instant::now();
    loop {
        let tried = match way {
            "office" => in_office(asker, lead, account, act),
            "program" => by_program(asker, account, act, &key),
            _ => by_command(asker.world, account, act),
        };
        match tried {
            Tried::Done => break,
            Tried::Refused(code) if code == "KEY-BUSY" => {
                if key_since.elapsed() > BUSY {
                    key = new_key(asker, account);
                    key_since = Instant::now();
                }
            }
            Tried::Refused(code) => {
                let done_before = unknown && act.done_before().contains(&code.as_str());
                assert!(done_before, "{}: {act:?} by {way} is refused: {code}", account.text);
                asker.world.count("acts: done before");
                break;
            }
            Tried::Unknown => asker.world.count(&format!("again: act by {way}")),
        }
        unknown = true;
        assert!(began.elapsed() < PATIENCE, "{}: {act:?} by {way} comes to nothing", account.text);
        thread::sleep(PAUSE);
    }
    act.apply(account);
    account.note(began, Instant::now());
}

fn new_key(asker: &mut Asker<'_>, account: &Account) -> String {
    format!("{}-{}", account.text, asker.dice.below(u64::MAX))
}

fn in_office(asker: &mut Asker<'_>, lead: &mut Browser<'_>, account: &Account, act: &Act) -> Tried {
    let path = format!("/office/numbers/{}/act", account.text);
    let texts: Vec<(&str, String)> = act
        .fields()
        .into_iter()
        .map(|(name, value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    let mut fields = vec![("act", act.name()), ("reason", "the customer asked")];
    fields.extend(texts.iter().map(|(name, value)| (*name, value.as_str())));
    let Some(mut reply) = lead.post(&mut asker.dice, &path, &fields) else { return Tried::Unknown };
    let agreed = hidden_field(&reply.body, "confirmed");
    if let Some(agreed) = &agreed {
        fields.push(("confirmed", agreed));
        match lead.post(&mut asker.dice, &path, &fields) {
            Some(answer) => reply = answer,
            None => return Tried::Unknown,
        }
    }
    if reply.status == 303 { Tried::Done } else { Tried::Refused(code_on_page(&reply)) }
}

/// The code of a refusal on a page of the office.
fn code_on_page(reply: &Reply) -> String {
    let is_code = |word: &&str| {
        word.contains('-')
            && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
            && word.len() > 6
    };
    let mut words = reply.body.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.find(is_code).map_or_else(|| format!("{} {}", reply.status, reply.body), str::to_owned)
}

fn by_program(asker: &mut Asker<'_>, account: &Account, act: &Act, key: &str) -> Tried {
    let path = format!("/api/v1/numbers/{}/{}", account.text, act.name());
    let mut body = json!({ "reason": "order 8" });
    for (name, value) in act.fields() {
        body[name] = value;
    }
    let (world, body) = (asker.world, body.to_string());
    let Ok(reply) = programs::post(world, &world.address(&mut asker.dice), &path, Some(key), &body) else {
        return Tried::Unknown;
    };
    match reply.status {
        200 => {
            // What was acted on once is told again in the same words, if somebody asks at once.
            if asker.dice.chance(20) {
                replay(asker, &path, key, &body, &reply);
            }
            Tried::Done
        }
        429 | 500.. => Tried::Unknown,
        _ => Tried::Refused(reply.json()["code"].as_str().unwrap().to_owned()),
    }
}

/// The same request with the same key gets the same reply. A clock that is set forward forgets keys; nothing was to be done then.
fn replay(asker: &mut Asker<'_>, path: &str, key: &str, body: &str, first: &Reply) {
    let world = asker.world;
    let again = asker.until("replay", |address| programs::post(world, address, path, Some(key), body));
    if again.header("idempotency-replayed") == Some("true") {
        assert_eq!((again.status, &again.body), (first.status, &first.body), "{path}: another reply");
        world.count("replayed");
    } else {
        assert_eq!(again.status, 409, "{path} is acted on again: {}", again.body);
        world.count("replayed: key forgotten");
    }
}

fn by_command(world: &World, account: &Account, act: &Act) -> Tried {
    let mut args: Vec<String> =
        ["licenses", act.name(), &account.text, "--reason", "by hand"].map(str::to_owned).to_vec();
    args.extend(act.options());
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ran = world.run(&args);
    match ran.exit {
        0 => Tried::Done,
        5 => Tried::Refused(ran.err.split(':').next().unwrap().to_owned()),
        _ if is_passing(&ran) => Tried::Unknown,
        _ => panic!("{args:?}: {ran:?}"),
    }
}

/// Moves a seat to a machine that asks, which gets its code with it.
pub fn move_seat(asker: &mut Asker<'_>, account: &mut Account, seat: u16, machine: usize, asked: usize) {
    let world = asker.world;
    let requests = world.requests(account.machines[machine].asked[asked].profile);
    let text = requests.accepted(account.ask(machine, asked)).text().unwrap();
    let body = json!({ "seat": seat, "reason": "board replaced", "request": text }).to_string();
    let path = format!("/api/v1/numbers/{}", account.text);
    let moving = format!("{path}/move");
    let start = Instant::now();
    let span = Span::begin(world);
    let reply = loop {
        let key = new_key(asker, account);
        let sent = programs::post(world, &world.address(&mut asker.dice), &moving, Some(&key), &body);
        if let Ok(reply) = sent
            && reply.status < 500
            && reply.status != 429
        {
            break Some(reply);
        }
        world.count("again: move");
        assert!(start.elapsed() < PATIENCE, "{}: a move comes to nothing", account.text);
        thread::sleep(PAUSE);
        // The audit of the number tells whether it was done.
        let shown = asker.until("move", |address| programs::get(world, address, &path)).json();
        let moves = shown["audit"].as_array().unwrap().iter().filter(|one| one["act"] == "move").count();
        if moves > account.moves {
            break None;
        }
    };
    world.count("acts: move by program");
    match reply {
        Some(reply) if reply.status == 200 => {
            let json = reply.json();
            let decided = Decided::read(&json["answer"]);
            if let Decided::Issued { .. } = decided {
                account.moves += 1;
                account.free(seat);
            }
            let answer = crate::asking::Answer { way: "by move", decided };
            judge(world, account, (machine, asked), span, answer);
        }
        Some(reply) => panic!("{}: a move is refused: {} {}", account.text, reply.status, reply.body),
        None => {
            account.moves += 1;
            account.free(seat);
            asker.ask_as_device(account, machine, asked);
            // The code came with the move, which began before the device asked.
            if let Some(last) = account.history.last_mut() {
                last.began = last.began.min(span.began);
            }
        }
    }
}
