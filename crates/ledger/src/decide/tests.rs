//! The rules of decisions, case by case: the state of a number, the machine, the requester, the policy.

use crate::fixture::*;
use crate::*;
use countersign_core::machine::Field;
use countersign_core::protocol::{Scheme, Terms};
use countersign_core::review::{DeclarePolicy, Policy, Verdict};

use Scheme::{Three, Two};

fn operator() -> Requester {
    Requester::Operator("li".into())
}

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
        marker2: head.scheme2,
        marker3: Some(request.marker3()),
    };
    let claims = code(&answer).verify(&[desk.signer.pinned()], &terms).unwrap();
    assert_eq!((claims.scheme, claims.declared, claims.issued, claims.expires), (Three, false, TODAY, None));
    assert_eq!(desk.record(&number(0)).state.name(), "bound");
}

#[test]
fn the_same_request_gets_the_same_code_on_any_day() {
    let desk = TestDesk::open();
    let request = GOOD.full(&number(0), 1);
    let first = desk.ask(&request, Three, TODAY);
    let before = desk.record(&number(0));
    for day in [TODAY, TODAY + 1, TODAY + 400] {
        let again = desk.ask(&request, Three, day);
        assert_eq!(grant_or_reason(&again), Ok(GrantKind::SameRequest));
        assert_eq!(code(&again), code(&first));
    }
    let spoken = desk.ask_as(operator(), &GOOD.spoken(&number(0), 1), Three, TODAY + 2);
    assert_eq!(code(&spoken), code(&first), "the same request, spoken");
    assert_eq!(desk.record(&number(0)), before);
    // An earlier request after a later one was answered.
    let later = desk.ask(&GOOD.full(&number(0), 2), Three, TODAY + 3);
    assert_eq!(grant_or_reason(&later), Ok(GrantKind::SameDevice));
    assert_ne!(code(&later), code(&first));
    assert_eq!(code(&desk.ask(&request, Three, TODAY + 4)), code(&first));
}

#[test]
fn a_respelled_maker_is_no_move() {
    let named =
        |maker, board| TestMachine { values: [maker, "B450M Pro4", "M80-D8018200512"], board, ..GOOD };
    let desk = TestDesk::open();
    desk.ask(&named("ASUS", "").full(&number(0), 1), Three, TODAY);
    let spellings = ["ASUSTeK COMPUTER INC.", "ASUSTeK Computer Inc", "ASUS", "ASUSTeK COMPUTER INC."];
    for (nonce, maker) in (2..).zip(spellings) {
        let answer = desk.ask(&named(maker, "").full(&number(0), nonce), Three, TODAY + 1);
        assert_eq!(grant_or_reason(&answer), Ok(GrantKind::SameDevice), "{maker}");
    }
    let other = desk.ask(&named("Acer", "").full(&number(0), 9), Three, TODAY + 2);
    assert_eq!(grant_or_reason(&other), Err(Reason::DeviceDiffers));
    // The same with a board serial, and in the differences of a refusal.
    desk.ask(&named("Acer", "BR80G1234567").full(&number(1), 1), Three, TODAY);
    let again = desk.ask(&named("Acer, Inc.", "BR80G1234567").full(&number(1), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&again), Ok(GrantKind::SameDevice));
    let another = named("Acer", "T90A7654321").serial("M80-F3015500911");
    let AnswerOutcome::Refused(refusal) = desk.ask(&another.full(&number(1), 3), Three, TODAY).outcome else {
        panic!("another device was taken");
    };
    assert_eq!(refusal.differs, [Difference::Field(Field::Serial), Difference::Board]);
}

#[test]
fn a_release_frees_the_number_and_forgets_its_codes() {
    let desk = TestDesk::open();
    desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
    desk.perform(&number(0), ActionKind::Release);
    assert_eq!(grant_or_reason(&desk.ask(&OTHER.full(&number(0), 2), Three, TODAY)), Ok(GrantKind::Rebound));
    assert_eq!(
        grant_or_reason(&desk.ask(&GOOD.full(&number(0), 1), Three, TODAY)),
        Err(Reason::DeviceDiffers)
    );
}

/// Each row: the bound machine and its scheme, the machine that asks and its scheme, the result.
#[test]
fn each_marker_decides_whether_it_is_the_same_device() {
    let spelled = TestMachine { values: ["ASROCK ", " b450m  pro4", "m80-d8018200512"], ..GOOD };
    let boardless = GOOD.board("");
    let fixed = GOOD.serial("M80-NEW00042X7");
    type Row = (&'static str, TestMachine, Scheme, TestMachine, Scheme, Result<GrantKind, Reason>);
    let table: &[Row] = &[
        ("new request", GOOD, Three, GOOD, Three, Ok(GrantKind::SameDevice)),
        ("other spelling", GOOD, Three, spelled, Three, Ok(GrantKind::SameDevice)),
        (
            "scheme 3 alone matches, no board known now",
            GOOD,
            Three,
            boardless.clone(),
            Three,
            Ok(GrantKind::SameDevice),
        ),
        (
            "scheme 3 alone matches, no board known then",
            boardless.clone(),
            Three,
            GOOD,
            Three,
            Ok(GrantKind::SameDevice),
        ),
        (
            "scheme 3 matches, board replaced",
            GOOD,
            Three,
            GOOD.board("ZZ71K0042"),
            Three,
            Ok(GrantKind::IdentityChanged),
        ),
        (
            "scheme 2 matches, serial corrected",
            GOOD,
            Three,
            fixed.clone(),
            Three,
            Ok(GrantKind::IdentityChanged),
        ),
        ("nothing matches", GOOD, Three, OTHER, Three, Err(Reason::DeviceDiffers)),
        (
            "no board, other serial",
            boardless.clone(),
            Three,
            fixed.clone().board(""),
            Three,
            Err(Reason::DeviceDiffers),
        ),
        ("older binding again", GOOD, Two, GOOD, Two, Ok(GrantKind::SameDevice)),
        ("older binding moves up", GOOD, Two, GOOD, Three, Ok(GrantKind::MovedUp)),
        (
            "older binding moves up with a corrected serial",
            GOOD,
            Two,
            fixed.clone(),
            Three,
            Ok(GrantKind::MovedUp),
        ),
        ("older binding, other board", GOOD, Two, GOOD.board("ZZ71K0042"), Three, Err(Reason::DeviceDiffers)),
        (
            "older binding, other board, older again",
            GOOD,
            Two,
            GOOD.board("ZZ71K0042"),
            Two,
            Err(Reason::DeviceDiffers),
        ),
        ("never down", GOOD, Three, GOOD, Two, Ok(GrantKind::SameDevice)),
        ("never down, bad values", GOOD, Three, GOOD.serial(""), Two, Err(Reason::MachineRefused)),
        (
            "bad values keep out even the same board",
            GOOD,
            Three,
            GOOD.serial("None"),
            Three,
            Err(Reason::MachineRefused),
        ),
    ];
    for (what, first, by, next, asks, expected) in table {
        let desk = TestDesk::open();
        desk.ask(&first.full(&number(0), 1), *by, TODAY);
        let bound = desk.record(&number(0)).state.binding().unwrap().scheme;
        assert_eq!(bound, *by, "{what}");
        let answer = desk.ask(&next.full(&number(0), 2), *asks, TODAY);
        assert_eq!(grant_or_reason(&answer), *expected, "{what}");
        let now = desk.record(&number(0)).state.binding().unwrap().scheme;
        assert!(now == bound || now == Three, "{what}: never down");
        if let AnswerOutcome::Issued { claims, .. } = answer.outcome {
            assert_eq!(claims.scheme, now, "{what}");
        }
    }
}

#[test]
fn a_different_device_is_refused_with_its_differences() {
    use Difference::{Board, Field as F};
    let table: &[(TestMachine, &[Difference])] = &[
        (OTHER, &[F(Field::Model), F(Field::Serial), Board]),
        (OTHER.board(""), &[F(Field::Model), F(Field::Serial)]),
        (GOOD.serial("M80-F3015500911").board("T90A7654321"), &[F(Field::Serial), Board]),
    ];
    for (machine, expected) in table {
        let desk = TestDesk::open();
        desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
        let answer = desk.ask(&machine.full(&number(0), 2), Three, TODAY);
        assert_eq!(answer.differs(), *expected);
        let spoken = desk.ask_as(operator(), &machine.spoken(&number(0), 2), Three, TODAY);
        assert_eq!(grant_or_reason(&spoken), Err(Reason::DeviceDiffers));
        assert!(spoken.differs().iter().all(|one| *one == Board), "a spoken request has no values");
    }
}

#[test]
fn a_declared_value_needs_the_same_board_and_may_move_into_the_firmware() {
    let desk = TestDesk::open();
    let declared = GOOD.declaring(Field::Serial);
    let answer = desk.ask(&declared.full(&number(0), 1), Three, TODAY);
    assert!(matches!(answer.outcome, AnswerOutcome::Issued { claims, .. } if claims.declared));
    // The disk moved to another machine: the same three values, another board.
    let carried = declared.clone().board("ZZ71K0042");
    let answer = desk.ask(&carried.full(&number(0), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::DeviceDiffers));
    assert_eq!(answer.differs(), [Difference::Board]);
    // The declared value is written into the firmware: the same device, no move.
    assert_eq!(
        grant_or_reason(&desk.ask(&GOOD.full(&number(0), 3), Three, TODAY)),
        Ok(GrantKind::SameDevice)
    );
    let record = desk.record(&number(0));
    let binding = record.state.binding().unwrap();
    assert!(!binding.declared && binding.moves.is_empty());
    assert_eq!(binding.marker3, Some(GOOD.full(&number(0), 3).marker3()));
}

#[test]
fn the_policy_says_which_fields_may_be_declared() {
    let table = [
        (DeclarePolicy::No, Field::Serial, Err(Reason::DeclaredNotAllowed)),
        (DeclarePolicy::Serial, Field::Serial, Ok(GrantKind::First)),
        (DeclarePolicy::Serial, Field::Model, Err(Reason::DeclaredNotAllowed)),
        (DeclarePolicy::Any, Field::Model, Ok(GrantKind::First)),
    ];
    for (declared, field, expected) in table {
        let desk = TestDesk::new(Policy { declared, ..Policy::default() });
        let answer = desk.ask(&GOOD.declaring(field).full(&number(0), 1), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), expected, "{declared:?} {field:?}");
    }
    let desk = TestDesk::open();
    let answer = desk.ask(&GOOD.declaring(Field::Serial).board("").full(&number(0), 1), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::DeclaredUnbacked));
}

#[test]
fn more_than_two_moves_a_year_go_to_an_operator() {
    let desk = TestDesk::open();
    let serials = ["M80-A100", "M80-B200", "M80-C300", "M80-D400"];
    let ask = |serial: &'static str, nonce, day| {
        grant_or_reason(&desk.ask(&GOOD.serial(serial).full(&number(0), nonce), Three, day))
    };
    assert_eq!(ask(serials[0], 1, TODAY), Ok(GrantKind::First));
    assert_eq!(ask(serials[1], 2, TODAY + 10), Ok(GrantKind::IdentityChanged));
    assert_eq!(ask(serials[2], 3, TODAY + 20), Ok(GrantKind::IdentityChanged));
    assert_eq!(ask(serials[3], 4, TODAY + 30), Err(Reason::MovesExhausted));
    assert_eq!(ask(serials[2], 5, TODAY + 30), Ok(GrantKind::SameDevice), "no move, no limit");
    assert_eq!(
        ask(serials[3], 6, TODAY - 100),
        Err(Reason::MovesExhausted),
        "setting the clock back clears nothing"
    );
    assert_eq!(ask(serials[3], 4, TODAY + 374), Err(Reason::MovesExhausted));
    assert_eq!(
        ask(serials[3], 4, TODAY + 375),
        Ok(GrantKind::IdentityChanged),
        "the first move is a year ago"
    );
    desk.perform(&number(0), ActionKind::Release);
    assert_eq!(ask("M80-E500", 7, TODAY + 376), Ok(GrantKind::Rebound), "an operator can always release it");
}

#[test]
fn a_suspended_or_revoked_number_is_refused_and_a_resumed_one_answered() {
    let request = |nonce| GOOD.full(&number(0), nonce);
    for (kind, reason) in
        [(ActionKind::Suspend, Reason::NumberSuspended), (ActionKind::Revoke, Reason::NumberRevoked)]
    {
        let desk = TestDesk::open();
        desk.perform(&number(0), kind);
        assert_eq!(grant_or_reason(&desk.ask(&request(1), Three, TODAY)), Err(reason));
        let desk = TestDesk::open();
        desk.ask(&request(1), Three, TODAY);
        desk.perform(&number(0), kind);
        assert_eq!(
            grant_or_reason(&desk.ask(&request(1), Three, TODAY)),
            Err(reason),
            "not even the same code"
        );
    }
    let desk = TestDesk::open();
    let first = desk.ask(&request(1), Three, TODAY);
    desk.perform(&number(0), ActionKind::Suspend);
    desk.perform(&number(0), ActionKind::Resume);
    assert_eq!(code(&desk.ask(&request(1), Three, TODAY)), code(&first));
}

#[test]
fn nothing_extends_the_last_day_of_a_number() {
    let timed = |at, expiry| {
        let desk = TestDesk::open();
        desk.store.add(number(at), License { edition: countersign_core::protocol::Edition(2), expiry });
        desk
    };
    let desk = timed(20, Expiry::After(30));
    let ask = |desk: &TestDesk, at, nonce, day| desk.ask(&GOOD.full(&number(at), nonce), Three, day);
    let expires = |answer: &Answer| code(answer).claims().unwrap().expires;
    assert_eq!(expires(&ask(&desk, 20, 1, TODAY)), Some(TODAY + 30));
    assert_eq!(expires(&ask(&desk, 20, 2, TODAY + 30)), Some(TODAY + 30), "a new code, the same last day");
    assert_eq!(grant_or_reason(&ask(&desk, 20, 1, TODAY + 31)), Err(Reason::NumberExpired));
    desk.perform(&number(20), ActionKind::Release);
    assert_eq!(
        grant_or_reason(&ask(&desk, 20, 3, TODAY + 31)),
        Err(Reason::NumberExpired),
        "a release extends nothing"
    );
    let desk = timed(21, Expiry::On(TODAY));
    assert_eq!(expires(&ask(&desk, 21, 1, TODAY)), Some(TODAY));
    let desk = timed(22, Expiry::On(TODAY - 1));
    assert_eq!(grant_or_reason(&ask(&desk, 22, 1, TODAY)), Err(Reason::NumberExpired));
    assert_eq!(desk.record(&number(22)).state, LicenseState::Unused);
}

#[test]
fn unknown_and_malformed_numbers_get_one_answer() {
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
    assert_eq!(desk.record(&number(0)).state.binding().unwrap().values, None);
    assert!(desk.store.attempts().iter().all(|attempt| attempt.spoken));
    let closed = TestDesk::new(Policy::default());
    let answer = closed.ask_as(operator(), &spoken, Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::SpokenNotOffered));
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
    assert_eq!(desk.record(&number(0)).state.binding().unwrap().marker3, None, "placeholders bind nothing");
}

#[test]
fn notes_name_a_stale_profile_and_differing_rules() {
    let mut desk = TestDesk::open();
    let mut newer = desk.profiles[&2].clone();
    newer.version = 3;
    desk.profiles.insert(3, newer);
    let stale = Note::ProfileStale { device: 2, newest: 3 };
    let answer = desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
    assert_eq!((grant_or_reason(&answer), answer.notes), (Ok(GrantKind::First), vec![stale]));
    // A device whose rules accept a placeholder, and one whose rules refuse a good serial.
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
    foreign.head.profile_version = 9;
    let answer = desk.ask(&IncomingRequest::Full(foreign), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::ProfileUnknown));
}

#[test]
fn values_of_several_machines_need_an_operator() {
    let desk = TestDesk::open();
    let clone = |at: u32, board: &'static str| GOOD.board(board).full(&number(at), 1);
    assert_eq!(grant_or_reason(&desk.ask(&clone(0, "BR80G1111111"), Three, TODAY)), Ok(GrantKind::First));
    assert_eq!(
        grant_or_reason(&desk.ask(&clone(1, "BR80G1111111"), Three, TODAY)),
        Ok(GrantKind::First),
        "one machine, two numbers"
    );
    assert_eq!(grant_or_reason(&desk.ask(&clone(2, "BR80G2222222"), Three, TODAY)), Ok(GrantKind::First));
    let third = clone(3, "BR80G3333333");
    let answer = desk.ask(&third, Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::ValueSeen));
    assert!(
        answer.findings.iter().all(|finding| finding.verdict == Verdict::Ok),
        "review has nothing against them"
    );
    let answer = desk.ask_as(operator(), &third, Three, TODAY);
    assert_eq!((grant_or_reason(&answer), answer.notes), (Ok(GrantKind::First), vec![Note::ValueSeen]));
}
