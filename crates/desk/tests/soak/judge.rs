//! Judges each answer by what the customer saw before, and remembers it. Never here: how an answer is asked for.

use std::time::Instant;

use countersign_testing::invented;

use crate::account::{Account, Expected, Seen};
use crate::asking::{Answer, Decided};
use crate::world::{Retired, World};

/// When a request was asked, and which keys signed no more before and after.
pub struct Span {
    pub began: Instant,
    pub before: Retired,
    pub after: Retired,
}

impl Span {
    /// Begins now.
    pub fn begin(world: &World) -> Self {
        let before = world.retired();
        Self { began: Instant::now(), after: before.clone(), before }
    }

    /// Ends now.
    fn end(&mut self, world: &World) -> Retired {
        self.after = world.retired();
        Retired { surely: self.before.surely.clone(), maybe: self.after.maybe.clone() }
    }
}

/// Judges the answer to the request of a machine.
///
/// # Panics
/// Where it isn't what it has to be.
pub fn judge(
    world: &World,
    account: &mut Account,
    (machine, asked): (usize, usize),
    mut span: Span,
    answer: Answer,
) {
    let retired = span.end(world);
    let profile = account.machines[machine].asked[asked].profile;
    let requests = world.requests(profile);
    let pinned: Vec<u8> = requests.profile().keys.iter().map(|key| key.id.0).collect();
    let expected = account.expected(machine, asked, &pinned, &retired);
    let told = format!("{} {} machine {machine} request {asked}", account.text, answer.way);
    match answer.decided {
        Decided::Refused { ref reason, ref case } => {
            let fits = expected.iter().any(|one| matches!(one, Expected::Refused(code) if code == reason));
            assert!(fits, "{}: {reason}, not {expected:?}", told);
            refused(world, account, machine, case.as_deref());
        }
        Decided::Issued { ref lines, ref how, seat } => {
            let request = requests.accepted(account.ask(machine, asked));
            let verified = invented::verified(requests.profile(), &request, lines);
            let (key, claims) = verified.unwrap_or_else(|| panic!("{}: no code: {lines:?}", told));
            let known = account.machines[machine].asked[asked].code.as_ref();
            let same = known.is_some_and(|known| known.lines == *lines);
            let wanted = if same { Expected::Same } else { Expected::New };
            assert!(expected.contains(&wanted), "{}: {wanted:?} code ({how:?}), not {expected:?}", told);
            assert!(same || !retired.surely.contains(&key), "{}: signed by retired key {key}", told);
            assert!(how.as_ref().is_none_or(|how| !same || how == "again"), "{}: {how:?}", told);
            check_claims(account, &claims, &told);
            if let Some(seat) = seat {
                seated(account, machine, seat, &told);
            }
            let terms = account.terms.clone();
            let seen = Seen { lines: lines.clone(), key, terms, at: Instant::now(), spent: false };
            account.machines[machine].asked[asked].code = Some(seen);
            // A repeated code says nothing about the machine's state today, so it solves no case.
            if !same {
                solved(account, machine);
            }
        }
    }
    account.note(span.began, Instant::now());
}

/// A code holds the license of its number, and never an earlier end than before.
fn check_claims(account: &mut Account, claims: &countersign_core::protocol::Claims, told: &str) {
    assert_eq!(claims.edition.0, account.terms.edition, "{told}");
    assert_eq!(claims.expires.is_none(), account.terms.expiry == "never", "{told}: {claims:?}");
    if let Some(latest) = account.latest_end {
        let end = |end: Option<u16>| end.unwrap_or(u16::MAX);
        assert!(
            end(claims.expires) >= end(latest),
            "{told}: ends at {:?}, before {latest:?}",
            claims.expires
        );
    }
    account.latest_end = Some(claims.expires);
}

/// A machine stays on its seat; a new one gets a free one.
fn seated(account: &mut Account, machine: usize, seat: u16, told: &str) {
    match account.machines[machine].seat {
        Some(known) => assert_eq!(known, seat, "{told}: another seat"),
        None => {
            let on_it = account.machines.iter().any(|other| other.seat == Some(seat));
            assert!(!on_it && seat >= 1 && seat <= account.terms.seats, "{told}: seat {seat} is taken");
            account.machines[machine].seat = Some(seat);
        }
    }
}

/// The machine has one open case, whatever it is refused for.
fn refused(world: &World, account: &mut Account, machine: usize, case: Option<&str>) {
    let case = case.unwrap_or_else(|| panic!("{}: a refusal without a case", account.text));
    if let Some(open) = &account.machines[machine].case {
        assert_eq!(open, case, "{}: another case of machine {machine}", account.text);
        return;
    }
    assert!(world.cases.lock().unwrap().insert(case.to_owned()), "{}: {case} is of others", account.text);
    account.machines[machine].case = Some(case.to_owned());
    account.cases.push((case.to_owned(), true));
}

/// The case of a machine that was given a code is closed.
fn solved(account: &mut Account, machine: usize) {
    if let Some(case) = account.machines[machine].case.take() {
        close(account, &case);
    }
}

/// A case of the number is closed.
pub fn close(account: &mut Account, case: &str) {
    account.cases.iter_mut().filter(|(name, _)| name == case).for_each(|(_, open)| *open = false);
    account
        .machines
        .iter_mut()
        .filter(|one| one.case.as_deref() == Some(case))
        .for_each(|one| one.case = None);
}
