//! Tests which machine is the bound one, and which changes count.

use super::*;
use countersign_core::marker::{self, DeviceAnchor};
use countersign_core::protocol::spoken::SpokenRequest;

#[test]
fn another_spelling_of_the_maker_is_not_a_move() {
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
    // The result is the same with a board serial, and in the differences of a refusal.
    desk.ask(&named("Acer", "BR80G1234567").full(&number(1), 1), Three, TODAY);
    let again = desk.ask(&named("Acer, Inc.", "BR80G1234567").full(&number(1), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&again), Ok(GrantKind::SameDevice));
    let another = named("Acer", "T90A7654321").serial("M80-F3015500911");
    let AnswerOutcome::Refused(refusal) = desk.ask(&another.full(&number(1), 3), Three, TODAY).outcome else {
        panic!("another device is accepted");
    };
    assert_eq!(refusal.differs, [Difference::Field(Field::Serial), Difference::Board]);
}

#[test]
fn a_refusal_says_that_the_bound_machine_was_registered_by_telephone() {
    let desk = TestDesk::open();
    desk.ask_as(operator(), &GOOD.spoken(&number(0), 1), Three, TODAY);
    desk.ask(&GOOD.full(&number(1), 1), Three, TODAY);
    for (at, notes) in [(0, vec![Note::BoundByWord]), (1, vec![])] {
        let answer = desk.ask(&OTHER.full(&number(at), 2), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), Err(Reason::DeviceDiffers));
        assert_eq!(answer.notes, notes);
    }
}

/// Each row has the bound machine and its scheme, the machine that asks and its scheme, the result.
#[test]
fn the_markers_decide_whether_it_is_the_same_device() {
    let spelled = TestMachine { values: ["ASROCK ", " b450m  pro4", "m80-d8018200512"], ..GOOD };
    let boardless = GOOD.board("");
    let fixed = GOOD.serial("M80-NEW00042X7");
    type Row = (&'static str, TestMachine, Scheme, TestMachine, Scheme, Result<GrantKind, Reason>);
    let table: &[Row] = &[
        ("new request", GOOD, Three, GOOD, Three, Ok(GrantKind::SameDevice)),
        ("other spelling", GOOD, Three, spelled, Three, Ok(GrantKind::SameDevice)),
        (
            "only scheme 3 matches, no board in the new request",
            GOOD,
            Three,
            boardless.clone(),
            Three,
            Ok(GrantKind::SameDevice),
        ),
        (
            "only scheme 3 matches, no board in the first request",
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
            "scheme 2 matches, the firmware's serial differs",
            GOOD,
            Three,
            fixed.clone(),
            Three,
            Err(Reason::DeviceDiffers),
        ),
        (
            "scheme 2 and the serial match, the maker changed",
            GOOD,
            Three,
            GOOD.maker("Acer"),
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
        ("older binding is upgraded", GOOD, Two, GOOD, Three, Ok(GrantKind::MovedUp)),
        (
            "older binding is upgraded with a corrected serial",
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
        ("scheme 2 asked for a seat of scheme 3", GOOD, Three, GOOD, Two, Ok(GrantKind::SameDevice)),
        (
            "scheme 2 asked for a seat of scheme 3, bad values",
            GOOD,
            Three,
            GOOD.serial(""),
            Two,
            Err(Reason::MachineRefused),
        ),
        (
            "bad values are refused on the same board",
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
        let bound = desk.binding(&number(0)).scheme;
        assert_eq!(bound, *by, "{what}");
        let answer = desk.ask(&next.full(&number(0), 2), *asks, TODAY);
        assert_eq!(grant_or_reason(&answer), *expected, "{what}");
        let now = desk.binding(&number(0)).scheme;
        assert!(now == bound || now == Three, "{what}: the scheme is lowered");
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
        assert!(
            spoken.differs().iter().all(|one| *one == Board),
            "a spoken request has no values to compare"
        );
    }
}

/// A copied scheme 2 marker proves nothing if the firmware values differ, because every request contains it.
#[test]
fn a_scheme_2_marker_copied_onto_another_machine_takes_no_seat() {
    let desk = TestDesk::with_seats(3);
    desk.ask(&GOOD.full(&number(9), 1), Three, TODAY);
    let before = desk.record(&number(9));
    let thief = OTHER.board(GOOD.board);
    for request in [thief.full(&number(9), 2), thief.spoken(&number(9), 3)] {
        let answer = desk.ask_as(operator(), &request, Three, TODAY);
        assert_eq!(grant_or_reason(&answer), Err(Reason::DeviceDiffers), "{request:?}");
    }
    let answer = desk.ask(&thief.full(&number(9), 4), Three, TODAY);
    assert_eq!(answer.differs(), [Difference::Field(Field::Model), Difference::Field(Field::Serial)]);
    let answer = desk.ask(&thief.full(&number(9), 5), Two, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::DeviceDiffers));
    assert_eq!(desk.record(&number(9)), before);
}

/// Each row has the origins of the bound serial and of the serial that is sent, the serial, the board.
#[test]
fn a_value_that_is_not_the_firmwares_own_may_change_on_the_same_board() {
    use Origin::{Assigned, Declared, Firmware, Recovered};
    let (uuid, chassis, oem) =
        (Recovered(SourceKind::Uuid), Recovered(SourceKind::Chassis), Recovered(SourceKind::OemString));
    let (same, changed, differs) =
        (Ok(GrantKind::SameDevice), Ok(GrantKind::IdentityChanged), Err(Reason::DeviceDiffers));
    let (new, board) = ("M80-NEW00042X7", "ZZ71K0042");
    for (from, to, serial, on, expected) in [
        (Declared, Firmware, GOOD.values[2], GOOD.board, same),
        (Declared, Declared, new, GOOD.board, changed),
        (Declared, Declared, GOOD.values[2], board, differs),
        (Declared, Firmware, GOOD.values[2], board, differs),
        (Assigned, Assigned, GOOD.values[2], GOOD.board, same),
        (Assigned, Firmware, new, GOOD.board, changed),
        (Assigned, Assigned, GOOD.values[2], board, differs),
        (uuid, Firmware, GOOD.values[2], GOOD.board, same),
        (uuid, Firmware, new, GOOD.board, changed),
        (uuid, uuid, GOOD.values[2], board, changed),
        (oem, oem, GOOD.values[2], board, differs),
        (Firmware, Declared, new, GOOD.board, differs),
        (Firmware, uuid, GOOD.values[2], GOOD.board, same),
        // A serial of the chassis is equal in the plain and in the anchored form.
        (chassis, chassis, GOOD.values[2], GOOD.board, same),
        (chassis, chassis, GOOD.values[2], "", same),
        (chassis, chassis, GOOD.values[2], board, changed),
        (chassis, Firmware, GOOD.values[2], "", same),
        (chassis, Declared, GOOD.values[2], board, differs),
    ] {
        let desk = TestDesk::open();
        let bound = GOOD.origin(Field::Serial, from);
        desk.ask(&bound.full(&number(0), 1), Three, TODAY);
        let asks = GOOD.serial(serial).board(on).origin(Field::Serial, to);
        let answer = desk.ask(&asks.full(&number(0), 2), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), expected, "{from:?} to {to:?}, {serial}, {on}");
        let changes = desk.binding(&number(0)).changes.len();
        assert_eq!(changes, usize::from(expected == changed), "{from:?} to {to:?}, {serial}, {on}");
    }
}

/// Each row has the serial that is sent with its origin, the anchor of both machines, the result.
#[test]
fn a_serial_recovered_from_the_anchor_proves_the_board() {
    use Origin::{Assigned, Declared, Firmware, Recovered};
    let (board, uuid) = (Recovered(SourceKind::Board), Recovered(SourceKind::Uuid));
    let own = DeviceAnchor::BoardSerial("BR80G1234567".into());
    let text = "1ddbeb7e-aea3-4ae3-8a57-61867d346372";
    let bytes = DeviceAnchor::Uuid(countersign_core::machine::uuid::parse(text).unwrap());
    let (changed, differs) = (Ok(GrantKind::IdentityChanged), Err(Reason::DeviceDiffers));
    for (serial, origin, anchor, expected) in [
        ("BR80G1234567", board, &own, changed),
        (" br80g1234567", board, &own, changed),
        (text, uuid, &bytes, changed),
        ("1DDBEB7E-AEA3-4AE3-8A57-61867D346372", uuid, &bytes, changed),
        // A value that the marker isn't computed from, as another machine with a copied marker sends it.
        ("BR80G7654321", board, &own, differs),
        ("3ddbeb7e-aea3-4ae3-8a57-61867d346311", uuid, &bytes, differs),
        ("1ddbeb7eaea34ae38a5761867d346372", uuid, &bytes, differs),
        // The anchor's value with another origin.
        ("BR80G1234567", uuid, &own, differs),
        (text, board, &bytes, differs),
        ("BR80G1234567", Firmware, &own, differs),
        ("BR80G1234567", Declared, &own, differs),
        ("", Assigned, &own, differs),
    ] {
        let desk = TestDesk::open();
        let with_anchor = |machine: &TestMachine, secret_at| {
            let mut request = machine.request(&number(0), secret_at);
            request.head.marker2 = Some(marker::scheme2(anchor));
            request
        };
        desk.ask(&IncomingRequest::Full(with_anchor(&GOOD, 1)), Three, TODAY);
        let asks = with_anchor(&GOOD.serial(serial).origin(Field::Serial, origin), 2);
        let by_word = IncomingRequest::Spoken(SpokenRequest::of(&asks));
        let spoken = desk.ask_as(operator(), &by_word, Three, TODAY);
        assert_eq!(grant_or_reason(&spoken), differs, "spoken request: {serial} {origin:?}");
        let answer = desk.ask(&IncomingRequest::Full(asks), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), expected, "{serial} {origin:?}");
    }
}

#[test]
fn a_spoken_serial_of_the_chassis_is_equal_in_either_form() {
    let chassis = GOOD.origin(Field::Serial, Origin::Recovered(SourceKind::Chassis));
    let unanchored = chassis.clone().board("");
    for (bound, asks) in [(&chassis, &unanchored), (&unanchored, &chassis)] {
        let desk = TestDesk::open();
        desk.ask(&bound.full(&number(0), 1), Three, TODAY);
        let answer = desk.ask_as(operator(), &asks.spoken(&number(0), 2), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), Ok(GrantKind::SameDevice));
        assert_eq!(
            desk.binding(&number(0)).values,
            bound.full(&number(0), 1).values(),
            "the values are still known"
        );
    }
}

#[test]
fn an_identity_that_was_answered_before_is_not_a_change() {
    use GrantKind::{First, IdentityChanged, SameDevice};
    let desk = TestDesk::open();
    let other_board = GOOD.board("ZZ71K0042");
    let mut granted = Vec::new();
    for (secret, machine) in (1..).zip([&GOOD, &other_board, &GOOD, &other_board, &GOOD]) {
        granted.push(grant_or_reason(&desk.ask(&machine.full(&number(0), secret), Three, TODAY)).unwrap());
    }
    assert_eq!(granted, [First, IdentityChanged, SameDevice, SameDevice, SameDevice]);
    assert_eq!(desk.binding(&number(0)).changes, [TODAY]);
    assert_eq!(desk.binding(&number(0)).marker2, GOOD.marker2());
}

/// A marker matches if it is the marker of any identity that the binding was answered with.
#[test]
fn earlier_markers_of_the_machine_still_match() {
    let desk = TestDesk::open();
    let (renamed, other_board) = (GOOD.maker("Acer"), GOOD.board("ZZ71K0042"));
    let ask = |machine: &TestMachine, secret| {
        grant_or_reason(&desk.ask(&machine.full(&number(0), secret), Three, TODAY))
    };
    assert_eq!([ask(&GOOD, 1), ask(&renamed, 2)], [Ok(GrantKind::First), Ok(GrantKind::IdentityChanged)]);
    // The first values on another board: their scheme 3 marker is known.
    assert_eq!(ask(&other_board, 3), Ok(GrantKind::IdentityChanged));
    // The first board again: its scheme 2 marker is known, and so are the values.
    assert_eq!(ask(&renamed, 4), Ok(GrantKind::SameDevice));
    let desk = TestDesk::open();
    let ask = |machine: &TestMachine, secret| {
        grant_or_reason(&desk.ask(&machine.full(&number(0), secret), Three, TODAY))
    };
    assert_eq!([ask(&GOOD, 1), ask(&other_board, 2)], [Ok(GrantKind::First), Ok(GrantKind::IdentityChanged)]);
    assert_eq!(
        ask(&renamed, 3),
        Ok(GrantKind::IdentityChanged),
        "the first board with the same serial is a change"
    );
}

#[test]
fn a_request_without_a_scheme_2_marker_keeps_the_stored_marker() {
    let desk = TestDesk::open();
    for (secret, machine) in [(1, GOOD), (2, GOOD.board("")), (3, GOOD)] {
        desk.ask(&machine.full(&number(0), secret), Three, TODAY);
    }
    let binding = desk.binding(&number(0));
    assert_eq!((binding.marker2, binding.changes.len(), binding.identities.len()), (GOOD.marker2(), 0, 1));
}

#[test]
fn a_firmware_serial_of_the_assigned_form_passes_only_on_its_own_board() {
    let request = GOOD.origin(Field::Serial, Origin::Assigned).full(&number(0), 1);
    let [_, _, serial] = request.values().unwrap();
    let written: &'static str = Box::leak(serial.into_boxed_str());
    let desk = TestDesk::open();
    assert_eq!(grant_or_reason(&desk.ask(&request, Three, TODAY)), Ok(GrantKind::First));
    let answer = desk.ask(&GOOD.serial(written).full(&number(0), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Ok(GrantKind::SameDevice));
    assert_eq!(verdict(&answer, Field::Serial), Verdict::Ok);
    for other in [GOOD.serial(written).board("ZZ71K0042"), GOOD.serial(written).board("")] {
        let answer = desk.ask(&other.full(&number(1), 3), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), Err(Reason::MachineRefused));
        assert_eq!(verdict(&answer, Field::Serial), Verdict::Shared);
    }
    let answer = desk.ask(&GOOD.maker(written).full(&number(1), 4), Three, TODAY);
    assert_eq!(
        verdict(&answer, Field::Manufacturer),
        Verdict::Shared,
        "a maker that equals the assigned serial is shared"
    );
}

#[test]
fn more_than_two_changes_of_identity_a_year_need_an_operator() {
    let desk = TestDesk::open();
    let boards = ["BR80G1000", "BR80G2000", "BR80G3000", "BR80G4000"];
    let ask = |board: &'static str, secret, day| {
        grant_or_reason(&desk.ask(&GOOD.board(board).full(&number(0), secret), Three, day))
    };
    assert_eq!(ask(boards[0], 1, TODAY), Ok(GrantKind::First));
    assert_eq!(ask(boards[1], 2, TODAY + 10), Ok(GrantKind::IdentityChanged));
    assert_eq!(ask(boards[2], 3, TODAY + 20), Ok(GrantKind::IdentityChanged));
    assert_eq!(ask(boards[3], 4, TODAY + 30), Err(Reason::MovesExhausted));
    assert_eq!(ask(boards[2], 5, TODAY + 30), Ok(GrantKind::SameDevice), "a known identity isn't limited");
    assert_eq!(
        ask(boards[3], 6, TODAY - 100),
        Err(Reason::MovesExhausted),
        "setting the clock back doesn't reset the count"
    );
    assert_eq!(ask(boards[3], 4, TODAY + 374), Err(Reason::MovesExhausted));
    assert_eq!(
        ask(boards[3], 4, TODAY + 375),
        Ok(GrantKind::IdentityChanged),
        "the first change is more than a year ago"
    );
    desk.perform(&number(0), Act::Release(None)).unwrap();
    assert_eq!(
        ask("BR80G5000", 7, TODAY + 376),
        Ok(GrantKind::Rebound),
        "a release by an operator resets the count"
    );
}

/// The assigned serial is always the same on the same board, so it proves nothing.
#[test]
fn an_assigned_serial_does_not_identify_a_machine_with_other_values() {
    let desk = TestDesk::open();
    let assigned = GOOD.origin(Field::Serial, Origin::Assigned);
    desk.ask(&assigned.full(&number(0), 1), Three, TODAY);
    let thief = OTHER.board(GOOD.board).origin(Field::Serial, Origin::Assigned);
    let answer = desk.ask(&thief.full(&number(0), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::DeviceDiffers));
    assert_eq!(answer.differs(), [Difference::Field(Field::Model)]);
    // The same serial from the firmware is proof.
    let desk = TestDesk::open();
    desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
    let same_serial = OTHER.serial(GOOD.values[2]).board(GOOD.board);
    let answer = desk.ask(&same_serial.full(&number(0), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Ok(GrantKind::IdentityChanged));
}

#[test]
fn values_that_changed_in_a_spoken_request_are_unknown() {
    let desk = TestDesk::open();
    let declared = TestMachine { origins: [Origin::Declared; 3], ..GOOD };
    desk.ask(&declared.full(&number(0), 1), Three, TODAY);
    let same = desk.ask_as(operator(), &declared.spoken(&number(0), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&same), Ok(GrantKind::SameDevice));
    assert!(!desk.binding(&number(0)).is_by_word());
    let other = declared.serial("M80-NEW00042X7");
    let changed = desk.ask_as(operator(), &other.spoken(&number(0), 3), Three, TODAY);
    assert_eq!(grant_or_reason(&changed), Ok(GrantKind::IdentityChanged));
    assert!(desk.binding(&number(0)).is_by_word());
}

#[test]
fn a_serial_that_only_repeats_another_field_is_refused() {
    let desk = TestDesk::open();
    let model = GOOD.values[1];
    for (secret, request) in [(1, GOOD.serial(model)), (2, GOOD)] {
        let mut request = request.request(&number(0), secret);
        // This serial may repeat the board's model, which the desk doesn't get.
        request.head.verdicts[2] = if secret == 1 { Verdict::Ok } else { Verdict::Shared };
        let answer = desk.ask(&IncomingRequest::Full(request), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), Err(Reason::MachineRefused));
        assert_eq!(verdict(&answer, Field::Serial), Verdict::Shared);
    }
}
