//! Reads the arguments that name requests: a text, a URL, a file, a folder, or standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use crate::regular_file;
use crate::request_parser::MAX_BYTES;
use countersign_core::bundle::is_bundle;
use countersign_core::reader;
use countersign_core::text::Lang;

/// The number of bytes at the start of a file that show whether it is a bundle.
const START: usize = 256;

/// The input that an argument names.
pub(super) enum RequestInput {
    /// The text of one request, and its source.
    Text { source: String, text: String },
    /// A bundle of requests.
    Bundle(PathBuf),
    /// A folder of files with one request each.
    Folder(PathBuf),
}

impl RequestInput {
    /// Parses an argument: `-` is standard input, an existing path is a file or a folder, and any other text
    /// is the request itself. A text that can only be a path is an error if the path doesn't exist, so that a
    /// mistyped name is reported.
    pub(super) fn from_argument(argument: &str, lang: Lang) -> Result<Self, Failure> {
        let path = Path::new(argument);
        if argument == "-" {
            let text = read(io::stdin()).map_err(|error| Failure::file(path, &error, lang))?;
            return Ok(Self::Text { source: argument.to_owned(), text });
        }
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => Ok(Self::Folder(path.to_owned())),
            Ok(_) if starts_as_bundle(path).map_err(|error| Failure::file(path, &error, lang))? => {
                Ok(Self::Bundle(path.to_owned()))
            }
            Ok(_) => {
                let text = read_file(path).map_err(|error| Failure::file(path, &error, lang))?;
                Ok(Self::Text { source: argument.to_owned(), text })
            }
            Err(error) if is_path(argument) => Err(Failure::file(path, &error, lang)),
            Err(_) => Ok(Self::Text { source: "argument".to_owned(), text: argument.to_owned() }),
        }
    }
}

/// Whether a file starts as a bundle does. Only a regular file is checked, because a pipe can be read only
/// once.
fn starts_as_bundle(path: &Path) -> io::Result<bool> {
    if !path.metadata()?.is_file() {
        return Ok(false);
    }
    let mut start = Vec::new();
    File::open(path)?.take(START as u64).read_to_end(&mut start)?;
    Ok(is_bundle(&start))
}

/// Whether a text is a path and no request: one word with an extension or a folder, and no part of an
/// address.
fn is_path(text: &str) -> bool {
    let address = text.to_ascii_uppercase();
    !text.contains(|c: char| c.is_whitespace() || c == '[')
        && !address.contains("/R/")
        && !address.contains("://")
        && (text.contains('/') || Path::new(text).extension().is_some())
}

/// Reads the text of a file, at most one byte more than a request may have.
pub(super) fn read_file(path: &Path) -> io::Result<String> {
    read(File::open(path)?)
}

/// Reads the text of a regular file as [`read_file`] does. `None` if the path is not a regular file any more.
pub(super) fn read_regular_file(path: &Path) -> io::Result<Option<String>> {
    regular_file::open(path)?.map(read).transpose()
}

fn read(from: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(reader::text(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_distinguished_from_a_request() {
        for path in ["nofile.txt", "./request", "/tmp/request-2MX.txt", "request.png"] {
            assert!(is_path(path), "{path}");
        }
        for text in [
            "HTTPS://DESK.EXAMPLE/R/EIAA",
            "desk.example/r/eiaa",
            "/R/EIAA",
            "[COUNTERSIGN REQUEST",
            "Hello, world.",
            "EIAA",
        ] {
            assert!(!is_path(text), "{text}");
        }
    }
}
