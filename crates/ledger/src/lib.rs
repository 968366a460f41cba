//! The rules of license numbers: what a number is bound to, how a request is answered, what an operator may
//! do.
//!
//! This crate has pure decisions ([`decide()`], [`OperatorAction::apply`]); the data that they depend on
//! ([`LicenseRecord`], [`Attempt`], [`Case`], [`CaseHistory`]); the traits of a store ([`Store`],
//! [`CaseStore`]); a store in memory and the practice desk that uses it. It never has I/O, the clock,
//! randomness, SQL (which is in the desk crate), or a sentence outside [`text`].
//!
//! The entry points are [`answer()`] for a request, [`perform_action`] for an operator's action, and
//! [`release_by_receipt`] for a receipt.

mod answer;
mod answer_request;
mod attempt;
mod binding;
pub mod case;
mod case_history;
mod case_step;
mod decide;
mod decision;
#[cfg(test)]
mod fixture;
mod incoming_request;
mod license_record;
mod memory;
mod number_action;
mod perform_action;
pub mod practice;
mod reason;
mod receipt;
mod signing;
mod store;
pub mod text;
mod unit_of_work;
mod ways;

pub use answer::{Answer, AnswerError, AnswerOutcome, ProfilesAndKeys, RequestContext};
pub use answer_request::{answer, answer_again, move_and_answer};
pub use attempt::{Attempt, AttemptOutcome};
pub use binding::{
    AnsweredNonce, Binding, CHANGES_A_YEAR, DayCount, Identity, NonceState, PUBLIC_NONCES_A_DAY, Spend,
};
pub use case::{
    BundleDigest, Case, CaseClosure, CaseKey, CaseNote, CaseNumber, CaseRefusal, ClosedBy, NoteAudience,
};
pub use case_history::{CASE_ATTEMPTS, CaseHistory, CaseOutcome, ChangedField, SeenFinding};
pub use case_step::{CaseStanding, CaseStepKind};
pub use decide::{SEEN_AT_MOST, decide};
pub use decision::{Decision, DecisionContext, DecisionOutcome, Grant, Profiles, Refusal};
pub use incoming_request::{IncomingRequest, Requester};
pub use license_record::{Expiry, License, LicenseId, LicenseRecord, LicenseState, Seats, ShownState};
pub use memory::{MemoryStore, UnlistedNumber, poll_once};
pub use number_action::{Act, ActionEffect, ActionKind, ActionRefusal, OperatorAction};
pub use perform_action::{ActionError, Performed, perform_action};
pub use practice::PracticeDesk;
pub use reason::{Difference, GrantKind, Note, Reason};
pub use receipt::{TypedReceipt, release_by_receipt};
pub use signing::{DistantKey, SigningFault, SigningFuture, SigningKey};
pub use store::{
    Answered, Basis, CaseStore, Decide, Decided, Question, Store, StoreError, answer_with_retries,
};
pub use unit_of_work::{AuditEntry, CaseChange, Change, UnitOfWork};
pub use ways::ways;

/// How often a decision is made before a conflict in the store is reported.
const MAX_TRIES: usize = 8;
