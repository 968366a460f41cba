//! Standard error. What can't be written there is lost: the exit code still tells the result.

use std::fmt::Display;
use std::io::{self, Write};

/// Writes a text.
pub fn write(text: impl Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}

/// Writes a line.
pub fn line(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
