//! What the ledger asks of a store.

use thiserror::Error;

use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Marker, Number};

use super::{
    Attempt, Case, CaseClosure, CaseHistory, CaseKey, CaseNote, CaseNumber, CaseRefusal, LicenseRecord,
    LicenseState, OperatorAction,
};

/// Where standings, attempts, cases and audit are kept. Every method is one transaction.
pub trait Store {
    /// The standing of a number; `None` where it is unknown.
    ///
    /// # Errors
    /// The store can't be read.
    fn load(&self, number: &Number) -> Result<Option<LicenseRecord>, StoreError>;

    /// On how many *other* machines (told apart by scheme 2 marker) this scheme 3 marker is bound
    /// under other numbers.
    ///
    /// # Errors
    /// The store can't be read.
    fn seen_elsewhere(
        &self,
        marker3: Marker,
        marker2: Option<Marker>,
        except: &Number,
    ) -> Result<u32, StoreError>;

    /// Open cases that share the key's number or one of its markers, oldest first.
    ///
    /// # Errors
    /// The store can't be read.
    fn open_cases(&self, key: &CaseKey) -> Result<Vec<Case>, StoreError>;

    /// Writes all of an entry, or nothing. Gives the number of the case the entry opened.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where the number has changed since it was loaded; others where the
    /// store can't be written.
    fn commit(&self, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError>;
}

/// Where cases are read and worked on. Every method is one transaction.
pub trait CaseStore {
    /// Everything a case collected; `None` where there is none of that number.
    ///
    /// # Errors
    /// The store can't be read.
    fn case_history(&self, case: CaseNumber) -> Result<Option<CaseHistory>, StoreError>;

    /// Adds a note, as [`super::case::clean_note`] made it. Closed cases take notes as well.
    ///
    /// # Errors
    /// The store can't be written.
    fn add_note(&self, case: CaseNumber, note: &CaseNote) -> Result<Result<(), CaseRefusal>, StoreError>;

    /// Closes an open case.
    ///
    /// # Errors
    /// The store can't be written.
    fn close(&self, case: CaseNumber, closed: &CaseClosure) -> Result<Result<(), CaseRefusal>, StoreError>;
}

/// Everything one answer or one operator's act leaves in the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitOfWork {
    /// The change of a number. A refusal has none.
    pub change: Option<Change>,
    /// The request that was decided.
    pub attempt: Option<Attempt>,
    /// What becomes of cases.
    pub case: CaseChange,
    /// What an operator did.
    pub audit: Option<AuditEntry>,
}

/// The change of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which number.
    pub number: Number,
    /// The version it was decided on; the store adds one.
    pub expected: u64,
    /// Its state from now on.
    pub state: LicenseState,
    /// The day of its first code ever.
    pub first_issued: Option<Day>,
}

/// What becomes of cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CaseChange {
    /// Nothing.
    #[default]
    None,
    /// The attempt belongs to a case that is open, and stays so: a refusal, or a stopgap.
    Join(CaseNumber),
    /// A new case.
    Open(CaseKey),
    /// The machine succeeded: these are closed, and the attempt is the last of each.
    Close(Vec<CaseNumber>),
}

/// One act of an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator.
    pub operator: String,
    /// On which number.
    pub number: Number,
    /// What was done, and why.
    pub action: OperatorAction,
}

/// Why a store can't be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The number has changed since it was loaded.
    #[error("the number has changed meanwhile")]
    Conflict,
    /// Another program holds the store for longer than we wait.
    #[error("the database is locked")]
    Busy,
    /// The disk, or the store's own limit, is full.
    #[error("the disk is full")]
    Full,
    /// This user may not write there.
    #[error("the database is read-only")]
    ReadOnly,
    /// What is stored can't be made out.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Any other fault.
    #[error("{0}")]
    Fault(String),
}
