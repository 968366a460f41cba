//! Tests every action on every state.

use super::*;
use crate::fixture::*;
use countersign_core::protocol::Scheme;

/// Returns the record after these actions; it is bound first if `bound`.
fn record(bound: bool, acts: &[Act]) -> LicenseRecord {
    let desk = TestDesk::open();
    if bound {
        desk.ask(&GOOD.full(&number(0), 1), Scheme::Three, TODAY);
    }
    for act in acts {
        desk.perform(&number(0), *act).unwrap();
    }
    desk.record(&number(0))
}

/// Returns the state and the number of taken seats after an action.
fn after(act: Act, record: &LicenseRecord) -> Result<(LicenseState, usize), ActionRefusal> {
    let action = OperatorAction { act, reason: "asked for by the customer".into() };
    action.apply(record).map(|effect| (effect.change.state, effect.change.seats.len()))
}

#[test]
fn each_action_has_its_effect_in_each_state() {
    use ActionRefusal as R;
    use LicenseState::{Active, Revoked, Suspended};
    let states = [
        record(false, &[]),
        record(true, &[]),
        record(false, &[Act::Suspend]),
        record(true, &[Act::Suspend]),
        record(false, &[Act::Revoke]),
        record(true, &[Act::Revoke]),
    ];
    let renew = Act::Renew(Expiry::On(TODAY));
    let edit = Act::Edit { edition: None, seats: Some(seats(2)) };
    let freed = [
        Err(R::NotBound),
        Ok((Active, 0)),
        Err(R::NotBound),
        Ok((Suspended, 0)),
        Err(R::Revoked),
        Err(R::Revoked),
    ];
    let kept = [
        Ok((Active, 0)),
        Ok((Active, 1)),
        Ok((Suspended, 0)),
        Ok((Suspended, 1)),
        Err(R::Revoked),
        Err(R::Revoked),
    ];
    let table = [
        (Act::Release(None), freed),
        (Act::ReleaseByReceipt(1), freed),
        (
            Act::Move(None),
            [
                Err(R::NotBound),
                Ok((Active, 0)),
                Err(R::MoveSuspended),
                Err(R::MoveSuspended),
                Err(R::Revoked),
                Err(R::Revoked),
            ],
        ),
        (
            Act::Suspend,
            [
                Ok((Suspended, 0)),
                Ok((Suspended, 1)),
                Err(R::Suspended),
                Err(R::Suspended),
                Err(R::Revoked),
                Err(R::Revoked),
            ],
        ),
        (
            Act::Resume,
            [
                Err(R::NotSuspended),
                Err(R::NotSuspended),
                Ok((Active, 0)),
                Ok((Active, 1)),
                Err(R::Revoked),
                Err(R::Revoked),
            ],
        ),
        (
            Act::Revoke,
            [
                Ok((Revoked, 0)),
                Ok((Revoked, 1)),
                Ok((Revoked, 0)),
                Ok((Revoked, 1)),
                Err(R::Revoked),
                Err(R::Revoked),
            ],
        ),
        (renew, kept),
        (edit, kept),
    ];
    for (act, expected) in table {
        assert_eq!(states.each_ref().map(|record| after(act, record)), expected, "{act:?}");
    }
}

#[test]
fn every_action_needs_a_reason() {
    let record = record(true, &[]);
    for act in [
        Act::Release(None),
        Act::ReleaseByReceipt(1),
        Act::Move(None),
        Act::Suspend,
        Act::Resume,
        Act::Revoke,
        Act::Renew(Expiry::On(TODAY)),
        Act::Edit { edition: None, seats: Some(seats(2)) },
    ] {
        let action = OperatorAction { act, reason: " ".into() };
        assert_eq!(action.apply(&record), Err(ActionRefusal::NoReason), "{act:?}");
    }
}

#[test]
fn the_detail_of_an_action_names_the_changes_of_the_license() {
    let record = record(true, &[]);
    let detail = |act| {
        let action = OperatorAction { act, reason: "x".into() };
        action.apply(&record).map(|effect| effect.detail)
    };
    assert_eq!(detail(Act::Renew(Expiry::On(366))), Ok("expiry never -> 2021-01-01".into()));
    assert_eq!(detail(Act::Renew(Expiry::After(30))), Ok("expiry never -> 30d".into()));
    assert_eq!(detail(Act::Renew(Expiry::Never)), Err(ActionRefusal::Unchanged));
    let edit = Act::Edit { edition: Some(Edition(2)), seats: Some(seats(3)) };
    assert_eq!(detail(edit), Ok("edition 0 -> 2, seats 1 -> 3".into()));
    assert_eq!(detail(Act::Edit { edition: None, seats: None }), Err(ActionRefusal::Unchanged));
}
