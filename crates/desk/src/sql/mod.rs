//! The ledger's store in SQL: SQLite, with statements and a schema that are plain enough for PostgreSQL.
//!
//! Lives here: opening and migrating the database, the statements, the mapping of rows. Every write is one transaction
//! that takes the write lock first, so that two programs can't both decide on what they have read.
//! Never here: a rule. A stored value that can't be decoded is [`StoreError::Damaged`](countersign_ledger::StoreError).

mod cases;
mod database;
mod licenses;
mod operators;
mod rows;
mod search;
mod store;
#[cfg(test)]
mod tests;

pub use cases::{CaseFilter, ListedCase};
pub use database::SqlStore;
pub use licenses::{AddedNumbers, ListedLicense, NonceCounts, OnDifference};
pub use operators::OfficeEvent;
pub use rows::StoredAttempt;
pub use search::SearchHits;
