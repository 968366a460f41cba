//! The English words, one file for each area.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

mod distrust;
mod keep;
mod profile;
mod status;

pub use distrust::distrust;
pub use keep::keep;
pub use profile::{profile, profile_sentence};
pub use status::{status, status_sentence};
