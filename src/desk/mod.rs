//! The issuing side: keys, published profiles, the ledger in SQL, and the program `countersign-desk`.
//!
//! Lives here: files and the database of one desk's folder, and thin commands over `ledger`.
//! Never here: a decision about a request or a number; that is `ledger`.

pub mod change;
pub mod commands;
mod files;
pub mod import;
pub mod keys;
mod office;
pub mod operators;
pub mod profiles;
pub mod sql;

pub use office::{Office, OpenError};
