//! The exit codes of the program.

use std::process::ExitCode;

/// How a command ended, as scripts see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The command succeeded.
    Done = 0,
    /// A fault of the desk or of the system.
    Fault = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The desk refused the request, the act or the input.
    Refused = 5,
}

impl Exit {
    /// Every exit code.
    pub const ALL: [Self; 4] = [Self::Done, Self::Fault, Self::Usage, Self::Refused];
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
