//! The words of the ledger in English and Chinese: reasons with the next step, grants, notes, states, actions.

pub mod en;
pub mod zh;

pub mod ledger;

pub use ledger::{LedgerLine, LedgerSentence};
