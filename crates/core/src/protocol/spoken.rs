//! The spoken request: head, scheme 3 marker and a check, in four typed lines (numbers 8 to 11).
//!
//! | bytes | what |
//! | --- | --- |
//! | 0–25 | head (`head`), kind 2 |
//! | 26–35 | scheme 3 marker (`marker`), not all zero |
//! | 36–39 | the first 4 bytes of the digest (`digest`) of bytes 0–35 under `countersign spoken 1` |
//!
//! It has no values: the desk decides by the verdicts in the head. Lines are mended one by one ([`mod@line`](super::line)); the
//! check tells whether that was right.

use thiserror::Error;

use super::combinations::Combinations;
use super::crockford::{self, Glyph};
use super::head::{HEAD, Head, RequestKind, part};
use super::line::{self, Data, LineNumber};
use super::mend::{Candidate, Way, candidates};
use super::{Marker, Request, RequestError, RequestName, digest, pasted_lines};

/// Bytes before the check.
const CHECKED: usize = HEAD + 10;

/// The most readings that [`SpokenRequest::mend`] tries. A wrong one passes the 32-bit check once in 2^32.
pub const MAX_GUESSES: usize = 20_000;

/// A request without values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenRequest {
    /// The head.
    pub head: Head,
    /// The scheme 3 marker that the device computed.
    pub marker3: Marker,
}

/// Why four typed lines are no spoken request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SpokenError {
    /// The line of this number (8–11) can't be read.
    #[error("line {0} can't be read")]
    Line(u8),
    /// Each line was read or mended, but the check doesn't agree: a mended line is wrong.
    #[error("the check does not agree")]
    Check,
    /// The check agrees, but the head is refused.
    #[error("{0}")]
    Request(#[from] RequestError),
}

impl SpokenRequest {
    /// The spoken form of a request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        Self { head: request.head.clone(), marker3: request.marker3() }
    }

    /// Four lines of 20 characters without blanks. A head that [`Request::encode`] refuses gives lines that
    /// [`SpokenRequest::parse`] refuses.
    #[must_use]
    pub fn lines(&self) -> [String; 4] {
        let mut bytes = [0; CHECKED + 4];
        bytes[..HEAD].copy_from_slice(&self.head.bytes(RequestKind::Spoken));
        bytes[HEAD..CHECKED].copy_from_slice(&self.marker3.0);
        let sum = check(&bytes);
        bytes[CHECKED..].copy_from_slice(&sum);
        let mut from = 0;
        LineNumber::spoken().map(|number| {
            let line = line::encode(number, &part(&bytes, from));
            from += 10;
            line
        })
    }

    /// Parses four typed lines. Lines that are clean under another number are sorted first.
    ///
    /// # Errors
    /// [`SpokenError::Line`] for the first line that can't be read, else [`SpokenError::Check`], else [`SpokenError::Request`].
    pub fn parse(lines: &[&str; 4]) -> Result<Self, SpokenError> {
        let numbers = LineNumber::spoken();
        let mut data = [Data::default(); 4];
        for ((number, from), data) in
            numbers.into_iter().zip(pasted_lines::in_order(&numbers, *lines)).zip(&mut data)
        {
            let read = lines.get(from).and_then(|typed| line::read(number, typed).data());
            *data = read.ok_or(SpokenError::Line(number.get()))?;
        }
        Self::decode(&data)
    }

    /// Reads four lines that an operator typed while a caller read them out: by [`SpokenRequest::parse`], else by
    /// [`SpokenRequest::mend`]. Gives the request, and the numbers (8–11) of mended lines, to read back to the caller.
    ///
    /// # Errors
    /// As [`SpokenRequest::parse`], where no likely reading passes the check and `known`.
    pub fn read(lines: &[&str; 4], known: impl FnMut(&Self) -> bool) -> Result<(Self, Vec<u8>), SpokenError> {
        match Self::parse(lines) {
            Ok(read) => {
                let slipped = read.slipped(lines);
                Ok((read, slipped))
            }
            Err(error @ SpokenError::Request(_)) => Err(error),
            Err(error) => Self::mend(lines, known).ok_or(error),
        }
    }

    /// The most likely reading of four badly typed lines that passes the check, of at most [`MAX_GUESSES`], those with characters
    /// that sound alike first. `known` is a second check: whether a ledger has that license number. Without it, a wrong reading
    /// of a hopeless request passes once in 200,000. Also gives the numbers (8–11) of mended lines.
    #[must_use]
    pub fn mend(lines: &[&str; 4], mut known: impl FnMut(&Self) -> bool) -> Option<(Self, Vec<u8>)> {
        let numbers = LineNumber::spoken();
        let mut lists: [Vec<Candidate>; 4] = Default::default();
        for ((number, typed), list) in numbers.into_iter().zip(ordered(lines)).zip(&mut lists) {
            *list = candidates(number, &typed, Way::Heard);
        }
        lists[0].retain(|candidate| Head::may_begin(&candidate.data, RequestKind::Spoken));
        Combinations::new(lists).take(MAX_GUESSES).find_map(|data| {
            let found = Self::decode(&data).ok().filter(|found| known(found))?;
            let slipped = found.slipped(lines);
            Some((found, slipped))
        })
    }

    /// The numbers of the lines that differ from what was typed.
    fn slipped(&self, typed: &[&str; 4]) -> Vec<u8> {
        let lines = self.lines().into_iter().zip(ordered(typed));
        LineNumber::spoken()
            .into_iter()
            .zip(lines)
            .filter(|(_, (line, typed))| !typed.iter().map(|glyph| glyph.character()).eq(line.chars()))
            .map(|(number, _)| number.get())
            .collect()
    }

    fn decode(lines: &[Data; 4]) -> Result<Self, SpokenError> {
        let bytes = &part(lines.as_flattened(), 0);
        if check(bytes) != part(bytes, CHECKED) {
            return Err(SpokenError::Check);
        }
        let head = Head::decode(&part(bytes, 0), RequestKind::Spoken)?;
        let marker3 = Marker::from_wire(part(bytes, HEAD)).ok_or(RequestError::NoMarker)?;
        Ok(Self { head, marker3 })
    }

    /// The name, which is that of the request with values.
    #[must_use]
    pub fn name(&self) -> RequestName {
        RequestName::of(&self.head, self.marker3)
    }
}

/// The glyphs of the four lines, sorted.
fn ordered(lines: &[&str; 4]) -> [Vec<Glyph>; 4] {
    let mut typed: [Vec<Glyph>; 4] = Default::default();
    for (glyphs, from) in typed.iter_mut().zip(pasted_lines::in_order(&LineNumber::spoken(), *lines)) {
        *glyphs = lines.get(from).map(|text| crockford::glyphs(text).take(64).collect()).unwrap_or_default();
    }
    typed
}

fn check(bytes: &[u8; CHECKED + 4]) -> [u8; 4] {
    digest::tagged(digest::SPOKEN, &[&bytes[..CHECKED]])
}

/// The four lines of a spoken request in pasted text; as [`license::find_lines`](super::license::find_lines).
#[must_use]
pub fn find_lines(text: &str) -> Option<[String; 4]> {
    pasted_lines::find(text, &LineNumber::spoken())
}
