//! The issuing side: keys, published profiles, the ledger in SQL, the web, and the program `countersign-desk`.
//!
//! Lives here: files and the database of one desk's folder, thin commands and thin web handlers over `ledger`.
//! Never here: a decision about a request or a number; that is `ledger`.

pub mod answers;
pub mod backup;
pub mod change;
pub mod commands;
mod day;
mod desk_data;
mod files;
pub mod import;
pub mod json;
pub mod keys;
pub mod operators;
pub mod profiles;
pub mod requests;
pub mod sql;
pub mod text;
pub mod web;

pub use desk_data::{DeskData, OpenError};
