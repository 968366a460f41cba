//! What one answer or one operator's action writes to the store: all of it, or nothing.

use countersign_core::protocol::Number;
use countersign_core::protocol::license::Day;

use super::{Attempt, CaseKey, CaseNumber, LicenseState, OperatorAction};

/// Everything that one answer or one operator's action writes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitOfWork {
    /// The change of a license number. A refusal has none.
    pub change: Option<Change>,
    /// The request that was decided.
    pub attempt: Option<Attempt>,
    /// What happens to the machine's cases.
    pub case: CaseChange,
    /// What an operator did.
    pub audit: Option<AuditEntry>,
}

/// The change of one license number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The license number.
    pub number: Number,
    /// The version of the record that the change was decided on. The store adds one.
    pub expected: u64,
    /// The new state.
    pub state: LicenseState,
    /// The day of the number's first code, in days since 2020-01-01.
    pub first_issued: Option<Day>,
}

/// What happens to cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CaseChange {
    /// Nothing.
    #[default]
    None,
    /// The attempt joins an open case, which stays open: a refusal, or a code of the older binding.
    Join(CaseNumber),
    /// The attempt opens a case with this key.
    Open(CaseKey),
    /// The machine succeeded: the attempt joins these cases and closes them.
    Close(Vec<CaseNumber>),
}

/// One action of an operator, as the audit lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator's name.
    pub operator: String,
    /// The license number.
    pub number: Number,
    /// The action and its reason.
    pub action: OperatorAction,
}
