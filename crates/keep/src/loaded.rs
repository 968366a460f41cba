//! What was found on the two storages.

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
