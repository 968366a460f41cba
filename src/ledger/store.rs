//! What the ledger asks of a store.

use thiserror::Error;

use crate::protocol::license::Day;
use crate::protocol::{Marker, Number};
use crate::review::Verdict;

use super::{Act, Case, CaseKey, CaseNumber, How, Note, Reason, Standing, State};

/// Where standings, attempts, cases and audit are kept. Every method is one transaction.
pub trait Store {
    /// The standing of a number; `None` where it is unknown.
    ///
    /// # Errors
    /// The store can't be read.
    fn load(&self, number: &Number) -> Result<Option<Standing>, StoreError>;

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
    fn commit(&self, entry: &Entry) -> Result<Option<CaseNumber>, StoreError>;
}

/// Everything one answer or one operator's act leaves in the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The change of a number. A refusal has none.
    pub change: Option<Change>,
    /// The request that was decided.
    pub attempt: Option<Attempt>,
    /// What becomes of cases.
    pub case: CaseAct,
    /// What an operator did.
    pub audit: Option<Audit>,
}

/// The change of one number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which number.
    pub number: Number,
    /// The version it was decided on; the store adds one.
    pub expected: u64,
    /// Its state from now on.
    pub state: State,
    /// The day of its first code ever.
    pub first_issued: Option<Day>,
}

/// What becomes of cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum CaseAct {
    /// Nothing.
    #[default]
    None,
    /// The attempt belongs to a case that is open.
    Join(CaseNumber),
    /// A new case.
    Open(CaseKey),
    /// The machine succeeded: these are closed.
    Close(Vec<CaseNumber>),
}

/// One request, as it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator who brought it; `None` for anyone else.
    pub operator: Option<String>,
    /// It came by word: there were no values.
    pub by_word: bool,
    /// The number as packed in the request.
    pub packed: [u8; 6],
    /// The number, where it fits the mask.
    pub number: Option<Number>,
    /// The request's name.
    pub name: String,
    /// The profile version the request names.
    pub profile: u16,
    /// The platform byte.
    pub platform: u8,
    /// Manufacturer, model, serial.
    pub values: Option<[String; 3]>,
    /// The desk's verdicts on them.
    pub verdicts: [Verdict; 3],
    /// Scheme 2 marker.
    pub marker2: Option<Marker>,
    /// Scheme 3 marker.
    pub marker3: Marker,
    /// What came of it.
    pub tried: Tried,
    /// What was said beside.
    pub notes: Vec<Note>,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// A code was given.
    Issued(How),
    /// Refused.
    Refused(Reason),
}

/// One act of an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator.
    pub operator: String,
    /// On which number.
    pub number: Number,
    /// What was done, and why.
    pub act: Act,
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
