//! Performs an operator's action on a license number: load, apply, commit.

use thiserror::Error;

use countersign_core::protocol::Number;

use super::{
    ActionEffect, ActionRefusal, AuditEntry, LicenseRecord, MAX_TRIES, OperatorAction, Store, StoreError,
    UnitOfWork,
};

/// Why an action was not performed. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ActionError {
    /// The license number is unknown.
    #[error("unknown number")]
    Unknown,
    /// The action is refused.
    #[error(transparent)]
    Refused(#[from] ActionRefusal),
    /// The store failed, or reported a conflict on every try.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Performs an action and writes it to the audit, both or neither. Returns the number's record afterwards.
///
/// `at` is in seconds since 1970-01-01 UTC.
///
/// # Errors
/// [`ActionError`]. Nothing is changed then.
pub fn perform_action(
    store: &dyn Store,
    number: &Number,
    operator: &str,
    at: i64,
    action: &OperatorAction,
) -> Result<LicenseRecord, ActionError> {
    perform(store, number, operator, at, |_| Ok(action.clone())).map(|(record, _)| record)
}

/// As [`perform_action`], with the seat that was freed. `action` makes the action from the record. It is called again
/// if the record changed before the commit.
pub(super) fn perform(
    store: &dyn Store,
    number: &Number,
    operator: &str,
    at: i64,
    action: impl Fn(&LicenseRecord) -> Result<OperatorAction, ActionError>,
) -> Result<(LicenseRecord, Option<u16>), ActionError> {
    for _ in 0..MAX_TRIES {
        let record = store.load(number)?.ok_or(ActionError::Unknown)?;
        let action = action(&record)?;
        let ActionEffect { change, seat, detail } = action.apply(&record)?;
        let mut after = change.record();
        after.version += 1;
        let audit = AuditEntry {
            at,
            operator: operator.to_owned(),
            number: number.clone(),
            kind: action.act.kind(),
            seat,
            detail,
            reason: action.reason,
        };
        let unit = UnitOfWork { change: Some(change), audit: Some(audit), ..UnitOfWork::default() };
        match store.commit(&unit) {
            Err(StoreError::Conflict) => {}
            done => return done.map(|_| (after, seat)).map_err(ActionError::Store),
        }
    }
    Err(ActionError::Store(StoreError::Conflict))
}
