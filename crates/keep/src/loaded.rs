//! What was found on the two storages.

use super::code::KeepCode;
use super::envelope::RecordError;
use super::record::Activation;
use super::storage::{StorageError, StorageKind};
use super::tombstone::Tombstone;

/// What one storage holds in place of the activation record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// This machine has no such storage.
    NoStorage,
    /// No record.
    NoRecord,
    /// A whole record.
    Whole,
    /// A damaged record, or one of another product or version.
    Corrupt(RecordError),
    /// The storage can't be read.
    Unreadable(StorageError),
    /// A record of a license that was given back: it was not erased, or a backup restored it.
    Released,
    /// A whole record, but the other storage has a later one of another license.
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

    /// The code of the problem, if there is one.
    #[must_use]
    pub const fn code(self, kind: StorageKind) -> Option<KeepCode> {
        match self {
            Self::NoStorage | Self::NoRecord | Self::Whole | Self::Released => None,
            // The status says that it is no license of this product.
            Self::Corrupt(RecordError::OtherProduct) => None,
            Self::Corrupt(error) => Some(KeepCode::of_record_error(kind, error)),
            Self::Unreadable(error) => Some(KeepCode::of_storage_error(kind, error)),
            Self::Differs => Some(KeepCode::KeepDiffers),
        }
    }
}

/// What is kept on this machine, not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The later whole record that was not given back. Where both storages have it, with the earlier first lost day of the two.
    pub activation: Option<Activation>,
    /// The other storage's record, if it is whole and of another license.
    pub other: Option<Activation>,
    /// The record in the file.
    pub file: RecordState,
    /// The record in UEFI.
    pub efi: RecordState,
    /// What was given back on this machine.
    pub released: Tombstone,
    /// Problems with anything else that is kept.
    pub problems: Vec<KeepCode>,
}

impl Loaded {
    /// The whole records, the later first.
    pub fn records(&self) -> impl Iterator<Item = &Activation> {
        self.activation.iter().chain(&self.other)
    }

    /// The codes of all problems, each once.
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
