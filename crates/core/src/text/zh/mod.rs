//! Chinese: one file for each area.

#![deny(unused_variables, reason = "each language names every value of a sentence")]

mod bundle;
mod field;
mod platform;
mod remedy;
mod review;
mod spelling;
mod step_name;
mod way;

pub use bundle::bundle;
pub use field::field;
pub use platform::platform;
pub use remedy::{remedy, remedy_sentence};
pub use review::{review, review_sentence};
pub use spelling::spelling;
pub use step_name::{step_name, step_name_sentence};
pub use way::{way, way_sentence};
