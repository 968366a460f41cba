//! The words of a status.

use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{FieldLine, Lang, Line as _, join_sentences, labelled};
use countersign_core::{lines, sentences};

use super::KeepLine;
use crate::{ActivationState, KeepCode, RecordState, Status};

lines! {
    /// The words of a status.
    pub enum StatusLine in status {
        Device,
        ForEver,
        Older,
        RecordWhole,
        RecordMissing,
        RecordNoStorage,
        RecordReleased,
        RecordCorrupt,
        RecordUnreadable,
        RecordDiffers,
    }
}

sentences! {
    /// The lines of a status that hold values.
    pub enum StatusSentence in status_sentence {
        Activated { number },
        Until { date },
        MachineChanged { fields },
        LicenseExpired { day },
        KeptIn { file, efi },
    }
}

/// The code, what it means, and the next step.
#[must_use]
pub fn keep_message(lang: Lang, code: KeepCode) -> String {
    labelled(
        lang,
        &code.to_string(),
        &join_sentences(lang, &keep_meaning(lang, code), &keep_next_step(lang, code)),
    )
}

/// What the code means.
#[must_use]
pub fn keep_meaning(lang: Lang, code: KeepCode) -> String {
    KeepLine::meaning(code).say(lang).to_owned()
}

/// The next step.
#[must_use]
pub fn keep_next_step(lang: Lang, code: KeepCode) -> String {
    KeepLine::next_step(code).say(lang).to_owned()
}

/// The status in one sentence.
#[must_use]
pub fn status_headline(lang: Lang, status: &Status) -> String {
    let number = status.license.as_ref().map_or("", |license| license.number.as_str());
    match (&status.state, status.code) {
        (ActivationState::Activated, _) => StatusSentence::Activated { number: &number }.say(lang),
        (_, Some(code)) => labelled(lang, &code.to_string(), &status_meaning(lang, code, status)),
        (_, None) => status.state.name().to_owned(),
    }
}

/// The status as lines: the state, the last day, where it is kept, the next step, the notes.
#[must_use]
pub fn status_lines(lang: Lang, status: &Status) -> Vec<String> {
    let mut lines = vec![status_headline(lang, status)];
    if let (ActivationState::Activated, Some(license)) = (&status.state, &status.license) {
        lines.push(match license.expires {
            Some(day) => StatusSentence::Until { date: &date_of(day) }.say(lang),
            None => StatusLine::ForEver.say(lang).to_owned(),
        });
        let (file, efi) = (record_state(status.file).say(lang), record_state(status.efi).say(lang));
        lines.push(StatusSentence::KeptIn { file: &file, efi: &efi }.say(lang));
        if license.scheme == Scheme::Two {
            lines.push(StatusLine::Older.say(lang).to_owned());
        }
    }
    if let Some(code) = status.code {
        lines.push(keep_next_step(lang, code));
    }
    for note in &status.notes {
        lines.push(keep_message(lang, *note));
    }
    lines
}

/// What a storage holds, in a word.
const fn record_state(state: RecordState) -> StatusLine {
    match state {
        RecordState::Whole => StatusLine::RecordWhole,
        RecordState::NoRecord => StatusLine::RecordMissing,
        RecordState::NoStorage => StatusLine::RecordNoStorage,
        RecordState::Released => StatusLine::RecordReleased,
        RecordState::Corrupt(_) => StatusLine::RecordCorrupt,
        RecordState::Unreadable(_) => StatusLine::RecordUnreadable,
        RecordState::Differs => StatusLine::RecordDiffers,
    }
}

/// What the code of a status means: what changed, or the last day, where it is known.
fn status_meaning(lang: Lang, code: KeepCode, status: &Status) -> String {
    let last_day = status.license.as_ref().and_then(|license| license.expires);
    match (code, &status.state, last_day) {
        (KeepCode::MachineChanged, ActivationState::Changed { fields, device }, _) => {
            let mut names: Vec<&str> = fields.iter().map(|field| FieldLine::from(*field).say(lang)).collect();
            names.extend(device.then(|| StatusLine::Device.say(lang)));
            let fields = names.join(if lang == Lang::Zh { "、" } else { ", " });
            StatusSentence::MachineChanged { fields: &fields }.say(lang)
        }
        (KeepCode::LicenseExpired, _, Some(day)) => {
            StatusSentence::LicenseExpired { day: &date_of(day) }.say(lang)
        }
        _ => keep_meaning(lang, code),
    }
}
