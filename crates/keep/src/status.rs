//! The status: is this machine activated?
//!
//! [`status()`] is pure. It judges in this order: invalid, unverified, changed, expired, activated. `status --json` prints
//! [`Status::json`]. The boot unit (`assets/countersign-status.service`) writes it, with the number shortened, to a file in `/run` for
//! products that don't run as root ([`write_run_file`](super::write_run_file)).

mod json;
mod judge;
#[cfg(test)]
mod tests;

use countersign_core::machine::{Field, Machine, Origin};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::{Day, Scheme};
use countersign_core::protocol::{Edition, Number};
use countersign_core::review::{Review, review};

use super::Keep;
use super::anchor::AnchorState;
use super::bound_field::FieldStatus;
use super::clock::{ClockMemory, Today};
use super::code::KeepCode;
use super::loaded::{Loaded, RecordState};
use super::record::Activation;

pub use json::Audience;

/// Whether this machine is activated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivationState {
    /// Activated on this machine, today.
    Activated,
    /// No activation is kept.
    NotActivated,
    /// Activated for this machine as it was before, or for another one.
    Changed {
        /// The bound fields that another value stands in, or whose value is lost.
        fields: Vec<Field>,
        /// The anchor differs: board serial, UUID or network port.
        device: bool,
    },
    /// The license's last day is past.
    Expired,
    /// The kept license does not verify.
    Invalid,
    /// Unknown: the machine or a record can't be read.
    Unverified,
}

impl ActivationState {
    /// The stable name, as in `status --json`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Activated => "activated",
            Self::NotActivated => "not-activated",
            Self::Changed { .. } => "changed",
            Self::Expired => "expired",
            Self::Invalid => "invalid",
            Self::Unverified => "unverified",
        }
    }

    /// The program's exit code.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Activated => 0,
            Self::Unverified => 1,
            Self::NotActivated | Self::Expired => 3,
            Self::Changed { .. } => 4,
            Self::Invalid => 5,
        }
    }

    /// Of two records, the one with the lower rank counts.
    const fn rank(&self) -> u8 {
        match self {
            Self::Activated => 0,
            Self::Expired => 1,
            Self::Unverified => 2,
            Self::Changed { .. } => 3,
            Self::Invalid => 4,
            Self::NotActivated => 5,
        }
    }
}

/// The status of what is kept, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The state.
    pub state: ActivationState,
    /// The reason; `None` if the machine is activated.
    pub code: Option<KeepCode>,
    /// The license of the record that counts, if its signature is valid.
    pub license: Option<License>,
    /// The record in the file.
    pub file: RecordState,
    /// The record in UEFI.
    pub efi: RecordState,
    /// What stands beside the state: lost values, a clock that is behind, a corrupt record.
    pub notes: Vec<KeepCode>,
    /// The three bound fields; empty where none is bound or the signature is not valid.
    pub fields: Vec<FieldStatus>,
    /// The anchor of the license; `None` where it was bound without one.
    pub anchor: Option<AnchorState>,
    /// How many days the license is valid after today; `None` if it is not valid today, or never expires.
    pub days_left: Option<Day>,
    /// The last day on which the machine stays activated with its lost values; `None` where none is lost.
    pub grace_until: Option<Day>,
    /// The record that verified, with the values if they are known. [`Keep::restore`] may write it.
    pub verified: Option<Activation>,
    /// What the status of root has to write; [`Keep::apply`] does. `None` where nothing is new.
    pub update: Option<StatusUpdate>,
}

/// What is known about a license. Its signature is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its number.
    pub number: Number,
    /// Its edition.
    pub edition: Edition,
    /// The day it was signed.
    pub issued: Day,
    /// Its last day; `None` if it never expires.
    pub expires: Option<Day>,
    /// The scheme that it binds by.
    pub scheme: Scheme,
    /// The origins of the bound values; firmware under scheme 2.
    pub origins: [Origin; 3],
}

/// What the status of root writes into a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The record that was judged, as it was loaded.
    pub record: Activation,
    /// The clock's memory now.
    pub clock: ClockMemory,
    /// The first lost day now.
    pub first_lost: Option<Day>,
}

impl License {
    /// Whether a person declared one of the bound values.
    #[must_use]
    pub fn has_declared_value(&self) -> bool {
        self.origins.contains(&Origin::Declared)
    }
}

impl Keep {
    /// The status of what is kept, by the machine's clock. Nothing is written.
    #[must_use]
    pub fn status(&self, machine: &Machine, profile: &Profile) -> Status {
        let review = review(machine, &profile.policy);
        status(&self.load(), machine, &review, profile, &Today::of(machine), machine.read_as_root)
    }
}

/// Compares what is kept with the machine. `root` says that this process may read what only root may.
#[must_use]
pub fn status(
    loaded: &Loaded,
    machine: &Machine,
    review: &Review,
    profile: &Profile,
    today: &Today,
    root: bool,
) -> Status {
    let judge = judge::Judge { loaded, machine, review, profile, today, root };
    // The later record comes first, and `min_by_key` returns the first of equals.
    let examined = loaded.records().map(|record| judge.record(record));
    examined.min_by_key(|status| status.state.rank()).unwrap_or_else(|| judge.no_record())
}
