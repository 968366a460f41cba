//! The fuzz targets of Countersign: the properties that hold for any input, and the seeds.
//!
//! Each public module is one target. Its `check` panics if a property doesn't hold, and its `seeds` returns the inputs that a run starts
//! with. `fuzz_targets/` has a short program for each target; `examples/seeds.rs` writes the seeds. `sections` splits one input into
//! several files, `entries` has the entries of `countersign-keep`, `display` checks texts that a person sees, and `samples` reads the test
//! vectors and the recordings.
//!
//! Never here: a rule of the product. A target compares results of the crates with each other (a value that is written and read again is
//! the same), or with a model that is simpler than the crates.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a target reports a finding with a panic"
)]

pub mod api;
pub mod bundle;
pub mod folder;
pub mod import;
pub mod ledger;
pub mod license;
pub mod profile;
pub mod reader;
pub mod receipt;
pub mod recording;
pub mod records;
pub mod request;
pub mod session;
pub mod terminal;
pub mod wizard;

mod display;
mod entries;
mod samples;
mod screens;
mod sections;

/// The name and the bytes of a seed.
pub type Seed = (String, Vec<u8>);

/// The name of a target, and the function that returns its seeds.
pub type Seeds = (&'static str, fn() -> Vec<Seed>);

/// The seeds of every target.
pub const SEEDS: &[Seeds] = &[
    ("api", api::seeds),
    ("bundle", bundle::seeds),
    ("folder", folder::seeds),
    ("import", import::seeds),
    ("ledger", ledger::seeds),
    ("license", license::seeds),
    ("profile", profile::seeds),
    ("reader", reader::seeds),
    ("receipt", receipt::seeds),
    ("recording", recording::seeds),
    ("records", records::seeds),
    ("request", request::seeds),
    ("session", session::seeds),
    ("terminal", terminal::seeds),
    ("wizard", wizard::seeds),
];
