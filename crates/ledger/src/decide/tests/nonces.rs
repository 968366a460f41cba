//! Tests requests with a nonce that was answered before: repeated, renewed, spent.

use super::*;

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
    assert_eq!(code(&spoken), code(&first), "the spoken form of the request gets the same code");
    assert_eq!(desk.record(&number(0)), before);
    // An earlier request is repeated after a later one was answered.
    let later = desk.ask(&GOOD.full(&number(0), 2), Three, TODAY + 3);
    assert_eq!(grant_or_reason(&later), Ok(GrantKind::SameDevice));
    assert_ne!(code(&later), code(&first));
    assert_eq!(code(&desk.ask(&request, Three, TODAY + 4)), code(&first));
}

#[test]
fn nothing_extends_the_last_day_of_a_number() {
    let timed = |at, expiry| {
        let desk = TestDesk::open();
        desk.store.add(license(&number(at)), License { expiry, ..License::default() });
        desk
    };
    let desk = timed(20, Expiry::After(30));
    let ask = |desk: &TestDesk, at, nonce, day| desk.ask(&GOOD.full(&number(at), nonce), Three, day);
    let expires = |answer: &Answer| code(answer).claims().unwrap().expires;
    assert_eq!(expires(&ask(&desk, 20, 1, TODAY)), Some(TODAY + 30));
    assert_eq!(expires(&ask(&desk, 20, 2, TODAY + 30)), Some(TODAY + 30), "a new code has the same last day");
    assert_eq!(grant_or_reason(&ask(&desk, 20, 1, TODAY + 31)), Err(Reason::NumberExpired));
    desk.perform(&number(20), Act::Release(None)).unwrap();
    assert_eq!(
        grant_or_reason(&ask(&desk, 20, 3, TODAY + 31)),
        Err(Reason::NumberExpired),
        "a release doesn't extend the last day"
    );
    let desk = timed(21, Expiry::On(TODAY));
    assert_eq!(expires(&ask(&desk, 21, 1, TODAY)), Some(TODAY));
    let desk = timed(22, Expiry::On(TODAY - 1));
    assert_eq!(grant_or_reason(&ask(&desk, 22, 1, TODAY)), Err(Reason::NumberExpired));
    assert!(desk.record(&number(22)).seats.is_empty());
}

#[test]
fn an_old_phone_link_binds_nothing_after_a_release() {
    for act in [Act::Release(None), Act::Move(None)] {
        let desk = TestDesk::open();
        desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
        desk.ask(&GOOD.full(&number(0), 2), Three, TODAY);
        desk.perform(&number(0), act).unwrap();
        let before = desk.record(&number(0));
        for secret in [1, 2] {
            let answer = desk.ask(&GOOD.full(&number(0), secret), Three, TODAY);
            assert_eq!(grant_or_reason(&answer), Err(Reason::RequestSpent), "{act:?}");
            let answer = desk.ask_as(operator(), &OTHER.full(&number(0), secret), Three, TODAY);
            assert_eq!(
                grant_or_reason(&answer),
                Err(Reason::RequestSpent),
                "the nonce is spent for other machines as well"
            );
        }
        assert_eq!(desk.record(&number(0)), before);
        let answer = desk.ask(&OTHER.full(&number(0), 3), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), Ok(GrantKind::Rebound));
        let answer = desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
        assert_eq!(grant_or_reason(&answer), Err(Reason::RequestSpent));
    }
}

/// The limit of that rule: the desk can't know of a link that it didn't answer.
#[test]
fn a_link_that_was_never_answered_still_binds_after_a_release() {
    let desk = TestDesk::open();
    desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
    desk.perform(&number(0), Act::Release(None)).unwrap();
    let answer = desk.ask(&GOOD.full(&number(0), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Ok(GrantKind::Rebound));
}

#[test]
fn a_differing_request_with_an_answered_nonce_is_spent() {
    let desk = TestDesk::open();
    let first = desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
    let differing = [
        (GOOD.serial("M80-F3015500911").full(&number(0), 1), Three),
        (GOOD.board("ZZ71K0042").full(&number(0), 1), Three),
        (GOOD.board("").full(&number(0), 1), Three),
        (GOOD.origin(Field::Model, Origin::Recovered(SourceKind::Board)).full(&number(0), 1), Three),
        (OTHER.full(&number(0), 1), Three),
    ];
    let before = desk.record(&number(0));
    for (request, scheme) in differing {
        let answer = desk.ask(&request, scheme, TODAY);
        assert_eq!(grant_or_reason(&answer), Err(Reason::RequestSpent), "{request:?}");
    }
    assert_eq!(desk.record(&number(0)), before);
    // Parts of the request that don't belong to the identity are not compared.
    let mut request = GOOD.request(&number(0), 1);
    request.head.platform = countersign_core::protocol::Platform(9);
    request.head.verdicts[2] = Verdict::Placeholder;
    request.head.available[2] = Some(SourceKind::Board);
    let again = desk.ask(&IncomingRequest::Full(request), Three, TODAY);
    assert_eq!((grant_or_reason(&again), code(&again)), (Ok(GrantKind::SameRequest), code(&first)));
}

/// The higher of the requested scheme and the seat's scheme decides.
#[test]
fn the_higher_of_requested_and_bound_scheme_decides_whether_a_request_is_the_same() {
    let desk = TestDesk::open();
    let ask = |at: u32, scheme| grant_or_reason(&desk.ask(&GOOD.full(&number(at), 1), scheme, TODAY));
    assert_eq!(ask(0, Three), Ok(GrantKind::First));
    assert_eq!(ask(0, Two), Ok(GrantKind::SameRequest));
    assert_eq!(ask(1, Two), Ok(GrantKind::First));
    assert_eq!(ask(1, Two), Ok(GrantKind::SameRequest));
    assert_eq!(ask(1, Three), Err(Reason::RequestSpent), "an upgrade of the scheme needs a new request");
    let up = desk.ask(&GOOD.full(&number(1), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&up), Ok(GrantKind::MovedUp));
    assert_eq!(ask(1, Two), Err(Reason::RequestSpent), "the scheme of a seat is never lowered");
}

#[test]
fn the_same_nonce_under_another_number_is_a_different_nonce() {
    let desk = TestDesk::open();
    let request = |at| IncomingRequest::Full(GOOD.request_with(mask().pack(&number(at)).unwrap(), [7; 8]));
    assert_eq!(grant_or_reason(&desk.ask(&request(0), Three, TODAY)), Ok(GrantKind::First));
    desk.perform(&number(0), Act::Release(None)).unwrap();
    assert_eq!(grant_or_reason(&desk.ask(&request(0), Three, TODAY)), Err(Reason::RequestSpent));
    assert_eq!(grant_or_reason(&desk.ask(&request(1), Three, TODAY)), Ok(GrantKind::First));
}

#[test]
fn a_change_of_identity_spends_earlier_requests_with_other_values() {
    let desk = TestDesk::open();
    let declared = GOOD.declaring(Field::Serial);
    let corrected = declared.clone().serial("M80-D8018200513");
    desk.ask(&declared.full(&number(0), 1), Three, TODAY);
    let answer = desk.ask(&corrected.full(&number(0), 2), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Ok(GrantKind::IdentityChanged));
    let answer = desk.ask(&declared.full(&number(0), 1), Three, TODAY);
    assert_eq!(grant_or_reason(&answer), Err(Reason::RequestSpent));
    // The same scheme 3 marker on another board: the earlier request still has its code.
    let desk = TestDesk::open();
    let first = desk.ask(&GOOD.full(&number(0), 1), Three, TODAY);
    desk.ask(&GOOD.board("ZZ71K0042").full(&number(0), 2), Three, TODAY);
    assert_eq!(code(&desk.ask(&GOOD.full(&number(0), 1), Three, TODAY)), code(&first));
}

/// Each row has the change, and whether the same request then gets a new code.
#[test]
fn the_same_request_gets_a_new_code_after_a_change_of_terms() {
    let edition = countersign_core::protocol::Edition(2);
    let table = [
        (Act::Renew(Expiry::On(TODAY + 500)), true),
        (Act::Renew(Expiry::After(40)), true),
        (Act::Edit { edition: Some(edition), seats: None }, true),
        (Act::Edit { edition: None, seats: Some(seats(2)) }, false),
        (Act::Suspend, false),
    ];
    for (act, changes) in table {
        let desk = TestDesk::open();
        let request = GOOD.full(&number(0), 1);
        let first = desk.ask(&request, Three, TODAY);
        desk.perform(&number(0), act).unwrap();
        let _ = desk.perform(&number(0), Act::Resume);
        let answers = [1, 2].map(|later| desk.ask(&request, Three, TODAY + later));
        let expected = if changes { GrantKind::TermsChanged } else { GrantKind::SameRequest };
        assert_eq!(grant_or_reason(&answers[0]), Ok(expected), "{act:?}");
        assert_eq!(grant_or_reason(&answers[1]), Ok(GrantKind::SameRequest), "{act:?}");
        assert_eq!(code(&answers[0]) != code(&first), changes, "{act:?}");
        assert_eq!(code(&answers[0]), code(&answers[1]), "{act:?}");
        let record = desk.record(&number(0));
        assert_eq!(claims(&answers[0]).expires, record.last_day(TODAY), "{act:?}");
        assert_eq!(claims(&answers[0]).edition, record.license.edition, "{act:?}");
        assert_eq!(desk.binding(&number(0)).answered, 1, "no new nonce is counted");
    }
}

#[test]
fn a_retired_key_gives_a_new_code_or_a_refusal() {
    let mut desk = TestDesk::open();
    let mut older = desk.profiles[&2].clone();
    (older.id, older.version) = (1, 1);
    older.keys.truncate(1);
    desk.profiles.insert(1, older);
    let of_profile = |id: u16, secret| {
        let mut request = GOOD.request(&number(0), secret);
        request.head.profile_id = id;
        IncomingRequest::Full(request)
    };
    let first = desk.ask(&of_profile(2, 1), Three, TODAY);
    assert_eq!(code(&first).key_id().unwrap(), desk.signers[1].id());
    // The older profile doesn't pin the key of that code.
    let other = desk.ask(&of_profile(1, 1), Three, TODAY);
    assert_eq!(grant_or_reason(&other), Ok(GrantKind::TermsChanged));
    assert_eq!(code(&other).key_id().unwrap(), desk.signers[0].id());
    desk.signers.remove(0);
    assert_eq!(grant_or_reason(&desk.ask(&of_profile(1, 1), Three, TODAY)), Err(Reason::ProfileRetired));
    assert_eq!(grant_or_reason(&desk.ask(&of_profile(1, 2), Three, TODAY)), Err(Reason::ProfileRetired));
    let renewed = desk.ask(&of_profile(2, 1), Three, TODAY);
    assert_eq!(grant_or_reason(&renewed), Ok(GrantKind::TermsChanged));
    assert_eq!(code(&renewed), code(&first), "the same key signs the same terms on the same day");
}

#[test]
fn the_public_gets_eight_new_requests_of_a_machine_a_day() {
    let desk = TestDesk::open();
    let ask = |secret, day| grant_or_reason(&desk.ask(&GOOD.full(&number(0), secret), Three, day));
    for secret in 20..30 {
        let request = GOOD.full(&number(0), secret);
        assert!(grant_or_reason(&desk.ask_as(operator(), &request, Three, TODAY)).is_ok(), "{secret}");
    }
    for secret in 1..=8 {
        assert!(ask(secret, TODAY).is_ok(), "{secret}");
    }
    assert_eq!(ask(9, TODAY), Err(Reason::TryLater));
    assert_eq!(ask(8, TODAY), Ok(GrantKind::SameRequest));
    let by_operator = desk.ask_as(operator(), &GOOD.full(&number(0), 10), Three, TODAY);
    assert_eq!(grant_or_reason(&by_operator), Ok(GrantKind::SameDevice));
    assert_eq!(ask(11, TODAY + 1), Ok(GrantKind::SameDevice));
}
