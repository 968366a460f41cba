//! The session line by line: for `TERM=dumb`, screen readers, serial lines, scripts.
//!
//! Lives here: a page as lines of text, and a line of input as a message. Pages come from `page`, choices from the wizard's
//! key table. Never here: rules, boxes, spinners, escape sequences.

mod lines;
mod prompt;

pub use lines::{folded, lines};
pub use prompt::{Prompt, job_line, message, prompt};
