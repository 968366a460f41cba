//! Tests numbers with several seats: which seat a request gets, and which actions must name one.

use super::*;
use countersign_core::protocol::Number;

fn bound(desk: &TestDesk, number: &Number) -> Vec<u16> {
    desk.record(number).seats.keys().copied().collect()
}

fn seat(answer: &Answer) -> Option<u16> {
    match answer.outcome {
        AnswerOutcome::Issued { seat, .. } => Some(seat),
        AnswerOutcome::Refused(_) => None,
    }
}

#[test]
fn each_machine_gets_its_own_seat_while_seats_are_free() {
    let desk = TestDesk::with_seats(2);
    let third = GOOD.serial("M80-F3015500912").board("ZZ71K0042");
    let ask = |machine: &TestMachine, secret| desk.ask(&machine.full(&number(9), secret), Three, TODAY);
    let answers = [ask(&GOOD, 1), ask(&OTHER, 2), ask(&GOOD, 3), ask(&OTHER, 4), ask(&third, 5)];
    assert_eq!(answers.each_ref().map(seat), [Some(1), Some(2), Some(1), Some(2), None]);
    let expected = [
        Ok(GrantKind::First),
        Ok(GrantKind::AnotherSeat),
        Ok(GrantKind::SameDevice),
        Ok(GrantKind::SameDevice),
        Err(Reason::DeviceDiffers),
    ];
    assert_eq!(answers.each_ref().map(grant_or_reason), expected);
    // The differences are from the seat with the fewest.
    assert_eq!(answers[4].differs(), [Difference::Field(Field::Serial), Difference::Board]);
    desk.perform(&number(9), Act::Release(Some(1))).unwrap();
    let answer = ask(&third, 5);
    assert_eq!((seat(&answer), grant_or_reason(&answer)), (Some(1), Ok(GrantKind::AnotherSeat)));
    assert_eq!(grant_or_reason(&ask(&GOOD, 1)), Err(Reason::RequestSpent));
    assert_eq!(grant_or_reason(&ask(&OTHER, 2)), Ok(GrantKind::SameRequest), "the other seat is unchanged");
}

#[test]
fn both_markers_take_precedence_over_the_values_and_these_over_the_board() {
    let desk = TestDesk::with_seats(3);
    let ask =
        |machine: &TestMachine, secret| seat(&desk.ask(&machine.full(&number(9), secret), Three, TODAY));
    let declared = GOOD.declaring(Field::Serial);
    assert_eq!(ask(&declared, 1), Some(1));
    assert_eq!(ask(&declared.clone().board("ZZ71K0042"), 2), Some(2));
    assert_eq!(ask(&GOOD.board("ZZ71K0042"), 3), Some(2), "seat 2 has the board and the same values");
    assert_eq!(ask(&declared, 4), Some(1), "seat 1 matches both markers");
    assert_eq!(ask(&GOOD, 5), Some(2), "the values of seat 2 take precedence over the board of seat 1");
}

#[test]
fn a_seat_with_both_markers_takes_precedence_over_a_lower_one_with_the_same_values() {
    let desk = TestDesk::with_seats(2);
    let ask =
        |machine: &TestMachine, secret| seat(&desk.ask(&machine.full(&number(9), secret), Three, TODAY));
    let chassis = Origin::Recovered(SourceKind::Chassis);
    assert_eq!(ask(&GOOD.declaring(Field::Serial), 1), Some(1));
    assert_eq!(ask(&GOOD.board("ZZ71K0042"), 2), Some(2));
    // The serial of seat 1 is now the chassis's serial, so its plain marker is that of seat 2.
    assert_eq!(ask(&GOOD.origin(Field::Serial, chassis), 3), Some(1));
    assert_eq!(ask(&GOOD.board("ZZ71K0042"), 4), Some(2));
}

#[test]
fn a_release_of_a_number_with_several_seats_names_its_seat() {
    let desk = TestDesk::with_seats(2);
    desk.ask(&GOOD.full(&number(9), 1), Three, TODAY);
    desk.ask(&OTHER.full(&number(9), 2), Three, TODAY);
    let refused = |act| match desk.perform(&number(9), act) {
        Err(ActionError::Refused(refusal)) => Some(refusal),
        _ => None,
    };
    for act in [Act::Release, Act::Move] {
        assert_eq!(refused(act(None)), Some(ActionRefusal::SeatMissing));
        assert_eq!(refused(act(Some(3))), Some(ActionRefusal::SeatUnknown));
    }
    let one_seat = Act::Edit { edition: None, seats: Some(seats(1)) };
    assert_eq!(refused(one_seat), Some(ActionRefusal::SeatsTaken));
    desk.perform(&number(9), Act::Release(Some(1))).unwrap();
    assert_eq!(bound(&desk, &number(9)), [2]);
    desk.perform(&number(9), one_seat).unwrap();
    let answer = desk.ask(&GOOD.full(&number(9), 3), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::DeviceDiffers), "only seat 2 is left");
    desk.perform(&number(9), Act::Release(None)).unwrap();
    assert!(bound(&desk, &number(9)).is_empty());
}

#[test]
fn a_move_gives_the_seat_to_the_machine_of_a_new_request() {
    let desk = TestDesk::with_seats(2);
    desk.ask(&GOOD.full(&number(9), 1), Three, TODAY);
    desk.ask(&OTHER.full(&number(9), 2), Three, TODAY);
    let third = GOOD.serial("M80-F3015500912").board("ZZ71K0042");
    let move_to = |request: &IncomingRequest, seat| {
        let context = context(operator(), Three, TODAY);
        poll_once(move_and_answer(&*desk.store, &desk, request, &context, seat, "a new board")).unwrap()
    };
    let moved = move_to(&third.full(&number(9), 3), Some(1)).unwrap();
    assert_eq!((seat(&moved), grant_or_reason(&moved)), (Some(1), Ok(GrantKind::Moved)));
    // The named seat is used, even if a lower one is free.
    desk.perform(&number(9), Act::Release(Some(1))).unwrap();
    let fourth = GOOD.serial("M80-F3015500913").board("ZZ71K0043");
    let moved = move_to(&fourth.full(&number(9), 5), Some(2)).unwrap();
    assert_eq!((seat(&moved), grant_or_reason(&moved)), (Some(2), Ok(GrantKind::Moved)));
    assert_eq!(bound(&desk, &number(9)), [2]);
    let before = (desk.record(&number(9)), desk.store.audit());
    // The request was answered before; its nonce is live or spent.
    for (machine, secret) in [(&third, 3), (&OTHER, 2), (&GOOD, 1)] {
        let again = move_to(&machine.full(&number(9), secret), Some(2)).unwrap();
        assert_eq!(grant_or_reason(&again), Err(Reason::RequestSpent));
    }
    assert_eq!(
        (desk.record(&number(9)), desk.store.audit()),
        before,
        "a refused move doesn't change the number"
    );
    desk.ask(&GOOD.full(&number(9), 6), Three, TODAY);
    assert_eq!(
        move_to(&GOOD.full(&number(9), 4), None),
        Err(AnswerError::Action(ActionRefusal::SeatMissing))
    );
}

#[test]
fn each_seat_has_its_own_yearly_count() {
    let desk = TestDesk::with_seats(2);
    let ask = |machine: TestMachine, secret| {
        grant_or_reason(&desk.ask(&machine.full(&number(9), secret), Three, TODAY))
    };
    assert_eq!([ask(GOOD, 1), ask(OTHER, 2)], [Ok(GrantKind::First), Ok(GrantKind::AnotherSeat)]);
    for (secret, board) in [(3, "BR80G2000"), (4, "BR80G3000")] {
        assert_eq!(ask(GOOD.board(board), secret), Ok(GrantKind::IdentityChanged));
    }
    assert_eq!(ask(GOOD.board("BR80G4000"), 5), Err(Reason::MovesExhausted));
    assert_eq!(ask(OTHER.board("BR80G5000"), 6), Ok(GrantKind::IdentityChanged));
}

#[test]
fn machines_with_the_same_values_on_other_seats_of_the_number_are_counted() {
    let desk = TestDesk::with_seats(4);
    let clone = |board: &'static str| GOOD.declaring(Field::Serial).board(board);
    for (secret, board) in [(1, "BR80G1111111"), (2, "BR80G2222222")] {
        assert!(grant_or_reason(&desk.ask(&clone(board).full(&number(9), secret), Three, TODAY)).is_ok());
    }
    let third = clone("BR80G3333333").full(&number(9), 3);
    assert_eq!(grant_or_reason(&desk.ask(&third, Three, TODAY)), Err(Reason::ValueSeen));
}

#[test]
fn a_move_to_a_machine_with_the_values_of_others_needs_a_verification() {
    let desk = TestDesk::open();
    for (at, board) in [(1, "BR80G1111111"), (2, "BR80G2222222")] {
        desk.ask(&GOOD.board(board).full(&number(at), 1), Three, TODAY);
    }
    desk.ask(&OTHER.full(&number(3), 1), Three, TODAY);
    let request = GOOD.board("BR80G3333333").full(&number(3), 2);
    let move_with = |verified: &str| {
        let context = context(Requester::of_operator("li".into(), verified).unwrap(), Three, TODAY);
        poll_once(move_and_answer(&*desk.store, &desk, &request, &context, None, "replaced"))
            .unwrap()
            .unwrap()
    };
    assert_eq!(grant_or_reason(&move_with("")), Err(Reason::ValueSeen));
    assert!(desk.store.audit().is_empty(), "a refused move doesn't change the number");
    assert_eq!(grant_or_reason(&move_with("photo seen")), Ok(GrantKind::Moved));
    let audit = desk.store.audit();
    let entries: Vec<_> = audit.iter().map(|one| (one.kind, one.reason.as_str())).collect();
    assert_eq!(entries, [(ActionKind::Move, "replaced; photo seen")]);
}

#[test]
fn a_refusal_says_that_all_of_several_seats_are_taken() {
    for (count, expected) in [(1, None), (2, Some(2))] {
        let desk = TestDesk::with_seats(count);
        for at in 1..=u8::try_from(count).unwrap() {
            let serial = if at == 1 { "M80-D8018200512" } else { "M80-D8018200777" };
            let board = if at == 1 { "BR80G1234567" } else { "BR80G7654321" };
            desk.ask(&GOOD.serial(serial).board(board).full(&number(9), at), Three, TODAY);
        }
        let AnswerOutcome::Refused(refusal) = desk.ask(&OTHER.full(&number(9), 9), Three, TODAY).outcome
        else {
            panic!("a further machine is accepted");
        };
        assert_eq!((refusal.reason, refusal.full), (Reason::DeviceDiffers, expected));
    }
}
