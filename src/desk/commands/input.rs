//! Requests out of whatever `answer` is given: text, URL, file, folder, standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Exit;
use super::failure::Failure;
use crate::ledger::Asked;
use crate::protocol::spoken::{SpokenError, SpokenRequest};
use crate::protocol::{Request, RequestError};
use crate::text::{DeskLine as L, Lang};

/// The most a request's text may have, mail around it included.
const LONGEST: u64 = 64 * 1024;

/// A typed line of a spoken request is shorter than this, with its blanks and a label.
const SPOKEN: usize = 40;

/// What one argument of `answer` names.
pub(super) enum Input {
    /// One request; where it comes from, and its text.
    One {
        source: String,
        text: String,
    },
    Folder(PathBuf),
}

/// Why a text is no request.
#[derive(Debug)]
pub(super) enum NotRequest {
    TooLong,
    Invalid(RequestError),
    /// A line (8–11) of a spoken request, or all of them together, can't be read.
    Spoken(Option<u8>),
}

impl Input {
    /// Looks at one argument. What is no path and not `-` is taken for the request itself.
    pub(super) fn of(argument: &str, lang: Lang) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if argument == "-" {
            let text = read(io::stdin()).map_err(|error| Failure::file(path, &error, lang))?;
            return Ok(Self::One { source: argument.to_owned(), text });
        }
        match path.metadata() {
            Ok(about) if about.is_dir() => Ok(Self::Folder(path.to_owned())),
            Ok(_) => {
                let text = read_file(path).map_err(|error| Failure::file(path, &error, lang))?;
                Ok(Self::One { source: argument.to_owned(), text })
            }
            Err(_) => Ok(Self::One { source: "argument".to_owned(), text: argument.to_owned() }),
        }
    }
}

/// The request in a text: with its values, or the four lines of a spoken one.
pub(super) fn parse(text: &str) -> Result<Asked, NotRequest> {
    if u64::try_from(text.len()).is_ok_and(|length| length > LONGEST) {
        return Err(NotRequest::TooLong);
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    if let &[a, b, c, d] = lines.as_slice() {
        match SpokenRequest::read(&[a, b, c, d], |_| true) {
            Ok((spoken, _)) => return Ok(Asked::ByWord(spoken)),
            Err(SpokenError::Check) => return Err(NotRequest::Spoken(None)),
            Err(SpokenError::Request(error)) => return Err(NotRequest::Invalid(error)),
            // One bad line of four typed ones; four lines of anything else are no spoken request.
            Err(SpokenError::Line(line)) if lines.iter().all(|one| one.chars().count() < SPOKEN) => {
                return Err(NotRequest::Spoken(Some(line)));
            }
            Err(SpokenError::Line(_)) => {}
        }
    }
    Request::parse(text).map(Asked::Full).map_err(NotRequest::Invalid)
}

/// The text of a file, no more of it than shows that it is too long.
pub(super) fn read_file(path: &Path) -> io::Result<String> {
    read(File::open(path)?)
}

fn read(from: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(LONGEST + 1).read_to_end(&mut bytes)?;
    // What isn't UTF-8 can't be part of a request; its marks make the parser say so.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

impl NotRequest {
    pub(super) fn failure(&self, lang: Lang) -> Failure {
        let fail = |code, lines, with: &[(&str, &str)]| Failure::new(Exit::Refused, code, lines, with, lang);
        match self {
            Self::TooLong => fail("REQUEST-TOO-LONG", (L::RequestTooLong, L::RequestTooLongDo), &[]),
            Self::Invalid(error) => {
                let (what, next) = match error {
                    RequestError::NotFound => (L::RequestNone, L::RequestNoneDo),
                    RequestError::CutOff => (L::RequestCut, L::RequestInvalidDo),
                    RequestError::Check | RequestError::Foreign(_) => (L::RequestSlip, L::RequestInvalidDo),
                    RequestError::Format(_) | RequestError::Kind(_) => (L::RequestNewer, L::RequestNewerDo),
                    _ => (L::RequestInvalid, L::RequestInvalidDo),
                };
                fail("REQUEST-INVALID", (what, next), &[])
            }
            Self::Spoken(None) => fail("REQUEST-INVALID", (L::RequestSpokenCheck, L::RequestSpokenDo), &[]),
            Self::Spoken(Some(line)) => {
                let with = [("line", &*line.to_string())];
                fail("REQUEST-INVALID", (L::RequestSpokenLine, L::RequestSpokenDo), &with)
            }
        }
    }
}
