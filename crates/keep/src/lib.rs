//! Where an activation lives: a file and a UEFI variable, the open session and requests, the lock.
//!
//! Lives here: reading and writing those, always whole or not at all, restoring one from the other, never
//! past a tombstone; and what they say about this machine ([`status`]). Never here: deciding what to do
//! about it.

mod code;
mod earlier_values;
mod efi_storage;
mod envelope;
#[cfg(test)]
mod failing_storage;
mod folder_storage;
mod keep;
mod loaded;
mod lock;
mod memory_storage;
pub mod profile_file;
mod record;
mod requests;
mod session;
mod status;
#[cfg(test)]
mod status_tests;
mod storage;
pub mod text;
mod tombstone;
mod verify;

#[cfg(test)]
mod tests;

pub use code::KeepCode;
pub use efi_storage::{EfiStorage, GUID};
pub use envelope::RecordError;
pub use folder_storage::FolderStorage;
pub use keep::{Keep, STATE_FOLDER, WriteCheck};
pub use loaded::{KeepError, Loaded, RecordState, ReleasedLicense, WriteOutcome, WriteReport};
pub use lock::{Lock, LockError};
pub use memory_storage::MemoryStorage;
pub use record::{Activation, ActivationInput, FieldDigest, field_digest};
pub use requests::{OpenRequest, OpenRequests, REQUEST_LIMIT};
pub use session::Session;
pub use status::{ActivationState, Audience, License, RUN_FILE, Status, status, write_run_file};
pub use storage::{ENTRY_LIMIT, FreeSpace, Storage, StorageError, StorageKind};
pub use tombstone::{TOMBSTONE_LIMIT, Tombstone, Tombstones};
