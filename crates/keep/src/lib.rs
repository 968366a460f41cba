//! Keeps an activation on this machine, and reports whether it is still valid.
//!
//! This crate has the activation records in a file and in a UEFI variable, each complete or absent; the
//! tombstone of licenses that were given back; the open session and the open requests; the lock; the
//! [`Status`] of the stored records. It never decides what to do about a status.
//!
//! [`Keep`] is the entry point.

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
pub use loaded::{Loaded, RecordState};
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
