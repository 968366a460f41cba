//! English: one file an area.

mod ledger;

pub use ledger::ledger;
