//! The ledger's store in SQL: SQLite, embedded, or a PostgreSQL server.
//!
//! Lives here: opening and migrating the database, the statements, the mapping of rows. Statements are written once and run on both
//! (`transaction`). The basis of an answer is read in one snapshot, and its write checks that nothing in the basis has changed
//! (`ledger`). Never here: a rule. A stored value that can't be decoded is [`StoreError::Damaged`](countersign_ledger::StoreError).

mod builds;
mod case_machines;
mod case_work;
mod cases;
mod chain;
mod check;
mod copy;
mod customers;
mod database;
mod download_links;
mod events;
mod ledger;
mod lists;
mod new_licenses;
mod number_history;
mod operators;
mod pace;
mod postgres;
mod provider_operators;
mod prune;
mod published;
mod rows;
mod schema;
mod search;
mod second_factors;
mod sqlite;
mod statistics;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod transaction;
mod upkeep;
mod value;

pub use builds::NewBuild;
pub use case_work::{CaseStep, CaseWork};
pub use chain::ChainEnd;
pub use check::{CheckFinding, CheckKind, DatabaseCheck};
pub use copy::{CopiedTable, CopyFault, CopyProgress, copy_to_file, copy_to_server};
pub use customers::{Customer, CustomerEntry, CustomerPart, CustomerTooLong};
pub use database::SqlStore;
pub use download_links::NewLink;
pub use events::OfficeEvent;
pub use lists::{
    ActFilter, CaseFilter, CaseStateFilter, Cursor, ListPage, ListedCase, ListedLicense, NumberFilter,
    NumberOrder, NumberState, OfficeRecord, OutcomeFilter, RequestFilter, TimeOrder, TimeSpan,
};
pub use new_licenses::{AddedNumbers, NewLicenses, NewNumber, OnDifference, added_subject};
pub use number_history::NonceCounts;
pub use provider_operators::{LinkOutcome, OperatorByProvider, ProviderIdentity, ProviderOperator};
pub use prune::{Prune, PruneKind};
pub use published::{Published, PublishedChange, StoredKeyRing, StoredProfile};
pub use rows::StoredAttempt;
pub use schema::SchemaVersion;
pub use search::{MIN_PART, SearchHits};
pub use tables::TableDigest;
pub use tokens::{KeyState, REPLY_SECONDS, RequestKey, StoredReply, TokenRevocation};
pub use upkeep::{Upkeep, migrate};
