//! What a status says.

use countersign_core::lines;
use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{FieldLine, Lang, Line as _, fill, labelled, sentences};

use super::{KeepLine, StatusLine as S};
use crate::{ActivationState, KeepCode, RecordState, Status};

lines! {
    /// What a status says.
    pub enum StatusLine in status {
        Device,
        Activated,
        Until,
        ForEver,
        KeptIn,
        Older,
        SlotWhole,
        SlotNone,
        SlotAbsent,
        SlotReleased,
        SlotCorrupt,
        SlotUnreadable,
        SlotDiffers,
    }
}

/// A code of `keep`: itself, what it means, what to do about it now.
#[must_use]
pub fn keep_message(lang: Lang, code: KeepCode) -> String {
    labelled(
        lang,
        &code.to_string(),
        &sentences(lang, &keep_meaning(lang, code), &keep_next_step(lang, code)),
    )
}

/// What a code of `keep` means.
#[must_use]
pub fn keep_meaning(lang: Lang, code: KeepCode) -> String {
    KeepLine::meaning(code).say(lang).to_owned()
}

/// What to do about it now.
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

/// The status as lines: what it is, until when, where it is kept, what to do now.
#[must_use]
pub fn status_lines(lang: Lang, status: &Status) -> Vec<String> {
    let mut lines = vec![status_headline(lang, status)];
    if let (ActivationState::Activated, Some(license)) = (&status.state, &status.license) {
        lines.push(match license.expires {
            Some(day) => S::Until.fill(lang, &[("date", &date_of(day))]),
            None => S::ForEver.say(lang).to_owned(),
        });
        let with = [("file", slot(status.file).say(lang)), ("efi", slot(status.efi).say(lang))];
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

/// What a place holds, in a word.
const fn slot(slot: RecordState) -> S {
    match slot {
        RecordState::Whole => S::SlotWhole,
        RecordState::NoRecord => S::SlotNone,
        RecordState::NoStorage => S::SlotAbsent,
        RecordState::Released => S::SlotReleased,
        RecordState::Corrupt(_) => S::SlotCorrupt,
        RecordState::Unreadable(_) => S::SlotUnreadable,
        RecordState::Differs => S::SlotDiffers,
    }
}

/// A line of `keep` about a status, filled in.
fn filled(lang: Lang, line: KeepLine, status: &Status) -> String {
    let values = values(lang, status);
    let with: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(line.say(lang), &with)
}

/// The values that lines of `keep` about a status have places for.
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
