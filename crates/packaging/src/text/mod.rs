//! Words of the manual pages that don't come from a command line.

pub mod en;
pub mod zh;

mod manual;

pub use manual::ManualLine;
