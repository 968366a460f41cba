//! Performs an operator's action on a license number: read, apply, commit.

use thiserror::Error;

use super::{
    ActionEffect, ActionRefusal, AnsweredNonce, AuditEntry, LicenseId, LicenseRecord, MAX_TRIES,
    OperatorAction, Question, Store, StoreError, UnitOfWork,
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
    /// The store failed, or reported a conflict on every attempt.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The result of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// The number's record afterwards.
    pub record: LicenseRecord,
    /// The seat that was freed.
    pub seat: Option<u16>,
    /// What changed in the license, as the audit records it: `expiry never -> 90d, seats 1 -> 3`. Empty if
    /// the license did not change.
    pub detail: String,
}

/// Performs an action and writes it to the audit. Both are written, or neither.
///
/// `at` is in seconds since 1970-01-01 UTC.
///
/// # Errors
/// [`ActionError`] if the action is refused or the store fails. Then nothing is changed.
pub async fn perform_action<S: Store>(
    store: &S,
    license: &LicenseId,
    operator: &str,
    at: i64,
    action: &OperatorAction,
) -> Result<Performed, ActionError> {
    perform(store, Question::of(license), operator, at, |_, _| Ok(action.clone())).await
}

/// Like [`perform_action`], with the action computed from the record and from the answered nonce that the
/// question asks for. `action` is called again if the record changed before the commit.
pub(super) async fn perform<S: Store>(
    store: &S,
    question: Question,
    operator: &str,
    at: i64,
    action: impl Fn(&LicenseRecord, Option<&AnsweredNonce>) -> Result<OperatorAction, ActionError> + Send + Sync,
) -> Result<Performed, ActionError> {
    for _ in 0..MAX_TRIES {
        let basis = store.read(&question).await?;
        let record = basis.record.as_ref().ok_or(ActionError::Unknown)?;
        let action = action(record, basis.answered.as_ref())?;
        let ActionEffect { change, seat, detail } = action.apply(record)?;
        let mut after = change.record();
        after.version += 1;
        let audit = AuditEntry {
            at,
            operator: operator.to_owned(),
            license: record.id.clone(),
            kind: action.act.kind(),
            seat,
            detail: detail.clone(),
            reason: action.reason,
        };
        let unit = UnitOfWork {
            question: question.clone(),
            basis,
            change: Some(change),
            audit: Some(audit),
            ..UnitOfWork::default()
        };
        match store.commit(unit).await {
            Err(StoreError::Conflict) => {}
            done => {
                return done.map(|_| Performed { record: after, seat, detail }).map_err(ActionError::Store);
            }
        }
    }
    Err(ActionError::Store(StoreError::Conflict))
}
