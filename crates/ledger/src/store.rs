//! The traits of a store, what it is asked, and its errors. SQL lives with the desk; [`MemoryStore`](super::MemoryStore) is here.
//!
//! The traits are async because a store may be a server. They need no runtime: the futures of a store in memory never wait.

use std::future::Future;

use thiserror::Error;

use countersign_core::protocol::{Marker, Nonce, UnsignedCode};

use super::{
    Answer, AnswerError, AnsweredNonce, BundleDigest, Case, CaseClosure, CaseHistory, CaseKey, CaseNote,
    CaseNumber, CaseRefusal, LicenseId, LicenseRecord, MAX_TRIES, Reason, UnitOfWork,
};

/// Keeps license records, answered nonces, attempts, cases and the audit.
///
/// A decision is one read, pure code, and one write. The write names what it rests on, and writes nothing if any of that has
/// changed since the read.
pub trait Store: Sync {
    /// Everything that a decision rests on, as of one moment.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn read(&self, question: &Question) -> impl Future<Output = Result<Basis, StoreError>> + Send;

    /// Writes the whole unit or nothing. Returns the number of the case that it opened. When this returns, the unit is
    /// on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if what the unit rests on has changed since it was read; another [`StoreError`] if the store
    /// can't be written.
    fn commit(&self, unit: UnitOfWork)
    -> impl Future<Output = Result<Option<CaseNumber>, StoreError>> + Send;

    /// Reads, decides and commits. A store that can do all of it at one moment needs no second try. Where a code is to be signed first,
    /// nothing is written.
    ///
    /// # Errors
    /// [`AnswerError`]. Nothing is changed then.
    fn answer(&self, decide: Box<dyn Decide>) -> impl Future<Output = Result<Answered, AnswerError>> + Send
    where
        Self: Sized,
    {
        answer_with_retries(self, decide)
    }
}

/// What decides an answer. Any thread may call it, and more than once.
pub trait Decide: Send + Sync {
    /// What it asks of the store.
    fn question(&self) -> &Question;

    /// Decides, and signs with a key of this process. Pure: the unit of work is still to be committed, and only then the answer may be
    /// shown.
    ///
    /// # Errors
    /// [`AnswerError`]. Nothing is to be committed then.
    fn decide(&self, basis: Basis) -> Result<Decided, AnswerError>;
}

/// What a decision leads to.
pub enum Decided {
    /// A unit of work to commit, and the answer to show then.
    Ready(Box<UnitOfWork>, Box<Answer>),
    /// A code that a key elsewhere has to sign first. It may take its time, so no transaction waits for it.
    ToSign(UnsignedCode),
}

/// What a store made of a decision.
pub enum Answered {
    /// The answer, committed.
    Committed(Box<Answer>),
    /// A code that is to be signed before the decision is made again. Nothing is written.
    ToSign(UnsignedCode),
}

/// Answers by one read and one write, and again while what the decision rests on changes between them.
///
/// # Errors
/// [`AnswerError`]. Nothing is changed then.
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

/// What a decision asks of the store. What is `None` isn't read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// The license number.
    pub license: Option<LicenseId>,
    /// A nonce of it that may have been answered.
    pub nonce: Option<Nonce>,
    /// The plain scheme 3 marker of values that other machines may have.
    pub values: Option<Marker>,
    /// The machine whose cases may be open.
    pub case: Option<CaseKey>,
    /// The bundle that the request came in.
    pub bundle: Option<BundleDigest>,
}

impl Question {
    /// Asks for the record of a license number alone.
    #[must_use]
    pub fn of(license: &LicenseId) -> Self {
        Self { license: Some(license.clone()), ..Self::default() }
    }
}

/// What a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Basis {
    /// Goes up by one with every change of the desk's profiles and keys.
    pub generation: u64,
    /// The record of the license number; `None` if the number is unknown.
    pub record: Option<LicenseRecord>,
    /// The nonce, if it was ever answered for that number. An answer to a new nonce and the spending of one raise the
    /// version of the record.
    pub answered: Option<AnsweredNonce>,
    /// The scheme 2 markers of the machines that have the values under other license numbers, each once, at most
    /// [`SEEN_AT_MOST`](super::SEEN_AT_MOST), in ascending order.
    pub seen_elsewhere: Vec<Marker>,
    /// The open cases of the machine ([`CaseKey::same_machine`]), oldest first.
    pub open_cases: Vec<Case>,
    /// The open cases of the bundle, each with its reason, oldest first.
    pub bundle_cases: Vec<(CaseNumber, Reason)>,
}

/// Reads and edits cases. Each method is one transaction.
pub trait CaseStore: Sync {
    /// A case with everything it collected, or `None` if there is no such case.
    ///
    /// # Errors
    /// [`StoreError`] if the store can't be read.
    fn case_history(
        &self,
        case: CaseNumber,
    ) -> impl Future<Output = Result<Option<CaseHistory>, StoreError>> + Send;

    /// Adds a note whose text [`clean_note`](super::case::clean_note) returned. A closed case takes notes too.
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
    /// What the unit of work rests on has changed since it was read.
    #[error("the number has changed meanwhile")]
    Conflict,
    /// Another program has locked the store for longer than the time limit, or its server doesn't answer now. Nothing was written.
    #[error("the database is busy")]
    Busy,
    /// The server went away before it confirmed the change: all of it was written, or nothing.
    #[error("the server did not confirm the change")]
    Unconfirmed,
    /// The store has a schema that this program doesn't know: it is of a newer program.
    #[error("the database is of a newer program (schema {0})")]
    Newer(i64),
    /// The disk is full, or the store has reached its size limit.
    #[error("the disk is full")]
    Full,
    /// This user may not write to the store.
    #[error("the database is read-only")]
    ReadOnly,
    /// The store's server allows this user not what is needed, or lacks a part. The text says what.
    #[error("the database's server does not allow it: {0}")]
    Denied(String),
    /// The stored data is damaged. The text says what.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// Any other fault, in the store's own words.
    #[error("{0}")]
    Fault(String),
}

impl StoreError {
    /// The stable code.
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
