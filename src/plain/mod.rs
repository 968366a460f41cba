//! The session asked line by line: for `TERM=dumb`, screen readers, serial lines, scripts.
//!
//! Lives here: a page as lines of text, and a line of input as a message. It has no rules of its own:
//! pages come from `page`, keys from the wizard's table. Never here: boxes, spinners, escape sequences.

mod lines;
mod prompt;

pub use lines::lines;
pub use prompt::{Prompt, message, prompt};
