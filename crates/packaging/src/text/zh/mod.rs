//! Simplified Chinese.

mod manual;

pub use manual::manual;
