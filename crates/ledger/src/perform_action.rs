//! Performs an operator's action on a license number: load, apply, commit.

use thiserror::Error;

use countersign_core::protocol::Number;

use super::{
    ActionRefusal, AuditEntry, Change, LicenseRecord, LicenseState, MAX_TRIES, OperatorAction, Store,
    StoreError, UnitOfWork,
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

/// Performs an action and writes it to the audit, both or neither. Returns the new state.
///
/// `action` makes the action from the record. It is called again if the record changed before the commit.
/// `at` is in seconds since 1970-01-01 UTC.
///
/// # Errors
/// [`ActionError`]. Nothing is changed then.
pub fn perform_action(
    store: &dyn Store,
    number: &Number,
    operator: &str,
    at: i64,
    action: impl Fn(&LicenseRecord) -> Result<OperatorAction, ActionRefusal>,
) -> Result<LicenseState, ActionError> {
    for _ in 0..MAX_TRIES {
        let record = store.load(number)?.ok_or(ActionError::Unknown)?;
        let action = action(&record)?;
        let state = action.apply(&record.state)?;
        let change = Change {
            number: number.clone(),
            expected: record.version,
            state: state.clone(),
            first_issued: record.first_issued,
        };
        let audit = AuditEntry { at, operator: operator.to_owned(), number: number.clone(), action };
        let unit = UnitOfWork { change: Some(change), audit: Some(audit), ..UnitOfWork::default() };
        match store.commit(&unit) {
            Err(StoreError::Conflict) => {}
            done => return done.map(|_| state).map_err(ActionError::Store),
        }
    }
    Err(ActionError::Store(StoreError::Conflict))
}
