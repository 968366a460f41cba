//! The two storages together: load, store, restore, release.
//!
//! The order of writes is what makes a power cut harmless. Storing writes the file, then UEFI: after a cut
//! the file's record stands alone, and restores the other. Releasing writes both tombstones (UEFI first:
//! it outlives a reinstall) and only then erases: after a cut whatever is left is behind a tombstone.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use countersign_core::protocol::{Scheme, receipt};

use super::code::KeepCode;
use super::efi_storage::EfiStorage;
use super::envelope::RecordError;
use super::folder_storage::FolderStorage;
use super::loaded::{KeepError, Loaded, RecordState, ReleasedLicense, WriteOutcome, WriteReport};
use super::memory_storage::MemoryStorage;
use super::record::Activation;
use super::storage::{FreeSpace, Storage, StorageError, StorageKind};
use super::tombstone::{Tombstone, Tombstones};

/// The folder for records and sessions, unless another one is given.
pub const STATE_FOLDER: &str = "/var/lib/countersign";

/// What one product keeps on this machine.
#[derive(Debug)]
pub struct Keep {
    pub(super) file: Box<dyn Storage>,
    pub(super) efi: Option<Box<dyn Storage>>,
    product: String,
    /// Eight characters of the product's digest, so that two products on one machine don't collide.
    tag: String,
    folder: Option<PathBuf>,
}

/// What rehearsing said: may this user write there, is there room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteCheck {
    /// The state folder. Without it nothing can be activated.
    pub file: Result<FreeSpace, StorageError>,
    /// UEFI. Without it an activation is lost on reinstall.
    pub efi: Result<FreeSpace, StorageError>,
}

type Parse = fn(&[u8]) -> Result<Activation, RecordError>;
type ParseTombstones = fn(&[u8]) -> Result<Tombstones, RecordError>;

impl Keep {
    /// The storages in that state folder and, where there is one, that mount of efivarfs.
    #[must_use]
    pub fn on_disk(state: &Path, efivars: Option<&Path>, product: &str) -> Self {
        let efi = efivars.map(|folder| Box::new(EfiStorage::new(folder)) as Box<dyn Storage>);
        let keep = Self::on_storages(Box::new(FolderStorage::new(state)), efi, product);
        Self { folder: Some(state.to_owned()), ..keep }
    }

    /// Shelves in memory, for practice.
    #[must_use]
    pub fn in_memory(product: &str) -> Self {
        Self::on_storages(Box::new(MemoryStorage::new()), Some(Box::new(MemoryStorage::new())), product)
    }

    /// These storages.
    #[must_use]
    pub fn on_storages(file: Box<dyn Storage>, efi: Option<Box<dyn Storage>>, product: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"countersign keep product 1\0");
        hash.update(product);
        let digest: [u8; 32] = hash.finalize().into();
        let tag = data_encoding::HEXLOWER.encode(digest.first_chunk::<4>().map_or(&[], |four| four));
        Self { file, efi, product: product.to_owned(), tag, folder: None }
    }

    /// The product's identifier.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.product
    }

    /// The state folder; practice has none.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// A piece's name on the file storage.
    pub(super) fn file_name(&self, entry: &str, ending: &str) -> String {
        format!("{entry}-{}.{ending}", self.tag)
    }

    /// A piece's name on the UEFI storage.
    pub(super) fn efi_name(&self, entry: &str) -> String {
        format!("Countersign{entry}-{}", self.tag)
    }

    fn record_names(&self) -> (String, String) {
        (self.file_name("activation", "json"), self.efi_name("Activation"))
    }

    fn tombstone_names(&self) -> (String, String) {
        (self.file_name("released", "json"), self.efi_name("Released"))
    }

    /// Finds out whether an activation could be kept, without keeping one.
    #[must_use]
    pub fn check_writable(&self) -> WriteCheck {
        let efi = self.efi.as_ref().map_or(Err(StorageError::NotThere), |storage| storage.check_writable());
        WriteCheck { file: self.file.check_writable(), efi }
    }

    /// Reads both storages. Nothing is written.
    #[must_use]
    pub fn load(&self) -> Loaded {
        let mut problems = Vec::new();
        let released = self.tombstones(&mut problems);
        let (file_name, efi_name) = self.record_names();
        let (file, file_record) =
            self.slot(Some(self.file.as_ref()), &file_name, Activation::from_file, &released);
        let (efi, efi_record) = self.slot(self.efi.as_deref(), &efi_name, Activation::from_efi, &released);
        match (file_record, efi_record) {
            (Some(ours), Some(theirs)) if ours.agrees_with(&theirs) => {
                Loaded { activation: Some(ours), other: None, file, efi, released, problems }
            }
            (Some(ours), Some(theirs)) if theirs.sequence > ours.sequence => {
                let (activation, other) = (Some(theirs), Some(ours));
                Loaded { activation, other, file: RecordState::Differs, efi, released, problems }
            }
            (Some(ours), Some(theirs)) => {
                let (activation, other) = (Some(ours), Some(theirs));
                Loaded { activation, other, file, efi: RecordState::Differs, released, problems }
            }
            (ours, theirs) => {
                Loaded { activation: ours.or(theirs), other: None, file, efi, released, problems }
            }
        }
    }

    fn slot(
        &self,
        storage: Option<&dyn Storage>,
        name: &str,
        parse: Parse,
        released: &Tombstones,
    ) -> (RecordState, Option<Activation>) {
        let Some(storage) = storage else { return (RecordState::NoStorage, None) };
        let bytes = match storage.read(name) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return (RecordState::NoRecord, None),
            Err(error) => return (RecordState::Unreadable(error), None),
        };
        match parse(&bytes) {
            Ok(record) if record.product != self.product => {
                (RecordState::Corrupt(RecordError::OtherProduct), None)
            }
            Ok(record) if released.contains(record.number_packed, record.nonce) => {
                (RecordState::Released, None)
            }
            Ok(record) => (RecordState::Whole, Some(record)),
            Err(error) => (RecordState::Corrupt(error), None),
        }
    }

    fn tombstones(&self, problems: &mut Vec<KeepCode>) -> Tombstones {
        let (file_name, efi_name) = self.tombstone_names();
        let mut read = |storage: Option<&dyn Storage>, name: &str, parse: ParseTombstones| {
            // A storage that can't be read at all is told by its record's slot.
            let bytes = storage.and_then(|storage| storage.read(name).ok().flatten())?;
            parse(&bytes)
                .inspect_err(|_| {
                    if !problems.contains(&KeepCode::ReleasedBroken) {
                        problems.push(KeepCode::ReleasedBroken);
                    }
                })
                .ok()
        };
        let file = read(Some(self.file.as_ref()), &file_name, Tombstones::from_file);
        let efi = read(self.efi.as_deref(), &efi_name, Tombstones::from_efi);
        file.unwrap_or_default().merged(efi.unwrap_or_default())
    }

    /// Keeps a verified activation: in the file, or not at all; in UEFI as well, where that can be.
    ///
    /// # Errors
    /// [`KeepError`]: nothing was written, and what was kept before still is.
    pub fn store(&self, activation: &Activation) -> Result<WriteReport, KeepError> {
        let kept = self.load();
        let again = kept.records().find(|one| one.is_same_as(activation));
        let sequence = match (again, &kept.activation) {
            (Some(same), Some(latest)) if same.sequence == latest.sequence => same.sequence,
            _ => {
                kept.records().map(|one| one.sequence).max().map_or(1, |sequence| sequence.saturating_add(1))
            }
        };
        let record = Activation { sequence, ..activation.clone() };
        self.write_both(&kept, &record, false)
    }

    /// Puts a verified activation back wherever it is missing, corrupt, or another's stands: either record
    /// restores the other. A whole copy of it is left as it is.
    ///
    /// # Errors
    /// [`KeepError::Released`] where it was given back, or the file's own error. UEFI's is in the outcome.
    pub fn restore(&self, verified: &Activation) -> Result<WriteReport, KeepError> {
        self.write_both(&self.load(), verified, true)
    }

    fn write_both(
        &self,
        kept: &Loaded,
        record: &Activation,
        keep_whole: bool,
    ) -> Result<WriteReport, KeepError> {
        if record.product != self.product {
            return Err(KeepError::Unencodable);
        }
        if kept.released.contains(record.number_packed, record.nonce) {
            return Err(KeepError::Released);
        }
        let (file_name, efi_name) = self.record_names();
        let (file_bytes, efi_bytes) = record.to_file().zip(record.to_efi()).ok_or(KeepError::Unencodable)?;
        // A slot that is `Whole` holds the activation that `kept` puts first.
        let latest = kept.activation.as_ref();
        let keep_whole = keep_whole && latest.is_some_and(|one| one.is_same_as(record));
        let richer = record.values.is_some() && latest.is_some_and(|one| one.values.is_none());
        let file = if keep_whole && kept.file == RecordState::Whole && !richer {
            WriteOutcome::Unchanged
        } else if let RecordState::Corrupt(RecordError::Version(_)) = kept.file {
            return Err(KeepError::Newer(StorageKind::File));
        } else {
            let written = self.file.write(&file_name, &file_bytes);
            written.map_err(|error| KeepError::Storage(StorageKind::File, error))?;
            WriteOutcome::Written
        };
        let efi = match (&self.efi, kept.efi) {
            (None, _) => WriteOutcome::Failed(StorageError::NotThere),
            _ if record.scheme == Scheme::Two => WriteOutcome::OlderBinding,
            (_, RecordState::Whole) if keep_whole => WriteOutcome::Unchanged,
            (_, RecordState::Corrupt(RecordError::Version(_))) => WriteOutcome::Newer,
            (_, RecordState::Unreadable(error)) => WriteOutcome::Failed(error),
            (Some(storage), _) => match storage.write(&efi_name, &efi_bytes) {
                Ok(()) => WriteOutcome::Written,
                Err(error) => WriteOutcome::Failed(error),
            },
        };
        Ok(WriteReport { file, efi })
    }

    /// Gives the license back: tombstones on both storages, then both records erased. Asked again after a
    /// power cut, it finishes and gives the same receipt.
    ///
    /// # Errors
    /// [`KeepError`] where the license could come back from a storage that can't be written: no receipt then.
    pub fn release(&self, now: i64) -> Result<ReleasedLicense, KeepError> {
        let kept = self.load();
        let mut released = kept.released.clone();
        for one in kept.records() {
            let (number, nonce) = (one.number_packed, one.nonce);
            let receipt = receipt::receipt(&one.code, number, nonce);
            released.add(Tombstone { number, nonce, receipt, at: now });
        }
        let given_back = match &kept.activation {
            Some(latest) => released.find(latest.number_packed, latest.nonce),
            None => released.newest(),
        };
        let Some(Tombstone { number, receipt, .. }) = given_back.cloned() else {
            // What can't be read may be there all the same.
            return Err(match (kept.file, kept.efi) {
                (RecordState::Unreadable(error), _) => KeepError::Storage(StorageKind::File, error),
                (_, RecordState::Unreadable(error)) => KeepError::Storage(StorageKind::Efi, error),
                _ => KeepError::Nothing,
            });
        };

        // One storage holds what is known while the other is written: earlier tombstones outlive a torn write too.
        if kept.released.newest().is_some() {
            self.write_tombstones_to_file(&kept.released)?;
        }
        self.write_tombstones_to_efi(&released)?;
        self.write_tombstones_to_file(&released)?;
        let (record, _) = self.record_names();
        self.file.remove(&record).map_err(|error| KeepError::Storage(StorageKind::File, error))?;
        if let Some(efi) = &self.efi {
            // Behind a tombstone already: what can't be erased is never restored.
            let _ = efi.remove(&self.record_names().1);
        }
        Ok(ReleasedLicense { number, receipt })
    }

    fn write_tombstones_to_file(&self, released: &Tombstones) -> Result<(), KeepError> {
        let (tombstones, _) = self.tombstone_names();
        let bytes = released.to_file().ok_or(KeepError::Unencodable)?;
        write_if_changed(self.file.as_ref(), &tombstones, &bytes)
            .map_err(|error| KeepError::Storage(StorageKind::File, error))
    }

    /// The UEFI record must not outlive a release: a tombstone before it, or else the record gone.
    fn write_tombstones_to_efi(&self, released: &Tombstones) -> Result<(), KeepError> {
        let Some(efi) = &self.efi else { return Ok(()) };
        let (_, tombstones) = self.tombstone_names();
        let (_, record) = self.record_names();
        let bytes = released.to_efi().ok_or(KeepError::Unencodable)?;
        let Err(error) = write_if_changed(efi.as_ref(), &tombstones, &bytes) else { return Ok(()) };
        match efi.read(&record) {
            Ok(None) => Ok(()),
            _ => match efi.remove(&record) {
                Ok(()) => {
                    // With the record gone there may be room after all; the file has the tombstone anyway.
                    let _ = efi.write(&tombstones, &bytes);
                    Ok(())
                }
                Err(_) => Err(KeepError::Storage(StorageKind::Efi, error)),
            },
        }
    }
}

/// Writes a piece, unless the storage has the very same: what is whole is not risked.
fn write_if_changed(storage: &dyn Storage, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
    match storage.read(name) {
        Ok(Some(there)) if there == bytes => Ok(()),
        _ => storage.write(name, bytes),
    }
}
