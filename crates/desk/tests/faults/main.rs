//! Faults of a served desk while honest clients use it. Afterwards every code that a client has seen is given again, and the
//! ledger is consistent.
//!
//! `cargo test` runs a few kills, races, lost power and failed flushes. `tests/faults/run` runs everything, with the release program and the counts of a
//! release; it has the root rights and the small disk that some faults need.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod clock;
mod kills;
mod postgres;
mod races;
mod scene;
mod storage;
mod strangers;

/// A count from the environment, which the suite sets; otherwise `few`.
fn count(variable: &str, few: u64) -> u64 {
    std::env::var(variable).map_or(few, |text| text.parse().unwrap())
}
