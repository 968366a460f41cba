//! What one product keeps on this machine: two storages, and its entries on them.
//!
//! Each file of `keep/` implements one operation on them; `entry_names` has the names of the entries.

pub(super) mod apply;
mod earlier_values;
mod entry_names;
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
    /// The end of the names of its entries.
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
        Self { file, efi, product: product.to_owned(), tag: entry_names::tag(product), folder: None }
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

    /// Returns the valid record in the file, even if its license was given back.
    fn record_in_file(&self) -> Option<Activation> {
        let bytes = self.file.read(&self.record_names().0).ok().flatten()?;
        Activation::from_file(&bytes).ok().filter(|record| record.product == self.product)
    }
}
