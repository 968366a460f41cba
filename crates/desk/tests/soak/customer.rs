//! An honest customer: its numbers and machines, and what comes next for them. Each number has one customer, which does one thing after
//! the other, so that it knows what the ledger has to hold. Never here: how something is asked or done.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::account::{Account, Asked, Fresh, Machine, State, Terms};
use crate::acting::{Act, act, move_seat};
use crate::asking::Asker;
use crate::browser::Browser;
use crate::cases;
use crate::programs;

/// How many numbers a customer has at most.
const MOST: usize = 2_000;
/// A machine makes so many new requests at most: the public gets codes for eight a day.
const NONCES: u32 = 6;
/// A customer thinks for less than this between two steps, in milliseconds.
const THINKS: u64 = 60;
/// How many of the newest numbers are used most.
const NEWEST: usize = 40;

/// The numbers of one customer. They are locked while something is done, so that nothing is half known to who locks them.
pub type Accounts = Mutex<Vec<Account>>;

#[derive(Debug, Clone, Copy)]
enum Does {
    NewNumber,
    NewMachine,
    AsksAgain,
    NewRequest,
    Releases,
    Moves,
    Renews,
    Edits,
    SuspendsOrResumes,
    Revokes,
    Looks,
    WorksOnCase,
    SendsBundle,
}

/// What a customer does, and how often.
const DOES: [(u64, Does); 13] = [
    (8, Does::NewNumber),
    (26, Does::NewMachine),
    (26, Does::AsksAgain),
    (8, Does::NewRequest),
    (6, Does::Releases),
    (3, Does::Moves),
    (6, Does::Renews),
    (3, Does::Edits),
    (4, Does::SuspendsOrResumes),
    (1, Does::Revokes),
    (5, Does::Looks),
    (2, Does::WorksOnCase),
    (2, Does::SendsBundle),
];

/// A customer's life until the end.
pub fn work(mut asker: Asker<'_>, accounts: &Accounts) {
    let world = asker.world;
    let mut lead = Browser::new(world, "lead");
    let mut thinks = Duration::ZERO;
    while world.wait(thinks) {
        step(&mut asker, &mut lead, &mut accounts.lock().unwrap());
        thinks = Duration::from_millis(asker.dice.below(THINKS));
    }
}

fn step(asker: &mut Asker<'_>, lead: &mut Browser<'_>, accounts: &mut Vec<Account>) {
    let does = if accounts.is_empty() { Does::NewNumber } else { asker.dice.weighed(&DOES) };
    if let Does::NewNumber = does {
        if accounts.len() < MOST {
            accounts.push(new_account(asker));
        }
        return;
    }
    if let Does::SendsBundle = does {
        return send_bundle(asker, accounts);
    }
    let first = if asker.dice.chance(80) { accounts.len().saturating_sub(NEWEST) } else { 0 };
    let at = first + asker.dice.place(accounts.len() - first);
    let account = &mut accounts[at];
    match does {
        Does::NewMachine => {
            if let Some((machine, asked)) = new_request_of_other(asker, account) {
                asker.ask(account, machine, asked);
            }
        }
        Does::AsksAgain => ask_again(asker, account),
        Does::NewRequest => {
            let seated = account.machines_seated(true);
            if let Some(machine) = one_of(asker, &seated)
                && let Some(asked) = new_request(asker, account, machine)
            {
                asker.ask(account, machine, asked);
            }
        }
        Does::Moves => move_to_other(asker, account),
        Does::Looks => look(asker, account),
        Does::WorksOnCase => cases::work(asker, account),
        _ => {
            if let Some(wanted) = wanted(asker, account, does) {
                act(asker, lead, account, &wanted);
            }
        }
    }
}

/// A number that was imported, or one that a program makes.
fn new_account(asker: &mut Asker<'_>) -> Account {
    if asker.dice.chance(60)
        && let Some(fresh) = asker.world.fresh.lock().unwrap().pop_front()
    {
        return Account::new(fresh);
    }
    let world = asker.world;
    let expiry = *asker.dice.pick(&["never", "5000d", "2040-12-31"]);
    let terms = Terms::new(*asker.dice.pick(&[1, 1, 2, 3]), expiry);
    let number = world.new_number();
    let text = countersign_testing::invented::number(number);
    let body = json!({
        "numbers": [text], "seats": terms.seats, "expiry": terms.expiry,
        "customer": { "organisation": format!("Customer {number}"), "ticket": format!("T-{number}") },
    });
    let (key, body) = (format!("order-{number}"), body.to_string());
    let began = Instant::now();
    let key = Some(key.as_str()).filter(|_| asker.dice.chance(50));
    let order = |asker: &mut Asker<'_>, key| {
        asker.until("order", |address| programs::post(world, address, "/api/v1/numbers", key, &body))
    };
    let mut made = order(asker, key);
    if made.status == 409 && made.json()["code"] == "KEY-BUSY" {
        // A desk that was killed left the key busy. Making a number twice makes it once.
        made = order(asker, None);
    }
    assert!(matches!(made.status, 200 | 201), "{text}: {} {}", made.status, made.body);
    world.count("numbers made by program");
    Account::new(Fresh { number, terms, made: (began, Instant::now()) })
}

fn one_of(asker: &mut Asker<'_>, places: &[usize]) -> Option<usize> {
    (!places.is_empty()).then(|| *asker.dice.pick(places))
}

/// A request of a machine that is on no seat: a new one, or one that was on a seat or was refused.
fn new_request_of_other(asker: &mut Asker<'_>, account: &mut Account) -> Option<(usize, usize)> {
    let others = account.machines_seated(false);
    let known = if asker.dice.chance(40) { one_of(asker, &others) } else { None };
    let machine = match known {
        Some(known) => known,
        None if account.machines.len() < 8 => {
            let index = asker.world.new_machine();
            account.machines.push(Machine { index, seat: None, asked: Vec::new(), case: None });
            account.machines.len() - 1
        }
        None => return None,
    };
    // A request that was refused is asked with again, or another is made.
    let last = account.machines[machine].asked.len().checked_sub(1);
    let unanswered = last.filter(|last| account.machines[machine].asked[*last].code.is_none());
    let asked = match unanswered {
        Some(last) if asker.dice.chance(60) => {
            take_newest(asker, account, machine, last);
            last
        }
        _ => new_request(asker, account, machine)?,
    };
    Some((machine, asked))
}

/// A new request of a machine, by the newest profile or one of those before.
fn new_request(asker: &mut Asker<'_>, account: &mut Account, machine: usize) -> Option<usize> {
    let newest = asker.world.newest();
    let back = if asker.dice.chance(30) { asker.dice.place(3) } else { 0 };
    let asked = &mut account.machines[machine].asked;
    let nonce = u32::try_from(asked.len()).unwrap();
    (nonce < NONCES).then(|| {
        asked.push(Asked { nonce, profile: newest.saturating_sub(back), code: None });
        asked.len() - 1
    })
}

/// Asks with a request that was asked with before.
fn ask_again(asker: &mut Asker<'_>, account: &mut Account) {
    let all: Vec<usize> = (0..account.machines.len()).collect();
    let Some(machine) = one_of(asker, &all) else { return };
    let asked = account.machines[machine].asked.len();
    if asked > 0 {
        let asked = asker.dice.place(asked);
        take_newest(asker, account, machine, asked);
        asker.ask(account, machine, asked);
    }
}

/// The machine has got the newest profile since, or it hasn't.
fn take_newest(asker: &mut Asker<'_>, account: &mut Account, machine: usize, asked: usize) {
    if asker.dice.chance(40) {
        account.machines[machine].asked[asked].profile = asker.world.newest();
    }
}

/// Moves a seat to a machine that is on none, where all seats are taken.
fn move_to_other(asker: &mut Asker<'_>, account: &mut Account) {
    if account.state != State::Active || account.has_room() {
        return;
    }
    let seats: Vec<u16> = account.machines.iter().filter_map(|machine| machine.seat).collect();
    let others = account.machines_seated(false);
    let Some(machine) = one_of(asker, &others) else { return };
    let Some(asked) = new_request(asker, account, machine) else { return };
    // An old profile may be one that nobody signs for any more; the operator sees to the newest.
    account.machines[machine].asked[asked].profile = asker.world.newest();
    let seat = *asker.dice.pick(&seats);
    move_seat(asker, account, seat, machine, asked);
}

/// The act that is to be done, if the number allows it.
fn wanted(asker: &mut Asker<'_>, account: &Account, does: Does) -> Option<Act> {
    if account.state == State::Revoked {
        return None;
    }
    match does {
        Does::Releases => {
            let seats: Vec<u16> = account.machines.iter().filter_map(|machine| machine.seat).collect();
            (!seats.is_empty()).then(|| Act::Release(*asker.dice.pick(&seats)))
        }
        Does::Renews => account.terms.later().map(Act::Renew),
        Does::Edits => {
            let edition = (account.terms.edition + u8::from(asker.dice.chance(50))) % 16;
            let seats = account.terms.seats + u16::from(edition == account.terms.edition);
            (seats <= 6).then_some(Act::Edit { edition, seats })
        }
        Does::SuspendsOrResumes if account.state == State::Suspended => Some(Act::Resume),
        Does::SuspendsOrResumes => Some(Act::Suspend),
        Does::Revokes => Some(Act::Revoke),
        _ => None,
    }
}

/// Asks for several machines in one file.
fn send_bundle(asker: &mut Asker<'_>, accounts: &mut [Account]) {
    let mut asks = Vec::new();
    for _ in 0..6 {
        let at = asker.dice.place(accounts.len());
        let seated = accounts[at].machines_seated(true);
        // A machine that is refused shares its case with others of the bundle; these are granted.
        let granted = accounts[at].state == State::Active && !asks.iter().any(|(other, _, _)| *other == at);
        if let Some(machine) = one_of(asker, &seated).filter(|_| granted) {
            let asked = &mut accounts[at].machines[machine].asked;
            if let Some(last) =
                asked.iter().rposition(|one| one.code.as_ref().is_some_and(|code| !code.spent))
            {
                asked[last].profile = asker.world.newest();
                asks.push((at, machine, last));
            }
        }
    }
    if !asks.is_empty() {
        asker.ask_in_bundle(accounts, &asks);
    }
}

/// Reads a number, which has to be as it is known.
fn look(asker: &mut Asker<'_>, account: &Account) {
    let (world, path) = (asker.world, format!("/api/v1/numbers/{}", account.text));
    let reply = asker.until("look", |address| programs::get(world, address, &path));
    assert_eq!(reply.status, 200, "{}: {}", account.text, reply.body);
    world.count("numbers looked at");
    check(account, &reply.json());
}

/// Checks the object of a number.
pub fn check(account: &Account, object: &Value) {
    let shown = account.shown();
    let told = (&object["state"], &object["edition"], &object["seats"], &object["expiry"]);
    let terms = &shown.terms;
    let known = (&json!(shown.state), &json!(terms.edition), &json!(terms.seats), &json!(terms.expiry));
    assert_eq!(told, known, "{}", account.text);
    let mut seats: Vec<u64> = account.machines.iter().filter_map(|one| one.seat).map(u64::from).collect();
    seats.sort_unstable();
    let bindings = object["bindings"].as_array().unwrap().iter();
    let bound: Vec<u64> = bindings.map(|one| one["seat"].as_u64().unwrap()).collect();
    assert_eq!(bound, seats, "{}: {object}", account.text);
    let mut told: Vec<(&str, bool)> = object["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["case"].as_str().unwrap(), one["open"].as_bool().unwrap()))
        .collect();
    let mut known: Vec<(&str, bool)> =
        account.cases.iter().map(|(name, open)| (name.as_str(), *open)).collect();
    told.sort_unstable();
    known.sort_unstable();
    assert_eq!(told, known, "{}: cases", account.text);
}
