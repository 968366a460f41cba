//! Backups of the desk while it serves, restored into another folder. A restored desk holds the ledger of one moment within the backup:
//! every number is as its customer knew it at that moment, and a code that was seen before is answered again. Never here: the acts
//! that customers do meanwhile.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::account::{Account, Moment, Shown, State, Terms};
use crate::asking::Decided;
use crate::copies::Restored;
use crate::customer::Accounts;
use crate::dice::Dice;
use crate::world::World;

/// How many codes are asked for at a restored desk.
const CODES: usize = 6;

/// A request with the code that a restored desk has to give for it.
struct Known {
    text: String,
    lines: Vec<String>,
    number: String,
}

/// What is known of one number.
struct History {
    number: String,
    moments: Vec<Moment>,
}

/// Backups until the end, with that pause between two.
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
        // Who waits for a customer waits until what it does is done and known.
        let accounts = accounts.lock().unwrap();
        let history = |one: &Account| History { number: one.text.clone(), moments: one.history.clone() };
        histories.extend(accounts.iter().map(history));
        for _ in 0..CODES.min(accounts.len()) {
            codes.extend(known_code(world, dice.pick(&accounts), began, dice));
        }
    }
    let checked = restored.succeed(world, &["database", "check", "--json"]).json();
    assert_eq!(checked["findings"], serde_json::json!([]), "{checked}");
    restored.succeed(world, &["audit", "verify"]);
    let listed = restored.succeed(world, &["licenses", "list", "--json"]).json();
    check_moment(&shown(&listed), &histories, began, ended);
    for known in codes.iter().take(CODES) {
        let ran = restored.run(world, &["answer", &known.text, "--json"]);
        match Decided::read(&ran.json()) {
            Decided::Issued { lines, .. } if lines == known.lines => {}
            other => panic!("{}: a restored desk answers {other:?}, not {:?}", known.number, known.lines),
        }
        world.count("codes of restored desks");
    }
    world.count("backups restored");
}

/// A code that stood since before that moment.
fn known_code(world: &World, account: &Account, before: Instant, dice: &mut Dice) -> Option<Known> {
    let still = account.history.last().is_some_and(|last| last.ended < before);
    let machine = account.machines_seated(true).first().copied().filter(|_| still)?;
    let asked = dice.place(account.machines[machine].asked.len());
    let one = &account.machines[machine].asked[asked];
    let retired = world.retired().maybe;
    let code = one.code.as_ref().filter(|code| {
        account.state == State::Active && !code.spent && code.at < before && !retired.contains(&code.key)
    })?;
    // What is to be signed anew isn't given again.
    let stands = (code.terms.edition, &code.terms.expiry) == (account.terms.edition, &account.terms.expiry);
    let request = world.requests(one.profile).accepted(account.ask(machine, asked));
    let known =
        Known { text: request.text().unwrap(), lines: code.lines.clone(), number: account.text.clone() };
    stands.then_some(known)
}

/// The list of numbers, by number.
pub fn shown(listed: &Value) -> BTreeMap<String, Shown> {
    let shown = |one: &Value| {
        let text = |name: &str| one[name].as_str().unwrap().to_owned();
        let number = |name: &str| one[name].as_u64().unwrap();
        let terms = Terms {
            edition: u8::try_from(number("edition")).unwrap(),
            seats: u16::try_from(number("seats")).unwrap(),
            expiry: text("expiry"),
        };
        (text("number"), Shown { state: text("state"), taken: number("taken"), terms })
    };
    listed["licenses"].as_array().unwrap().iter().map(shown).collect()
}

/// Checks that there is one moment at which all numbers were as they are listed.
fn check_moment(listed: &BTreeMap<String, Shown>, histories: &[History], began: Instant, ended: Instant) {
    let times: Vec<(&History, Vec<(Instant, Instant)>)> =
        histories.iter().map(|one| (one, times(one, listed.get(&one.number), began, ended))).collect();
    for (history, times) in &times {
        assert!(
            !times.is_empty(),
            "{} was never {:?} during the backup ({began:?} to {ended:?}): {:#?}",
            history.number,
            listed.get(&history.number),
            history.moments
        );
    }
    // Those that changed meanwhile say when the moment may have been.
    let changed: Vec<_> =
        times.iter().filter(|(_, times)| !matches!(times[..], [one] if one == (began, ended))).collect();
    let mut candidates = changed.iter().flat_map(|(_, times)| times.iter().map(|time| time.0));
    let within = |at: Instant| {
        changed.iter().all(|(_, times)| times.iter().any(|(from, to)| *from <= at && at <= *to))
    };
    assert!(
        changed.is_empty() || candidates.any(within),
        "a backup of no one moment: {:?}",
        changed.iter().map(|(one, times)| (&one.number, times)).collect::<Vec<_>>()
    );
}

/// When a number may have been as it is listed, within the backup.
fn times(
    history: &History,
    listed: Option<&Shown>,
    began: Instant,
    ended: Instant,
) -> Vec<(Instant, Instant)> {
    let moments = &history.moments;
    let Some(listed) = listed else {
        // It isn't made yet.
        let made = moments[0].ended.min(ended);
        return if made >= began { vec![(began, made)] } else { Vec::new() };
    };
    let times =
        moments.iter().enumerate().filter(|(_, moment)| moment.shown == *listed).map(|(at, moment)| {
            let to = moments.get(at + 1).map_or(ended, |next| next.ended.min(ended));
            (moment.began.max(began), to)
        });
    times.filter(|(from, to)| from <= to).collect()
}
