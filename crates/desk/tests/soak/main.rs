//! The soak test: customers, strangers, operators, programs and administrators use a desk at the same time. Meanwhile the desk is restarted
//! and killed, its clock is set, and its database server fails over. Each client records the responses that it received. The checks derive
//! the expected content of the ledger from these records alone.
//!
//! `tests/soak/run` runs the test. `COUNTERSIGN_SOAK_SECONDS` sets its duration, `COUNTERSIGN_SOAK_SEED` its random choices.

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

/// Returns the number in the environment variable, or `otherwise` if the variable isn't set.
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
