//! The passphrase that seals the signing keys, and how it is read from a file. The location of the file is
//! not here but in `commands`.

use std::fmt;
use std::io::{self, Read as _};
use std::ops::Deref;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::regular_file;

/// The maximum size of the file, in bytes, including the line end.
const MAX_BYTES: u64 = 4_096;

/// A passphrase. Its memory is overwritten on drop.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

/// The users who may read the file, by its origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Only the owner, as for keys.
    Owner,
    /// The user of a systemd unit. systemd grants access to a unit's credentials by an access control list;
    /// its mask appears as the group permission.
    Unit,
}

/// Why no passphrase can be read from a file.
#[derive(Debug, Error)]
pub(crate) enum PassphraseError {
    /// The file can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The path is a link, a pipe, a folder, a device or a socket.
    #[error("not a regular file")]
    NotRegular,
    /// Users other than the owner may read it, by these permission bits.
    #[error("mode {0:o}, others may read it")]
    Exposed(u32),
    /// The file has no text except for a line end.
    #[error("empty")]
    Empty,
}

impl Passphrase {
    /// Reads the passphrase from a file, without the line end.
    ///
    /// # Errors
    /// [`PassphraseError`] if the file can't be used or has no passphrase.
    pub(crate) fn read(path: &Path, reader: Reader) -> Result<Self, PassphraseError> {
        let file = regular_file::open(path)?.ok_or(PassphraseError::NotRegular)?;
        let mode = file.metadata()?.mode() & 0o777;
        let others = if reader == Reader::Owner { 0o077 } else { 0o007 };
        if mode & others != 0 {
            return Err(PassphraseError::Exposed(mode));
        }
        // The capacity is enough for the whole file, so that the string is never reallocated and leaves no
        // copy.
        let room = usize::try_from(MAX_BYTES).unwrap_or_default() + 64;
        let mut text = Zeroizing::new(String::with_capacity(room));
        file.take(MAX_BYTES + 1).read_to_string(&mut text)?;
        if text.len() as u64 > MAX_BYTES {
            return Err(PassphraseError::Io(io::ErrorKind::FileTooLarge.into()));
        }
        if text.ends_with('\n') {
            text.pop();
            if text.ends_with('\r') {
                text.pop();
            }
        }
        if text.is_empty() { Err(PassphraseError::Empty) } else { Ok(Self(text)) }
    }
}

impl From<String> for Passphrase {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl Deref for Passphrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn read(text: &str, mode: u32, reader: Reader) -> Result<String, PassphraseError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passphrase");
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        Passphrase::read(&path, reader).map(|passphrase| passphrase.0.to_string())
    }

    #[test]
    fn only_the_line_ending_is_removed() {
        for (text, passphrase) in
            [("correct horse\n", "correct horse"), ("a \r\n", "a "), ("口令", "口令"), ("a\nb\n\n", "a\nb\n")]
        {
            assert_eq!(read(text, 0o600, Reader::Owner).unwrap(), passphrase);
        }
        for empty in ["", "\n", "\r\n"] {
            assert!(matches!(read(empty, 0o400, Reader::Owner), Err(PassphraseError::Empty)), "{empty:?}");
        }
        assert!(matches!(read(&"x".repeat(5_000), 0o600, Reader::Owner), Err(PassphraseError::Io(_))));
    }

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        for mode in [0o640, 0o604, 0o620, 0o601] {
            assert!(
                matches!(read("x", mode, Reader::Owner), Err(PassphraseError::Exposed(held)) if held == mode)
            );
        }
        assert!(read("x", 0o440, Reader::Unit).is_ok());
        assert!(matches!(read("x", 0o444, Reader::Unit), Err(PassphraseError::Exposed(0o444))));
    }

    #[test]
    fn a_link_or_a_folder_is_refused_and_its_text_is_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for path in [&link, folder.path()] {
            assert!(matches!(Passphrase::read(path, Reader::Owner), Err(PassphraseError::NotRegular)));
        }
        assert_eq!(format!("{:?}", Passphrase::from("secret".to_owned())), "Passphrase");
    }
}
