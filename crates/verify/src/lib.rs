//! Is this machine activated? For a product that asks from its own code: offline, without a terminal or a command line.
//!
//! ```no_run
//! use std::path::Path;
//!
//! let profile = countersign_verify::load_profile(Path::new("/etc/countersign/profile.toml"))?;
//! let status = countersign_verify::check(&profile);
//! println!("{}", status.state.name());
//! # Ok::<(), countersign_verify::ProfileFault>(())
//! ```
//!
//! Nothing is written: `countersign status` restores one record from the other, this crate only reads.

use std::path::{Path, PathBuf};

use countersign_core::machine::Machine;
use countersign_core::profile::{Profile, ProfileError};
use countersign_keep::profile_file::{self, Found};
use countersign_keep::{Keep, STATE_FOLDER};
use countersign_probe::{efivars_of, this_computer};
use thiserror::Error;

pub use countersign_keep::{ActivationState, Status};

/// Why a profile file can't be used.
#[derive(Debug, Error)]
pub enum ProfileFault {
    /// The file can't be read.
    #[error("{}: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        why: std::io::Error,
    },
    /// The text is no profile.
    #[error("{}: {why}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: ProfileError,
    },
}

/// Reads the profile at `path`.
///
/// # Errors
/// [`ProfileFault`] where the file can't be read, or its text is no profile.
pub fn load_profile(path: &Path) -> Result<Profile, ProfileFault> {
    match profile_file::find(Some(path)) {
        Ok(Found::File { path, text }) => {
            Profile::parse(&text).map_err(|why| ProfileFault::Invalid { path, why })
        }
        Ok(Found::None) => {
            Err(ProfileFault::Unreadable { path: path.to_owned(), why: std::io::ErrorKind::NotFound.into() })
        }
        Err((path, why)) => Err(ProfileFault::Unreadable { path, why }),
    }
}

/// The status of this computer: its firmware against the record in `/var/lib/countersign` and in UEFI.
///
/// As root every value is compared; another user may not read the serial, and gets [`State::Unverified`] where it decides.
#[must_use]
pub fn check(profile: &Profile) -> Status {
    check_machine(&this_computer(), profile, Path::new(STATE_FOLDER))
}

/// The status of `machine` against the record in the folder `state`, and in UEFI where the machine has it.
#[must_use]
pub fn check_machine(machine: &Machine, profile: &Profile, state: &Path) -> Status {
    let efivars = efivars_of(&machine.source);
    Keep::on_disk(state, efivars.as_deref(), &profile.product).status(machine, profile)
}
