//! What a storage is: a place that keeps small named pieces of bytes, each whole or absent.
//!
//! Three stand beside this file: a folder ([`FolderStorage`](super::FolderStorage)), UEFI variables
//! ([`EfiStorage`](super::EfiStorage)), and memory ([`MemoryStorage`](super::MemoryStorage)) for practice.
//! Never here: what the bytes mean.

use std::fmt;
use std::io;

use thiserror::Error;

/// The most that one piece may hold, in bytes; a longer one is cut when read, and so seen as corrupt.
pub const ENTRY_LIMIT: usize = 64 * 1024;

/// Keeps small named pieces. Each method either does its work whole or leaves what was there.
pub trait Storage: fmt::Debug + Send + Sync {
    /// The piece of that name; `None` where there is none.
    ///
    /// # Errors
    /// [`StorageError`] where the storage can't be read.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError>;

    /// Puts the piece there, instead of what was there.
    ///
    /// # Errors
    /// [`StorageError`]; what was there before is still there.
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError>;

    /// Takes the piece away; nothing to take is fine.
    ///
    /// # Errors
    /// [`StorageError`] where it is still there.
    fn remove(&self, name: &str) -> Result<(), StorageError>;

    /// Finds out whether an activation could be written here now, as far as that can be known without
    /// keeping one.
    ///
    /// # Errors
    /// The [`StorageError`] that writing would meet.
    fn check_writable(&self) -> Result<FreeSpace, StorageError>;
}

/// A storage that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeSpace {
    /// Free bytes, where the file system tells.
    pub bytes: Option<u64>,
}

impl FreeSpace {
    /// An activation, its tombstones and eight requests take less than this, in bytes.
    pub const NEEDED: u64 = 8 * 1024;
}

/// The two places an activation is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StorageKind {
    /// A file in the state folder.
    File,
    /// A UEFI variable.
    Efi,
}

/// Why a storage can't do it. Kept apart because each has another cure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StorageError {
    /// This user may not.
    #[error("permission denied")]
    Denied,
    /// The file system is mounted read-only, or the firmware protects its variables.
    #[error("read-only")]
    ReadOnly,
    /// No room left.
    #[error("no space left")]
    Full,
    /// There is no such place on this machine.
    #[error("not there")]
    NotThere,
    /// What was read back is not what was written.
    #[error("read back other than written")]
    Mismatch,
    /// Some other fault.
    #[error("{0}")]
    Io(io::ErrorKind),
}

impl From<&io::Error> for StorageError {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::NotFound => Self::NotThere,
            kind => Self::Io(kind),
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        Self::from(&error)
    }
}

impl From<rustix::io::Errno> for StorageError {
    fn from(errno: rustix::io::Errno) -> Self {
        Self::from(&io::Error::from(errno))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_errno_has_its_cure() {
        use rustix::io::Errno;
        for (errno, want) in [
            (Errno::ACCESS, StorageError::Denied),
            (Errno::PERM, StorageError::Denied),
            (Errno::ROFS, StorageError::ReadOnly),
            (Errno::NOSPC, StorageError::Full),
            (Errno::DQUOT, StorageError::Full),
            (Errno::NOENT, StorageError::NotThere),
            (Errno::NOTDIR, StorageError::Io(io::ErrorKind::NotADirectory)),
        ] {
            assert_eq!(StorageError::from(errno), want, "{errno:?}");
        }
    }
}
