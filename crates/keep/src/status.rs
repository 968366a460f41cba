//! What the product asks at its start: is this machine activated.
//!
//! Pure: everything it needs is handed in. `status --json` prints [`Status::json`]; the boot unit
//! (`assets/countersign-status.service`) leaves it, without the number, in a file of `/run` for products
//! that aren't root ([`write_run_file`]).

use std::path::Path;

use serde_json::{Value, json};

use countersign_core::machine::{Field, Machine};
use countersign_core::profile::Profile;
use countersign_core::protocol::Edition;
use countersign_core::protocol::license::{Day, Scheme, date_of, day_of};
use countersign_core::review::{Review, review};

use super::Keep;
use super::atomic_file::replace_file;
use super::code::KeepCode;
use super::envelope::RecordError;
use super::loaded::{Loaded, RecordState};
use super::record::Activation;
use super::storage::{StorageError, StorageKind};
use super::verify::{MachineView, Verification, standing, verify};

/// Where the boot unit leaves the answer.
pub const RUN_FILE: &str = "/run/countersign/status.json";

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivationState {
    /// Activated, on this machine, today.
    Activated,
    /// Nothing is kept.
    NotActivated,
    /// Activated once, on this machine as it was.
    Changed {
        /// The binding fields that differ.
        fields: Vec<Field>,
        /// The device itself is another: board serial, UUID or network port.
        device: bool,
    },
    /// The last day is past.
    Expired,
    /// What is kept does not verify.
    Invalid,
    /// Can't tell.
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

    /// Of two records the better one is told.
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

/// The answer, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The answer.
    pub state: ActivationState,
    /// Why, unless it is activated.
    pub code: Option<KeepCode>,
    /// The license that was examined.
    pub license: Option<License>,
    /// The file.
    pub file: RecordState,
    /// The UEFI variable.
    pub efi: RecordState,
    /// Everything else that is the matter, such as a corrupt copy or a clock that is behind.
    pub notes: Vec<KeepCode>,
    /// The record that verified, with the values where they are known: what
    /// [`Keep::restore`](super::Keep::restore) may put back.
    pub verified: Option<Activation>,
}

/// What is known of a license.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// Its number, as people write it.
    pub number: String,
    /// Its edition, where its signature agrees.
    pub edition: Option<Edition>,
    /// The day it was signed, where its signature agrees.
    pub issued: Option<Day>,
    /// Its last day; `None` for ever, or where its signature doesn't agree.
    pub expires: Option<Day>,
    /// What it binds to.
    pub scheme: Scheme,
    /// A value was declared.
    pub declared: bool,
}

/// For whom an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The person who ran the program.
    Owner,
    /// Anyone on this machine: a number is a credential, so only its end is shown.
    Everyone,
}

impl Keep {
    /// The state of what is kept here, on this machine, by the machine's clock. Nothing is written.
    #[must_use]
    pub fn status(&self, machine: &Machine, profile: &Profile) -> Status {
        let review = review(machine, &profile.policy);
        status(&self.load(), machine, &review, profile, day_of(machine.clock.now), machine.root)
    }
}

/// Examines what is kept against the machine. `today` is in days since 2020-01-01; `root`: this process
/// may read what only root may.
#[must_use]
pub fn status(
    kept: &Loaded,
    machine: &Machine,
    review: &Review,
    profile: &Profile,
    today: Day,
    root: bool,
) -> Status {
    let view = MachineView::new(machine, review, root);
    let examined = kept.records().map(|one| of_record(one, kept, profile, &view, today));
    // The later record comes first, and `min_by_key` gives the first of equals.
    examined.min_by_key(|status| status.state.rank()).unwrap_or_else(|| of_nothing(kept, root))
}

fn of_record(
    one: &Activation,
    kept: &Loaded,
    profile: &Profile,
    view: &MachineView<'_>,
    today: Day,
) -> Status {
    let mut notes = kept.codes();
    let stand = if one.product == profile.product {
        verify(one, &profile.keys, view)
    } else {
        Verification::Invalid(KeepCode::LicenseInvalid)
    };
    let mut license = License {
        number: one.number.clone(),
        edition: None,
        issued: None,
        expires: None,
        scheme: one.scheme,
        declared: one.declared,
    };
    let signed = !matches!(stand, Verification::Invalid(_));
    if let Some(claims) = one.code.claims().ok().filter(|_| signed) {
        license.edition = Some(claims.edition);
        license.issued = Some(claims.issued);
        license.expires = claims.expires;
    }
    let (state, code, verified) = match stand {
        Verification::Valid(claims) => {
            let (expired, note) = standing(&claims, today);
            notes.extend(note);
            let verified = Some(with_values(one, view));
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
    Status { state, code, license: Some(license), file: kept.file, efi: kept.efi, notes, verified }
}

/// The record with this machine's values, where it lost them with the file and they are what it binds to.
fn with_values(one: &Activation, view: &MachineView<'_>) -> Activation {
    let known = one.values.is_none() && !one.declared && one.scheme == Scheme::Three;
    let values = if known { Some(view.values()) } else { one.values.clone() };
    Activation { values, ..one.clone() }
}

/// No whole record: not activated, unless one may be there that can't be read.
fn of_nothing(kept: &Loaded, root: bool) -> Status {
    let hidden = [(StorageKind::File, kept.file), (StorageKind::Efi, kept.efi)].into_iter().find_map(
        |(kind, slot)| match slot {
            RecordState::Unreadable(StorageError::Denied) if !root => Some(KeepCode::StatusNeedsRoot),
            RecordState::Unreadable(_) | RecordState::Corrupt(RecordError::Version(_)) => slot.code(kind),
            _ => None,
        },
    );
    let (state, code) = match hidden {
        Some(code) => (ActivationState::Unverified, code),
        None => (ActivationState::NotActivated, KeepCode::NotActivated),
    };
    Status {
        state,
        code: Some(code),
        license: None,
        file: kept.file,
        efi: kept.efi,
        notes: kept.codes(),
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

/// The last three characters of a number, after dots.
fn shortened(number: &str) -> String {
    let count = number.chars().count();
    let end: String = number.chars().skip(count.saturating_sub(3)).collect();
    if count > 6 { format!("…{end}") } else { "…".to_owned() }
}

/// Leaves an answer where products that aren't root find it: replaced in one step, 0644, so that a reader
/// meets the last answer or this one, never half of one.
///
/// # Errors
/// Where it can't be written; the last answer is still there.
pub fn write_run_file(path: &Path, status: &Status) -> Result<(), StorageError> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Err(StorageError::NotThere);
    };
    std::fs::create_dir_all(folder)?;
    let mut text = status.json(Audience::Everyone).to_string();
    text.push('\n');
    replace_file(folder, name, text.as_bytes(), 0o644)
}

#[cfg(test)]
mod tests;
