//! The output of a command.

use super::exit::Exit;

/// The text that a command prints, and its exit code.
pub(super) struct Output {
    pub(super) text: String,
    pub(super) exit: Exit,
}

impl Output {
    /// Creates the output of a command that succeeded.
    pub(super) const fn done(text: String) -> Self {
        Self { text, exit: Exit::Done }
    }

    /// Creates an empty output, for a command line that names no subcommand.
    pub(super) const fn usage() -> Self {
        Self { text: String::new(), exit: Exit::Usage }
    }
}

/// Prints a text and returns whether that succeeded. A closed pipe counts as success. A full disk does not,
/// so that a script doesn't take an unwritten code for a delivered one.
pub(super) fn print(mut to: impl std::io::Write, text: &str) -> bool {
    is_written(to.write_all(text.as_bytes()).and_then(|()| to.flush()))
}

/// Whether the output was written, or its reader has closed the pipe.
pub(super) fn is_written(done: std::io::Result<()>) -> bool {
    done.map_or_else(|error| error.kind() == std::io::ErrorKind::BrokenPipe, |()| true)
}
