//! Judges one record on one day.

use countersign_core::machine::{Field, Machine};
use countersign_core::profile::Profile;
use countersign_core::protocol::Claims;
use countersign_core::protocol::license::Day;
use countersign_core::review::Review;

use super::{ActivationState, License, Status, StatusUpdate};
use crate::anchor::AnchorState;
use crate::bound_field::{BoundField, FieldState, FieldStatus};
use crate::clock::{ClockMemory, Today};
use crate::envelope::RecordError;
use crate::keep_code::KeepCode;
use crate::loaded::{Loaded, RecordState};
use crate::record::Activation;
use crate::storage::{StorageError, StorageKind};
use crate::verify_record::{Comparison, Verified, verify, with_values};

/// The number of days before its end from which a license is reported as expiring soon.
const SOON: Day = 30;

/// The input that all records are judged by.
pub(super) struct Judge<'a> {
    pub loaded: &'a Loaded,
    pub machine: &'a Machine,
    pub review: &'a Review,
    pub profile: &'a Profile,
    pub today: &'a Today,
    pub root: bool,
}

/// The days of one record.
struct Days {
    /// The clock's memory from earlier runs.
    memory: ClockMemory,
    /// The day used for the judgement: the latest of the clock's day and all known days.
    today: Day,
    /// The first lost day; `None` if no value is lost.
    first_lost: Option<Day>,
    /// The last day of the grace period for lost values.
    grace_until: Option<Day>,
}

impl Judge<'_> {
    /// Judges one record.
    pub fn record(&self, record: &Activation) -> Status {
        let verified = match verify(record, self.profile, self.machine, self.review) {
            Ok(verified) => verified,
            Err(code) => return self.bare(ActivationState::Invalid, code),
        };
        let days = self.days(record, &verified);
        let fields: Vec<FieldStatus> = verified.fields.iter().map(|field| field.status.clone()).collect();
        let (state, code) = self.state(&verified, &days);
        let stands = matches!(state, ActivationState::Activated | ActivationState::Expired);
        // The days are recorded after the grace period too, so that a clock that is set back doesn't start it
        // again.
        let counts_days = stands || verified.comparison == Comparison::Same;
        let left = verified.claims.expires.and_then(|last| last.checked_sub(days.today));
        let days_left = left.filter(|_| state == ActivationState::Activated);
        let mut notes = self.notes_on_records(code);
        if stands {
            notes.extend(notes_on_fields(&verified));
            notes.extend(days_left.filter(|left| *left <= SOON).map(|_| KeepCode::ExpiresSoon));
        }
        if !matches!(state, ActivationState::Unverified) {
            notes.extend(self.note_on_clock(record, &days));
        }
        notes.extend(note_on_anchor(&verified).filter(|_| stands));
        Status {
            code,
            license: self.license(record, &verified.claims),
            file: self.loaded.file,
            efi: self.loaded.efi,
            notes,
            fields,
            anchor: verified.anchor,
            days_left,
            grace_until: days.grace_until,
            verified: stands.then(|| with_values(record, &verified.fields)),
            update: if counts_days && self.root { self.update(record, &days) } else { None },
            state,
        }
    }

    fn days(&self, record: &Activation, verified: &Verified) -> Days {
        let known = verified.claims.issued.max(self.today.build);
        let memory = record.clock.clone().unwrap_or_default();
        let memory = ClockMemory { latest: memory.latest.max(known), ..memory };
        let today = memory.latest.max(self.today.clock);
        let lost = verified.fields.iter().any(|field| field.status.state == FieldState::Lost);
        let first_lost = lost.then(|| record.first_lost.map_or(today, |first| first.min(today)));
        let grace_until = first_lost.map(|first| first.saturating_add(self.profile.policy.grace));
        Days { memory, today, first_lost, grace_until }
    }

    fn state(&self, verified: &Verified, days: &Days) -> (ActivationState, Option<KeepCode>) {
        let no_grace = self.profile.policy.grace == 0;
        let grace_is_over = days.grace_until.is_some_and(|until| no_grace || days.today > until);
        let comparison = match verified.comparison {
            Comparison::Same if grace_is_over => Comparison::Differs,
            other => other,
        };
        match (comparison, self.root) {
            (Comparison::Unreadable, true) => (ActivationState::Unverified, Some(KeepCode::StatusUnreadable)),
            // Only root gets a difference reported: for another user, a field with the same value may be
            // unreadable.
            (Comparison::Unreadable | Comparison::Differs, false) => {
                (ActivationState::Unverified, Some(KeepCode::StatusNeedsRoot))
            }
            (Comparison::Differs, true) => {
                let device = verified.anchor == Some(AnchorState::Differs);
                let state = ActivationState::Changed { fields: differing(&verified.fields), device };
                (state, Some(KeepCode::MachineChanged))
            }
            (Comparison::Same, _) if verified.claims.expires.is_some_and(|last| days.today > last) => {
                (ActivationState::Expired, Some(KeepCode::LicenseExpired))
            }
            (Comparison::Same, _) => (ActivationState::Activated, None),
        }
    }

    fn note_on_clock(&self, record: &Activation, days: &Days) -> Option<KeepCode> {
        let clock = self.today.clock;
        if clock < days.memory.latest {
            Some(KeepCode::ClockBehind)
        } else {
            // Without a memory, the latest day seen is unknown.
            (record.clock.is_some() && days.memory.is_ahead(clock)).then_some(KeepCode::ClockAhead)
        }
    }

    fn license(&self, record: &Activation, claims: &Claims) -> Option<License> {
        Some(License {
            number: self.profile.mask.unpack(record.number_packed)?,
            edition: claims.edition,
            issued: claims.issued,
            expires: claims.expires,
            scheme: record.scheme,
            origins: record.origins,
        })
    }

    fn update(&self, record: &Activation, days: &Days) -> Option<StatusUpdate> {
        let clock = days.memory.after(self.today.clock, self.today.boot);
        let new = record.clock.as_ref() != Some(&clock) || record.first_lost != days.first_lost;
        new.then(|| StatusUpdate { record: record.clone(), clock, first_lost: days.first_lost })
    }

    /// Returns the status if there is no whole record of this product: not activated, unless a storage can't
    /// be read and may hold one.
    pub fn no_record(&self) -> Status {
        let storages = [(StorageKind::File, self.loaded.file), (StorageKind::Efi, self.loaded.efi)];
        let unreadable = storages.into_iter().find_map(|(kind, state)| match state {
            RecordState::Unreadable(StorageError::Denied) if !self.root => Some(KeepCode::StatusNeedsRoot),
            RecordState::Unreadable(_) | RecordState::Corrupt(RecordError::Version(_)) => state.code(kind),
            _ => None,
        });
        let is_of_another = |(_, state)| state == RecordState::Corrupt(RecordError::OtherProduct);
        match unreadable {
            Some(code) => self.bare(ActivationState::Unverified, code),
            None if storages.into_iter().any(is_of_another) => {
                self.bare(ActivationState::Invalid, KeepCode::LicenseInvalid)
            }
            None => self.bare(ActivationState::NotActivated, KeepCode::NotActivated),
        }
    }

    /// Returns the problems of the stored entries, without the code that the status already reports.
    fn notes_on_records(&self, code: Option<KeepCode>) -> Vec<KeepCode> {
        let mut notes = self.loaded.codes();
        notes.retain(|note| match note {
            // A record that this user may not read doesn't change what root would see.
            KeepCode::KeepDenied | KeepCode::EfiDenied => self.root,
            _ => Some(*note) != code,
        });
        notes
    }

    /// Returns a status without any data of a license.
    fn bare(&self, state: ActivationState, code: KeepCode) -> Status {
        Status {
            state,
            code: Some(code),
            license: None,
            file: self.loaded.file,
            efi: self.loaded.efi,
            notes: self.notes_on_records(Some(code)),
            fields: Vec::new(),
            anchor: None,
            days_left: None,
            grace_until: None,
            verified: None,
            update: None,
        }
    }
}

/// Returns the fields that make the machine differ: changed fields, and fields that only the anchor could
/// confirm.
fn differing(fields: &[BoundField]) -> Vec<Field> {
    let differs = |bound: &&BoundField| bound.status.state == FieldState::Changed || bound.needs_anchor();
    fields.iter().filter(differs).map(|bound| bound.status.field).collect()
}

fn notes_on_fields(verified: &Verified) -> Vec<KeepCode> {
    let any = |state| verified.fields.iter().any(|field| field.status.state == state);
    let lost = any(FieldState::Lost).then_some(KeepCode::ValuesLost);
    let mended = any(FieldState::Mended).then_some(KeepCode::FirmwareMended);
    lost.into_iter().chain(mended).collect()
}

fn note_on_anchor(verified: &Verified) -> Option<KeepCode> {
    (verified.anchor == Some(AnchorState::Differs)).then_some(KeepCode::AnchorDiffers)
}
