//! Gives a license back: the tombstone on both storages first, then the records are erased.
//!
//! UEFI gets its tombstone before the file, because it outlives a reinstall. After a power cut, whatever record is
//! left stands behind a tombstone.

use super::Keep;
use crate::loaded::RecordState;
use crate::storage::{Storage, StorageError, StorageKind};
use crate::tombstone::{PastRelease, Tombstone};
use crate::write_report::KeepError;

impl Keep {
    /// Gives the license back. Called again after a power cut, it finishes and returns the same release.
    ///
    /// # Errors
    /// [`KeepError`] if the license could come back from a storage that can't be written. There is no receipt then.
    pub fn release(&self) -> Result<PastRelease, KeepError> {
        let loaded = self.load();
        let open = self.open_requests().list;
        let mut released = loaded.released.clone();
        // A power cut may have left a record behind the tombstone, and no receipt: it still has the secret.
        let left = self.record_in_file();
        let mut numbers = Vec::new();
        for one in loaded.records().chain(&left) {
            released.add(PastRelease::of(one));
            numbers.push(one.number_packed);
        }
        let given_back = match &loaded.activation {
            Some(latest) => released.find(latest.number_packed, latest.nonce),
            None => released.releases().next(),
        };
        let Some(given_back) = given_back.cloned() else {
            // A storage that can't be read may hold a record.
            return Err(match (loaded.file, loaded.efi) {
                (RecordState::Unreadable(error), _) => KeepError::Storage(StorageKind::File, error),
                (_, RecordState::Unreadable(error)) => KeepError::Storage(StorageKind::Efi, error),
                _ => KeepError::Nothing,
            });
        };

        // While one storage is written, the other holds the earlier tombstone: it outlives a torn write too.
        if loaded.released.counter() > 0 {
            self.write_tombstone_to_file(&loaded.released)?;
        }
        self.write_tombstone_to_efi(&released)?;
        self.write_tombstone_to_file(&released)?;
        let (file_record, efi_record) = self.record_names();
        self.file.remove(&file_record).map_err(|error| KeepError::Storage(StorageKind::File, error))?;
        if let Some(efi) = &self.efi {
            // A record that can't be erased is behind its tombstone and is never restored.
            let _ = efi.remove(&efi_record);
        }
        if !open.is_empty() && released.counter() != loaded.released.counter() {
            // A code in hand for a number that was given back is worth nothing. If this fails, all requests end with the release, and
            // new ones are made.
            let open = open.into_iter().filter(|one| !numbers.contains(&one.number));
            let _ = self.reopen_requests(open.collect(), released.counter());
        }
        self.announce_change();
        Ok(given_back)
    }

    fn write_tombstone_to_file(&self, released: &Tombstone) -> Result<(), KeepError> {
        let (name, _) = self.tombstone_names();
        let bytes = released.to_file().ok_or(KeepError::Unencodable)?;
        write_if_changed(self.file.as_ref(), &name, &bytes)
            .map_err(|error| KeepError::Storage(StorageKind::File, error))
    }

    /// The UEFI record must not outlive a release. If the tombstone can't be written, the record is erased.
    fn write_tombstone_to_efi(&self, released: &Tombstone) -> Result<(), KeepError> {
        let Some(efi) = &self.efi else { return Ok(()) };
        let (_, name) = self.tombstone_names();
        let (_, record) = self.record_names();
        let bytes = released.to_efi().ok_or(KeepError::Unencodable)?;
        let Err(error) = write_if_changed(efi.as_ref(), &name, &bytes) else { return Ok(()) };
        match efi.read(&record) {
            Ok(None) => Ok(()),
            _ => match efi.remove(&record) {
                Ok(()) => {
                    // Without the record there may be room for the tombstone. The file gets it in any case.
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
