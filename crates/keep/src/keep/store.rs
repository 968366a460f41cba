//! Writes an activation to both storages: first the file, then UEFI.
//!
//! After a power cut between the two writes, only the file has the record, and it restores the other.

use countersign_core::protocol::Scheme;

use super::Keep;
use crate::envelope::RecordError;
use crate::loaded::{Loaded, RecordState};
use crate::record::Activation;
use crate::storage::{StorageError, StorageKind};
use crate::write_report::{KeepError, WriteOutcome, WriteReport};

/// What to do with a storage that already has a whole record of the same activation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IfWhole {
    Overwrite,
    Leave,
}

impl Keep {
    /// Stores a verified activation in the file and, if possible, in UEFI. The report has the outcome for
    /// UEFI.
    ///
    /// # Errors
    /// [`KeepError`] if the file can't be written, or if the tombstone in the file can't be read: it may cover the
    /// new sequence number. The previous record is still there, unless only the flush of the new one failed.
    pub fn store(&self, activation: &Activation) -> Result<WriteReport, KeepError> {
        let loaded = self.load();
        // A failing UEFI never stops an activation.
        loaded.file_tombstone.check_known()?;
        let same = loaded.records().find(|one| one.is_same_as(activation));
        let sequence = match (same, &loaded.activation) {
            (Some(same), Some(latest)) if same.sequence == latest.sequence => same.sequence,
            _ => {
                let seen = loaded.records().map(|one| one.sequence).chain([loaded.released.counter()]);
                seen.max().unwrap_or(0).saturating_add(1)
            }
        };
        let record = Activation { sequence, ..activation.clone() };
        let report = self.write_both(&loaded, &record, IfWhole::Overwrite)?;
        self.announce_change();
        Ok(report)
    }

    /// Writes a verified activation to each storage on which the record is missing, corrupt or another one.
    /// Leaves a whole record of the same activation unchanged, and also a record that can't be read or isn't trusted.
    ///
    /// # Errors
    /// [`KeepError::Released`] if the license was given back, or the error of the file. The report has the
    /// outcome for UEFI.
    pub fn restore(&self, verified: &Activation) -> Result<WriteReport, KeepError> {
        self.write_both(&self.load(), verified, IfWhole::Leave)
    }

    fn write_both(
        &self,
        loaded: &Loaded,
        record: &Activation,
        if_whole: IfWhole,
    ) -> Result<WriteReport, KeepError> {
        if record.product != self.product {
            return Err(KeepError::Unencodable);
        }
        let released = &loaded.released;
        if released.covers(record.sequence) || released.find(record.number_packed, record.nonce).is_some() {
            return Err(KeepError::Released);
        }
        let (file_name, efi_name) = self.record_names();
        let record = &record.clone().with_secret_of(self.record_in_file().as_ref());
        let (file_bytes, efi_bytes) = record.to_file().zip(record.to_efi()).ok_or(KeepError::Unencodable)?;
        // A storage in state `Whole` holds the activation that is first in `loaded`.
        let latest = loaded.activation.as_ref();
        let leave_whole = if_whole == IfWhole::Leave && latest.is_some_and(|one| one.is_same_as(record));
        let adds_values = record.values.is_some() && latest.is_some_and(|one| one.values.is_none());
        let file = if leave_whole && loaded.file == RecordState::Whole && !adds_values {
            WriteOutcome::Unchanged
        } else if let RecordState::Corrupt(RecordError::Version(_)) = loaded.file {
            return Err(KeepError::Newer(StorageKind::File));
        } else if let Some(error) = must_stay(loaded.file, if_whole) {
            return Err(KeepError::Storage(StorageKind::File, error));
        } else {
            let written = self.file.write(&file_name, &file_bytes);
            written.map_err(|error| KeepError::Storage(StorageKind::File, error))?;
            WriteOutcome::Written
        };
        let efi = match (&self.efi, loaded.efi) {
            (None, _) => WriteOutcome::Failed(StorageError::NotThere),
            _ if record.scheme == Scheme::Two => WriteOutcome::OlderBinding,
            (_, RecordState::Whole) if leave_whole => WriteOutcome::Unchanged,
            (_, RecordState::Corrupt(RecordError::Version(_))) => WriteOutcome::Newer,
            (_, RecordState::Unreadable(error)) => WriteOutcome::Failed(error),
            (Some(storage), _) => match storage.write(&efi_name, &efi_bytes) {
                Ok(()) => WriteOutcome::Written,
                Err(error) => WriteOutcome::Failed(error),
            },
        };
        Ok(WriteReport { file, efi })
    }
}

/// Returns the error if a record that can't be read must stay, because it may hold a secret that is stored
/// nowhere else. An untrusted record always stays. Any other unreadable record is overwritten only by a new
/// activation.
const fn must_stay(state: RecordState, if_whole: IfWhole) -> Option<StorageError> {
    match (state, if_whole) {
        (RecordState::Unreadable(error @ StorageError::Distrusted(_)), _)
        | (RecordState::Unreadable(error), IfWhole::Leave) => Some(error),
        _ => None,
    }
}
