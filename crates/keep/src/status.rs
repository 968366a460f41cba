//! The status: is this machine activated?
//!
//! [`status()`] is pure. `status --json` prints [`Status::json`]. The boot unit (`assets/countersign-status.service`)
//! writes it, with the number shortened, to a file in `/run` for products that don't run as root
//! ([`write_run_file`](super::write_run_file)).

use serde_json::{Value, json};

use countersign_core::machine::{Field, Machine};
use countersign_core::profile::Profile;
use countersign_core::protocol::Edition;
use countersign_core::protocol::license::{Day, Scheme, date_of, day_of};
use countersign_core::review::{Review, review};

use super::Keep;
use super::code::KeepCode;
use super::envelope::RecordError;
use super::loaded::{Loaded, RecordState};
use super::record::Activation;
use super::storage::{StorageError, StorageKind};
use super::verify::{MachineView, Verification, expiry, verify};

/// Whether this machine is activated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivationState {
    /// Activated on this machine, today.
    Activated,
    /// No activation is kept.
    NotActivated,
    /// Activated for this machine as it was before, or for another one.
    Changed {
        /// The binding fields that differ.
        fields: Vec<Field>,
        /// The device differs: its board serial, UUID and network port.
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
    /// The license of the record that counts.
    pub license: Option<License>,
    /// The record in the file.
    pub file: RecordState,
    /// The record in UEFI.
    pub efi: RecordState,
    /// Other problems, such as a corrupt record or a clock that is behind.
    pub notes: Vec<KeepCode>,
    /// The record that verified, with the values if they are known. [`Keep::restore`](super::Keep::restore) may
    /// write it.
    pub verified: Option<Activation>,
}

/// What is known about a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its number, as people write it.
    pub number: String,
    /// Its edition, if its signature is valid.
    pub edition: Option<Edition>,
    /// The day it was signed, if its signature is valid.
    pub issued: Option<Day>,
    /// Its last day, if its signature is valid; `None` if it never expires.
    pub expires: Option<Day>,
    /// The scheme that it binds by.
    pub scheme: Scheme,
    /// A person declared one of the values.
    pub declared: bool,
}

/// Who may read the JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The person who ran the program.
    Owner,
    /// Every user of this machine. A license number is a credential, so only its end is shown.
    Everyone,
}

impl Keep {
    /// The status of what is kept, by the machine's clock. Nothing is written.
    #[must_use]
    pub fn status(&self, machine: &Machine, profile: &Profile) -> Status {
        let review = review(machine, &profile.policy);
        status(&self.load(), machine, &review, profile, day_of(machine.clock.now), machine.read_as_root)
    }
}

/// Compares what is kept with the machine. `today` is in days since 2020-01-01. `root` says that this process may read
/// what only root may.
#[must_use]
pub fn status(
    loaded: &Loaded,
    machine: &Machine,
    review: &Review,
    profile: &Profile,
    today: Day,
    root: bool,
) -> Status {
    let view = MachineView::new(machine, review, root);
    let examined = loaded.records().map(|record| status_of_record(record, loaded, profile, &view, today));
    // The later record comes first, and `min_by_key` returns the first of equals.
    examined.min_by_key(|status| status.state.rank()).unwrap_or_else(|| status_without_record(loaded, root))
}

fn status_of_record(
    record: &Activation,
    loaded: &Loaded,
    profile: &Profile,
    view: &MachineView<'_>,
    today: Day,
) -> Status {
    let mut notes = loaded.codes();
    let verification = if record.product == profile.product {
        verify(record, &profile.keys, view)
    } else {
        Verification::Invalid(KeepCode::LicenseInvalid)
    };
    let mut license = License {
        number: record.number.clone(),
        edition: None,
        issued: None,
        expires: None,
        scheme: record.scheme,
        declared: record.declared,
    };
    let signed = !matches!(verification, Verification::Invalid(_));
    if let Some(claims) = record.code.claims().ok().filter(|_| signed) {
        license.edition = Some(claims.edition);
        license.issued = Some(claims.issued);
        license.expires = claims.expires;
    }
    let (state, code, verified) = match verification {
        Verification::Valid(claims) => {
            let (expired, note) = expiry(&claims, today);
            notes.extend(note);
            let verified = Some(fill_in_values(record, view));
            if expired {
                (ActivationState::Expired, Some(KeepCode::LicenseExpired), verified)
            } else {
                (ActivationState::Activated, None, verified)
            }
        }
        Verification::Unverified(code) => (ActivationState::Unverified, Some(code), None),
        Verification::Changed { fields, device } => {
            (ActivationState::Changed { fields, device }, Some(KeepCode::MachineChanged), None)
        }
        Verification::Invalid(code) => (ActivationState::Invalid, Some(code), None),
    };
    Status { state, code, license: Some(license), file: loaded.file, efi: loaded.efi, notes, verified }
}

/// The record with this machine's values, if it has none and the license binds to them.
fn fill_in_values(record: &Activation, view: &MachineView<'_>) -> Activation {
    let known = record.values.is_none() && !record.declared && record.scheme == Scheme::Three;
    let values = if known { Some(view.values()) } else { record.values.clone() };
    Activation { values, ..record.clone() }
}

/// The status without a whole record: not activated, unless a storage can't be read and may hold one.
fn status_without_record(loaded: &Loaded, root: bool) -> Status {
    let unreadable = [(StorageKind::File, loaded.file), (StorageKind::Efi, loaded.efi)].into_iter().find_map(
        |(kind, state)| match state {
            RecordState::Unreadable(StorageError::Denied) if !root => Some(KeepCode::StatusNeedsRoot),
            RecordState::Unreadable(_) | RecordState::Corrupt(RecordError::Version(_)) => state.code(kind),
            _ => None,
        },
    );
    let (state, code) = match unreadable {
        Some(code) => (ActivationState::Unverified, code),
        None => (ActivationState::NotActivated, KeepCode::NotActivated),
    };
    Status {
        state,
        code: Some(code),
        license: None,
        file: loaded.file,
        efi: loaded.efi,
        notes: loaded.codes(),
        verified: None,
    }
}

impl Status {
    /// The object of `status --json`.
    #[must_use]
    pub fn json(&self, audience: Audience) -> Value {
        let license = self.license.as_ref();
        let mut changed = Vec::new();
        if let ActivationState::Changed { fields, device } = &self.state {
            changed.extend(fields.iter().map(|field| field.name()));
            changed.extend(device.then_some("device"));
        }
        let scheme = |license: &License| match license.scheme {
            Scheme::Two => 2,
            Scheme::Three => 3,
        };
        json!({
            "state": self.state.name(),
            "code": self.code.map(KeepCode::as_str),
            "changed": changed,
            "number": license.map(|license| match audience {
                Audience::Owner => license.number.clone(),
                Audience::Everyone => shortened(&license.number),
            }),
            "edition": license.and_then(|license| license.edition).map(|edition| edition.0),
            "issued": license.and_then(|license| license.issued).map(date_of),
            "expires": license.and_then(|license| license.expires).map(date_of),
            "scheme": license.map(scheme),
            "declared": license.map(|license| license.declared),
            "notes": self.notes.iter().map(|code| code.as_str()).collect::<Vec<_>>(),
            "kept": { "file": self.file.name(), "efi": self.efi.name() },
        })
    }
}

/// An ellipsis and the last three characters of a number.
fn shortened(number: &str) -> String {
    let count = number.chars().count();
    let end: String = number.chars().skip(count.saturating_sub(3)).collect();
    if count > 6 { format!("…{end}") } else { "…".to_owned() }
}

#[cfg(test)]
mod tests;
