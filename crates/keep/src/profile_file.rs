//! Where a profile is looked for.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most of a file that is taken in, in bytes; a profile has one or two thousand.
const LIMIT: u64 = 256 * 1024;

/// Where a profile file was found, and its text.
#[derive(Debug)]
pub enum Found {
    /// A file, read.
    File {
        /// Where.
        path: PathBuf,
        /// Its text.
        text: String,
    },
    /// None is installed: practice.
    None,
}

/// The first of: the path given, `/etc/countersign/profile.toml`, `profile.toml` beside the program.
///
/// # Errors
/// A path that was given and can't be read, or an installed file that can't be, with its path.
pub fn find(given: Option<&Path>) -> Result<Found, (PathBuf, io::Error)> {
    if let Some(path) = given {
        return read(path)?.ok_or_else(|| (path.to_owned(), io::ErrorKind::NotFound.into()));
    }
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("profile.toml")));
    for path in [Some(PathBuf::from("/etc/countersign/profile.toml")), beside].into_iter().flatten() {
        if let Some(found) = read(&path)? {
            return Ok(found);
        }
    }
    Ok(Found::None)
}

fn read(path: &Path) -> Result<Option<Found>, (PathBuf, io::Error)> {
    let whole = || -> io::Result<String> {
        let mut bytes = Vec::new();
        File::open(path)?.take(LIMIT).read_to_end(&mut bytes)?;
        // What is no text is no profile either; the parser says so.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    match whole() {
        Ok(text) => Ok(Some(Found::File { path: path.to_owned(), text })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err((path.to_owned(), error)),
    }
}
