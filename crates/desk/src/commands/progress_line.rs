//! One line on standard error that tells a person at a terminal how far a long command is.

use std::io::{IsTerminal as _, Write as _};

use super::text_layout::pad;

/// The columns of the line.
const WIDTH: usize = 60;

/// The line. It is blank again when it is dropped. Without a terminal nothing is written.
pub(super) struct ProgressLine {
    on_terminal: bool,
}

impl ProgressLine {
    /// A line that is blank so far.
    pub(super) fn new() -> Self {
        Self { on_terminal: std::io::stderr().is_terminal() }
    }

    /// Writes it anew.
    pub(super) fn show(&self, text: impl FnOnce() -> String) {
        if self.on_terminal {
            // A terminal that is gone needs no progress.
            let _ = write!(std::io::stderr(), "\r{}", pad(&text(), WIDTH));
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.on_terminal {
            let _ = write!(std::io::stderr(), "\r{}\r", pad("", WIDTH));
        }
    }
}
