//! The words of the manual pages that no command line has.

pub mod en;
pub mod zh;

mod manual;

pub use manual::ManualLine;
