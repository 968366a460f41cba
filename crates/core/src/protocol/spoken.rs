//! The spoken request: lines that a caller reads out and an operator types.
//!
//! The operator types the license number first. Then follow four typed lines (numbers 8 to 11), 40 bytes:
//!
//! | bytes | content |
//! | --- | --- |
//! | 0–2 | bytes 0–2 of the head (`head`), kind 2 |
//! | 3–25 | bytes 9–31 of the head, after the license number |
//! | 26–35 | scheme 3 marker ([`marker`](crate::marker)), not all zero |
//! | 36–39 | the first 4 bytes of the digest of bytes 0–35 and the packed license number, with the tag `countersign spoken 2` |
//!
//! The profile id in line 8 chooses the mask that packs the typed number. A wrong number fails the check, like an error in a line.
//! Values are not sent: the desk decides by the verdicts in the head. Lines are mended one by one ([`mod@line`](super::line)); the
//! check tells whether the mended lines are right.

use thiserror::Error;

use super::combinations::Combinations;
use super::crockford::{self, Glyph};
use super::head::{Head, RequestKind, part};
use super::line::{self, Data, LineNumber};
use super::line_candidates::{Candidate, Channel, candidates};
use super::{Marker, Request, RequestError, RequestName, pasted_lines};
use crate::digest;

/// Bytes of the head before the license number.
const BEFORE: usize = 3;
/// Bytes of the head after the license number, and their offset in the head.
const AFTER: usize = 23;
const AFTER_FROM: usize = 9;
/// Bytes before the check.
const CHECKED: usize = BEFORE + AFTER + 10;

/// The most readings that [`SpokenRequest::mend`] tries. A wrong reading passes the 32-bit check with a probability of 1 in 2^32.
pub const MAX_GUESSES: usize = 20_000;

/// A request without values, with its license number in the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenRequest {
    /// The head.
    pub head: Head,
    /// The scheme 3 marker that the device computed.
    pub marker3: Marker,
}

/// The reason why four typed lines are not a spoken request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SpokenError {
    /// The line of this number (8–11) can't be read.
    #[error("line {0} can't be read")]
    Line(u8),
    /// The profile in the lines is unknown, or the license number doesn't fit its mask.
    #[error("the license number does not fit the profile {0}")]
    Number(u16),
    /// Each line was read or mended, but the check doesn't agree: a mended line or the license number is wrong.
    #[error("the check does not match")]
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
        let head = self.head.bytes(RequestKind::Spoken);
        let mut bytes = [0; CHECKED + 4];
        bytes[..BEFORE].copy_from_slice(&head[..BEFORE]);
        bytes[BEFORE..BEFORE + AFTER].copy_from_slice(&head[AFTER_FROM..]);
        bytes[BEFORE + AFTER..CHECKED].copy_from_slice(&self.marker3.0);
        let sum = check(&bytes, self.head.number);
        bytes[CHECKED..].copy_from_slice(&sum);
        let mut from = 0;
        LineNumber::spoken().map(|number| {
            let line = line::encode(number, &part(&bytes, from));
            from += 10;
            line
        })
    }

    /// Parses four typed lines. Before that, lines that are clean under another number are moved to their places. `pack` packs the
    /// license number by the mask of the profile with this id; `None` where there is no such profile or the number doesn't fit.
    ///
    /// # Errors
    /// [`SpokenError::Line`] for the first line that can't be read, else [`SpokenError::Number`], [`SpokenError::Check`],
    /// [`SpokenError::Request`].
    pub fn parse(lines: &[&str; 4], pack: impl Fn(u16) -> Option<[u8; 6]>) -> Result<Self, SpokenError> {
        let numbers = LineNumber::spoken();
        let mut data = [Data::default(); 4];
        for ((number, from), data) in
            numbers.into_iter().zip(pasted_lines::in_order(&numbers, *lines)).zip(&mut data)
        {
            let read = lines.get(from).and_then(|typed| line::read(number, typed).data());
            *data = read.ok_or(SpokenError::Line(number.get()))?;
        }
        Self::decode(&data, pack)
    }

    /// Reads four lines that an operator typed while a caller read them out: by [`SpokenRequest::parse`], else by
    /// [`SpokenRequest::mend`]. Returns the request, and the numbers (8–11) of mended lines; the operator reads these back to the
    /// caller.
    ///
    /// # Errors
    /// The errors of [`SpokenRequest::parse`], where no likely reading passes the check.
    pub fn read(
        lines: &[&str; 4],
        pack: impl Fn(u16) -> Option<[u8; 6]>,
    ) -> Result<(Self, Vec<u8>), SpokenError> {
        match Self::parse(lines, &pack) {
            Ok(read) => {
                let slipped = read.slipped(lines);
                Ok((read, slipped))
            }
            Err(error @ SpokenError::Request(_)) => Err(error),
            Err(error) => Self::mend(lines, pack).ok_or(error),
        }
    }

    /// Finds the most likely reading of four badly typed lines that passes the check. Tries at most [`MAX_GUESSES`] readings; confused
    /// characters that sound alike count as likely. Also returns the numbers (8–11) of mended lines. For lines that can't be mended, a
    /// wrong reading passes with a probability of 1 in 200,000; so the caller confirms the request's name where a line was mended.
    #[must_use]
    pub fn mend(lines: &[&str; 4], pack: impl Fn(u16) -> Option<[u8; 6]>) -> Option<(Self, Vec<u8>)> {
        let numbers = LineNumber::spoken();
        let mut lists: [Vec<Candidate>; 4] = Default::default();
        for ((number, typed), list) in numbers.into_iter().zip(ordered(lines)).zip(&mut lists) {
            *list = candidates(number, &typed, Channel::Heard);
        }
        lists[0].retain(|candidate| {
            Head::may_begin(&candidate.data, RequestKind::Spoken)
                && pack(Head::profile_id_of(&candidate.data)).is_some()
        });
        Combinations::new(lists).take(MAX_GUESSES).find_map(|data| {
            let found = Self::decode(&data, &pack).ok()?;
            let slipped = found.slipped(lines);
            Some((found, slipped))
        })
    }

    /// The numbers of the lines that differ from the typed lines.
    fn slipped(&self, typed: &[&str; 4]) -> Vec<u8> {
        let lines = self.lines().into_iter().zip(ordered(typed));
        LineNumber::spoken()
            .into_iter()
            .zip(lines)
            .filter(|(_, (line, typed))| !typed.iter().map(|glyph| glyph.character()).eq(line.chars()))
            .map(|(number, _)| number.get())
            .collect()
    }

    fn decode(lines: &[Data; 4], pack: impl Fn(u16) -> Option<[u8; 6]>) -> Result<Self, SpokenError> {
        let bytes: &[u8; CHECKED + 4] = &part(lines.as_flattened(), 0);
        let profile_id = Head::profile_id_of(&lines[0]);
        let number = pack(profile_id).ok_or(SpokenError::Number(profile_id))?;
        if check(bytes, number) != part(bytes, CHECKED) {
            return Err(SpokenError::Check);
        }
        let (before, after) = (&bytes[..BEFORE], &bytes[BEFORE..BEFORE + AFTER]);
        let head = [before, &number, after].concat();
        let head = Head::decode(&part(&head, 0), RequestKind::Spoken)?;
        let marker3 = Marker::from_wire(part(bytes, BEFORE + AFTER)).ok_or(RequestError::NoMarker)?;
        Ok(Self { head, marker3 })
    }

    /// The name. It is the same as for the request with values.
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

fn check(bytes: &[u8; CHECKED + 4], number: [u8; 6]) -> [u8; 4] {
    digest::tagged(digest::SPOKEN, &[&bytes[..CHECKED], &number])
}

/// Finds the four lines of a spoken request in pasted text, like [`license::find_lines`](super::license::find_lines).
#[must_use]
pub fn find_lines(text: &str) -> Option<[String; 4]> {
    pasted_lines::find(text, &LineNumber::spoken())
}
