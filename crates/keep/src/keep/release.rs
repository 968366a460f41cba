//! Gives a license back: tombstones on both storages first, then the records are erased.
//!
//! UEFI gets its tombstone before the file, because it outlives a reinstall. After a power cut, whatever record is
//! left stands behind a tombstone.

use countersign_core::protocol::receipt;

use super::Keep;
use crate::loaded::RecordState;
use crate::storage::{Storage, StorageError, StorageKind};
use crate::tombstone::{Tombstone, Tombstones};
use crate::write_report::{KeepError, ReleasedLicense};

impl Keep {
    /// Gives the license back. Called again after a power cut, it finishes and returns the same receipt.
    /// `now` is in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`KeepError`] if the license could come back from a storage that can't be written. There is no receipt then.
    pub fn release(&self, now: i64) -> Result<ReleasedLicense, KeepError> {
        let loaded = self.load();
        let mut released = loaded.released.clone();
        for one in loaded.records() {
            let (number, nonce) = (one.number_packed, one.nonce);
            let receipt = receipt::create(&one.code, number, nonce);
            released.add(Tombstone { number, nonce, receipt, at: now });
        }
        let given_back = match &loaded.activation {
            Some(latest) => released.find(latest.number_packed, latest.nonce),
            None => released.newest(),
        };
        let Some(Tombstone { number, receipt, .. }) = given_back.cloned() else {
            // A storage that can't be read may hold a record.
            return Err(match (loaded.file, loaded.efi) {
                (RecordState::Unreadable(error), _) => KeepError::Storage(StorageKind::File, error),
                (_, RecordState::Unreadable(error)) => KeepError::Storage(StorageKind::Efi, error),
                _ => KeepError::Nothing,
            });
        };

        // While one storage is written, the other holds the earlier tombstones: they outlive a torn write too.
        if loaded.released.newest().is_some() {
            self.write_tombstones_to_file(&loaded.released)?;
        }
        self.write_tombstones_to_efi(&released)?;
        self.write_tombstones_to_file(&released)?;
        let (file_record, efi_record) = self.record_names();
        self.file.remove(&file_record).map_err(|error| KeepError::Storage(StorageKind::File, error))?;
        if let Some(efi) = &self.efi {
            // A record that can't be erased is behind its tombstone and is never restored.
            let _ = efi.remove(&efi_record);
        }
        Ok(ReleasedLicense { number, receipt })
    }

    fn write_tombstones_to_file(&self, released: &Tombstones) -> Result<(), KeepError> {
        let (name, _) = self.tombstone_names();
        let bytes = released.to_file().ok_or(KeepError::Unencodable)?;
        write_if_changed(self.file.as_ref(), &name, &bytes)
            .map_err(|error| KeepError::Storage(StorageKind::File, error))
    }

    /// The UEFI record must not outlive a release. If the tombstones can't be written, the record is erased.
    fn write_tombstones_to_efi(&self, released: &Tombstones) -> Result<(), KeepError> {
        let Some(efi) = &self.efi else { return Ok(()) };
        let (_, name) = self.tombstone_names();
        let (_, record) = self.record_names();
        let bytes = released.to_efi().ok_or(KeepError::Unencodable)?;
        let Err(error) = write_if_changed(efi.as_ref(), &name, &bytes) else { return Ok(()) };
        match efi.read(&record) {
            Ok(None) => Ok(()),
            _ => match efi.remove(&record) {
                Ok(()) => {
                    // Without the record there may be room for the tombstones. The file gets them in any case.
                    let _ = efi.write(&name, &bytes);
                    Ok(())
                }
                Err(_) => Err(KeepError::Storage(StorageKind::Efi, error)),
            },
        }
    }
}

/// Writes an entry unless the storage has the same bytes: a write could tear what is whole.
fn write_if_changed(storage: &dyn Storage, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
    match storage.read(name) {
        Ok(Some(stored)) if stored == bytes => Ok(()),
        _ => storage.write(name, bytes),
    }
}
