//! The ledger's store in SQL: SQLite, embedded, or a PostgreSQL server.
//!
//! Lives here: opening and migrating the database, the statements, the mapping of rows. Statements are written once and run on both
//! (`transaction`). The basis of an answer is read in one snapshot, and its write checks that nothing in the basis has changed
//! (`ledger`). Never here: a rule. A stored value that can't be decoded is [`StoreError::Damaged`](countersign_ledger::StoreError).
//!
//! Start at `ledger` for an answer, at the file of a table's name for anything else.
//!
//! | files | hold |
//! | --- | --- |
//! | `database`, `sqlite/`, `postgres/` | the store, and its two databases (the connections of PostgreSQL are in `crate::postgres`) |
//! | `waiting`, `for_many` | requests that share a transaction; on a server, they share statements too |
//! | `transaction`, `value` | the one way to run a statement, its parameters and columns |
//! | `schema`, `tables`, `rows`, `../migrations/` | migrations, the tables as data, the ledger's values as columns |
//! | `ledger`, `ledger/` | the basis of an answer, and its checked write |
//! | `cases`, `case_work`, `case_machines`, `customers` | cases: read and noted, changed by operators, opened and closed with their machines, their customers |
//! | `lists/`, `search`, `full_texts`, `statistics`, `number_history` | what pages and commands read; the tables in which SQLite searches |
//! | `new_licenses`, `prune`, `pace` | long writes, in pieces |
//! | `published` | profiles and keys |
//! | `operators`, `provider_operators`, `second_factors`, `guesses`, `tokens` | who signs in, and failed sign-ins; the tokens of programs and their idempotency keys |
//! | `events`, `chain` | the log of what operators do, and the chain of the audit |
//! | `builds`, `download_links` | the device program for customers |
//! | `check`, `copy`, `upkeep` | the database as a whole |

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
mod for_many;
mod full_texts;
mod guesses;
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
mod stated;
mod statistics;
mod tables;
#[cfg(test)]
mod tests;
mod tokens;
mod transaction;
mod upkeep;
mod value;
mod waiting;

pub use builds::NewBuild;
pub use case_work::{CaseStep, CaseWork, NOTE_ADDED};
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
pub use new_licenses::{AddedEntry, AddedNumbers, NewLicenses, NewNumber, OnDifference};
pub use number_history::NonceCounts;
pub use provider_operators::{LinkOutcome, OperatorByProvider, ProviderIdentity, ProviderOperator};
pub use prune::{Prune, PruneKind};
pub use published::{Published, PublishedChange, StoredKeyRing, StoredProfile};
pub use rows::StoredAttempt;
pub use schema::SchemaVersion;
pub use search::{MIN_PART, SearchHits};
pub use stated::StatedLicense;
pub use tables::TableDigest;
pub use tokens::{HOLD_INTERVAL, KeyState, REPLY_SECONDS, RequestKey, StoredReply, TokenRevocation};
pub use upkeep::{Upkeep, migrate};
