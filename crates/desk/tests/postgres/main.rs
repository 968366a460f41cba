//! The desk's connection to PostgreSQL, with real servers. `tests/postgres/run` names the server's programs by
//! `COUNTERSIGN_POSTGRES_BIN`; without them, tests that need a server say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod answers;
mod benchmark;
mod certificates;
#[path = "../desk/harness/desk.rs"]
#[allow(dead_code, reason = "other tests use the rest")]
mod desk;
mod desks;
mod downloads;
mod failover;
mod faults;
mod limits;
mod lost;
mod other_servers;
mod refusals;
mod sign_in;
mod statistics;
#[path = "../desk/statistics/million.rs"]
mod statistics_million;
#[path = "../desk/statistics/suite.rs"]
mod statistics_suite;
mod store;
#[path = "../../../ledger/tests/suite/mod.rs"]
mod suite;
mod support;
mod upkeep;

/// The license number of every desk.
const NUMBER: &str = "AA03220123951";
