//! What one product keeps on this machine: two storages, and the names of its entries on them.
//!
//! Each file of `keep/` implements one operation on them.

pub(super) mod apply;
mod earlier_values;
#[cfg(test)]
pub(super) mod fixture;
mod load;
#[cfg(test)]
mod power_cut_tests;
mod release;
mod requests;
pub(super) mod session;
pub(super) mod session_log;
pub(super) mod standing;
mod store;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::efi_storage::EfiStorage;
use super::folder::Folder;
use super::folder_storage::FolderStorage;
use super::memory_storage::MemoryStorage;
use super::record::Activation;
use super::storage::{FreeSpace, Storage, StorageError};
use super::trust::Owners;

/// The default folder for records and sessions.
pub const STATE_FOLDER: &str = "/var/lib/countersign";

/// The file in the state folder that is opened for writing after each change of a license.
/// `assets/countersign-status.path` watches it.
pub const CHANGE_FILE: &str = "changed";

/// What one product keeps on this machine.
#[derive(Debug)]
pub struct Keep {
    file: Box<dyn Storage>,
    efi: Option<Box<dyn Storage>>,
    product: String,
    /// Eight hexadecimal digits of the product's digest, so that two products on one machine use different
    /// names.
    tag: String,
    folder: Option<PathBuf>,
}

/// For each storage, its free space if it can be written, or the error that a write would return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriteCheck {
    /// The state folder. Without it nothing can be activated.
    pub file: Result<FreeSpace, StorageError>,
    /// UEFI variables. Without them a reinstall loses the activation.
    pub efi: Result<FreeSpace, StorageError>,
}

impl Keep {
    /// Uses the state folder `state` and, if there is one, the efivarfs mount `efivars`.
    #[must_use]
    pub fn on_disk(state: &Path, efivars: Option<&Path>, product: &str) -> Self {
        let efi = efivars.map(|folder| Box::new(EfiStorage::new(folder)) as Box<dyn Storage>);
        let keep = Self::on_storages(Box::new(FolderStorage::new(state)), efi, product);
        Self { folder: Some(state.to_owned()), ..keep }
    }

    /// Uses storages in memory, for practice.
    #[must_use]
    pub fn in_memory(product: &str) -> Self {
        Self::on_storages(Box::new(MemoryStorage::new()), Some(Box::new(MemoryStorage::new())), product)
    }

    /// Uses these storages.
    #[must_use]
    pub fn on_storages(file: Box<dyn Storage>, efi: Option<Box<dyn Storage>>, product: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"countersign keep product 1\0");
        hash.update(product);
        let digest: [u8; 32] = hash.finalize().into();
        let tag = data_encoding::HEXLOWER.encode(digest.first_chunk::<4>().map_or(&[], |four| four));
        Self { file, efi, product: product.to_owned(), tag, folder: None }
    }

    /// The product's identifier in the profile.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.product
    }

    /// Returns the state folder; `None` in practice.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Checks whether an activation could be written, without writing it.
    #[must_use]
    pub fn check_writable(&self) -> WriteCheck {
        let efi = self.efi.as_ref().map_or(Err(StorageError::NotThere), |storage| storage.check_writable());
        WriteCheck { file: self.file.check_writable(), efi }
    }

    /// Opens the file [`CHANGE_FILE`] for writing and closes it, after a license was kept or given back. A
    /// program that watches the file then finds complete records.
    fn announce_change(&self) {
        let Some(folder) = &self.folder else { return };
        // If this fails, the next status run sees the change, at most a day later.
        let _ = Folder::open(folder, Some(Owners::here()))
            .and_then(|folder| folder.map_or(Ok(()), |folder| folder.open_or_create(CHANGE_FILE).map(drop)));
    }

    /// Returns an entry's name on the file storage.
    fn file_name(&self, entry: &str, ending: &str) -> String {
        format!("{entry}-{}.{ending}", self.tag)
    }

    /// Returns an entry's name on the UEFI storage.
    pub(crate) fn efi_name(&self, entry: &str) -> String {
        format!("Countersign{entry}-{}", self.tag)
    }

    /// Returns the valid record in the file, even if its license was given back.
    fn record_in_file(&self) -> Option<Activation> {
        let bytes = self.file.read(&self.record_names().0).ok().flatten()?;
        Activation::from_file(&bytes).ok().filter(|record| record.product == self.product)
    }

    /// Returns the activation record's names: on the file storage, on the UEFI storage.
    pub(crate) fn record_names(&self) -> (String, String) {
        (self.file_name("activation", "json"), self.efi_name("Activation"))
    }

    /// Returns the tombstone's names: on the file storage, on the UEFI storage.
    fn tombstone_names(&self) -> (String, String) {
        (self.file_name("released", "json"), self.efi_name("Released"))
    }
}
