//! Gives a license back: first writes the tombstone on both storages, then erases the records.
//!
//! UEFI gets its tombstone before the file, because it outlives a reinstall. After a power cut, every record
//! that is left is covered by a tombstone.

use super::Keep;
use crate::OpenRequest;
use crate::loaded::{Loaded, RecordState};
use crate::storage::{Storage, StorageError, StorageKind};
use crate::tombstone::{PastRelease, Tombstone};
use crate::write_report::KeepError;

/// A release before it is written.
struct PlannedRelease {
    /// The records as they are.
    loaded: Loaded,
    /// The tombstone to write.
    tombstone: Tombstone,
    /// The packed numbers of the licenses that it covers anew.
    numbers: Vec<[u8; 6]>,
    /// The open requests.
    open: Vec<OpenRequest>,
    /// The license to report: the latest one.
    given_back: PastRelease,
}

impl Keep {
    /// Returns the license that [`release`](Self::release) would give back. Writes nothing.
    ///
    /// # Errors
    /// [`KeepError`] if no license is kept or was given back, or if a tombstone or a record can't be read.
    pub fn releasable(&self) -> Result<PastRelease, KeepError> {
        self.plan_release().map(|plan| plan.given_back)
    }

    /// Gives the license back. A second call after a power cut completes the release and returns the same
    /// result.
    ///
    /// # Errors
    /// [`KeepError`] if a storage can't be written and the license could come back from it, or if an earlier
    /// tombstone can't be read. Then no receipt is returned.
    pub fn release(&self) -> Result<PastRelease, KeepError> {
        let PlannedRelease { loaded, tombstone, numbers, open, given_back } = self.plan_release()?;
        // While one storage is written, the other holds the earlier tombstone, so a torn write loses neither.
        if loaded.released.counter() > 0 {
            self.write_tombstone_to_file(&loaded.released)?;
        }
        self.write_tombstone_to_efi(&tombstone)?;
        self.write_tombstone_to_file(&tombstone)?;
        let (file_record, efi_record) = self.record_names();
        self.file.remove(&file_record).map_err(|error| KeepError::Storage(StorageKind::File, error))?;
        if let Some(efi) = &self.efi {
            // A record that can't be erased is covered by its tombstone and is never restored.
            let _ = efi.remove(&efi_record);
        }
        if !open.is_empty() && tombstone.counter() != loaded.released.counter() {
            // Codes for a number that was given back are useless. If this fails, the release closes all open
            // requests, and the device makes new ones.
            let open = open.into_iter().filter(|one| !numbers.contains(&one.number));
            let _ = self.reopen_requests(open.collect(), tombstone.counter());
        }
        self.announce_change();
        Ok(given_back)
    }

    fn plan_release(&self) -> Result<PlannedRelease, KeepError> {
        let loaded = self.load();
        loaded.file_tombstone.check_known()?;
        loaded.efi_tombstone.check_known()?;
        let open = self.open_requests().list;
        let mut tombstone = loaded.released.clone();
        // A power cut may have left a record that the tombstone covers, before a receipt was returned. That
        // record still has the secret.
        let left = self.record_in_file();
        let mut numbers = Vec::new();
        for one in loaded.records().chain(&left) {
            tombstone.add(PastRelease::of(one));
            numbers.push(one.number_packed);
        }
        let given_back = match &loaded.activation {
            Some(latest) => tombstone.find(latest.number_packed, latest.nonce),
            None => tombstone.releases().next(),
        };
        match given_back.cloned() {
            Some(given_back) => Ok(PlannedRelease { loaded, tombstone, numbers, open, given_back }),
            // A storage that can't be read may hold a record.
            None => Err(match (loaded.file, loaded.efi) {
                (RecordState::Unreadable(error), _) => KeepError::Storage(StorageKind::File, error),
                (_, RecordState::Unreadable(error)) => KeepError::Storage(StorageKind::Efi, error),
                _ => KeepError::Nothing,
            }),
        }
    }

    fn write_tombstone_to_file(&self, released: &Tombstone) -> Result<(), KeepError> {
        let (name, _) = self.tombstone_names();
        let bytes = released.to_file().ok_or(KeepError::Unencodable)?;
        write_if_changed(self.file.as_ref(), &name, &bytes)
            .map_err(|error| KeepError::Storage(StorageKind::File, error))
    }

    /// Writes the tombstone to UEFI. If it can't be written, erases the UEFI record, because the record must
    /// not outlive a release.
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

/// Writes an entry unless the storage already has the same bytes, because a torn write could damage a
/// complete entry.
fn write_if_changed(storage: &dyn Storage, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
    match storage.read(name) {
        Ok(Some(stored)) if stored == bytes => Ok(()),
        _ => storage.write(name, bytes),
    }
}
