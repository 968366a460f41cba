//! Reading a bundle line by line, in bounded memory.

use std::io::{self, BufRead, Read as _};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use thiserror::Error;

use super::{BundleHead, BundleKind, BundledRequest, EndLine, MAX_ENTRIES, MAX_LINE, VERSION};
use crate::text::BundleLine;

/// The reason why a text can't be read as a bundle.
#[derive(Debug, Error)]
pub enum BundleError {
    /// The first line is not a head.
    #[error("the first line is not the head of a bundle")]
    NoHead,
    /// The bundle is of the other kind.
    #[error("the bundle holds {0:?}")]
    OtherKind(BundleKind),
    /// The format is newer than this program.
    #[error("unknown format version {0}")]
    Version(u64),
    /// The input can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The reason why a line gives no entry.
#[derive(Debug, Error)]
pub enum LineError {
    /// The line is longer than [`MAX_LINE`].
    #[error("the line has more than {MAX_LINE} bytes")]
    TooLong,
    /// The line is not a JSON object with the members of an entry.
    #[error("{0}")]
    NoEntry(String),
    /// The bundle has more than [`MAX_ENTRIES`] entries. Reading stops here.
    #[error("more than {MAX_ENTRIES} entries")]
    TooMany,
    /// The input can't be read. Reading stops here.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl LineError {
    /// The stable code and the line of text for the refusal of this line.
    ///
    /// # Errors
    /// The error of [`LineError::Io`], which belongs to the whole bundle.
    pub fn refusal(self) -> io::Result<(&'static str, BundleLine)> {
        match self {
            Self::TooLong => Ok(("LINE-TOO-LONG", BundleLine::LineTooLong)),
            Self::TooMany => Ok(("BUNDLE-TOO-LONG", BundleLine::BundleTooLong)),
            Self::NoEntry(_) => Ok(("LINE-MALFORMED", BundleLine::LineMalformed)),
            Self::Io(error) => Err(error),
        }
    }
}

/// How a bundle ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleEnd {
    /// The end line is there, and its count is the number of entries.
    Whole,
    /// The end line is missing, or its count differs from the number of entries.
    CutOff,
}

/// Whether a text begins with the head of a bundle of requests or answers, of any version.
#[must_use]
pub fn is_bundle(start: &[u8]) -> bool {
    BundleReader::<_, BundledRequest>::open(start, BundleKind::Requests)
        .map_or_else(|error| !matches!(error, BundleError::NoHead), |_| true)
}

/// The entries of a bundle. Each item is the number of a line, from 1 for the head, and its entry.
///
/// ```
/// use countersign_core::bundle::{BundleEnd, BundleKind, BundleReader, BundledRequest};
///
/// let text = "{\"countersign\":\"requests\",\"version\":1}\n{\"host\":\"web-01\",\"request\":\"HTTPS://...\"}\n{\"end\":1}\n";
/// let mut reader = BundleReader::<_, BundledRequest>::open(text.as_bytes(), BundleKind::Requests).unwrap();
/// let (line, entry) = reader.next().unwrap();
/// assert_eq!((line, entry.unwrap().host.as_str()), (2, "web-01"));
/// assert!(reader.next().is_none());
/// assert_eq!(reader.end(), BundleEnd::Whole);
/// ```
#[derive(Debug)]
pub struct BundleReader<R, T> {
    input: R,
    head: BundleHead,
    line: u64,
    entries: u64,
    state: State,
    entry_type: PhantomData<fn() -> T>,
}

/// The state of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Entries,
    Ended(BundleEnd),
}

/// One line of the input.
enum Line {
    Text(Vec<u8>),
    TooLong,
    /// The end of the input.
    None,
}

impl<R: BufRead, T: DeserializeOwned> BundleReader<R, T> {
    /// Reads the head.
    ///
    /// # Errors
    /// [`BundleError`].
    pub fn open(mut input: R, kind: BundleKind) -> Result<Self, BundleError> {
        let Line::Text(first) = read_line(&mut input)? else { return Err(BundleError::NoHead) };
        let first = first.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&first);
        let head: BundleHead = serde_json::from_slice(first).map_err(|_| BundleError::NoHead)?;
        if head.version != VERSION {
            return Err(BundleError::Version(head.version));
        }
        if head.countersign != kind {
            return Err(BundleError::OtherKind(head.countersign));
        }
        Ok(Self { input, head, line: 1, entries: 0, state: State::Entries, entry_type: PhantomData })
    }

    /// The head.
    #[must_use]
    pub const fn head(&self) -> &BundleHead {
        &self.head
    }

    /// How the bundle ended; [`BundleEnd::CutOff`] as long as the end line is not read.
    #[must_use]
    pub const fn end(&self) -> BundleEnd {
        match self.state {
            State::Ended(end) => end,
            State::Entries => BundleEnd::CutOff,
        }
    }

    fn entry(&mut self, text: &[u8]) -> Option<Result<T, LineError>> {
        if let Ok(EndLine { end, counts: _ }) = serde_json::from_slice(text) {
            let whole = end == self.entries;
            self.state = State::Ended(if whole { BundleEnd::Whole } else { BundleEnd::CutOff });
            return None;
        }
        Some(self.count_entry().and_then(|()| {
            serde_json::from_slice(text).map_err(|error| LineError::NoEntry(error.to_string()))
        }))
    }

    /// Counts a line that is an entry, or should be one.
    fn count_entry(&mut self) -> Result<(), LineError> {
        self.entries += 1;
        if self.entries > MAX_ENTRIES as u64 {
            self.state = State::Ended(BundleEnd::CutOff);
            return Err(LineError::TooMany);
        }
        Ok(())
    }
}

impl<R: BufRead, T: DeserializeOwned> Iterator for BundleReader<R, T> {
    type Item = (u64, Result<T, LineError>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.state == State::Entries {
            self.line += 1;
            let line = self.line;
            let found = match read_line(&mut self.input) {
                Ok(Line::Text(text)) if text.trim_ascii().is_empty() => continue,
                Ok(Line::Text(text)) => self.entry(&text)?,
                Ok(Line::TooLong) => self.count_entry().and(Err(LineError::TooLong)),
                Ok(Line::None) => {
                    self.state = State::Ended(BundleEnd::CutOff);
                    return None;
                }
                Err(error) => {
                    self.state = State::Ended(BundleEnd::CutOff);
                    Err(error.into())
                }
            };
            return Some((line, found));
        }
        None
    }
}

/// Reads a line, or skips a line that is too long.
fn read_line(input: &mut impl BufRead) -> io::Result<Line> {
    let mut text = Vec::new();
    let limit = MAX_LINE as u64 + 1;
    if input.by_ref().take(limit).read_until(b'\n', &mut text)? == 0 {
        return Ok(Line::None);
    }
    if text.len() <= MAX_LINE || text.ends_with(b"\n") {
        return Ok(Line::Text(text));
    }
    loop {
        let part = input.fill_buf()?;
        let (used, ended) = match part.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (part.len(), part.is_empty()),
        };
        input.consume(used);
        if ended {
            return Ok(Line::TooLong);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{BundleWriter, BundledRequest};
    use super::*;

    const HEAD: &str = "{\"countersign\":\"requests\",\"version\":1}\n";

    fn open(text: &str) -> Result<BundleReader<&[u8], BundledRequest>, BundleError> {
        BundleReader::open(text.as_bytes(), BundleKind::Requests)
    }

    /// Each line's host, or its error, and how the bundle ended.
    fn read(text: &str) -> (Vec<(u64, String)>, BundleEnd) {
        let mut reader = open(text).unwrap();
        let said = |entry: Result<BundledRequest, LineError>| {
            entry.map_or_else(|error| error.to_string(), |one| one.host)
        };
        let lines = reader.by_ref().map(|(line, entry)| (line, said(entry))).collect();
        (lines, reader.end())
    }

    #[test]
    fn a_file_that_is_not_a_bundle_is_reported() {
        for text in ["", "x", "{}", "[COUNTERSIGN REQUEST 2]", "{\"countersign\":\"other\",\"version\":1}"] {
            assert!(matches!(open(text), Err(BundleError::NoHead)), "{text}");
        }
        let answers = "{\"countersign\":\"answers\",\"version\":1}";
        assert!(matches!(open(answers), Err(BundleError::OtherKind(BundleKind::Answers))));
        let newer = "{\"countersign\":\"requests\",\"version\":2,\"more\":1}";
        assert!(matches!(open(newer), Err(BundleError::Version(2))));
        assert!(open(&format!("\u{feff}{HEAD}")).is_ok());
    }

    #[test]
    fn a_malformed_line_affects_no_other_line() {
        let long = "x".repeat(3 * MAX_LINE);
        let text = format!(
            "{HEAD}{{\"host\":\"a\",\"request\":\"r\"}}\n\nnothing\r\n{{\"host\":\"b\"}}\n{long}\n\
             {{\"host\":\"c\",\"request\":\"r\",\"more\":1}}\n{{\"end\":5}}\nafter"
        );
        let (lines, end) = read(&text);
        let shown: Vec<_> = lines.iter().map(|(line, said)| format!("{line} {said}")).collect();
        assert_eq!(
            shown,
            [
                "2 a",
                "4 expected ident at line 1 column 2",
                "5 missing field `request` at line 1 column 12",
                "6 the line has more than 131072 bytes",
                "7 c"
            ]
        );
        assert_eq!(end, BundleEnd::Whole);
    }

    #[test]
    fn lines_of_every_kind_count_towards_the_limit() {
        let long = "x".repeat(MAX_LINE + 1) + "\n";
        for line in ["{\"host\":\"a\",\"request\":\"r\"}\n", "x\n", long.as_str()] {
            let text = line.repeat(4);
            let mut reader = open(HEAD).unwrap();
            (reader.input, reader.entries) = (text.as_bytes(), MAX_ENTRIES as u64 - 2);
            let refusals: Vec<_> = reader.by_ref().map(|(_, entry)| entry.err()).collect();
            assert_eq!(refusals.len(), 3, "{line:.20}");
            assert!(matches!(refusals.last(), Some(Some(LineError::TooMany))), "{line:.20}");
            assert_eq!(reader.end(), BundleEnd::CutOff);
        }
    }

    #[test]
    fn a_bundle_without_its_end_line_is_reported_as_truncated() {
        let entry = "{\"host\":\"a\",\"request\":\"r\"}\n";
        for text in [
            format!("{HEAD}{entry}"),
            format!("{HEAD}{entry}{{\"end\":2}}\n"),
            format!("{HEAD}{entry}{{\"end\":0}}\n"),
            format!("{HEAD}{entry}{{\"en"),
        ] {
            let (lines, end) = read(&text);
            assert_eq!((lines[0].1.as_str(), end), ("a", BundleEnd::CutOff), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_written_bundle_is_read_back(hosts in prop::collection::vec("\\PC{1,20}", 0..20)) {
            let mut writer = BundleWriter::begin(Vec::new(), BundleKind::Requests, None).unwrap();
            for host in &hosts {
                writer.entry(&BundledRequest { host: host.clone(), request: "r".to_owned() }).unwrap();
            }
            let text = String::from_utf8(writer.end(None).unwrap()).unwrap();
            let (lines, end) = read(&text);
            prop_assert_eq!(lines.into_iter().map(|(_, host)| host).collect::<Vec<_>>(), hosts);
            prop_assert_eq!(end, BundleEnd::Whole);
        }

        #[test]
        fn any_bytes_are_read_without_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let text = [HEAD.as_bytes(), &bytes].concat();
            let reader = BundleReader::<_, BundledRequest>::open(text.as_slice(), BundleKind::Requests).unwrap();
            prop_assert!(reader.count() <= bytes.len());
        }
    }
}
