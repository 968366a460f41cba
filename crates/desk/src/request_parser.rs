//! Finds the request in a text that somebody pasted, uploaded, scanned or typed.

use countersign_core::protocol::spoken::{SpokenError, SpokenRequest};
use countersign_core::protocol::{Request, RequestError};
use countersign_ledger::IncomingRequest;

/// The longest text, in bytes: a request with the mail around it.
pub const MAX_BYTES: usize = 64 * 1024;

/// Every typed line of a spoken request, with its blanks and a label, has fewer characters than this.
const SPOKEN_LINE_CHARS: usize = 40;

/// Why a text gives no request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// It is longer than [`MAX_BYTES`].
    TooLong,
    /// It holds no request, or an invalid one.
    Invalid(RequestError),
    /// One line (8–11) of a spoken request can't be read; `None` if the four lines don't agree.
    Spoken(Option<u8>),
}

/// Parses a text that holds a request with its values, or the four lines of a spoken request.
///
/// # Errors
/// [`ParseError`].
pub fn parse(text: &str) -> Result<IncomingRequest, ParseError> {
    parse_with(text, |lines| SpokenRequest::parse(lines).map(|spoken| (spoken, Vec::new())))
        .map(|(request, _)| request)
}

/// Parses like [`parse`], and corrects the lines of a spoken request that an operator misheard or mistyped. A corrected
/// reading counts only if its license number is `known`. Gives the numbers (8–11) of the corrected lines too.
///
/// # Errors
/// [`ParseError`].
pub fn parse_and_mend(
    text: &str,
    known: impl FnMut(&SpokenRequest) -> bool,
) -> Result<(IncomingRequest, Vec<u8>), ParseError> {
    parse_with(text, |lines| SpokenRequest::read(lines, known))
}

fn parse_with(
    text: &str,
    parse_spoken: impl FnOnce(&[&str; 4]) -> Result<(SpokenRequest, Vec<u8>), SpokenError>,
) -> Result<(IncomingRequest, Vec<u8>), ParseError> {
    if text.len() > MAX_BYTES {
        return Err(ParseError::TooLong);
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if let &[a, b, c, d] = lines.as_slice() {
        match parse_spoken(&[a, b, c, d]) {
            Ok((spoken, mended)) => return Ok((IncomingRequest::Spoken(spoken), mended)),
            Err(SpokenError::Check) => return Err(ParseError::Spoken(None)),
            Err(SpokenError::Request(error)) => return Err(ParseError::Invalid(error)),
            // Four short lines, one of them bad, are a spoken request; four lines of anything else aren't.
            Err(SpokenError::Line(line))
                if lines.iter().all(|one| one.chars().count() < SPOKEN_LINE_CHARS) =>
            {
                return Err(ParseError::Spoken(Some(line)));
            }
            Err(SpokenError::Line(_)) => {}
        }
    }
    let full = Request::parse(text).map_err(ParseError::Invalid)?;
    Ok((IncomingRequest::Full(full), Vec::new()))
}
