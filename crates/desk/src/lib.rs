//! The issuing side: the program `countersign-desk`, its web server, and the database of one desk.
//!
//! Start at [`commands`] for a command, at [`web`] for a page or a route, at `web::phone` for the way of a request to its code.
//!
//! | module | holds |
//! | --- | --- |
//! | [`commands`] | the command line, the settings, one file for each command |
//! | [`web`] | phone pages, interface for devices, interface for programs, back office |
//! | [`sql`], `migrations/`, [`postgres`] | statements and tables for both databases; the connection to a PostgreSQL server |
//! | `desk_data`, [`profiles`], `profile_lines`, [`keys`], [`tokens`], [`key_and_profile_changes`] | published profiles and signing keys, and their changes; `tokens` is for keys in hardware |
//! | [`request_parser`], [`presentation`], `json_objects`, `act_question` | the request in a text; an answer as lines; objects as JSON; the question before an act |
//! | [`access`], [`operators`], [`provider`], [`program_tokens`] | who may do what; how operators sign in; the tokens of programs |
//! | [`audit`], [`statistics`], [`metrics`] | what was done, and how much |
//! | [`import`], `list_export`, `bundles` | many license numbers, lists as files, the requests of many machines |
//! | [`case_summary`], [`case_mail`], [`caller_screens`], [`downloads`] | a case for colleagues and for its customer; what a caller sees; the device program for customers |
//! | [`backup`], [`secrets`], [`passphrase`], `files_of_before` | the desk's own data, also that of an older desk |
//! | `argon2id`, `atomic_file`, `regular_file`, `limited_read`, `dates`, `local_time` | tools |
//! | [`text`] | the sentences of this crate, English and Chinese |
//!
//! Never here: a decision about a request, a license number or a case. `countersign-ledger` decides; this crate has thin commands and web
//! handlers over it.

pub mod access;
mod act_question;
mod argon2id;
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
