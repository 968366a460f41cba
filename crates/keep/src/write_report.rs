//! The results of store, restore and release.

use thiserror::Error;

use super::keep_code::KeepCode;
use super::storage::{StorageError, StorageKind};

/// The result of writing one record to one storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOutcome {
    /// The record was written.
    Written,
    /// The record was already there.
    Unchanged,
    /// The record can't be written.
    Failed(StorageError),
    /// The record is of the older binding, which is never stored in UEFI.
    OlderBinding,
    /// A record of a newer program is there and was not changed.
    Newer,
}

impl WriteOutcome {
    /// Whether the storage holds the record.
    #[must_use]
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Written | Self::Unchanged)
    }

    /// Returns the code of the reason why the storage doesn't hold the record.
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

/// The results for both storages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteReport {
    /// The result for the file.
    pub file: WriteOutcome,
    /// The result for the UEFI variable.
    pub efi: WriteOutcome,
}

impl WriteReport {
    /// Returns the code of the reason why the file doesn't hold the record, if UEFI doesn't hold it either.
    #[must_use]
    pub const fn lost(&self) -> Option<KeepCode> {
        if self.efi.is_there() { None } else { self.file.code(StorageKind::File) }
    }
}

/// Why a store, restore or release failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeepError {
    /// The storage can't be read or written.
    #[error("{0:?}: {1}")]
    Storage(StorageKind, StorageError),
    /// The license for this request was given back on this machine.
    #[error("the license was given back")]
    Released,
    /// A record of a newer program is there and was not changed.
    #[error("a newer program's record is kept")]
    Newer(StorageKind),
    /// There is no license to give back.
    #[error("nothing is kept")]
    Nothing,
    /// The record can't be encoded. This happens for no verified record.
    #[error("not a record that can be kept")]
    Unencodable,
}

impl KeepError {
    /// Returns the stable code.
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
