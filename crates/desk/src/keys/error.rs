//! Why keys can't be read, written or made.

use std::path::PathBuf;

use thiserror::Error;

/// Why keys can't be read, written or made.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The keys aren't sealed, and users other than the owner may read the file of the database.
    #[error("{path}: mode {mode:o}, others may read it")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The keys have the format of a newer program.
    #[error("format {0} is of a newer program")]
    Newer(u32),
    /// The text is no key ring.
    #[error("not a key ring: {0}")]
    Malformed(String),
    /// The keys are sealed, and no passphrase was given.
    #[error("sealed: a passphrase is needed")]
    NeedsPassphrase,
    /// The keys aren't sealed, and the database is a server, whose copies and administrators would have them.
    #[error("keys on a server must be sealed")]
    Unsealed,
    /// The passphrase doesn't open the box, or somebody changed the text.
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
