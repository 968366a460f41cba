//! The traits of a store, and its errors. SQL lives with the desk; [`MemoryStore`](super::MemoryStore) is here.

use thiserror::Error;

use countersign_core::protocol::{Marker, Nonce, Number};

use super::{
    AnsweredNonce, Case, CaseClosure, CaseHistory, CaseKey, CaseNote, CaseNumber, CaseRefusal, LicenseRecord,
    UnitOfWork,
};

/// Keeps license records, answered nonces, attempts, cases and the audit. Each method is one transaction.
pub trait Store {
    /// The record of a license number, or `None` if the number is unknown.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn load(&self, number: &Number) -> Result<Option<LicenseRecord>, StoreError>;

    /// A nonce that was ever answered for that number; `None` if it never was.
    ///
    /// An answer to a new nonce and the spending of a nonce raise the version of the number's record. A caller that
    /// loads the record first therefore never commits on a nonce that has changed since.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn answered(&self, number: &Number, nonce: &Nonce) -> Result<Option<AnsweredNonce>, StoreError>;

    /// The scheme 2 markers of the machines that have these values under other license numbers, each once, at most
    /// [`SEEN_AT_MOST`](super::SEEN_AT_MOST). `values` is the plain scheme 3 marker of the values.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn machines_with(&self, values: Marker, except: &Number) -> Result<Vec<Marker>, StoreError>;

    /// The open cases that share the key's number or one of its markers, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn open_cases(&self, key: &CaseKey) -> Result<Vec<Case>, StoreError>;

    /// Writes the whole unit or nothing. Returns the number of the case that it opened.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the license number has changed since it was loaded; another
    /// [`StoreError`] if the store can't be written.
    fn commit(&self, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError>;
}

/// Reads and edits cases. Each method is one transaction.
pub trait CaseStore {
    /// A case with everything it collected, or `None` if there is no such case.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn case_history(&self, case: CaseNumber) -> Result<Option<CaseHistory>, StoreError>;

    /// Adds a note whose text [`clean_note`](super::case::clean_note) returned. A closed case takes notes too.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be written. The inner error is [`CaseRefusal::Unknown`].
    fn add_note(&self, case: CaseNumber, note: &CaseNote) -> Result<Result<(), CaseRefusal>, StoreError>;

    /// Closes an open case.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be written. The inner error is [`CaseRefusal::Unknown`] or
    /// [`CaseRefusal::Closed`].
    fn close(&self, case: CaseNumber, closed: &CaseClosure) -> Result<Result<(), CaseRefusal>, StoreError>;
}

/// Why a store can't be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The license number has changed since it was loaded.
    #[error("the number has changed meanwhile")]
    Conflict,
    /// Another program has locked the store for longer than the time limit.
    #[error("the database is locked")]
    Busy,
    /// The disk is full, or the store has reached its size limit.
    #[error("the disk is full")]
    Full,
    /// This user may not write to the store.
    #[error("the database is read-only")]
    ReadOnly,
    /// The stored data is damaged. The text says what.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Any other fault, in the store's own words.
    #[error("{0}")]
    Fault(String),
}
