//! The rules of license numbers: what a number is bound to, what a request is answered, what an operator may do.
//!
//! Lives here: pure decisions ([`decide`], [`act`]), the shape of what is remembered ([`LicenseRecord`],
//! [`Attempt`], [`Case`], [`CaseHistory`]), the traits of a store ([`Store`], [`CaseBook`]) and one in memory,
//! which practice uses.
//! Never here: I/O, the clock, randomness, SQL (that lives with the desk), or a sentence.

pub mod act;
pub mod answer;
mod attempt;
pub mod case;
mod case_history;
pub mod decide;
#[cfg(test)]
mod fixture;
mod incoming_request;
mod license_record;
mod memory;
pub mod practice;
mod reason;
mod store;
pub mod text;

pub use act::{Act, ActRefusal};
pub use answer::{Answer, AnswerError, Answered, Authority, Context, answer, move_to};
pub use attempt::{Attempt, Tried};
pub use case::{Case, CaseKey, CaseNote, CaseNumber, CaseRefusal, Closed, Closing};
pub use case_history::{CaseHistory, Changed, Outcome as CaseOutcome, Seen};
pub use decide::{Decision, DecisionContext, Issued, Outcome, Refusal, decide};
pub use incoming_request::{IncomingRequest, Requester};
pub use license_record::{
    Binding, Expiry, Issuance, License, LicenseRecord, MAX_ISSUANCES, MOVES_A_YEAR, State,
};
pub use memory::{MemoryStore, Unlisted};
pub use practice::PracticeDesk;
pub use reason::{Difference, How, Note, Reason};
pub use store::{Audit, CaseAct, CaseBook, Change, Entry, Store, StoreError};
