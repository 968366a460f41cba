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
    /// One line (8–11) of a spoken request can't be read; `None` if the license number and the lines don't agree.
    Spoken(Option<u8>),
    /// The license number before the lines of a spoken request is missing, or fits no profile.
    SpokenNumber,
}

/// Parses a text that holds a request with its values, or a license number and the four lines of a spoken request. `pack`
/// packs a typed license number by the mask of the profile with that id.
///
/// # Errors
/// [`ParseError`].
pub fn parse(text: &str, pack: impl Fn(u16, &str) -> Option<[u8; 6]>) -> Result<IncomingRequest, ParseError> {
    parse_with(text, |number, lines| {
        SpokenRequest::parse(lines, |profile| pack(profile, number)).map(|spoken| (spoken, Vec::new()))
    })
    .map(|(request, _)| request)
}

/// Parses like [`parse`], and corrects the lines of a spoken request that an operator misheard or mistyped. Gives the
/// numbers (8–11) of the corrected lines too; then the caller has to confirm the name of the request.
///
/// # Errors
/// [`ParseError`].
pub fn parse_and_mend(
    text: &str,
    pack: impl Fn(u16, &str) -> Option<[u8; 6]>,
) -> Result<(IncomingRequest, Vec<u8>), ParseError> {
    parse_with(text, |number, lines| SpokenRequest::read(lines, |profile| pack(profile, number)))
}

fn parse_with(
    text: &str,
    parse_spoken: impl FnOnce(&str, &[&str; 4]) -> Result<(SpokenRequest, Vec<u8>), SpokenError>,
) -> Result<(IncomingRequest, Vec<u8>), ParseError> {
    if text.len() > MAX_BYTES {
        return Err(ParseError::TooLong);
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    // The text form has a heading, and may have as many lines.
    let has_heading = text.to_ascii_uppercase().contains("COUNTERSIGN");
    let spoken = match *lines.as_slice() {
        [number, a, b, c, d] if !has_heading => Some((number, [a, b, c, d])),
        [a, b, c, d] if !has_heading => Some(("", [a, b, c, d])),
        _ => None,
    };
    if let Some((number, lines)) = spoken {
        match parse_spoken(number, &lines) {
            Ok((spoken, mended)) => return Ok((IncomingRequest::Spoken(spoken), mended)),
            Err(SpokenError::Check) => return Err(ParseError::Spoken(None)),
            Err(SpokenError::Number(_)) => return Err(ParseError::SpokenNumber),
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
