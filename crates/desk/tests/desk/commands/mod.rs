//! Tests of the program's commands, run in the same way as scripts and operators run them.

mod answer;
mod bundles;
mod cases;
mod config;
mod consent;
mod database;
mod downloads;
mod folder;
mod import;
mod init;
mod keys_and_profiles;
mod licenses;
mod licenses_json;
mod operators;
mod spoken;
mod usage;
