//! A line on standard error that shows the progress of a long command to a person at a terminal.

use std::io::{IsTerminal as _, Write as _};

use super::text_layout::pad;

/// The width of the line, in columns.
const WIDTH: usize = 60;

/// The progress line. On drop it is blanked. Without a terminal nothing is written.
pub(super) struct ProgressLine {
    on_terminal: bool,
}

impl ProgressLine {
    /// Creates a blank line.
    pub(super) fn new() -> Self {
        Self { on_terminal: std::io::stderr().is_terminal() }
    }

    /// Overwrites the line.
    pub(super) fn show(&self, text: impl FnOnce() -> String) {
        if self.on_terminal {
            // If the terminal is gone, no progress is needed.
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
