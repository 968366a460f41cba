//! A customer, with its numbers and machines, and the choice of its next step. Each number has one customer, and a customer performs one
//! step at a time. So its record says what the ledger must hold. Never here: how a request is sent or an act is performed.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::account::{Account, Machine, MachineRequest, State, Terms, UnusedNumber};
use crate::acting::{Act, move_seat, perform};
use crate::asking::Client;
use crate::browser::Browser;
use crate::cases;
use crate::programs;
use crate::world::World;

/// The most numbers of a customer.
const MAX_NUMBERS: usize = 2_000;
/// The most requests of a machine. The desk answers eight new ones a day from the public.
const MAX_REQUESTS: u32 = 6;
/// The pause between two steps is shorter than this, in milliseconds.
const MAX_PAUSE: u64 = 60;
/// How many of the newest numbers most steps choose from.
const RECENT: usize = 40;

/// The numbers of one customer. They are locked for the whole of a step, so a reader never sees an unfinished one.
pub type Accounts = Mutex<Vec<Account>>;

/// A step of a customer.
#[derive(Debug, Clone, Copy)]
enum CustomerStep {
    NewNumber,
    NewMachine,
    AskAgain,
    NewRequest,
    Release,
    Move,
    Renew,
    Edit,
    SuspendOrResume,
    Revoke,
    ReadNumber,
    WorkOnCase,
    SendBundle,
}

/// The steps with their weights.
const STEPS: [(u64, CustomerStep); 13] = [
    (8, CustomerStep::NewNumber),
    (26, CustomerStep::NewMachine),
    (26, CustomerStep::AskAgain),
    (8, CustomerStep::NewRequest),
    (6, CustomerStep::Release),
    (3, CustomerStep::Move),
    (6, CustomerStep::Renew),
    (3, CustomerStep::Edit),
    (4, CustomerStep::SuspendOrResume),
    (1, CustomerStep::Revoke),
    (5, CustomerStep::ReadNumber),
    (2, CustomerStep::WorkOnCase),
    (2, CustomerStep::SendBundle),
];

/// Performs random steps until the soak ends.
pub fn work(mut client: Client<'_>, accounts: &Accounts) {
    let world = client.world;
    let mut lead = Browser::new(world, "lead");
    let mut pause = Duration::ZERO;
    while world.wait(pause) {
        take_step(&mut client, &mut lead, &mut accounts.lock().unwrap());
        pause = Duration::from_millis(client.dice.below(MAX_PAUSE));
    }
}

fn take_step(client: &mut Client<'_>, lead: &mut Browser<'_>, accounts: &mut Vec<Account>) {
    let step = if accounts.is_empty() { CustomerStep::NewNumber } else { client.dice.pick_weighted(&STEPS) };
    if let CustomerStep::NewNumber = step {
        if accounts.len() < MAX_NUMBERS {
            accounts.push(new_account(client));
        }
        return;
    }
    if let CustomerStep::SendBundle = step {
        return send_bundle(client, accounts);
    }
    let first = if client.dice.chance(80) { accounts.len().saturating_sub(RECENT) } else { 0 };
    let at = first + client.dice.index(accounts.len() - first);
    let account = &mut accounts[at];
    match step {
        CustomerStep::NewMachine => {
            if let Some((machine, request_at)) = request_of_unseated(client, account) {
                client.ask(account, machine, request_at);
            }
        }
        CustomerStep::AskAgain => ask_again(client, account),
        CustomerStep::NewRequest => {
            let seated = account.machines_seated(true);
            if let Some(machine) = pick_one(client, &seated)
                && let Some(request_at) = new_request(client, account, machine)
            {
                client.ask(account, machine, request_at);
            }
        }
        CustomerStep::Move => move_to_unseated(client, account),
        CustomerStep::ReadNumber => read_number(client, account),
        CustomerStep::WorkOnCase => cases::work(client, account),
        _ => {
            if let Some(chosen) = chosen_act(client, account, step) {
                perform(client, lead, account, &chosen);
            }
        }
    }
}

/// Takes an imported number, or has a program make a new one.
fn new_account(client: &mut Client<'_>) -> Account {
    if client.dice.chance(60)
        && let Some(unused) = client.world.unused.lock().unwrap().pop_front()
    {
        return Account::new(unused);
    }
    let world = client.world;
    let expiry = *client.dice.pick(&["never", "5000d", "2040-12-31"]);
    let terms = Terms::new(*client.dice.pick(&[1, 1, 2, 3]), expiry);
    let number = world.new_number();
    let text = countersign_testing::invented::number(number);
    let body = json!({
        "numbers": [text], "seats": terms.seats, "expiry": terms.expiry,
        "customer": { "organisation": format!("Customer {number}"), "ticket": format!("T-{number}") },
    });
    let (key, body) = (format!("order-{number}"), body.to_string());
    let began = Instant::now();
    let key = Some(key.as_str()).filter(|_| client.dice.chance(50));
    let order = |client: &mut Client<'_>, key| {
        client.send_until_answered("order", |address| {
            programs::post(world, address, "/api/v1/numbers", key, &body)
        })
    };
    let mut made = order(client, key);
    if made.status == 409 && made.json()["code"] == "KEY-BUSY" {
        // A killed desk left the key busy. Adding an existing number changes nothing.
        made = order(client, None);
    }
    assert!(matches!(made.status, 200 | 201), "{text}: {} {}", made.status, made.body);
    world.count("numbers made by program");
    Account::new(UnusedNumber { number, terms, made: (began, Instant::now()) })
}

fn pick_one(client: &mut Client<'_>, indexes: &[usize]) -> Option<usize> {
    (!indexes.is_empty()).then(|| *client.dice.pick(indexes))
}

/// Chooses a request of a machine without a seat. The machine is new, or had a seat before, or was refused.
fn request_of_unseated(client: &mut Client<'_>, account: &mut Account) -> Option<(usize, usize)> {
    let others = account.machines_seated(false);
    let reused = if client.dice.chance(40) { pick_one(client, &others) } else { None };
    let machine = match reused {
        Some(machine) => machine,
        None if account.machines.len() < 8 => {
            let index = client.world.new_machine();
            account.machines.push(Machine { index, seat: None, requests: Vec::new(), case: None });
            account.machines.len() - 1
        }
        None => return None,
    };
    // An unanswered request is sent again, or a new one is made.
    let last = account.machines[machine].requests.len().checked_sub(1);
    let unanswered = last.filter(|last| account.machines[machine].requests[*last].code.is_none());
    let request_at = match unanswered {
        Some(last) if client.dice.chance(60) => {
            use_newest_profile(client, account, machine, last);
            last
        }
        _ => new_request(client, account, machine)?,
    };
    Some((machine, request_at))
}

/// Adds a request to a machine, with the newest profile or one of the two before.
fn new_request(client: &mut Client<'_>, account: &mut Account, machine: usize) -> Option<usize> {
    let newest = client.world.newest();
    let back = if client.dice.chance(30) { client.dice.index(3) } else { 0 };
    let requests = &mut account.machines[machine].requests;
    let nonce = u32::try_from(requests.len()).unwrap();
    (nonce < MAX_REQUESTS).then(|| {
        requests.push(MachineRequest { nonce, profile: newest.saturating_sub(back), code: None });
        requests.len() - 1
    })
}

/// Sends an earlier request of a random machine again.
fn ask_again(client: &mut Client<'_>, account: &mut Account) {
    let all: Vec<usize> = (0..account.machines.len()).collect();
    let Some(machine) = pick_one(client, &all) else { return };
    let count = account.machines[machine].requests.len();
    if count > 0 {
        let request_at = client.dice.index(count);
        use_newest_profile(client, account, machine, request_at);
        client.ask(account, machine, request_at);
    }
}

/// Switches a request to the newest profile in 40 of 100 cases.
fn use_newest_profile(client: &mut Client<'_>, account: &mut Account, machine: usize, request_at: usize) {
    if client.dice.chance(40) {
        account.machines[machine].requests[request_at].profile = client.world.newest();
    }
}

/// If all seats are taken, moves one to a machine without a seat.
fn move_to_unseated(client: &mut Client<'_>, account: &mut Account) {
    if account.state != State::Active || account.has_free_seat() {
        return;
    }
    let seats: Vec<u16> = account.machines.iter().filter_map(|machine| machine.seat).collect();
    let others = account.machines_seated(false);
    let Some(machine) = pick_one(client, &others) else { return };
    let Some(request_at) = new_request(client, account, machine) else { return };
    // All keys of an old profile may be retired, so a move uses the newest profile.
    account.machines[machine].requests[request_at].profile = client.world.newest();
    let seat = *client.dice.pick(&seats);
    move_seat(client, account, seat, machine, request_at);
}

/// Chooses the act of a step, or returns `None` if the number doesn't allow it.
fn chosen_act(client: &mut Client<'_>, account: &Account, step: CustomerStep) -> Option<Act> {
    if account.state == State::Revoked {
        return None;
    }
    match step {
        CustomerStep::Release => {
            let seats: Vec<u16> = account.machines.iter().filter_map(|machine| machine.seat).collect();
            (!seats.is_empty()).then(|| Act::Release(*client.dice.pick(&seats)))
        }
        CustomerStep::Renew => account.terms.later_expiry().map(Act::Renew),
        CustomerStep::Edit => {
            let edition = (account.terms.edition + u8::from(client.dice.chance(50))) % 16;
            let seats = account.terms.seats + u16::from(edition == account.terms.edition);
            (seats <= 6).then_some(Act::Edit { edition, seats })
        }
        CustomerStep::SuspendOrResume if account.state == State::Suspended => Some(Act::Resume),
        CustomerStep::SuspendOrResume => Some(Act::Suspend),
        CustomerStep::Revoke => Some(Act::Revoke),
        _ => None,
    }
}

/// Sends the requests of several machines in one bundle.
fn send_bundle(client: &mut Client<'_>, accounts: &mut [Account]) {
    let mut asks = Vec::new();
    for _ in 0..6 {
        let at = client.dice.index(accounts.len());
        let seated = accounts[at].machines_seated(true);
        // Machines that are refused in one bundle share a case, so only requests that are granted are chosen.
        let granted = accounts[at].state == State::Active && !asks.iter().any(|(other, _, _)| *other == at);
        if let Some(machine) = pick_one(client, &seated).filter(|_| granted) {
            let requests = &mut accounts[at].machines[machine].requests;
            if let Some(last) =
                requests.iter().rposition(|one| one.code.as_ref().is_some_and(|code| !code.spent))
            {
                requests[last].profile = client.world.newest();
                asks.push((at, machine, last));
            }
        }
    }
    if !asks.is_empty() {
        client.ask_in_bundle(accounts, &asks);
    }
}

/// Reads a number, and compares it with the customer's record.
fn read_number(client: &mut Client<'_>, account: &Account) {
    let (world, path) = (client.world, format!("/api/v1/numbers/{}", account.text));
    let reply = client.send_until_answered("look", |address| programs::get(world, address, &path));
    assert_eq!(reply.status, 200, "{}: {}", account.text, reply.body);
    world.count("numbers looked at");
    check(world, account, &reply.json());
}

/// Compares the JSON object of a number with the customer's record.
pub fn check(world: &World, account: &Account, object: &Value) {
    let expected = account.listed();
    let read = (&object["state"], &object["edition"], &object["seats"], &object["expiry"]);
    let terms = &expected.terms;
    let recorded = (&json!(expected.state), &json!(terms.edition), &json!(terms.seats), &json!(terms.expiry));
    assert_eq!(read, recorded, "{}", account.text);
    let mut seats: Vec<u64> = account.machines.iter().filter_map(|one| one.seat).map(u64::from).collect();
    seats.sort_unstable();
    let bindings = object["bindings"].as_array().unwrap().iter();
    let bound: Vec<u64> = bindings.map(|one| one["seat"].as_u64().unwrap()).collect();
    assert_eq!(bound, seats, "{}: {object}", account.text);
    let listed: BTreeMap<String, bool> = object["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["case"].as_str().unwrap().to_owned(), one["open"].as_bool().unwrap()))
        .collect();
    let mut recorded: BTreeMap<String, bool> = account.cases.iter().cloned().collect();
    drop_pruned(world, &mut recorded, &listed);
    assert_eq!(listed, recorded, "cases of {}", account.text);
}

/// Drops recorded cases that `prune` may have removed from their numbers. A number lists the cases of its requests, and `prune` removes
/// the requests of closed cases.
pub fn drop_pruned(world: &World, recorded: &mut BTreeMap<String, bool>, listed: &BTreeMap<String, bool>) {
    if world.prunes_all.load(Ordering::SeqCst) {
        recorded.retain(|case, open| *open || listed.contains_key(case));
    }
}
