//! The status: whether this machine is activated.
//!
//! [`status()`] is pure. It judges in this order: invalid, unverified, changed, expired, activated. `status
//! --json` prints [`Status::json`]. The boot unit (`assets/countersign-status.service`) writes it, with the
//! number shortened, to a file in `/run` for products that don't run as root
//! ([`write_run_file`](super::write_run_file)).

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
use super::keep_code::KeepCode;
use super::loaded::{Loaded, RecordState};
use super::record::Activation;

pub use json::Audience;

/// Whether this machine is activated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivationState {
    /// The machine is activated today.
    Activated,
    /// No activation record is stored.
    NotActivated,
    /// The license is for an earlier state of this machine, or for another machine.
    Changed {
        /// The bound fields that hold another value or that lost their value.
        fields: Vec<Field>,
        /// Whether the anchor differs: board serial, UUID or network port.
        device: bool,
    },
    /// The last day of the license is past.
    Expired,
    /// The stored license does not verify.
    Invalid,
    /// The state is unknown: the machine or a record can't be read.
    Unverified,
}

impl ActivationState {
    /// Returns the stable name, as in `status --json`.
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

    /// Returns the program's exit code.
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

    /// The rank of the state. Of two records, the one with the lower rank counts.
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

/// The status of the stored activation, with its reasons.
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
    /// Notes beside the state: lost values, a clock that is behind, a corrupt record.
    pub notes: Vec<KeepCode>,
    /// The three bound fields; empty if no field is bound or the signature is not valid.
    pub fields: Vec<FieldStatus>,
    /// The state of the license's anchor; `None` if it was bound without one.
    pub anchor: Option<AnchorState>,
    /// The number of days that the license is valid after today; `None` if it is not valid today or never
    /// expires.
    pub days_left: Option<Day>,
    /// The last day on which the machine stays activated with its lost values; `None` if none is lost.
    pub grace_until: Option<Day>,
    /// The record that was verified, with the values if they are known. [`Keep::restore`] may write it.
    pub verified: Option<Activation>,
    /// What a `status` that root runs has to write with [`Keep::apply`]; `None` if nothing changed.
    pub update: Option<StatusUpdate>,
}

/// The signed content of a license with a valid signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its number.
    pub number: Number,
    /// Its edition.
    pub edition: Edition,
    /// The day on which it was signed.
    pub issued: Day,
    /// Its last day; `None` if it never expires.
    pub expires: Option<Day>,
    /// The scheme of its binding.
    pub scheme: Scheme,
    /// The origins of the bound values; `firmware` under scheme 2.
    pub origins: [Origin; 3],
}

/// What a `status` that root runs writes into a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The record that was judged, as it was loaded.
    pub record: Activation,
    /// The new clock memory.
    pub clock: ClockMemory,
    /// The new first lost day.
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
    /// Returns the status of the stored activation, by the machine's clock. Writes nothing.
    #[must_use]
    pub fn status(&self, machine: &Machine, profile: &Profile) -> Status {
        let review = review(machine, &profile.policy);
        status(&self.load(), machine, &review, profile, &Today::of(machine), machine.read_as_root)
    }
}

/// Compares the stored activation with the machine. `root` says that this process may read what only root may
/// read.
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
    // The later record comes first, and `min_by_key` returns the first of equal elements.
    let examined = loaded.records().map(|record| judge.record(record));
    examined.min_by_key(|status| status.state.rank()).unwrap_or_else(|| judge.no_record())
}
