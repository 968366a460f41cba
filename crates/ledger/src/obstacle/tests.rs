//! Tests each action on the refusals that it removes.

use super::*;
use crate::fixture::*;
use crate::{Act, CaseNumber, CaseStore as _, Expiry, OperatorAction, perform_action, poll_once};
use countersign_core::protocol::Scheme;

fn history(desk: &TestDesk) -> CaseHistory {
    poll_once(desk.store.case_history(CaseNumber(1))).unwrap().unwrap().unwrap()
}

/// Returns what stands in the way of the machine of the last refusal of the first case: the reason, or the
/// kind of the action that removed it.
fn now(desk: &TestDesk) -> Result<ActionKind, Reason> {
    match history(desk).last_refusal().unwrap().1 {
        Obstacle::Stands(reason) => Err(reason),
        Obstacle::Removed(action) => Ok(action.kind),
    }
}

/// Performs an action in the second of the day's requests.
fn perform(desk: &TestDesk, act: Act) {
    let action = OperatorAction { act, reason: "a test".into() };
    let at = context(operator(), Scheme::Three, TODAY).now;
    poll_once(perform_action(&*desk.store, &license(&number(0)), "li", at, &action)).unwrap().unwrap();
}

/// Performs the actions, and checks what stands in the way after each.
fn check(desk: &TestDesk, steps: &[(Act, Result<ActionKind, Reason>)]) {
    for (act, expected) in steps {
        perform(desk, *act);
        assert_eq!(now(desk), *expected, "{act:?}");
    }
}

/// A desk whose number is bound to one machine, and was refused to another.
fn refused_to_another() -> TestDesk {
    let desk = TestDesk::open();
    desk.ask(&GOOD.full(&number(0), 1), Scheme::Three, TODAY);
    desk.ask(&OTHER.full(&number(0), 2), Scheme::Three, TODAY);
    assert_eq!(now(&desk), Err(Reason::DeviceDiffers));
    desk
}

const fn edit(edition: Option<u8>, count: Option<u16>) -> Act {
    let edition = match edition {
        Some(edition) => Some(countersign_core::protocol::Edition(edition)),
        None => None,
    };
    let seats = match count {
        Some(count) => std::num::NonZeroU16::new(count),
        None => None,
    };
    Act::Edit { edition, seats }
}

#[test]
fn a_resume_removes_a_suspension() {
    let desk = TestDesk::open();
    desk.perform(&number(0), Act::Suspend).unwrap();
    desk.ask(&GOOD.full(&number(0), 1), Scheme::Three, TODAY);
    assert_eq!(now(&desk), Err(Reason::NumberSuspended));
    check(
        &desk,
        &[
            (Act::Renew(Expiry::After(30)), Err(Reason::NumberSuspended)),
            (Act::Resume, Ok(ActionKind::Resume)),
            (Act::Suspend, Err(Reason::NumberSuspended)),
            (Act::Resume, Ok(ActionKind::Resume)),
            (Act::Revoke, Err(Reason::NumberRevoked)),
        ],
    );
}

#[test]
fn a_renewal_removes_an_expiry_unless_the_new_day_is_past_too() {
    let desk = TestDesk::open();
    desk.perform(&number(0), Act::Renew(Expiry::On(TODAY - 9))).unwrap();
    desk.ask(&GOOD.full(&number(0), 1), Scheme::Three, TODAY);
    assert_eq!(now(&desk), Err(Reason::NumberExpired));
    check(
        &desk,
        &[
            (edit(Some(2), None), Err(Reason::NumberExpired)),
            (Act::Renew(Expiry::On(TODAY + 30)), Ok(ActionKind::Renew)),
            (Act::Suspend, Err(Reason::NumberSuspended)),
            (Act::Resume, Ok(ActionKind::Renew)),
            (Act::Renew(Expiry::On(TODAY - 1)), Err(Reason::NumberExpired)),
            (Act::Renew(Expiry::Never), Ok(ActionKind::Renew)),
        ],
    );
}

#[test]
fn a_free_seat_removes_the_refusal_of_another_machine() {
    for act in [Act::Release(None), Act::ReleaseByReceipt(1), Act::Move(None)] {
        check(&refused_to_another(), &[(act, Ok(act.kind()))]);
    }
    check(
        &refused_to_another(),
        &[
            (edit(Some(2), None), Err(Reason::DeviceDiffers)),
            (edit(Some(3), Some(2)), Ok(ActionKind::Edit)),
            (edit(None, Some(1)), Err(Reason::DeviceDiffers)),
            (Act::Release(None), Ok(ActionKind::Release)),
            (Act::Revoke, Err(Reason::NumberRevoked)),
        ],
    );
}

#[test]
fn only_a_release_helps_a_machine_that_changed_too_often() {
    let desk = TestDesk::open();
    for (at, board) in (1..).zip(["BR80G1000", "BR80G2000", "BR80G3000", "BR80G4000"]) {
        desk.ask(&GOOD.board(board).full(&number(0), at), Scheme::Three, TODAY);
    }
    assert_eq!(now(&desk), Err(Reason::MovesExhausted));
    check(
        &desk,
        &[(edit(None, Some(2)), Err(Reason::MovesExhausted)), (Act::Release(None), Ok(ActionKind::Release))],
    );
}

#[test]
fn no_action_on_a_number_helps_a_machine_whose_values_are_refused() {
    let desk = TestDesk::open();
    desk.ask(&GOOD.serial("").full(&number(0), 1), Scheme::Three, TODAY);
    check(
        &desk,
        &[
            (edit(None, Some(2)), Err(Reason::MachineRefused)),
            (Act::Suspend, Err(Reason::NumberSuspended)),
            (Act::Resume, Err(Reason::MachineRefused)),
        ],
    );
}

#[test]
fn an_action_on_another_number_or_before_the_refusal_removes_nothing() {
    let desk = refused_to_another();
    perform(&desk, Act::Release(None));
    let is_removed_if = |change: fn(&mut AuditEntry)| {
        let mut history = history(&desk);
        history.actions.iter_mut().for_each(change);
        matches!(history.last_refusal(), Some((_, Obstacle::Removed(_))))
    };
    assert!(is_removed_if(|_| {}));
    assert!(!is_removed_if(|action| action.at -= 1));
    assert!(!is_removed_if(|action| action.license = license(&number(1))));
}
