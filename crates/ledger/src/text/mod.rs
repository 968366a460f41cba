//! What the ledger's reasons, states and acts are called, and what to do about a refusal.

pub mod en;
pub mod zh;

pub mod ledger;

pub use ledger::LedgerLine;
