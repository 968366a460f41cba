//! The rules of license numbers and cases: what a number is bound to, how a request is answered, what an operator may do.
//!
//! The entry points are [`answer()`] for a request, [`perform_action`] for an operator's action on a number, [`release_by_receipt`] for a
//! receipt, and [`CaseStepKind::refusal`] for a step in the work on a case.
//!
//! | files | hold |
//! | --- | --- |
//! | `answer_request`, `answer_request/` | the function [`answer()`]: read, decide, sign, commit; start here |
//! | `decide`, `decide/` | the function [`decide()`]: the rules of a request |
//! | `answer`, `decision`, `reason`, `attempt` | the types of both: an answer, a decision, its reasons, what is recorded of it |
//! | `incoming_request`, `ways` | the request with its findings; the ways that a refusal shows |
//! | `license_record`, `binding` | a license number, its seats and their machines |
//! | `number_action`, `perform_action`, `receipt` | what an operator may do to a number, and how it is done; the receipt of a device |
//! | `case`, `case_step`, `case_history` | a case, what an operator may do with it, its history |
//! | `store`, `unit_of_work`, `memory` | the traits of a store ([`Store`], [`CaseStore`]), what is written at once, a store in memory |
//! | `signing` | a key in this process or in a device |
//! | `practice` | the built-in desk |
//! | `text` | the words of reasons, grants, notes and states |
//!
//! Never here: I/O, the clock, randomness, SQL (the desk crate has it), or a sentence outside [`text`].

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
mod obstacle;
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
pub use obstacle::Obstacle;
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
pub const MAX_TRIES: usize = 8;
