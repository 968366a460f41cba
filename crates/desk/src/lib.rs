//! The issuing side: keys, published profiles, the ledger in SQL, the web server and the program
//! `countersign-desk`.
//!
//! This crate has the files and the database of one desk, and thin commands and web handlers over `ledger`.
//! It never decides about a request or a license number; `ledger` does.

pub mod access;
mod act_question;
mod atomic_file;
pub mod audit;
pub mod backup;
mod bundles;
pub mod caller_screens;
pub mod case_mail;
pub mod case_summary;
pub mod commands;
mod dates;
mod desk_data;
pub mod downloads;
mod files_of_before;
pub mod import;
mod json_objects;
pub mod key_and_profile_changes;
pub mod keys;
mod limited_read;
mod list_export;
mod local_time;
pub mod metrics;
pub mod operators;
pub mod passphrase;
pub mod postgres;
pub mod presentation;
mod profile_lines;
pub mod profiles;
pub mod program_tokens;
pub mod provider;
mod regular_file;
pub mod request_parser;
#[cfg(test)]
mod sample_request;
pub mod secrets;
pub mod sql;
pub mod statistics;
pub mod text;
pub mod tokens;
pub mod web;

pub use desk_data::{DeskData, DeskPlace, OpenError, PublishedData};
pub use local_time::LocalTime;
