//! English.

mod manual;

pub use manual::manual;
