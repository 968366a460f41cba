//! Makes backups of the serving desk, and restores them into another folder. A restored desk has the ledger of one point in time during the
//! backup: every number is as its customer recorded it for that time, and a code from before is issued again. Never here: the acts that
//! customers perform meanwhile.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::account::{Account, HistoryEntry, ListedNumber, State, Terms};
use crate::asking::Decision;
use crate::copies::Restored;
use crate::customer::Accounts;
use crate::dice::Dice;
use crate::world::World;

/// How many codes are requested from a restored desk.
const CODES: usize = 6;

/// A request, and the code that a restored desk must issue for it.
struct KnownCode {
    text: String,
    lines: Vec<String>,
    number: String,
}

/// The history of one number.
struct History {
    number: String,
    entries: Vec<HistoryEntry>,
}

/// Makes backups until the soak ends, with a pause between two.
pub fn work(world: &World, mut dice: Dice, customers: &[Accounts], pause: Duration) {
    while world.wait(pause) {
        back_up_and_restore(world, &mut dice, customers);
    }
}

/// Makes a backup, restores it and checks it.
pub fn back_up_and_restore(world: &World, dice: &mut Dice, customers: &[Accounts]) {
    let restored = Restored::new(world);
    let (began, ended) = restored.made;
    let mut histories = Vec::new();
    let mut codes = Vec::new();
    for accounts in customers {
        // The lock is free only between two steps of the customer, so the history is complete.
        let accounts = accounts.lock().unwrap();
        let history = |one: &Account| History { number: one.text.clone(), entries: one.history.clone() };
        histories.extend(accounts.iter().map(history));
        for _ in 0..CODES.min(accounts.len()) {
            codes.extend(known_code(world, dice.pick(&accounts), began, dice));
        }
    }
    let checked = restored.succeed(world, &["database", "check", "--json"]).json();
    assert_eq!(checked["findings"], serde_json::json!([]), "{checked}");
    restored.succeed(world, &["audit", "verify"]);
    let listed = restored.succeed(world, &["licenses", "list", "--json"]).json();
    check_moment(&listed_numbers(&listed), &histories, began, ended);
    for code in codes.iter().take(CODES) {
        let ran = restored.run(world, &["answer", &code.text, "--json"]);
        match Decision::read(&ran.json()) {
            Decision::Issued { lines, .. } if lines == code.lines => {}
            other => panic!("{}: a restored desk answers {other:?}, expected {:?}", code.number, code.lines),
        }
        world.count("codes of restored desks");
    }
    world.count("backups restored");
}

/// Returns a random code that has been valid, on an unchanged number, since before `before`.
fn known_code(world: &World, account: &Account, before: Instant, dice: &mut Dice) -> Option<KnownCode> {
    let unchanged = account.history.last().is_some_and(|last| last.ended < before);
    let machine = account.machines_seated(true).first().copied().filter(|_| unchanged)?;
    let request_at = dice.index(account.machines[machine].requests.len());
    let one = &account.machines[machine].requests[request_at];
    let retired = world.retired().possible;
    let code = one.code.as_ref().filter(|code| {
        account.state == State::Active && !code.spent && code.at < before && !retired.contains(&code.key)
    })?;
    // After a change of the license the desk signs a new code.
    let is_current =
        (code.terms.edition, &code.terms.expiry) == (account.terms.edition, &account.terms.expiry);
    let request = world.requests(one.profile).accepted(account.ask(machine, request_at));
    let known =
        KnownCode { text: request.text().unwrap(), lines: code.lines.clone(), number: account.text.clone() };
    is_current.then_some(known)
}

/// Parses the list of numbers. The key is the number.
pub fn listed_numbers(listed: &Value) -> BTreeMap<String, ListedNumber> {
    let entry = |one: &Value| {
        let text = |name: &str| one[name].as_str().unwrap().to_owned();
        let number = |name: &str| one[name].as_u64().unwrap();
        let terms = Terms {
            edition: u8::try_from(number("edition")).unwrap(),
            seats: u16::try_from(number("seats")).unwrap(),
            expiry: text("expiry"),
        };
        (text("number"), ListedNumber { state: text("state"), taken: number("taken"), terms })
    };
    listed["licenses"].as_array().unwrap().iter().map(entry).collect()
}

/// Checks that at one point in time all numbers were as they are listed.
fn check_moment(
    listed: &BTreeMap<String, ListedNumber>,
    histories: &[History],
    began: Instant,
    ended: Instant,
) {
    let times: Vec<(&History, Vec<(Instant, Instant)>)> = histories
        .iter()
        .map(|one| (one, matching_times(one, listed.get(&one.number), began, ended)))
        .collect();
    for (history, times) in &times {
        assert!(
            !times.is_empty(),
            "{} was never {:?} during the backup ({began:?} to {ended:?}): {:#?}",
            history.number,
            listed.get(&history.number),
            history.entries
        );
    }
    // Only the numbers that changed during the backup limit the point in time.
    let changed: Vec<_> =
        times.iter().filter(|(_, times)| !matches!(times[..], [one] if one == (began, ended))).collect();
    let mut candidates = changed.iter().flat_map(|(_, times)| times.iter().map(|time| time.0));
    let within = |at: Instant| {
        changed.iter().all(|(_, times)| times.iter().any(|(from, to)| *from <= at && at <= *to))
    };
    assert!(
        changed.is_empty() || candidates.any(within),
        "no single point in time fits all numbers of the backup: {:?}",
        changed.iter().map(|(one, times)| (&one.number, times)).collect::<Vec<_>>()
    );
}

/// Returns the intervals within the backup in which the number may have been as it is listed.
fn matching_times(
    history: &History,
    listed: Option<&ListedNumber>,
    began: Instant,
    ended: Instant,
) -> Vec<(Instant, Instant)> {
    let entries = &history.entries;
    let Some(listed) = listed else {
        // The number isn't in the backup, so it was made later.
        let made = entries[0].ended.min(ended);
        return if made >= began { vec![(began, made)] } else { Vec::new() };
    };
    let times = entries.iter().enumerate().filter(|(_, entry)| entry.listed == *listed).map(|(at, entry)| {
        let to = entries.get(at + 1).map_or(ended, |next| next.ended.min(ended));
        (entry.began.max(began), to)
    });
    times.filter(|(from, to)| from <= to).collect()
}
