//! 7 KEEP: where the activation is kept; and its rehearsal, which Inspect shows.

use crate::page::{Block, FieldRow, Mark, Tone, bound_line, mended_lines};
use crate::text::{PlainLine, StepLine as L};
use crate::wizard::State;
use crate::wizard::keep::KeepStep;
use countersign_core::protocol::Scheme;
use countersign_core::text::{Lang, Line};
use countersign_keep::{KeepCode, StorageError, StorageKind, WriteOutcome, WriteReport};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: &KeepStep, lang: Lang) -> Vec<Block> {
    match step {
        KeepStep::Working => vec![Block::Progress(L::KeepWorking.say(lang).to_owned())],
        KeepStep::Failed(error) => {
            let code = error.code();
            vec![
                Block::Paragraph(
                    Tone::Bad,
                    countersign_core::text::labelled(
                        lang,
                        &code.to_string(),
                        &countersign_keep::text::keep_meaning(lang, code),
                    ),
                ),
                Block::per_form(
                    Tone::Strong,
                    L::KeepNothingLost.say(lang),
                    Some(PlainLine::KeepNothingLost.say(lang).to_owned()),
                ),
                Block::Gap,
                Block::Paragraph(Tone::Plain, cause_removed(lang, code)),
            ]
        }
        KeepStep::Kept(stored) => {
            let lead = if state.is_practice() { L::KeptLeadPractice } else { L::KeptLead };
            let mut blocks = vec![Block::Paragraph(Tone::Good, lead.say(lang).to_owned())];
            let mended = mended_lines(lang, &state.draft.lines, &state.draft.mended);
            blocks.extend(mended.into_iter().map(|line| Block::Paragraph(Tone::Plain, line)));
            if state.draft.clock_behind {
                blocks.push(Block::Paragraph(
                    Tone::Warn,
                    countersign_keep::text::keep_message(lang, KeepCode::ClockBehind),
                ));
            }
            blocks.push(Block::Gap);
            blocks.extend(kept(state, stored, lang));
            blocks
        }
    }
}

/// How to remove the cause in a second terminal. A start as root, which helps elsewhere, would lose the code here.
fn cause_removed(lang: Lang, code: KeepCode) -> String {
    match code {
        KeepCode::KeepDenied => L::KeepDeniedHere.say(lang).to_owned(),
        _ => countersign_keep::text::keep_next_step(lang, code),
    }
}

/// Where the activation is kept, and the cautions.
#[must_use]
pub fn kept(state: &State, stored: &WriteReport, lang: Lang) -> Vec<Block> {
    let mut rows =
        vec![outcome(lang, StorageKind::File, stored.file), outcome(lang, StorageKind::Efi, stored.efi)];
    if state.is_practice() {
        for row in rows.iter_mut().filter(|row| row.mark == Mark::Good) {
            (row.mark, row.verdict) = (Mark::Unknown, L::KeptPretended.say(lang).to_owned());
        }
    }
    let instead = bound_line(lang, &state.binding()).map(|line| Block::Paragraph(Tone::Plain, line));
    let mut blocks = vec![Block::Fields(rows)];
    if state.is_practice() {
        blocks.extend(instead);
        return blocks;
    }
    if state.draft.activation.as_ref().is_some_and(|kept| kept.scheme == Scheme::Two) {
        blocks.push(Block::Paragraph(Tone::Warn, L::OlderKept.say(lang).to_owned()));
        return blocks;
    }
    if let Some(code) = stored.efi.code(StorageKind::Efi) {
        blocks.push(Block::Paragraph(Tone::Warn, countersign_keep::text::keep_message(lang, code)));
    }
    blocks.extend(instead);
    blocks
}

fn outcome(lang: Lang, place: StorageKind, outcome: WriteOutcome) -> FieldRow {
    let (value, mark, verdict) = match outcome.code(place) {
        None => (place_good(lang, place), Mark::Good, L::KeptHere.say(lang).to_owned()),
        Some(code) => (L::NotKeptHere.say(lang).to_owned(), Mark::Warn, code.to_string()),
    };
    FieldRow { name: place_name(lang, place), value, mark, verdict }
}

fn place_name(lang: Lang, place: StorageKind) -> String {
    match place {
        StorageKind::File => L::PlaceFile.say(lang),
        StorageKind::Efi => L::PlaceEfi.say(lang),
    }
    .to_owned()
}

fn place_good(lang: Lang, place: StorageKind) -> String {
    match place {
        StorageKind::File => L::PlaceFileGood.say(lang),
        StorageKind::Efi => L::PlaceEfiGood.say(lang),
    }
    .to_owned()
}

/// Where the activation is kept, as lines.
#[must_use]
pub fn kept_lines(lang: Lang, stored: &WriteReport) -> Vec<String> {
    [(StorageKind::File, stored.file), (StorageKind::Efi, stored.efi)]
        .into_iter()
        .map(|(place, one)| {
            let row = outcome(lang, place, one);
            let sentence =
                one.code(place).map_or(row.verdict, |code| countersign_keep::text::keep_message(lang, code));
            countersign_core::text::labelled(lang, &row.name, &sentence)
        })
        .collect()
}

/// Whether an activation can be kept here, for Inspect.
#[must_use]
pub fn rehearsal(state: &State, lang: Lang) -> Vec<Block> {
    if state.is_practice() {
        return vec![Block::Paragraph(Tone::Dim, L::RehearsalPractice.say(lang).to_owned())];
    }
    let refused = |place, error: StorageError| {
        countersign_keep::text::keep_message(lang, KeepCode::of_storage_error(place, error))
    };
    let rehearsal = &state.facts.rehearsal;
    match (&rehearsal.file, &rehearsal.efi) {
        (Ok(_), Ok(_)) => vec![Block::Paragraph(Tone::Good, L::RehearsalBoth.say(lang).to_owned())],
        (Ok(_), Err(StorageError::NotThere)) => {
            vec![Block::Paragraph(Tone::Warn, L::RehearsalFileOnly.say(lang).to_owned())]
        }
        (Ok(_), Err(error)) => vec![Block::Paragraph(Tone::Warn, refused(StorageKind::Efi, *error))],
        (Err(error), _) => vec![Block::Paragraph(Tone::Warn, refused(StorageKind::File, *error))],
    }
}
