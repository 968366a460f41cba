//! The words of this crate in English and Chinese: of each [`KeepCode`](crate::KeepCode) and of a status.

pub mod en;
pub mod zh;

mod keep;
mod status;

pub use keep::KeepLine;
pub use status::{
    StatusLine, StatusSentence, keep_meaning, keep_message, keep_next_step, status_headline, status_lines,
    status_note,
};
