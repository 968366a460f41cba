//! The passphrase that seals the signing keys, and how it is read from a file. Never here: where the file is; `commands` knows.

use std::fmt;
use std::io::{self, Read as _};
use std::ops::Deref;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use thiserror::Error;
use zeroize::Zeroizing;

use crate::regular_file;

/// The longest passphrase, in bytes, with the end of its line.
const MAX_BYTES: u64 = 4_096;

/// A passphrase. Its memory is overwritten when it is dropped.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

/// Who put the file there, and so who may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The owner alone, as with keys.
    Owner,
    /// systemd gives a unit's credentials to its user by an access list, whose mask shows as the group's permission.
    Unit,
}

/// Why a file gives no passphrase.
#[derive(Debug, Error)]
pub(crate) enum PassphraseError {
    /// The file can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A link, a pipe, a folder, a device or a socket is there.
    #[error("not a regular file")]
    NotRegular,
    /// Users other than the owner may read it, by these permission bits.
    #[error("mode {0:o}, others may read it")]
    Exposed(u32),
    /// It holds nothing but the end of a line.
    #[error("empty")]
    Empty,
}

impl Passphrase {
    /// The passphrase in a file, without the end of its line.
    ///
    /// # Errors
    /// [`PassphraseError`].
    pub(crate) fn read(path: &Path, reader: Reader) -> Result<Self, PassphraseError> {
        let file = regular_file::open(path)?.ok_or(PassphraseError::NotRegular)?;
        let mode = file.metadata()?.mode() & 0o777;
        let others = if reader == Reader::Owner { 0o077 } else { 0o007 };
        if mode & others != 0 {
            return Err(PassphraseError::Exposed(mode));
        }
        // Room for all of it, so that no copy is left behind by growing.
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
    fn the_end_of_the_line_is_dropped_and_nothing_else() {
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
