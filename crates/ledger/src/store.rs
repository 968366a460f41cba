//! The traits of a store, its questions and its errors. SQL is in the desk crate;
//! [`MemoryStore`](super::MemoryStore) is here.
//!
//! The traits are async because a store may be a server. They need no runtime: the futures of a store in
//! memory never wait.

use std::future::Future;

use thiserror::Error;

use countersign_core::protocol::{Marker, Nonce, UnsignedCode};

use super::{
    Answer, AnswerError, AnsweredNonce, BundleDigest, Case, CaseClosure, CaseHistory, CaseKey, CaseNote,
    CaseNumber, CaseRefusal, LicenseId, LicenseRecord, MAX_TRIES, Reason, UnitOfWork,
};

/// Stores license records, answered nonces, attempts, cases and the audit.
///
/// A decision is one read, pure code, and one write. The write names its basis, and writes nothing if the
/// basis has changed since the read.
pub trait Store: Sync {
    /// Reads the basis of a decision in one snapshot.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn read(&self, question: &Question) -> impl Future<Output = Result<Basis, StoreError>> + Send;

    /// Writes the whole unit or nothing. Returns the number of the case that it opened. When this returns,
    /// the unit is on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if the unit's basis has changed since it was read; another [`StoreError`] if
    /// the store can't be written.
    fn commit(&self, unit: UnitOfWork)
    -> impl Future<Output = Result<Option<CaseNumber>, StoreError>> + Send;

    /// Reads, decides and commits. A store that does all of this in one transaction needs no second attempt.
    /// If a code must be signed first, nothing is written.
    ///
    /// # Errors
    /// [`AnswerError`] if the desk can't answer. Then nothing is changed.
    fn answer(&self, decide: Box<dyn Decide>) -> impl Future<Output = Result<Answered, AnswerError>> + Send
    where
        Self: Sized,
    {
        answer_with_retries(self, decide)
    }
}

/// Decides an answer. Any thread may call it, more than once.
pub trait Decide: Send + Sync {
    /// Returns the question for the store.
    fn question(&self) -> &Question;

    /// Decides, and signs with a key of this process. Pure: the caller still has to commit the unit of work,
    /// and may show the answer only after that.
    ///
    /// # Errors
    /// [`AnswerError`] if the desk can't answer. Then nothing may be committed.
    fn decide(&self, basis: Basis) -> Result<Decided, AnswerError>;
}

/// The result of a decision.
pub enum Decided {
    /// A unit of work to commit, and the answer to show after the commit.
    Ready(Box<UnitOfWork>, Box<Answer>),
    /// A code that a key elsewhere has to sign first. Signing may take time, so no transaction waits for it.
    ToSign(UnsignedCode),
}

/// The result of [`Store::answer`].
pub enum Answered {
    /// The committed answer.
    Committed(Box<Answer>),
    /// A code that must be signed before the decision is made again. Nothing is written.
    ToSign(UnsignedCode),
}

/// Answers with one read and one write, and repeats both while the basis of the decision changes between
/// them.
///
/// # Errors
/// [`AnswerError`] if the desk can't answer. Then nothing is changed.
pub async fn answer_with_retries<S: Store>(
    store: &S,
    decide: Box<dyn Decide>,
) -> Result<Answered, AnswerError> {
    for _ in 0..MAX_TRIES {
        let basis = store.read(decide.question()).await?;
        let (unit, answer) = match decide.decide(basis)? {
            Decided::Ready(unit, answer) => (unit, answer),
            Decided::ToSign(unsigned) => return Ok(Answered::ToSign(unsigned)),
        };
        match store.commit(*unit).await {
            Ok(opened) => return Ok(Answered::Committed(Box::new(answer.committed(opened)))),
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(StoreError::Conflict.into())
}

/// What a decision asks of the store. Parts that are `None` are not read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// The license number.
    pub license: Option<LicenseId>,
    /// A nonce of that number that may have been answered.
    pub nonce: Option<Nonce>,
    /// The plain scheme 3 marker of values that other machines may have.
    pub values: Option<Marker>,
    /// The machine to find open cases of.
    pub case: Option<CaseKey>,
    /// The bundle that the request came in.
    pub bundle: Option<BundleDigest>,
}

impl Question {
    /// Creates a question for only the record of a license number.
    #[must_use]
    pub fn of(license: &LicenseId) -> Self {
        Self { license: Some(license.clone()), ..Self::default() }
    }
}

/// The basis of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// The generation of the desk's profiles and keys. Each change of them increases it by one.
    pub generation: u64,
    /// The record of the license number; `None` if the number is unknown.
    pub record: Option<LicenseRecord>,
    /// The nonce, if it was ever answered for that number. Answering a new nonce and spending a nonce both
    /// increase the version of the record.
    pub answered: Option<AnsweredNonce>,
    /// The scheme 2 markers of the machines that have the values under other license numbers, each once, at
    /// most [`SEEN_AT_MOST`](super::SEEN_AT_MOST), in ascending order.
    pub seen_elsewhere: Vec<Marker>,
    /// The open cases of the machine ([`CaseKey::same_machine`]), oldest first.
    pub open_cases: Vec<Case>,
    /// The open cases of the bundle, each with its reason, oldest first.
    pub bundle_cases: Vec<(CaseNumber, Reason)>,
}

/// Reads and edits cases. Each method is one transaction.
pub trait CaseStore: Sync {
    /// Reads a case with its attempts, notes and actions; `None` if there is no such case.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn case_history(
        &self,
        case: CaseNumber,
    ) -> impl Future<Output = Result<Option<CaseHistory>, StoreError>> + Send;

    /// Adds a note with a text that [`clean_note`](super::case::clean_note) returned. A closed case takes
    /// notes too.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be written. The inner error is [`CaseRefusal::Unknown`].
    fn add_note(
        &self,
        case: CaseNumber,
        note: &CaseNote,
    ) -> impl Future<Output = Result<Result<(), CaseRefusal>, StoreError>> + Send;

    /// Closes an open case.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be written. The inner error is [`CaseRefusal::Unknown`] or
    /// [`CaseRefusal::Closed`].
    fn close(
        &self,
        case: CaseNumber,
        closed: &CaseClosure,
    ) -> impl Future<Output = Result<Result<(), CaseRefusal>, StoreError>> + Send;
}

/// Why a store can't be read or written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The basis of the unit of work has changed since it was read.
    #[error("the number has changed meanwhile")]
    Conflict,
    /// Another program has locked the store for longer than the time limit, or its server doesn't answer now.
    /// Nothing was written.
    #[error("the database is busy")]
    Busy,
    /// The connection to the server was lost before it confirmed the change. Either all of it was written, or
    /// nothing.
    #[error("the server did not confirm the change")]
    Unconfirmed,
    /// The store has a schema that this program doesn't know, because a newer program created it.
    #[error("the database is of a newer program (schema {0})")]
    Newer(i64),
    /// The disk is full, or the store has reached its size limit.
    #[error("the disk is full")]
    Full,
    /// This user may not write to the store.
    #[error("the database is read-only")]
    ReadOnly,
    /// The store's server doesn't grant this user a needed permission, or lacks a needed feature. The text
    /// names it.
    #[error("the database's server does not allow it: {0}")]
    Denied(String),
    /// The stored data is damaged. The text says how.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Any other fault, with the store's own message.
    #[error("{0}")]
    Fault(String),
}

impl StoreError {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Conflict | Self::Busy => "STORE-BUSY",
            Self::Unconfirmed => "STORE-UNCONFIRMED",
            Self::Newer(_) => "STORE-NEWER",
            Self::Full => "STORE-FULL",
            Self::ReadOnly => "STORE-READ-ONLY",
            Self::Denied(_) => "STORE-DENIED",
            Self::Damaged(_) => "STORE-DAMAGED",
            Self::Fault(_) => "STORE-FAULT",
        }
    }
}
