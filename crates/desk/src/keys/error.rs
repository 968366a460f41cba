//! Why keys can't be read, written or made.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why keys can't be read, written or made.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The file can't be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// Users other than the owner may read the file.
    #[error("{path}: mode {mode:o}, others may read it")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file has the format of a newer program.
    #[error("format {0} is of a newer program")]
    Newer(u32),
    /// The file is no key file.
    #[error("not a key file: {0}")]
    Malformed(String),
    /// The file is sealed, and no passphrase was given.
    #[error("sealed: a passphrase is needed")]
    NeedsPassphrase,
    /// The passphrase doesn't open the box, or somebody changed the file.
    #[error("the passphrase doesn't open it")]
    WrongPassphrase,
    /// The system gave no random bytes, or no memory for the key derivation.
    #[error("{0}")]
    System(String),
}

impl From<getrandom::Error> for KeyError {
    fn from(error: getrandom::Error) -> Self {
        Self::System(error.to_string())
    }
}
