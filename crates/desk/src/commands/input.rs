//! Requests out of whatever `answer` is given: text, URL, file, folder, standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Exit;
use super::failure::Failure;
use crate::requests::{LONGEST, NotRequest};
use crate::text::DeskLine as L;
use countersign_core::protocol::RequestError;
use countersign_core::text::Lang;

/// What one argument of `answer` names.
pub(super) enum Input {
    /// One request; where it comes from, and its text.
    One {
        source: String,
        text: String,
    },
    Folder(PathBuf),
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

/// The text of a file, no more of it than shows that it is too long.
pub(super) fn read_file(path: &Path) -> io::Result<String> {
    read(File::open(path)?)
}

fn read(from: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
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
