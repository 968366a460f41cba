//! The result of reading the two storages.

use super::envelope::RecordError;
use super::keep_code::KeepCode;
use super::record::Activation;
use super::storage::{StorageError, StorageKind};
use super::tombstone::Tombstone;

/// The state of the activation record on one storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordState {
    /// This machine has no such storage.
    NoStorage,
    /// The storage has no record.
    NoRecord,
    /// A whole record.
    Whole,
    /// A damaged record, or a record of another product or version.
    Corrupt(RecordError),
    /// The storage can't be read.
    Unreadable(StorageError),
    /// A record of a license that was given back: the record was not erased, or a backup restored it.
    Released,
    /// A whole record, but the other storage has a later record of another license.
    Differs,
}

impl RecordState {
    /// Returns the stable name, as in `status --json`.
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

    /// Returns the code of the problem, if there is one.
    #[must_use]
    pub const fn code(self, kind: StorageKind) -> Option<KeepCode> {
        match self {
            Self::NoStorage | Self::NoRecord | Self::Whole | Self::Released => None,
            // The status reports that the record is no license of this product.
            Self::Corrupt(RecordError::OtherProduct) => None,
            Self::Corrupt(error) => Some(KeepCode::of_record_error(kind, error)),
            Self::Unreadable(error) => Some(KeepCode::of_storage_error(kind, error)),
            Self::Differs => Some(KeepCode::KeepDiffers),
        }
    }
}

/// The stored records of this machine, not verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The later whole record that was not given back. If both storages have it, it has the earlier of the
    /// two first lost days.
    pub activation: Option<Activation>,
    /// The other storage's record, if it is complete and of another license.
    pub other: Option<Activation>,
    /// The record in the file.
    pub file: RecordState,
    /// The record in UEFI.
    pub efi: RecordState,
    /// The releases on this machine.
    pub released: Tombstone,
    /// Problems with other stored entries.
    pub problems: Vec<KeepCode>,
}

impl Loaded {
    /// Returns the whole records, the later first.
    pub fn records(&self) -> impl Iterator<Item = &Activation> {
        self.activation.iter().chain(&self.other)
    }

    /// Returns the codes of all problems, each once.
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
