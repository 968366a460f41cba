//! Why keys can't be read, written or generated.

use std::path::PathBuf;

use thiserror::Error;

/// Why keys can't be read, written or generated.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The keys are not sealed, and users other than the owner may read the database file.
    #[error("{path}: mode {mode:o}, others may read it")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The keys have the format of a newer program.
    #[error("format {0} is from a newer program")]
    Newer(u32),
    /// The text is not a valid key ring.
    #[error("not a key ring: {0}")]
    Malformed(String),
    /// The keys are sealed, and no passphrase was given.
    #[error("sealed: a passphrase is needed")]
    NeedsPassphrase,
    /// The keys or the desk's own secrets are not sealed, and the database is on a server. Its backups and
    /// administrators would have them.
    #[error("keys on a server must be sealed")]
    Unsealed,
    /// The passphrase is wrong, or the sealed text was changed.
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
