//! What was found on the storages.

use thiserror::Error;

use super::code::KeepCode;
use super::envelope::RecordError;
use super::record::Activation;
use super::storage::{StorageError, StorageKind};
use super::tombstone::Tombstones;

/// What one storage holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// There is no such storage on this machine.
    NoStorage,
    /// No record.
    NoRecord,
    /// A whole one.
    Whole,
    /// One that can't be made out.
    Corrupt(RecordError),
    /// The storage can't be read.
    Unreadable(StorageError),
    /// One that was given back: erasing it was cut short, or a backup brought it again.
    Released,
    /// A whole one, but of another license than the later one on the other storage.
    Differs,
}

impl RecordState {
    /// The stable name, as in `status --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NoStorage => "absent",
            Self::NoRecord => "none",
            Self::Whole => "whole",
            Self::Corrupt(_) => "corrupt",
            Self::Unreadable(_) => "unreadable",
            Self::Released => "released",
            Self::Differs => "differs",
        }
    }

    /// What is the matter with it, if anything.
    #[must_use]
    pub const fn code(self, kind: StorageKind) -> Option<KeepCode> {
        match self {
            Self::NoStorage | Self::NoRecord | Self::Whole | Self::Released => None,
            Self::Corrupt(error) => Some(KeepCode::of_record_error(kind, error)),
            Self::Unreadable(error) => Some(KeepCode::of_storage_error(kind, error)),
            Self::Differs => Some(KeepCode::KeepDiffers),
        }
    }
}

/// What is kept on this machine, unverified as yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The later whole record that was not given back.
    pub activation: Option<Activation>,
    /// The other storage's record, where it is whole and of another license.
    pub other: Option<Activation>,
    /// The file.
    pub file: RecordState,
    /// The UEFI variable.
    pub efi: RecordState,
    /// What was given back from this machine.
    pub released: Tombstones,
    /// What is the matter with the rest that is kept.
    pub problems: Vec<KeepCode>,
}

impl Loaded {
    /// The records that may count, the later first.
    pub fn records(&self) -> impl Iterator<Item = &Activation> {
        self.activation.iter().chain(&self.other)
    }

    /// Everything that is the matter, each once.
    #[must_use]
    pub fn codes(&self) -> Vec<KeepCode> {
        let mut codes = self.problems.clone();
        for code in [self.file.code(StorageKind::File), self.efi.code(StorageKind::Efi)].into_iter().flatten()
        {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }
}

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
