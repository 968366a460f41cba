//! The words of this crate in English and Chinese, for each [`KeepCode`](crate::KeepCode), for a status, for
//! a file or folder that isn't used, and for a profile that can't be used.

pub mod en;
pub mod zh;

mod distrust;
mod keep;
mod profile;
mod status;

pub use distrust::{DistrustSentence, distrust_meaning, distrust_next_step};
pub use keep::KeepLine;
pub use profile::{ProfileLine, ProfileSentence};
pub use status::{
    StatusLine, StatusSentence, keep_meaning, keep_message, keep_next_step, status_headline, status_lines,
    status_lines_showing, status_next_step, status_note,
};
