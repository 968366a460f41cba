//! Requests out of texts from outside: whoever pastes, uploads, scans or types them.

use countersign_core::protocol::spoken::{SpokenError, SpokenRequest};
use countersign_core::protocol::{Request, RequestError};
use countersign_ledger::IncomingRequest;

/// The most a request's text may have, mail around it included, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// A typed line of a spoken request is shorter than this, with its blanks and a label.
const SPOKEN: usize = 40;

/// Why a text is no request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotRequest {
    /// Longer than [`LONGEST`].
    TooLong,
    /// There is none in it, or the one there is isn't in order.
    Invalid(RequestError),
    /// A line (8–11) of a spoken request, or all of them together, can't be read.
    Spoken(Option<u8>),
}

/// The request in a text: with its values, or the four lines of a spoken one.
///
/// # Errors
/// [`NotRequest`].
pub fn parse(text: &str) -> Result<IncomingRequest, NotRequest> {
    read(text, |lines| SpokenRequest::parse(lines).map(|spoken| (spoken, Vec::new()))).map(|(asked, _)| asked)
}

/// The same as an operator typed it who heard it read out: slips are mended, what sounds alike first, and whether a
/// license number is `known` is the second judge of that. With it, the lines (8–11) that were typed otherwise.
///
/// # Errors
/// [`NotRequest`].
pub fn heard(
    text: &str,
    known: impl FnMut(&SpokenRequest) -> bool,
) -> Result<(IncomingRequest, Vec<u8>), NotRequest> {
    read(text, |lines| SpokenRequest::read(lines, known))
}

fn read(
    text: &str,
    spoken: impl FnOnce(&[&str; 4]) -> Result<(SpokenRequest, Vec<u8>), SpokenError>,
) -> Result<(IncomingRequest, Vec<u8>), NotRequest> {
    if text.len() > LONGEST {
        return Err(NotRequest::TooLong);
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if let &[a, b, c, d] = lines.as_slice() {
        match spoken(&[a, b, c, d]) {
            Ok((spoken, mended)) => return Ok((IncomingRequest::Spoken(spoken), mended)),
            Err(SpokenError::Check) => return Err(NotRequest::Spoken(None)),
            Err(SpokenError::Request(error)) => return Err(NotRequest::Invalid(error)),
            // One bad line of four typed ones; four lines of anything else are no spoken request.
            Err(SpokenError::Line(line)) if lines.iter().all(|one| one.chars().count() < SPOKEN) => {
                return Err(NotRequest::Spoken(Some(line)));
            }
            Err(SpokenError::Line(_)) => {}
        }
    }
    let full = Request::parse(text).map_err(NotRequest::Invalid)?;
    Ok((IncomingRequest::Full(full), Vec::new()))
}
