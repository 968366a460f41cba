//! Checks each answer against the customer's record, and adds it to the record. Never here: how a request is sent.

use std::time::Instant;

use countersign_testing::invented;

use crate::account::{Account, Expected, SeenCode};
use crate::asking::{Answer, Decision};
use crate::world::{Retired, World};

/// When a request was first sent, and which keys were retired before and after.
pub struct Span {
    pub began: Instant,
    pub before: Retired,
    pub after: Retired,
}

impl Span {
    /// Begins a span now.
    pub fn begin(world: &World) -> Self {
        let before = world.retired();
        Self { began: Instant::now(), after: before.clone(), before }
    }

    /// Ends the span now. Returns the keys that were certainly retired at its begin, and those that may have been at its end.
    fn end(&mut self, world: &World) -> Retired {
        self.after = world.retired();
        Retired { certain: self.before.certain.clone(), possible: self.after.possible.clone() }
    }
}

/// Checks the answer to a request of a machine, and records it.
///
/// # Panics
/// If it isn't an expected answer.
pub fn judge(
    world: &World,
    account: &mut Account,
    (machine, request_at): (usize, usize),
    mut span: Span,
    answer: Answer,
) {
    let retired = span.end(world);
    let profile = account.machines[machine].requests[request_at].profile;
    let requests = world.requests(profile);
    let pinned: Vec<u8> = requests.profile().keys.iter().map(|key| key.id.0).collect();
    let expected = account.expected(machine, request_at, &pinned, &retired);
    let context = format!("{} {} machine {machine} request {request_at}", account.text, answer.way);
    match answer.decision {
        Decision::Refused { ref reason, ref case } => {
            let fits = expected.iter().any(|one| matches!(one, Expected::Refused(code) if code == reason));
            assert!(fits, "{}: refused for {reason}, expected {expected:?}", context);
            check_case(world, account, machine, case.as_deref());
        }
        Decision::Issued { ref lines, ref how, seat } => {
            let request = requests.accepted(account.ask(machine, request_at));
            let verified = invented::verified(requests.profile(), &request, lines);
            let (key, claims) =
                verified.unwrap_or_else(|| panic!("{}: not a valid code: {lines:?}", context));
            let known = account.machines[machine].requests[request_at].code.as_ref();
            let same = known.is_some_and(|known| known.lines == *lines);
            let wanted = if same { Expected::Same } else { Expected::New };
            assert!(
                expected.contains(&wanted),
                "{}: issued: {wanted:?} ({how:?}), expected {expected:?}",
                context
            );
            assert!(
                same || !retired.certain.contains(&key),
                "{}: signed with the retired key {key}",
                context
            );
            assert!(
                how.as_ref().is_none_or(|how| !same || how == "again"),
                "{}: the same code, issued as {how:?}",
                context
            );
            check_claims(account, &claims, &context);
            if let Some(seat) = seat {
                check_seat(account, machine, seat, &context);
            }
            let terms = account.terms.clone();
            let seen = SeenCode { lines: lines.clone(), key, terms, at: Instant::now(), spent: false };
            account.machines[machine].requests[request_at].code = Some(seen);
            // A repeated code doesn't show the machine's current state, so it doesn't close the machine's case.
            if !same {
                close_machine_case(account, machine);
            }
        }
    }
    account.record(span.began, Instant::now());
}

/// Checks that a code has the license of its number, and doesn't end before an earlier code.
fn check_claims(account: &mut Account, claims: &countersign_core::protocol::Claims, context: &str) {
    assert_eq!(claims.edition.0, account.terms.edition, "{context}");
    assert_eq!(claims.expires.is_none(), account.terms.expiry == "never", "{context}: {claims:?}");
    if let Some(latest) = account.latest_end {
        let end = |end: Option<u16>| end.unwrap_or(u16::MAX);
        assert!(
            end(claims.expires) >= end(latest),
            "{context}: ends at {:?}, an earlier code at {latest:?}",
            claims.expires
        );
    }
    account.latest_end = Some(claims.expires);
}

/// Checks that a machine keeps its seat, and that a new machine gets a free seat. Records the seat.
fn check_seat(account: &mut Account, machine: usize, seat: u16, context: &str) {
    match account.machines[machine].seat {
        Some(known) => assert_eq!(known, seat, "{context}: the machine changed its seat"),
        None => {
            let on_it = account.machines.iter().any(|other| other.seat == Some(seat));
            assert!(
                !on_it && seat >= 1 && seat <= account.terms.seats,
                "{context}: seat {seat} is taken or doesn't exist"
            );
            account.machines[machine].seat = Some(seat);
        }
    }
}

/// Checks that a machine has one open case for all its refusals, and records the case.
fn check_case(world: &World, account: &mut Account, machine: usize, case: Option<&str>) {
    let case = case.unwrap_or_else(|| panic!("{}: a refusal without a case", account.text));
    if let Some(open) = &account.machines[machine].case {
        assert_eq!(open, case, "{}: machine {machine} has a second open case", account.text);
        return;
    }
    assert!(
        world.cases.lock().unwrap().insert(case.to_owned()),
        "{}: {case} belongs to another machine",
        account.text
    );
    account.machines[machine].case = Some(case.to_owned());
    account.cases.push((case.to_owned(), true));
}

/// Records that a new code closed the machine's case.
fn close_machine_case(account: &mut Account, machine: usize) {
    if let Some(case) = account.machines[machine].case.take() {
        close_case(account, &case);
    }
}

/// Records that a case of the number is closed.
pub fn close_case(account: &mut Account, case: &str) {
    account.cases.iter_mut().filter(|(name, _)| name == case).for_each(|(_, open)| *open = false);
    account
        .machines
        .iter_mut()
        .filter(|one| one.case.as_deref() == Some(case))
        .for_each(|one| one.case = None);
}
