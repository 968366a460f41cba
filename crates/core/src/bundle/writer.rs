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

    /// Goes on with a bundle that has its head and so many entries.
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

    /// Writes the end, of answers with their counts, and gives the output back.
    ///
    /// # Errors
    /// The output can't be written.
    pub fn end(mut self, counts: Option<AnswerCounts>) -> io::Result<W> {
        let end = self.entries;
        self.line(&EndLine { end, counts })?;
        Ok(self.output)
    }

    /// Gives the output back without an end: there is more to come.
    pub fn into_output(self) -> W {
        self.output
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        // In one piece, so that a cut leaves at most one line torn.
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.output.write_all(&line)
    }
}
