//! Performs acts on a customer's number: in the office, by a program or by a command. An act is repeated after a try with an unknown
//! outcome, so an earlier try may have performed it already. Never here: which act is performed.

use std::time::{Duration, Instant};

use countersign_testing::forms::hidden_field;
use countersign_testing::http::Reply;
use serde_json::{Value, json};

use crate::account::{Account, State};
use crate::asking::{Client, Decision};
use crate::browser::Browser;
use crate::judge::{Span, judge};
use crate::programs;
use crate::world::{World, is_transient, pause_before_retry};

/// How long a program retries an idempotency key that a killed desk left busy, before it takes a new key.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

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

/// The outcome of one try.
enum TryOutcome {
    Done,
    /// Refused, with the code of the refusal.
    Refused(String),
    /// The client has no usable response.
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

    /// Returns the codes of the refusals that mean that the act was performed already.
    const fn performed_already(&self) -> &'static [&'static str] {
        match self {
            Self::Release(_) => &["NUMBER-NOT-BOUND", "SEAT-UNKNOWN"],
            Self::Renew(_) | Self::Edit { .. } => &["NOTHING-CHANGED"],
            Self::Suspend => &["NUMBER-SUSPENDED"],
            Self::Resume => &["NUMBER-NOT-SUSPENDED"],
            Self::Revoke => &["NUMBER-REVOKED"],
        }
    }

    /// Applies the act to the customer's record.
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

    /// Returns the options of the command.
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

    /// Returns the members of a program's request, which are also the fields of the office's form.
    fn fields(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Release(seat) => vec![("seat", json!(seat))],
            Self::Renew(expiry) => vec![("expiry", json!(expiry))],
            Self::Edit { edition, seats } => vec![("edition", json!(edition)), ("seats", json!(seats))],
            Self::Suspend | Self::Resume | Self::Revoke => Vec::new(),
        }
    }
}

/// Performs an act, and applies it to the customer's record.
///
/// # Panics
/// If the act is refused.
pub fn perform(client: &mut Client<'_>, lead: &mut Browser<'_>, account: &mut Account, act: &Act) {
    let began = Instant::now();
    let way = client.dice.pick_weighted(&[(50, "office"), (45, "program"), (5, "command")]);
    // A program may not revoke a number.
    let way = if *act == Act::Revoke && way == "program" { "office" } else { way };
    client.world.count(&format!("acts: {} by {way}", act.name()));
    let mut unknown = false;
    let mut key = new_key(client, account);
    let mut key_since = Instant::now();
    loop {
        let outcome = match way {
            "office" => in_office(client, lead, account, act),
            "program" => by_program(client, account, act, &key),
            _ => by_command(client.world, account, act),
        };
        match outcome {
            TryOutcome::Done => break,
            TryOutcome::Refused(code) if code == "KEY-BUSY" => {
                if key_since.elapsed() > BUSY_TIMEOUT {
                    key = new_key(client, account);
                    key_since = Instant::now();
                }
            }
            TryOutcome::Refused(code) => {
                let performed_already = unknown && act.performed_already().contains(&code.as_str());
                assert!(performed_already, "{}: {act:?} by {way} is refused: {code}", account.text);
                client.world.count("acts: performed already");
                break;
            }
            TryOutcome::Unknown => client.world.count(&format!("retry: act by {way}")),
        }
        unknown = true;
        pause_before_retry(began, format_args!("{}: {act:?} by {way} isn't performed in time", account.text));
    }
    act.apply(account);
    account.record(began, Instant::now());
}

fn new_key(client: &mut Client<'_>, account: &Account) -> String {
    format!("{}-{}", account.text, client.dice.below(u64::MAX))
}

fn in_office(client: &mut Client<'_>, lead: &mut Browser<'_>, account: &Account, act: &Act) -> TryOutcome {
    let path = format!("/office/numbers/{}/act", account.text);
    let texts: Vec<(&str, String)> = act
        .fields()
        .into_iter()
        .map(|(name, value)| (name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    let mut fields = vec![("act", act.name()), ("reason", "the customer asked")];
    fields.extend(texts.iter().map(|(name, value)| (*name, value.as_str())));
    let Some(mut reply) = lead.post(&mut client.dice, &path, &fields) else { return TryOutcome::Unknown };
    let confirmation = hidden_field(&reply.body, "confirmed");
    if let Some(confirmation) = &confirmation {
        fields.push(("confirmed", confirmation));
        match lead.post(&mut client.dice, &path, &fields) {
            Some(answer) => reply = answer,
            None => return TryOutcome::Unknown,
        }
    }
    if reply.status == 303 { TryOutcome::Done } else { TryOutcome::Refused(code_on_page(&reply)) }
}

/// Returns the code of a refusal on a page of the office.
fn code_on_page(reply: &Reply) -> String {
    let is_code = |word: &&str| {
        word.contains('-')
            && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
            && word.len() > 6
    };
    let mut words = reply.body.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.find(is_code).map_or_else(|| format!("{} {}", reply.status, reply.body), str::to_owned)
}

fn by_program(client: &mut Client<'_>, account: &Account, act: &Act, key: &str) -> TryOutcome {
    let path = format!("/api/v1/numbers/{}/{}", account.text, act.name());
    let mut body = json!({ "reason": "order 8" });
    for (name, value) in act.fields() {
        body[name] = value;
    }
    let (world, body) = (client.world, body.to_string());
    let Ok(reply) = programs::post(world, &world.address(&mut client.dice), &path, Some(key), &body) else {
        return TryOutcome::Unknown;
    };
    match reply.status {
        200 => {
            // A repeated request gets the same response again.
            if client.dice.chance(20) {
                replay(client, &path, key, &body, &reply);
            }
            TryOutcome::Done
        }
        429 | 500.. => TryOutcome::Unknown,
        _ => TryOutcome::Refused(reply.json()["code"].as_str().unwrap().to_owned()),
    }
}

/// Checks that the same request with the same key gets the same response. If the clock was set forward, the key has expired. The act is
/// then refused, because it was performed already.
fn replay(client: &mut Client<'_>, path: &str, key: &str, body: &str, first: &Reply) {
    let world = client.world;
    let again =
        client.send_until_answered("replay", |address| programs::post(world, address, path, Some(key), body));
    if again.header("idempotency-replayed") == Some("true") {
        assert_eq!(
            (again.status, &again.body),
            (first.status, &first.body),
            "{path}: the repeated response differs"
        );
        world.count("replayed");
    } else {
        assert_eq!(again.status, 409, "{path} is performed twice: {}", again.body);
        world.count("replayed: key expired");
    }
}

fn by_command(world: &World, account: &Account, act: &Act) -> TryOutcome {
    let mut args: Vec<String> =
        ["licenses", act.name(), &account.text, "--reason", "by hand"].map(str::to_owned).to_vec();
    args.extend(act.options());
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let ran = world.run(&args);
    match ran.exit {
        0 => TryOutcome::Done,
        5 => TryOutcome::Refused(ran.err.split(':').next().unwrap().to_owned()),
        _ if is_transient(&ran) => TryOutcome::Unknown,
        _ => panic!("{args:?}: {ran:?}"),
    }
}

/// Moves a seat to the machine of a request. The response has the machine's code.
pub fn move_seat(
    client: &mut Client<'_>,
    account: &mut Account,
    seat: u16,
    machine: usize,
    request_at: usize,
) {
    let world = client.world;
    let requests = world.requests(account.machines[machine].requests[request_at].profile);
    let text = requests.accepted(account.ask(machine, request_at)).text().unwrap();
    let body = json!({ "seat": seat, "reason": "board replaced", "request": text }).to_string();
    let path = format!("/api/v1/numbers/{}", account.text);
    let moving = format!("{path}/move");
    let start = Instant::now();
    let span = Span::begin(world);
    let reply = loop {
        let key = new_key(client, account);
        let sent = programs::post(world, &world.address(&mut client.dice), &moving, Some(&key), &body);
        if let Ok(reply) = sent
            && reply.status < 500
            && reply.status != 429
        {
            break Some(reply);
        }
        world.count("retry: move");
        pause_before_retry(start, format_args!("{}: a move isn't performed in time", account.text));
        // The number's audit shows whether the move was performed.
        let shown = client.send_until_answered("move", |address| programs::get(world, address, &path)).json();
        let moves = shown["audit"].as_array().unwrap().iter().filter(|one| one["act"] == "move").count();
        if moves > account.moves {
            break None;
        }
    };
    world.count("acts: move by program");
    match reply {
        Some(reply) if reply.status == 200 => {
            let json = reply.json();
            let decision = Decision::read(&json["answer"]);
            if let Decision::Issued { .. } = decision {
                account.moves += 1;
                account.free(seat);
            }
            let answer = crate::asking::Answer { way: "by move", decision };
            judge(world, account, (machine, request_at), span, answer);
        }
        Some(reply) => panic!("{}: a move is refused: {} {}", account.text, reply.status, reply.body),
        None => {
            account.moves += 1;
            account.free(seat);
            client.ask_as_device(account, machine, request_at);
            // The move issued the code, and began before the device asked.
            if let Some(last) = account.history.last_mut() {
                last.began = last.began.min(span.began);
            }
        }
    }
}
