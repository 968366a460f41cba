//! What one answer or one operator's action writes to the store. All of it is written, or nothing.

use countersign_core::protocol::license::Day;

use super::{
    ActionKind, AnsweredNonce, Attempt, Basis, BundleDigest, CaseKey, CaseNumber, License, LicenseId,
    LicenseRecord, LicenseState, Question, Seats, Spend,
};

/// Everything that one answer or one operator's action writes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitOfWork {
    /// The question that the decision was based on.
    pub question: Question,
    /// The basis of the decision. The store writes nothing if the same question would have another answer
    /// now.
    pub basis: Basis,
    /// The change of a license number. A refusal has none.
    pub change: Option<Change>,
    /// The request that was decided.
    pub attempt: Option<Attempt>,
    /// The change of the machine's cases.
    pub case: CaseChange,
    /// The operator's action.
    pub audit: Option<AuditEntry>,
}

/// The change of one license number: its data after the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record that the change was decided on. The store adds one to its version.
    pub before: LicenseRecord,
    /// The license.
    pub license: License,
    /// The state.
    pub state: LicenseState,
    /// The taken seats.
    pub seats: Seats,
    /// The day of the number's first code, in days since 2020-01-01.
    pub first_issued: Option<Day>,
    /// The answered nonces to spend, before `answered` is written.
    pub spend: Vec<Spend>,
    /// The nonce that is answered. It replaces the same nonce of this number.
    pub answered: Option<AnsweredNonce>,
}

impl Change {
    /// Creates a change that leaves the record as it is.
    #[must_use]
    pub fn of(record: &LicenseRecord) -> Self {
        Self {
            before: record.clone(),
            license: record.license,
            state: record.state,
            seats: record.seats.clone(),
            first_issued: record.first_issued,
            spend: Vec::new(),
            answered: None,
        }
    }

    /// Returns the record after this change, with the version that the change was decided on.
    #[must_use]
    pub fn record(&self) -> LicenseRecord {
        LicenseRecord {
            id: self.before.id.clone(),
            license: self.license,
            state: self.state,
            seats: self.seats.clone(),
            first_issued: self.first_issued,
            version: self.before.version,
        }
    }
}

/// A change of cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CaseChange {
    /// No change.
    #[default]
    None,
    /// The attempt joins an open case, which stays open: a refusal, or a code of the older binding. A refusal
    /// that the case already has ([`Attempt::repeats`]) isn't written again.
    Join(CaseNumber),
    /// The attempt joins an open case of its bundle, and adds this machine to the case.
    Share(CaseNumber, CaseKey),
    /// The attempt opens a case of this machine, and of the bundle that the request came in.
    Open(CaseKey, Option<BundleDigest>),
    /// The machine succeeded: the attempt joins these cases. Each of them closes if no other machine is left in it.
    Solve(Vec<CaseNumber>, CaseKey),
}

/// One action of an operator, as the audit lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator's name.
    pub operator: String,
    /// The license number.
    pub license: LicenseId,
    /// What was done.
    pub kind: ActionKind,
    /// The seat that was freed.
    pub seat: Option<u16>,
    /// What changed in the license, such as `expiry 2027-01-01 -> never`; otherwise empty.
    pub detail: String,
    /// The operator's reason.
    pub reason: String,
}
