//! Writes to standard error. A write error is ignored, because the exit code reports the result too.

use std::fmt::Display;
use std::io::{self, Write};

/// Writes a text to standard error.
pub fn write(text: impl Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}

/// Writes a text and a line break to standard error.
pub fn line(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
