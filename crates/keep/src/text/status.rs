//! The words of a status.

use countersign_core::machine::{Field, Origin};
use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{FieldLine, Lang, Line as _, join_sentences, labelled, listed};
use countersign_core::{lines, sentences};

use super::KeepLine;
use crate::envelope::RecordError;
use crate::{ActivationState, AnchorState, FieldState, FieldStatus, KeepCode, RecordState, Status};

lines! {
    /// The words of a status.
    pub enum StatusLine in status {
        Device,
        ForEver,
        Nothing,
        AnchorUnreadable,
        DistrustedDo,
        LostDo,
        AnotherBoardDo,
        OtherValuesDo,
        StateLost,
        StateMended,
        StateChanged,
        StateUnreadable,
        Older,
        OriginRecovered,
        OriginAssigned,
        OriginDeclared,
        RecordWhole,
        RecordMissing,
        RecordNoStorage,
        RecordReleased,
        RecordCorrupt,
        RecordNewer,
        RecordOlder,
        RecordUnreadable,
        RecordDiffers,
    }
}

sentences! {
    /// The lines of a status that hold values.
    pub enum StatusSentence in status_sentence {
        Activated { number },
        Until { date, days },
        ValuesLost { fields, date },
        FieldNow { field, state, now },
        FieldBeforeAndNow { field, state, before, now },
        MachineChanged { fields },
        GraceOver { fields, date },
        LicenseExpired { day },
        KeptIn { file, efi },
        BoundInstead { fields },
        FieldOfOrigin { field, origin },
    }
}

/// Returns the code, what it means, and the next step.
#[must_use]
pub fn keep_message(lang: Lang, code: KeepCode) -> String {
    labelled(
        lang,
        &code.to_string(),
        &join_sentences(lang, &keep_meaning(lang, code), &keep_next_step(lang, code)),
    )
}

/// Returns what the code means.
#[must_use]
pub fn keep_meaning(lang: Lang, code: KeepCode) -> String {
    KeepLine::meaning(code).say(lang).to_owned()
}

/// Returns the next step.
#[must_use]
pub fn keep_next_step(lang: Lang, code: KeepCode) -> String {
    KeepLine::next_step(code).say(lang).to_owned()
}

/// Returns the status in one sentence.
#[must_use]
pub fn status_headline(lang: Lang, status: &Status) -> String {
    headline(lang, status, &str::to_owned)
}

fn headline(lang: Lang, status: &Status, show: &dyn Fn(&str) -> String) -> String {
    let number = status.license.as_ref().map(|license| show(license.number.as_str())).unwrap_or_default();
    match (&status.state, status.code) {
        (ActivationState::Activated, _) => StatusSentence::Activated { number: &number }.say(lang),
        (_, Some(code)) => labelled(lang, &code.to_string(), &status_meaning(lang, code, status)),
        (_, None) => status.state.name().to_owned(),
    }
}

/// Returns the status as lines: the state, the last day, where it is kept, the next step, the notes.
#[must_use]
pub fn status_lines(lang: Lang, status: &Status) -> Vec<String> {
    status_lines_showing(lang, status, &str::to_owned)
}

/// Returns the lines of a status. `show` formats each text that identifies a license or a machine: the
/// license number and serials.
#[must_use]
pub fn status_lines_showing(lang: Lang, status: &Status, show: &dyn Fn(&str) -> String) -> Vec<String> {
    let mut lines = vec![headline(lang, status, show)];
    if let (ActivationState::Activated, Some(license)) = (&status.state, &status.license) {
        lines.push(match license.expires {
            Some(day) => {
                let days = status.days_left.unwrap_or_default();
                StatusSentence::Until { date: &date_of(day), days: &days }.say(lang)
            }
            None => StatusLine::ForEver.say(lang).to_owned(),
        });
        let (file, efi) = (record_state(status.file).say(lang), record_state(status.efi).say(lang));
        lines.push(StatusSentence::KeptIn { file: &file, efi: &efi }.say(lang));
        if license.scheme == Scheme::Two {
            lines.push(StatusLine::Older.say(lang).to_owned());
        }
        lines.extend(bound_instead(lang, &status.fields));
    }
    lines.extend(status.fields.iter().filter_map(|field| field_line(lang, field, show)));
    if status.state == ActivationState::Unverified && status.anchor == Some(AnchorState::Unknown) {
        lines.push(StatusLine::AnchorUnreadable.say(lang).to_owned());
    }
    lines.extend(status.code.map(|code| status_next_step(lang, code, status)));
    lines.extend(status.notes.iter().map(|note| status_note(lang, *note, status)));
    lines
}

/// Returns the next step of a status. It depends on what changed.
#[must_use]
pub fn status_next_step(lang: Lang, code: KeepCode, status: &Status) -> String {
    match &status.state {
        ActivationState::Changed { device: true, .. } => StatusLine::AnotherBoardDo.say(lang).to_owned(),
        ActivationState::Changed { .. } if is_lost_alone(status) => StatusLine::LostDo.say(lang).to_owned(),
        ActivationState::Changed { .. } => StatusLine::OtherValuesDo.say(lang).to_owned(),
        _ => next_step_here(lang, code),
    }
}

/// Returns the next step of a code within a status. For an untrusted file, the command itself prints the path
/// and the command that fixes it.
fn next_step_here(lang: Lang, code: KeepCode) -> String {
    match code {
        KeepCode::KeepNotRegular | KeepCode::KeepOwner | KeepCode::KeepWritable => {
            StatusLine::DistrustedDo.say(lang).to_owned()
        }
        code => keep_next_step(lang, code),
    }
}

/// Whether values were lost and none was changed.
fn is_lost_alone(status: &Status) -> bool {
    let has = |state| status.fields.iter().any(|field| field.state == state);
    has(FieldState::Lost) && !has(FieldState::Changed)
}

/// Returns a note of a status: the code, what it means here, and the next step.
#[must_use]
pub fn status_note(lang: Lang, code: KeepCode, status: &Status) -> String {
    match (code, status.grace_until) {
        (KeepCode::ValuesLost, Some(until)) => {
            let lost = status.fields.iter().filter(|field| field.state == FieldState::Lost);
            let fields = listed(lang, lost.map(|field| FieldLine::from(field.field).say(lang)));
            let meaning = StatusSentence::ValuesLost { fields: &fields, date: &date_of(until) }.say(lang);
            let message = join_sentences(lang, &meaning, &keep_next_step(lang, code));
            labelled(lang, &code.to_string(), &message)
        }
        _ => {
            let message = join_sentences(lang, &keep_meaning(lang, code), &next_step_here(lang, code));
            labelled(lang, code.as_str(), &message)
        }
    }
}

/// Returns the fields that are not bound to the firmware's own value, each with its origin; `None` if there
/// are none.
fn bound_instead(lang: Lang, fields: &[FieldStatus]) -> Option<String> {
    let instead = |field: &FieldStatus| {
        let origin = match field.origin {
            origin if !origin.is_chosen() => return None,
            Origin::Firmware => return None,
            Origin::Recovered(_) => StatusLine::OriginRecovered,
            Origin::Assigned => StatusLine::OriginAssigned,
            Origin::Declared => StatusLine::OriginDeclared,
        };
        let (field, origin) = (FieldLine::from(field.field).say(lang), origin.say(lang));
        Some(StatusSentence::FieldOfOrigin { field: &field, origin: &origin }.say(lang))
    };
    let fields: Vec<String> = fields.iter().filter_map(instead).collect();
    (!fields.is_empty()).then(|| StatusSentence::BoundInstead { fields: &listed(lang, &fields) }.say(lang))
}

/// Returns a bound field at activation and now; `None` if it is the same.
fn field_line(lang: Lang, field: &FieldStatus, show: &dyn Fn(&str) -> String) -> Option<String> {
    let state = match field.state {
        FieldState::Same => return None,
        FieldState::Lost => StatusLine::StateLost,
        FieldState::Mended => StatusLine::StateMended,
        FieldState::Changed => StatusLine::StateChanged,
        FieldState::Unreadable => StatusLine::StateUnreadable,
    };
    let (name, state) = (FieldLine::from(field.field).say(lang), state.say(lang));
    let shown = |text: &str| match field.field {
        _ if text.is_empty() => StatusLine::Nothing.say(lang).to_owned(),
        Field::Serial => show(text),
        _ => text.to_owned(),
    };
    Some(match (field.before.as_deref().map(shown), field.now.as_deref().map(shown)) {
        (Some(before), Some(now)) => {
            StatusSentence::FieldBeforeAndNow { field: &name, state: &state, before: &before, now: &now }
                .say(lang)
        }
        (None, Some(now)) => StatusSentence::FieldNow { field: &name, state: &state, now: &now }.say(lang),
        (_, None) => labelled(lang, name, state),
    })
}

/// Returns the word for the state of a storage.
const fn record_state(state: RecordState) -> StatusLine {
    match state {
        RecordState::Whole => StatusLine::RecordWhole,
        RecordState::NoRecord => StatusLine::RecordMissing,
        RecordState::NoStorage => StatusLine::RecordNoStorage,
        RecordState::Released => StatusLine::RecordReleased,
        RecordState::Corrupt(error) => match error {
            RecordError::Version(_) => StatusLine::RecordNewer,
            RecordError::Older(_) => StatusLine::RecordOlder,
            _ => StatusLine::RecordCorrupt,
        },
        RecordState::Unreadable(_) => StatusLine::RecordUnreadable,
        RecordState::Differs => StatusLine::RecordDiffers,
    }
}

/// Returns what the code of a status means, with the fields that changed, or with the last day if it is
/// known.
fn status_meaning(lang: Lang, code: KeepCode, status: &Status) -> String {
    let last_day = status.license.as_ref().and_then(|license| license.expires);
    match (code, &status.state, last_day) {
        (KeepCode::MachineChanged, ActivationState::Changed { fields, device }, _) => {
            let names = fields.iter().map(|field| FieldLine::from(*field).say(lang));
            let fields = listed(lang, names.chain(device.then(|| StatusLine::Device.say(lang))));
            match status.grace_until.filter(|_| !device && is_lost_alone(status)) {
                Some(until) => StatusSentence::GraceOver { fields: &fields, date: &date_of(until) }.say(lang),
                None => StatusSentence::MachineChanged { fields: &fields }.say(lang),
            }
        }
        (KeepCode::LicenseExpired, _, Some(day)) => {
            StatusSentence::LicenseExpired { day: &date_of(day) }.say(lang)
        }
        _ => keep_meaning(lang, code),
    }
}
