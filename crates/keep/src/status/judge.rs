//! The judgement of one record on one day.

use countersign_core::machine::{Field, Machine};
use countersign_core::profile::Profile;
use countersign_core::protocol::Claims;
use countersign_core::protocol::license::Day;
use countersign_core::review::Review;

use super::{ActivationState, License, Status, StatusUpdate};
use crate::anchor::AnchorState;
use crate::bound_field::{BoundField, FieldState, FieldStatus};
use crate::clock::{ClockMemory, Today};
use crate::code::KeepCode;
use crate::envelope::RecordError;
use crate::loaded::{Loaded, RecordState};
use crate::record::Activation;
use crate::storage::{StorageError, StorageKind};
use crate::verify::{Comparison, Verified, verify, with_values};

/// From how many days before its end a license is said to expire soon.
const SOON: Day = 30;

/// What every record is judged by.
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
    /// What is known of the clock, from before.
    memory: ClockMemory,
    /// The day that everything is judged by: the latest of the clock and all days known.
    today: Day,
    /// The first lost day; `None` where no value is lost.
    first_lost: Option<Day>,
    /// The last day on which lost values are forgiven.
    grace_until: Option<Day>,
}

impl Judge<'_> {
    /// The status by one record.
    pub fn record(&self, record: &Activation) -> Status {
        let verified = match verify(record, self.profile, self.machine, self.review) {
            Ok(verified) => verified,
            Err(code) => return self.bare(ActivationState::Invalid, code),
        };
        let days = self.days(record, &verified);
        let fields: Vec<FieldStatus> = verified.fields.iter().map(|field| field.status.clone()).collect();
        let (state, code) = self.state(&verified, &days);
        let stands = matches!(state, ActivationState::Activated | ActivationState::Expired);
        // Beyond grace the days are kept too: a clock that is set back must not revive it.
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
            // A difference is told to root alone: another user may have been denied what is the same.
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
            // Without a memory, the latest day seen is not known.
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

    /// The status without a whole record of this product: not activated, unless a storage can't be read and may hold one.
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

    /// Problems with what is kept, without what the code of the status says already.
    fn notes_on_records(&self, code: Option<KeepCode>) -> Vec<KeepCode> {
        let mut notes = self.loaded.codes();
        notes.retain(|note| match note {
            // That another user may not read a record doesn't change what root would see.
            KeepCode::KeepDenied | KeepCode::EfiDenied => self.root,
            _ => Some(*note) != code,
        });
        notes
    }

    /// A status that shows nothing of a license.
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

/// The fields that make the machine another one: changed and lost ones, and those that nothing but the anchor could speak for.
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
