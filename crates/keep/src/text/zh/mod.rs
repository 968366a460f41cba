//! Chinese: one file an area.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

mod keep;
mod status;

pub use keep::keep;
pub use status::{status, status_sentence};
