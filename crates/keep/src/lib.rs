//! Where an activation lives: a file and a UEFI variable, the open session and requests, the lock.
//!
//! Lives here: reading and writing those, always whole or not at all, restoring one from the other, never
//! past a tombstone; and what they say about this machine ([`status`]). Never here: deciding what to do
//! about it.

mod code;
mod dir;
mod earlier;
mod efi;
mod examine;
#[cfg(test)]
mod faulty;
mod keep;
mod kept;
mod lock;
mod memory;
pub mod profile_file;
mod record;
mod requests;
mod seal;
mod session;
mod shelf;
mod status;
#[cfg(test)]
mod status_tests;
pub mod text;
mod tombstone;

#[cfg(test)]
mod tests;

pub use code::KeepCode;
pub use dir::DirShelf;
pub use efi::{EfiShelf, GUID};
pub use keep::{Keep, Rehearsal, STATE_FOLDER};
pub use kept::{KeepError, Kept, Outcome, Released, Slot, Stored};
pub use lock::{Lock, LockError};
pub use memory::MemoryShelf;
pub use record::{Acceptance, Activation, FieldDigest, field_digest};
pub use requests::{OpenRequest, OpenRequests, REQUEST_LIMIT};
pub use seal::RecordError;
pub use session::Session;
pub use shelf::{PIECE_LIMIT, Place, Room, Shelf, ShelfError};
pub use status::{Audience, License, RUN_FILE, State, Status, status, write_run};
pub use tombstone::{TOMBSTONE_LIMIT, Tombstone, Tombstones};
