//! Writing a bundle line by line.

use std::io::{self, Write};

use serde::Serialize;

use super::{AnswerCounts, BundleHead, BundleKind, EndLine, VERSION};

/// A bundle that is being written.
#[derive(Debug)]
pub struct BundleWriter<W> {
    output: W,
    entries: u64,
}

impl<W: Write> BundleWriter<W> {
    /// Writes the head. `of` is the SHA-256 of the requests that answers belong to.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn begin(output: W, kind: BundleKind, of: Option<String>) -> io::Result<Self> {
        let mut writer = Self { output, entries: 0 };
        writer.line(&BundleHead { countersign: kind, version: VERSION, of })?;
        Ok(writer)
    }

    /// Continues a bundle that already has its head and this many entries.
    pub const fn go_on(output: W, entries: u64) -> Self {
        Self { output, entries }
    }

    /// Writes an entry.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn entry(&mut self, entry: &impl Serialize) -> io::Result<()> {
        self.line(entry)?;
        self.entries += 1;
        Ok(())
    }

    /// Writes the end line, with the counts for a bundle of answers, and returns the output.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn end(mut self, counts: Option<AnswerCounts>) -> io::Result<W> {
        let end = self.entries;
        self.line(&EndLine { end, counts })?;
        Ok(self.output)
    }

    /// Returns the output without an end line, so that the bundle can be continued.
    pub fn into_output(self) -> W {
        self.output
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        // One write for the whole line, so that an interruption leaves at most one incomplete line.
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.output.write_all(&line)
    }
}
