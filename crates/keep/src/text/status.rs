//! The words of a status.

use countersign_core::lines;
use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{FieldLine, Lang, Line as _, fill, join_sentences, labelled};

use super::{KeepLine, StatusLine as S};
use crate::{ActivationState, KeepCode, RecordState, Status};

lines! {
    /// The words of a status.
    pub enum StatusLine in status {
        Device,
        Activated,
        Until,
        ForEver,
        KeptIn,
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
        (ActivationState::Activated, _) => S::Activated.fill(lang, &[("number", number)]),
        (_, Some(code)) => labelled(lang, &code.to_string(), &filled(lang, KeepLine::meaning(code), status)),
        (_, None) => status.state.name().to_owned(),
    }
}

/// The status as lines: the state, the last day, where it is kept, the next step, the notes.
#[must_use]
pub fn status_lines(lang: Lang, status: &Status) -> Vec<String> {
    let mut lines = vec![status_headline(lang, status)];
    if let (ActivationState::Activated, Some(license)) = (&status.state, &status.license) {
        lines.push(match license.expires {
            Some(day) => S::Until.fill(lang, &[("date", &date_of(day))]),
            None => S::ForEver.say(lang).to_owned(),
        });
        let with =
            [("file", record_state(status.file).say(lang)), ("efi", record_state(status.efi).say(lang))];
        lines.push(S::KeptIn.fill(lang, &with));
        if license.scheme == Scheme::Two {
            lines.push(S::Older.say(lang).to_owned());
        }
    }
    if let Some(code) = status.code {
        lines.push(filled(lang, KeepLine::next_step(code), status));
    }
    for note in &status.notes {
        lines.push(keep_message(lang, *note));
    }
    lines
}

/// What a storage holds, in a word.
const fn record_state(state: RecordState) -> S {
    match state {
        RecordState::Whole => S::RecordWhole,
        RecordState::NoRecord => S::RecordMissing,
        RecordState::NoStorage => S::RecordNoStorage,
        RecordState::Released => S::RecordReleased,
        RecordState::Corrupt(_) => S::RecordCorrupt,
        RecordState::Unreadable(_) => S::RecordUnreadable,
        RecordState::Differs => S::RecordDiffers,
    }
}

/// A line about a status, with its values.
fn filled(lang: Lang, line: KeepLine, status: &Status) -> String {
    let values = values(lang, status);
    let with: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(line.say(lang), &with)
}

/// The values for the placeholders of lines about a status.
fn values(lang: Lang, status: &Status) -> [(&'static str, String); 2] {
    let fields = match &status.state {
        ActivationState::Changed { fields, device } => {
            let mut names: Vec<&str> = fields.iter().map(|field| FieldLine::from(*field).say(lang)).collect();
            names.extend(device.then(|| S::Device.say(lang)));
            names.join(if lang == Lang::Zh { "、" } else { ", " })
        }
        _ => String::new(),
    };
    let day = status.license.as_ref().and_then(|license| license.expires).map(date_of).unwrap_or_default();
    [("fields", fields), ("day", day)]
}
