//! One file for each kind of measurement.

mod activations;
mod half_load;

use std::time::Duration;

use crate::report::Report;

/// What a row is given.
pub struct Context {
    pub report: Report,
    /// How long each load runs.
    pub time: Duration,
    /// How often a load and its peer run; the median counts.
    pub rounds: u64,
}

/// A row: its name on the command line, what it measures, and the function that does.
pub struct Row {
    pub name: &'static str,
    pub title: &'static str,
    pub run: fn(&Context),
}

/// All rows, in the order in which they run.
pub const ROWS: [Row; 2] = [
    Row {
        name: "sqlite",
        title: "durable activations, SQLite, beside bare one-row commits",
        run: activations::sqlite,
    },
    Row { name: "half-load", title: "latency at half load, SQLite", run: half_load::sqlite },
];
