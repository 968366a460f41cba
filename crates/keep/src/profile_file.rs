//! Finds the installed profile.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The most bytes of a file that are read. A profile has one or two thousand.
const LIMIT: u64 = 256 * 1024;

/// The profile file that was found.
#[derive(Debug)]
pub enum Found {
    /// A file.
    File {
        /// Its path.
        path: PathBuf,
        /// Its text.
        text: String,
    },
    /// No profile is installed: practice.
    None,
}

/// Reads the given path, or else the first of `/etc/countersign/profile.toml` and `profile.toml` beside the program.
///
/// # Errors
/// The path and the system's error, if the given path or an installed file can't be read.
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
    let text = || -> io::Result<String> {
        let mut bytes = Vec::new();
        File::open(path)?.take(LIMIT).read_to_end(&mut bytes)?;
        // Bytes that are no text are no profile. The parser reports that.
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    };
    match text() {
        Ok(text) => Ok(Some(Found::File { path: path.to_owned(), text })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err((path.to_owned(), error)),
    }
}
