//! The rules of license numbers: what a number is bound to, what a request is answered, what an operator may do.
//!
//! Lives here: pure decisions ([`decide`], [`action`]), the shape of what is remembered ([`LicenseRecord`],
//! [`Attempt`], [`Case`], [`CaseHistory`]), the traits of a store ([`Store`], [`CaseStore`]) and one in memory,
//! which practice uses.
//! Never here: I/O, the clock, randomness, SQL (that lives with the desk), or a sentence.

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
pub mod operator_action;
pub mod practice;
mod reason;
mod store;
pub mod text;

pub use answer::{
    Answer, AnswerError, AnswerOutcome, ProfilesAndKeys, RequestContext, answer, move_and_answer,
};
pub use attempt::{Attempt, AttemptOutcome};
pub use case::{Case, CaseClosure, CaseKey, CaseNote, CaseNumber, CaseRefusal, ClosedBy};
pub use case_history::{CaseHistory, CaseOutcome, ChangedField, SeenFinding};
pub use decide::{Decision, DecisionContext, DecisionOutcome, Grant, Refusal, decide};
pub use incoming_request::{IncomingRequest, Requester};
pub use license_record::{
    Binding, Expiry, Issuance, License, LicenseRecord, LicenseState, MAX_ISSUANCES, MOVES_A_YEAR,
};
pub use memory::{MemoryStore, UnlistedNumber};
pub use operator_action::{ActionRefusal, OperatorAction};
pub use practice::PracticeDesk;
pub use reason::{Difference, GrantKind, Note, Reason};
pub use store::{AuditEntry, CaseChange, CaseStore, Change, Store, StoreError, UnitOfWork};
