//! The words of this crate in English and Chinese: why a question has no status.

pub mod en;
pub mod zh;

mod failure;

pub use failure::{FailureLine, FailureSentence};
