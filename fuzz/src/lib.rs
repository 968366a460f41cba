//! The fuzz targets of Countersign: what must hold of any input, and the seeds to begin with.
//!
//! Each module is one target, with `check`, which panics where a property doesn't hold, and `seeds`, which makes the inputs that a run
//! begins with. `fuzz_targets/` has a program of a few lines for each; `examples/seeds.rs` writes the seeds. `sections` splits one input
//! into several files, `shown` says what holds of a text that a person sees, `samples` has the vectors and the recordings.
//!
//! Never here: a rule of the product. A target compares what the crates say with itself (what was read and written is read the same) or
//! with a model that is smaller than they are.

#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a target fails by a panic")]

pub mod bundle;
pub mod folder;
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

mod kept;
mod samples;
mod screens;
mod sections;
mod shown;

/// A seed: its name, and its bytes.
pub type Seed = (String, Vec<u8>);

/// The name of a target, and what makes its seeds.
pub type Seeds = (&'static str, fn() -> Vec<Seed>);

/// The seeds of every target.
pub const SEEDS: &[Seeds] = &[
    ("bundle", bundle::seeds),
    ("folder", folder::seeds),
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
