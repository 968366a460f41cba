//! Writes the results of a `status` that root ran: the latest day into the file, the first lost day into both
//! records.

use super::Keep;
use crate::loaded::RecordState;
use crate::record::Activation;
use crate::status::StatusUpdate;
use crate::storage::StorageKind;
use crate::write_report::KeepError;

/// The result of applying an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    /// Each record that can be read has the update.
    Written,
    /// The record changed in the meantime. It was not changed.
    RecordChanged,
}

impl Keep {
    /// Writes the update into the record that was judged, unless that record changed in the meantime. The
    /// caller holds the lock.
    ///
    /// # Errors
    /// [`KeepError`] if a storage that has the record can't be read again or written. The old record is still there, unless only the
    /// flush of the new one failed.
    pub fn apply(&self, update: &StatusUpdate) -> Result<Applied, KeepError> {
        let loaded = self.load();
        if !loaded.records().any(|record| *record == update.record) {
            return Ok(Applied::RecordChanged);
        }
        let (file_name, efi_name) = self.record_names();
        let is_judged = |record: &Activation| record.agrees_with(&update.record);
        let first_lost = update.first_lost;
        if let Some(there) = self.record_in_file().filter(is_judged) {
            let record = Activation { clock: Some(update.clock.clone()), first_lost, ..there.clone() };
            if record != there {
                let bytes = record.to_file().ok_or(KeepError::Unencodable)?;
                let written = self.file.write(&file_name, &bytes);
                written.map_err(|error| KeepError::Storage(StorageKind::File, error))?;
            }
        }
        let (Some(efi), RecordState::Whole | RecordState::Differs) = (self.efi.as_ref(), loaded.efi) else {
            return Ok(Applied::Written);
        };
        let failed = |error| KeepError::Storage(StorageKind::Efi, error);
        let in_efi = efi.read(&efi_name).map_err(failed)?.and_then(|bytes| Activation::from_efi(&bytes).ok());
        if let Some(there) = in_efi.filter(is_judged).filter(|there| there.first_lost != first_lost) {
            let bytes = Activation { first_lost, ..there }.to_efi().ok_or(KeepError::Unencodable)?;
            efi.write(&efi_name, &bytes).map_err(failed)?;
        }
        Ok(Applied::Written)
    }
}
