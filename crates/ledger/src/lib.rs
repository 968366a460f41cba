//! The rules of license numbers: what a number is bound to, what a request is answered, what an operator may do.
//!
//! Lives here: pure decisions ([`decide`], [`act`]), the shape of what is remembered ([`Standing`],
//! [`Attempt`], [`Case`], [`Story`]), the traits of a store ([`Store`], [`CaseBook`]) and one in memory,
//! which practice uses.
//! Never here: I/O, the clock, randomness, SQL (that lives with the desk), or a sentence.

pub mod act;
pub mod answer;
mod asked;
mod attempt;
pub mod case;
pub mod decide;
#[cfg(test)]
mod fixture;
mod memory;
pub mod practice;
mod reason;
mod standing;
mod store;
mod story;
pub mod text;

pub use act::{Act, ActRefusal};
pub use answer::{Answer, AnswerError, Answered, Authority, Context, answer, move_to};
pub use asked::{Asked, Asker};
pub use attempt::{Attempt, Tried};
pub use case::{Case, CaseKey, CaseNote, CaseNumber, CaseRefusal, Closed, Closing};
pub use decide::{Decision, Issued, Outcome, Refusal, Situation, decide};
pub use memory::{MemoryStore, Unlisted};
pub use practice::PracticeDesk;
pub use reason::{Difference, How, Note, Reason};
pub use standing::{Binding, Expiry, Issuance, License, MAX_ISSUANCES, MOVES_A_YEAR, Standing, State};
pub use store::{Audit, CaseAct, CaseBook, Change, Entry, Store, StoreError};
pub use story::{Changed, Outcome as CaseOutcome, Seen, Story};
