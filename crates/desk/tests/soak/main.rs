//! A soak: everybody who uses a desk does so at once, for as long as one likes, while the desk is restarted and killed, its clock is set
//! and its server fails over. Each client remembers what it saw; by that and nothing else a checker says what the ledger must hold.
//!
//! `tests/soak/run` runs it. `COUNTERSIGN_SOAK_SECONDS` says how long, `COUNTERSIGN_SOAK_SEED` which random choices are made.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod account;
mod acting;
mod asking;
mod backups;
mod browser;
mod cases;
mod copies;
mod customer;
mod dice;
mod faults;
mod judge;
mod last_check;
mod operators;
mod programs;
mod samples;
mod soak;
mod strangers;
mod upkeep;
mod world;

use countersign_testing::postgres::{Cluster, Fsync};

/// A count from the environment; else the given one.
fn count(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
#[ignore = "takes long: tests/soak/run"]
fn on_sqlite() {
    soak::run(None);
}

#[test]
#[ignore = "takes long: tests/soak/run"]
fn on_postgres() {
    let Some(primary) = Cluster::start(Fsync::On) else { return };
    soak::run(Some(primary));
}
