//! The results of storing, restoring and releasing.

use thiserror::Error;

use super::code::KeepCode;
use super::storage::{StorageError, StorageKind};

/// The result of writing one record to one storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOutcome {
    /// The record was written.
    Written,
    /// The record was there already.
    Unchanged,
    /// The record can't be written.
    Failed(StorageError),
    /// The record is of the older binding, which is never kept in UEFI.
    OlderBinding,
    /// A newer program's record is there and stays.
    Newer,
}

impl WriteOutcome {
    /// Whether the storage holds the record.
    #[must_use]
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Written | Self::Unchanged)
    }

    /// The code of the reason why it doesn't.
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

/// The results of both storages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteReport {
    /// The file.
    pub file: WriteOutcome,
    /// The UEFI variable.
    pub efi: WriteOutcome,
}

/// Why storing, restoring or releasing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeepError {
    /// This storage can't be read or written.
    #[error("{0:?}: {1}")]
    Storage(StorageKind, StorageError),
    /// The license was given back on this machine, for this request.
    #[error("the license was given back")]
    Released,
    /// A newer program's record is there and stays.
    #[error("a newer program's record is kept")]
    Newer(StorageKind),
    /// There is no license to give back.
    #[error("nothing is kept")]
    Nothing,
    /// The record has no encoding. No verified record meets this.
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
