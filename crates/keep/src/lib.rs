//! Keeps an activation on this machine, and reports whether it is still valid.
//!
//! [`Keep`] is the entry point. A record is made by [`Activation::accept`] alone, which verifies it.
//!
//! | files | hold |
//! | --- | --- |
//! | `keep`, `keep/` | what one product keeps, one file for each operation: `store`, `load`, `release`, `requests`, `session` …; `entry_names` has the names of files and UEFI variables |
//! | `storage`, `folder_storage`, `efi_storage`, `memory_storage` | a storage of small entries, and the places for them |
//! | `folder`, `regular_file`, `trust` | how files and folders are opened, and which are trusted |
//! | `lock` | the lock on the state folder |
//! | `record`, `open_requests`, `tombstone`, `envelope` | the entries: the activation, the open requests, what was given back; their bytes |
//! | `loaded`, `write_report` | the results of reading and of writing |
//! | `verify_record`, `anchor`, `bound_field`, `clock` | a stored record against this machine and this day |
//! | `status`, `status/`, `run_file` | the [`Status`], its JSON, its file that every user may read |
//! | `profile_file`, `installed_profiles` | the profiles of this machine |
//! | `keep_code`, `text` | the stable codes of this crate, and their words |
//!
//! Never here: what to do about a status, and the check of a typed license code (the wizard's `code_check`).

mod anchor;
mod bound_field;
mod clock;
mod efi_storage;
mod envelope;
#[cfg(test)]
mod failing_storage;
mod folder;
mod folder_storage;
mod installed_profiles;
mod keep;
mod keep_code;
mod loaded;
mod lock;
mod memory_storage;
mod open_requests;
pub mod profile_file;
mod record;
mod regular_file;
mod run_file;
mod status;
mod storage;
pub mod text;
mod tombstone;
mod trust;
mod verify_record;
mod write_report;

pub use anchor::{AnchorMarkers, AnchorState, anchor_markers};
pub use bound_field::{FieldState, FieldStatus};
pub use clock::{BootId, CLOCK_STEP, ClockMemory, ClockSighting, Today};
pub use countersign_core::text::safe_path;
pub use efi_storage::{EfiStorage, GUID};
pub use envelope::RecordError;
pub use folder_storage::{FolderStorage, distrusted_path};
pub use installed_profiles::{
    InstalledFault, InstalledProfile, PROFILE_LIMIT, PROFILES_FOLDER, ProfilePlace, ProfileResult,
    installed_profiles,
};
pub use keep::apply::Applied;
pub use keep::session::{SavedQrView, Session};
pub use keep::session_log::{LOG_LIMIT, LogEntry, LogKind, SessionLog};
pub use keep::standing::standing_marker2;
pub use keep::{Keep, STATE_FOLDER, WriteCheck};
pub use keep_code::KeepCode;
pub use loaded::{Loaded, RecordState, TombstoneState};
pub use lock::{Lock, LockError};
pub use memory_storage::MemoryStorage;
pub use open_requests::{OpenRequest, OpenRequests, REQUEST_LIMIT};
pub use record::{Activation, ActivationInput, FieldDigest, field_digest};
pub use run_file::{RUN_FOLDER, remove_text_for_everyone, run_file, write_run_file, write_text_for_everyone};
pub use status::{ActivationState, Audience, License, Status, StatusUpdate, status};
pub use storage::{ENTRY_LIMIT, FreeSpace, Storage, StorageError, StorageKind};
pub use tombstone::{PastRelease, RELEASE_LIMIT, Tombstone};
pub use trust::{Distrust, DistrustedPath};
pub use write_report::{KeepError, WriteOutcome, WriteReport};
