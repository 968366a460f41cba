//! Tests the rules of decisions, case by case: the state of a number, its values, the requester, the policy.

mod device;
mod nonces;
mod seats;

use crate::fixture::*;
use crate::*;
use countersign_core::machine::{Field, Origin, SourceKind};
use countersign_core::protocol::{Scheme, Terms};
use countersign_core::review::{DeclarePolicy, Policy, Verdict};

use Scheme::{Three, Two};

#[test]
fn a_first_request_binds_and_its_code_verifies() {
    let desk = TestDesk::open();
    let request = GOOD.full(&number(0), 1);
    let answer = desk.ask(&request, Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Ok(GrantKind::First));
    let head = request.head();
    let terms = Terms {
        product: "example-os".into(),
        number: head.number,
        nonce: head.nonce,
        marker2: head.marker2,
        marker3: Some(request.marker3()),
        origins: head.origins,
    };
    let claims = code(&answer).verify(&desk.profiles[&2].keys, &terms).unwrap();
    assert_eq!((claims.scheme, claims.issued, claims.expires), (Three, TODAY, None));
    assert_eq!(desk.record(&number(0)).shown_state(TODAY), ShownState::Bound);
}

#[test]
fn a_suspended_or_revoked_number_is_refused_and_a_resumed_one_answered() {
    let request = |nonce| GOOD.full(&number(0), nonce);
    for (act, reason) in [(Act::Suspend, Reason::NumberSuspended), (Act::Revoke, Reason::NumberRevoked)] {
        let desk = TestDesk::open();
        desk.perform(&number(0), act).unwrap();
        assert_eq!(grant_or_reason(&desk.ask(&request(1), Three, TODAY)), Err(reason));
        let desk = TestDesk::open();
        desk.ask(&request(1), Three, TODAY);
        desk.perform(&number(0), act).unwrap();
        assert_eq!(
            grant_or_reason(&desk.ask(&request(1), Three, TODAY)),
            Err(reason),
            "the earlier code is not issued either"
        );
    }
    let desk = TestDesk::open();
    let first = desk.ask(&request(1), Three, TODAY);
    desk.perform(&number(0), Act::Suspend).unwrap();
    desk.perform(&number(0), Act::Resume).unwrap();
    assert_eq!(code(&desk.ask(&request(1), Three, TODAY)), code(&first));
}

#[test]
fn unknown_and_malformed_numbers_get_the_same_answer() {
    let desk = TestDesk::open();
    let unknown = GOOD.request(&number(77), 1);
    let mut malformed = unknown.clone();
    malformed.head.number = [0xff; 6];
    assert_eq!(mask().unpack(malformed.head.number), None);
    let [one, two] =
        [unknown, malformed].map(|request| desk.ask(&IncomingRequest::Full(request), Three, TODAY));
    assert_eq!(grant_or_reason(&one), Err(Reason::NumberUnknown));
    assert_eq!((one.outcome, one.findings, one.notes), (two.outcome, two.findings, two.notes));
}

#[test]
fn bad_values_are_refused_and_so_are_bad_verdicts_of_a_spoken_request() {
    let table = [
        ("", Verdict::Blank, Err(Reason::MachineRefused)),
        ("To Be Filled By O.E.M.", Verdict::Placeholder, Err(Reason::MachineRefused)),
        ("M80-D8018200512", Verdict::Ok, Ok(GrantKind::First)),
    ];
    for (serial, expected, came) in table {
        let desk = TestDesk::open();
        let machine = GOOD.serial(serial);
        let answer = desk.ask(&machine.full(&number(0), 1), Three, TODAY);
        assert_eq!(verdict(&answer, Field::Serial), expected);
        assert_eq!(grant_or_reason(&answer), came);
        assert!(answer.notes.is_empty(), "{:?}", answer.notes);
        let desk = TestDesk::open();
        let answer = desk.ask_as(operator(), &machine.spoken(&number(0), 1), Three, TODAY);
        assert_eq!(verdict(&answer, Field::Serial), expected);
        assert_eq!(grant_or_reason(&answer), came);
    }
    let mut unread = GOOD.serial("").request(&number(0), 1);
    unread.head.verdicts[2] = Verdict::Unreadable;
    let answer = TestDesk::open().ask(&IncomingRequest::Full(unread), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::MachineUnreadable));
}

#[test]
fn a_spoken_request_needs_the_policy_and_an_operator() {
    let spoken = GOOD.spoken(&number(0), 1);
    let desk = TestDesk::open();
    assert_eq!(grant_or_reason(&desk.ask(&spoken, Three, TODAY)), Err(Reason::SpokenNeedsOperator));
    assert_eq!(grant_or_reason(&desk.ask_as(operator(), &spoken, Three, TODAY)), Ok(GrantKind::First));
    assert_eq!(desk.binding(&number(0)).values, None);
    assert!(desk.store.attempts().iter().all(|attempt| attempt.spoken));
    let closed = TestDesk::new(Policy::default());
    let answer = closed.ask_as(operator(), &spoken, Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::SpokenNotOffered));
    // A newer profile of the product doesn't allow it.
    let mut desk = TestDesk::open();
    let mut newer = desk.profiles[&2].clone();
    (newer.id, newer.version, newer.policy.spoken) = (3, 3, false);
    desk.profiles.insert(3, newer);
    assert_eq!(
        grant_or_reason(&desk.ask_as(operator(), &spoken, Three, TODAY)),
        Err(Reason::SpokenNotOffered)
    );
    desk.signers.clear();
    let answer = desk.ask(&spoken, Three, TODAY);
    assert_eq!(
        grant_or_reason(&answer),
        Err(Reason::ProfileRetired),
        "the retired profile is the first reason"
    );
    assert!(answer.number_known);
}

#[test]
fn the_older_binding_needs_the_policy_and_a_scheme_2_marker() {
    let blank = GOOD.serial("");
    let desk = TestDesk::new(Policy::default());
    assert_eq!(
        grant_or_reason(&desk.ask(&blank.full(&number(0), 1), Two, TODAY)),
        Err(Reason::OlderNotOffered)
    );
    let desk = TestDesk::open();
    assert_eq!(
        grant_or_reason(&desk.ask(&blank.clone().board("").full(&number(0), 1), Two, TODAY)),
        Err(Reason::OlderUnbacked)
    );
    assert_eq!(grant_or_reason(&desk.ask(&blank.full(&number(0), 1), Two, TODAY)), Ok(GrantKind::First));
    assert_eq!(desk.binding(&number(0)).marker3, None, "placeholders bind nothing");
    // A newer profile of the product doesn't allow it.
    let mut desk = TestDesk::open();
    let mut newer = desk.profiles[&2].clone();
    (newer.id, newer.version, newer.policy.older_binding) = (3, 3, false);
    desk.profiles.insert(3, newer);
    assert_eq!(
        grant_or_reason(&desk.ask(&blank.full(&number(0), 1), Two, TODAY)),
        Err(Reason::OlderNotOffered)
    );
}

#[test]
fn notes_name_a_stale_profile_and_differing_rules() {
    let mut desk = TestDesk::open();
    let mut newer = desk.profiles[&2].clone();
    (newer.id, newer.version) = (3, 3);
    desk.profiles.insert(3, newer);
    let stale = Note::ProfileStale { device: 2, newest: 3 };
    let answer = desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
    assert_eq!((grant_or_reason(&answer), answer.notes), (Ok(GrantKind::First), vec![stale]));
    // One device has rules that accept a placeholder, and one has rules that refuse a good serial.
    let mut lenient = GOOD.serial("Default string").request(&number(1), 1);
    lenient.head.verdicts[2] = Verdict::Ok;
    let answer = desk.ask(&IncomingRequest::Full(lenient), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::MachineRefused));
    assert_eq!(answer.notes, [Note::RulesDiffer, stale]);
    let mut strict = GOOD.request(&number(1), 2);
    strict.head.verdicts[2] = Verdict::Placeholder;
    let answer = desk.ask(&IncomingRequest::Full(strict), Three, TODAY);
    assert_eq!(
        (grant_or_reason(&answer), answer.notes),
        (Ok(GrantKind::First), vec![Note::RulesDiffer, stale])
    );
    let mut foreign = GOOD.request(&number(2), 1);
    foreign.head.profile_id = 9;
    let answer = desk.ask(&IncomingRequest::Full(foreign), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::ProfileUnknown));
}

#[test]
fn values_of_several_machines_need_an_operator_who_has_verified_the_machine() {
    let desk = TestDesk::open();
    let clone = |at: u32, board: &'static str| GOOD.board(board).full(&number(at), 1);
    assert_eq!(grant_or_reason(&desk.ask(&clone(0, "BR80G1111111"), Three, TODAY)), Ok(GrantKind::First));
    assert_eq!(
        grant_or_reason(&desk.ask(&clone(1, "BR80G1111111"), Three, TODAY)),
        Ok(GrantKind::First),
        "one machine may have two numbers"
    );
    assert_eq!(grant_or_reason(&desk.ask(&clone(2, "BR80G2222222"), Three, TODAY)), Ok(GrantKind::First));
    let third = clone(3, "BR80G3333333");
    let answer = desk.ask(&third, Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::ValueSeen));
    assert!(
        answer.findings.iter().all(|finding| finding.verdict == Verdict::Ok),
        "review accepts the values"
    );
    for blank in ["", " \t"] {
        let requester = Requester::of_operator("li".into(), blank).unwrap();
        let answer = desk.ask_as(requester, &third, Three, TODAY);
        assert_eq!((grant_or_reason(&answer), answer.notes), (Err(Reason::ValueSeen), vec![]));
    }
    let verifier = Requester::of_operator("li".into(), "photo of the label").unwrap();
    let answer = desk.ask_as(verifier, &third, Three, TODAY);
    assert_eq!((grant_or_reason(&answer), answer.notes), (Ok(GrantKind::First), vec![Note::ValueSeen]));
    let audit = desk.store.audit();
    assert_eq!(audit.len(), 1);
    assert_eq!((audit[0].kind, audit[0].operator.as_str()), (ActionKind::Verify, "li"));
    assert_eq!((audit[0].seat, audit[0].reason.as_str()), (Some(1), "photo of the label"));
    let again = desk.ask_as(operator(), &third, Three, TODAY);
    assert_eq!(grant_or_reason(&again), Ok(GrantKind::SameRequest), "the code is given again");
    assert_eq!(desk.store.audit().len(), 1);
    // What was verified is recorded only if the answer rests on it.
    let other = Requester::of_operator("li".into(), "photo of the label").unwrap();
    let answer = desk.ask_as(other, &GOOD.serial("D0000000001").full(&number(4), 1), Three, TODAY);
    assert_eq!((grant_or_reason(&answer), desk.store.audit().len()), (Ok(GrantKind::First), 1));
}

#[test]
fn the_policy_decides_which_origins_a_value_may_have() {
    use Origin::{Assigned, Declared, Recovered};
    let (board, tree) = (Recovered(SourceKind::Board), Recovered(SourceKind::DeviceTree));
    let closed = Policy { recovered: false, ..Policy::default() };
    let serial = Policy { declared: DeclarePolicy::Serial, ..closed };
    let any = Policy { declared: DeclarePolicy::Any, ..closed };
    let table = [
        (closed, Field::Serial, board, Err(Reason::RecoveredNotAllowed)),
        (closed, Field::Serial, tree, Ok(GrantKind::First)),
        (Policy::default(), Field::Serial, board, Ok(GrantKind::First)),
        (Policy::default(), Field::Serial, Assigned, Err(Reason::AssignedNotAllowed)),
        (Policy { assigned: true, ..closed }, Field::Model, Assigned, Ok(GrantKind::First)),
        (closed, Field::Serial, Declared, Err(Reason::DeclaredNotAllowed)),
        (serial, Field::Serial, Declared, Ok(GrantKind::First)),
        (serial, Field::Model, Declared, Err(Reason::DeclaredNotAllowed)),
        (any, Field::Model, Declared, Ok(GrantKind::First)),
    ];
    for (policy, field, origin, expected) in table {
        let request = GOOD.origin(field, origin).full(&number(0), 1);
        let desk = TestDesk::new(policy);
        assert_eq!(grant_or_reason(&desk.ask(&request, Three, TODAY)), expected, "{origin:?} {policy:?}");
        // The newest profile of the product must allow it too.
        let mut desk = TestDesk::open();
        let (mut newer, mut other) = (desk.profiles[&2].clone(), desk.profiles[&2].clone());
        (newer.id, newer.version, newer.policy) = (3, 3, policy);
        (other.id, other.product) = (4, "another-os".into());
        desk.profiles.extend([(3, newer), (4, other)]);
        assert_eq!(grant_or_reason(&desk.ask(&request, Three, TODAY)), expected, "{origin:?} {policy:?}");
    }
}
