//! Whole sessions: the real programs, run in pseudo-terminals and through pipes.
//!
//! A test waits for what is to be seen and never sleeps. `countersign_testing` has the programs, the terminal and the
//! machines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod activation;
mod by_file;
mod commands;
mod doctor;
mod focus;
mod help;
mod hostile_firmware;
mod jobs;
mod plain;
mod qr;
mod serial_line;
mod several_products;
mod sheet;
mod terminal;
mod tools;
mod wizard;
