//! Is this machine activated? For a product that asks from its own code: offline, without a terminal or a
//! command line.
//!
//! ```no_run
//! use std::path::Path;
//!
//! use countersign_verify::{ActivationState, check, load_profile};
//!
//! let profile = load_profile(Path::new("/etc/countersign/profile.toml"))?;
//! let status = check(&profile);
//! match status.state {
//!     ActivationState::Activated => println!("activated"),
//!     other => println!("{}: {}", other.name(), status.code.map_or("", |code| code.as_str())),
//! }
//! # Ok::<(), countersign_verify::LoadProfileError>(())
//! ```
//!
//! | state | meaning |
//! | --- | --- |
//! | [`Activated`](ActivationState::Activated) | a license for this machine is kept, and it is valid today |
//! | [`NotActivated`](ActivationState::NotActivated) | no license is kept |
//! | [`Expired`](ActivationState::Expired) | the license's last day is past |
//! | [`Changed`](ActivationState::Changed) | the license is for this machine as it was before, or for another one |
//! | [`Invalid`](ActivationState::Invalid) | no key of the profile signed what is kept |
//! | [`Unverified`](ActivationState::Unverified) | unknown: a record, or a field that decides, can't be read |
//!
//! An activated machine may have notes: [`Status::notes`] such as `VALUES-LOST` (a value that the license is bound to is gone, and the
//! machine stays activated until [`Status::grace_until`]), `EXPIRES-SOON` or `CLOCK-BEHIND`. [`Status::fields`] has each bound field before
//! and now.
//!
//! Run as root: another user may read neither the serial number nor the state folder, and gets `Unverified` if one of
//! them decides. A product that doesn't run as root reads `/run/countersign/PRODUCT.json`, which `assets/countersign-status.service`
//! writes at boot.
//!
//! This crate only reads. `countersign status` also restores one record from the other, and as root it records the latest day and
//! the first day on which a value was lost.

mod load_profile;

use std::path::Path;

use countersign_keep::{Keep, ProfilePlace, STATE_FOLDER, installed_profiles};
use countersign_probe::{efivars_path, this_computer};

pub use countersign_core::lang::Lang;
pub use countersign_core::machine::Machine;
pub use countersign_core::profile::{Profile, ProfileError};
pub use countersign_keep::{
    ActivationState, AnchorState, Audience, Distrust, FieldState, FieldStatus, InstalledFault,
    InstalledProfile, KeepCode, License, RecordState, Status, StatusUpdate,
};
pub use load_profile::{LoadProfileError, load_profile};

/// The profiles of all products that are installed on this computer: `/etc/countersign/profile.toml`, then those of
/// `/etc/countersign/profiles.d` in the order of their names. Each is a profile, or why it can't be used.
#[must_use]
pub fn load_profiles() -> Vec<Result<InstalledProfile, InstalledFault>> {
    installed_profiles(ProfilePlace::Installed)
}

/// The installed profile of that product; `None` if there is none.
///
/// # Errors
/// [`InstalledFault`] of the first profile that can't be used, if no usable profile is of that product: it may be the one.
pub fn load_profile_of(product: &str) -> Result<Option<Profile>, InstalledFault> {
    let mut fault = None;
    for found in load_profiles() {
        match found {
            Ok(found) if found.profile.product == product => return Ok(Some(found.profile)),
            Ok(_) => {}
            Err(InstalledFault::Twice { product: other, .. }) if other != product => {}
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    fault.map_or(Ok(None), Err)
}

/// The status of this computer: its firmware against the records in `/var/lib/countersign` and in UEFI.
#[must_use]
pub fn check(profile: &Profile) -> Status {
    check_machine(&this_computer(), profile, Path::new(STATE_FOLDER))
}

/// The status of `machine` against the records in the state folder `state`, and in UEFI if the machine has it.
#[must_use]
pub fn check_machine(machine: &Machine, profile: &Profile, state: &Path) -> Status {
    let efivars = efivars_path(&machine.source);
    Keep::on_disk(state, efivars.as_deref(), &profile.product).status(machine, profile)
}
