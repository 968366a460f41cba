//! The result of reading the two storages.

use super::envelope::RecordError;
use super::keep_code::KeepCode;
use super::record::Activation;
use super::storage::{StorageError, StorageKind};
use super::tombstone::Tombstone;
use super::write_report::KeepError;

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
    /// The releases on this machine, as far as the storages can be read.
    pub released: Tombstone,
    /// The tombstone in the file.
    pub file_tombstone: TombstoneState,
    /// The tombstone in UEFI.
    pub efi_tombstone: TombstoneState,
}

/// The state of the tombstone on one storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TombstoneState {
    /// A whole tombstone, no tombstone, or no storage.
    Known,
    /// A damaged tombstone. It counts as none.
    Damaged,
    /// A tombstone that must not be overwritten: the storage can't be read, or a newer program wrote it.
    Unknown(KeepError),
}

impl TombstoneState {
    /// Returns the code of the problem, if there is one.
    #[must_use]
    pub const fn code(self) -> Option<KeepCode> {
        match self {
            Self::Known => None,
            Self::Damaged => Some(KeepCode::ReleasedBroken),
            Self::Unknown(error) => Some(error.code()),
        }
    }

    /// Returns an error if the tombstone must not be overwritten.
    ///
    /// # Errors
    /// The reason.
    pub(super) const fn check_known(self) -> Result<(), KeepError> {
        match self {
            Self::Known | Self::Damaged => Ok(()),
            Self::Unknown(error) => Err(error),
        }
    }
}

impl Loaded {
    /// Returns the whole records, the later first.
    pub fn records(&self) -> impl Iterator<Item = &Activation> {
        self.activation.iter().chain(&self.other)
    }

    /// Returns the codes of all problems, each once.
    #[must_use]
    pub fn codes(&self) -> Vec<KeepCode> {
        let mut codes = Vec::new();
        let records = [self.file.code(StorageKind::File), self.efi.code(StorageKind::Efi)];
        let all = [self.file_tombstone.code(), self.efi_tombstone.code()].into_iter().chain(records);
        for code in all.flatten() {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }
}
