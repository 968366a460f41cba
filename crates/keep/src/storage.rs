//! The trait of a storage: small named entries of bytes, each whole or absent.
//!
//! There are three: a folder ([`FolderStorage`](super::FolderStorage)), UEFI variables
//! ([`EfiStorage`](super::EfiStorage)), and memory ([`MemoryStorage`](super::MemoryStorage)) for practice.
//! This module never interprets the bytes.

use std::fmt;
use std::io;

use thiserror::Error;

use super::regular_file::OpenError;
use super::trust::Distrust;

/// The maximum number of bytes of one entry. A longer entry is truncated when it is read, and then fails to
/// decode.
pub const ENTRY_LIMIT: usize = 64 * 1024;

/// A storage of small named entries. After a write or a removal that fails, an entry is as it was before, or as it should be
/// now.
pub trait Storage: fmt::Debug + Send + Sync {
    /// Reads the entry with the given name; `None` if there is none.
    ///
    /// # Errors
    /// [`StorageError`] if the storage can't be read.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError>;

    /// Writes the entry in place of the old one.
    ///
    /// # Errors
    /// [`StorageError`] if the entry can't be written, or if it isn't known whether it would outlive a power cut. Firmware may store
    /// something else ([`StorageError::Mismatch`]).
    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError>;

    /// Removes the entry, if there is one.
    ///
    /// # Errors
    /// [`StorageError`] if the entry can't be removed, or if it isn't known whether it would come back after a power cut.
    fn remove(&self, name: &str) -> Result<(), StorageError>;

    /// Checks whether an activation could be written, without writing it.
    ///
    /// # Errors
    /// The [`StorageError`] that a write would return.
    fn check_writable(&self) -> Result<FreeSpace, StorageError>;
}

/// The free space of a storage that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeSpace {
    /// Free bytes; `None` if the file system doesn't report them.
    pub bytes: Option<u64>,
}

impl FreeSpace {
    /// The number of bytes that must be free. An activation, its tombstones and eight requests need less.
    pub const NEEDED: u64 = 8 * 1024;
}

/// The two storages that keep an activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StorageKind {
    /// A file in the state folder.
    File,
    /// A UEFI variable.
    Efi,
}

/// Why a storage can't be read or written. Each error has its own next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StorageError {
    /// This user doesn't have the permission.
    #[error("permission denied")]
    Denied,
    /// The file system is mounted read-only, or the firmware protects its variables.
    #[error("read-only")]
    ReadOnly,
    /// No space is left.
    #[error("no space left")]
    Full,
    /// This machine has no such storage.
    #[error("not there")]
    NotThere,
    /// The bytes read back differ from those written.
    #[error("read back other than written")]
    Mismatch,
    /// The folder or the file fails the ownership and mode check, or is not a regular file.
    #[error(transparent)]
    Distrusted(#[from] Distrust),
    /// Another error.
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

impl From<OpenError> for StorageError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Distrusted(why) => Self::Distrusted(why),
            OpenError::System(error) => error.into(),
        }
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
    fn each_errno_maps_to_its_error() {
        use rustix::io::Errno;
        for (errno, expected) in [
            (Errno::ACCESS, StorageError::Denied),
            (Errno::PERM, StorageError::Denied),
            (Errno::ROFS, StorageError::ReadOnly),
            (Errno::NOSPC, StorageError::Full),
            (Errno::DQUOT, StorageError::Full),
            (Errno::NOENT, StorageError::NotThere),
            (Errno::NOTDIR, StorageError::Io(io::ErrorKind::NotADirectory)),
        ] {
            assert_eq!(StorageError::from(errno), expected, "{errno:?}");
        }
    }
}
