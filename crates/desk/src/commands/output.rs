//! The output of a command.

use super::exit::Exit;

/// What a command prints, and its exit code.
pub(super) struct Output {
    pub(super) text: String,
    pub(super) exit: Exit,
}

impl Output {
    /// The output of a command that succeeded.
    pub(super) const fn done(text: String) -> Self {
        Self { text, exit: Exit::Done }
    }

    /// No output, for a command line that names no subcommand.
    pub(super) const fn usage() -> Self {
        Self { text: String::new(), exit: Exit::Usage }
    }
}

/// Prints a text and gives whether that succeeded. A closed pipe counts as success. A full disk doesn't, because a script
/// must not take a code for delivered that was never written.
pub(super) fn print(mut to: impl std::io::Write, text: &str) -> bool {
    is_written(to.write_all(text.as_bytes()).and_then(|()| to.flush()))
}

/// Whether the output was written, or nobody reads it any more.
pub(super) fn is_written(done: std::io::Result<()>) -> bool {
    done.map_or_else(|error| error.kind() == std::io::ErrorKind::BrokenPipe, |()| true)
}
