//! What storing, restoring and releasing led to.

use thiserror::Error;

use super::code::KeepCode;
use super::storage::{StorageError, StorageKind};

/// What became of writing one record to one storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOutcome {
    /// It is there now.
    Written,
    /// It was there already.
    Unchanged,
    /// It is not there, because of this.
    Failed(StorageError),
    /// It is not there: the older binding is never kept in UEFI.
    OlderBinding,
    /// It is not there: a newer program's record is, and stays.
    Newer,
}

impl WriteOutcome {
    /// Whether the record is there.
    #[must_use]
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Written | Self::Unchanged)
    }

    /// Why it is not there.
    #[must_use]
    pub const fn code(self, kind: StorageKind) -> Option<KeepCode> {
        match (self, kind) {
            (Self::Written | Self::Unchanged, _) => None,
            (Self::Failed(error), _) => Some(KeepCode::of_storage_error(kind, error)),
            (Self::OlderBinding, _) => Some(KeepCode::EfiOlderBinding),
            (Self::Newer, StorageKind::File) => Some(KeepCode::KeepNewer),
            (Self::Newer, StorageKind::Efi) => Some(KeepCode::EfiNewer),
        }
    }
}

/// What became of storing or restoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteReport {
    /// The file.
    pub file: WriteOutcome,
    /// The UEFI variable.
    pub efi: WriteOutcome,
}

/// A license given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedLicense {
    /// The license number, packed by the profile's mask.
    pub number: [u8; 6],
    /// The release receipt: one typed line of 20 characters.
    pub receipt: String,
}

/// Why storing, restoring or releasing was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeepError {
    /// This storage can't do it.
    #[error("{0:?}: {1}")]
    Storage(StorageKind, StorageError),
    /// This license was given back here, as the answer to this request.
    #[error("the license was given back")]
    Released,
    /// A newer program's record stands there.
    #[error("a newer program's record is kept")]
    Newer(StorageKind),
    /// There is nothing to give back.
    #[error("nothing is kept")]
    Nothing,
    /// The record can't be written down, which no verified one meets.
    #[error("not a record that can be kept")]
    Unencodable,
}

impl KeepError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> KeepCode {
        match self {
            Self::Storage(kind, error) => KeepCode::of_storage_error(kind, error),
            Self::Released => KeepCode::KeepReleased,
            Self::Newer(StorageKind::File) => KeepCode::KeepNewer,
            Self::Newer(StorageKind::Efi) => KeepCode::EfiNewer,
            Self::Nothing => KeepCode::KeepNothing,
            Self::Unencodable => KeepCode::KeepFault,
        }
    }
}
