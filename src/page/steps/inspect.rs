//! 2 INSPECT: the review, and whether an activation can be kept here.

use crate::page::{Block, FieldRow, Identifiers, Mark, Tone, bound_values};
use crate::text::{PlainLine, StepLine as L, StepSentence};
use crate::wizard::checks::{Check, Severity};
use crate::wizard::{State, inspect};
use countersign_core::machine::{Field, Tables};
use countersign_core::protocol::binding::Predicted;
use countersign_core::remedy::RemedyKind;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::{FieldLine, Lang, Line};
use countersign_core::text::{remedy, review};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, lang: Lang) -> Vec<Block> {
    let facts = &state.facts;
    let rows = facts.review.binding().map(|finding| field_row(lang, finding)).collect();
    let acceptable = facts.review.acceptable();
    let tone = match acceptable {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => Tone::Warn,
    };
    let binding = state.binding();
    let accepted = binding.predicted() == Predicted::Accepted;
    let changed = accepted && facts.changed_since(state.draft.number.as_ref());
    let bound = bound_values(lang, &binding, Identifiers::Whole);
    let replaced = !bound.is_empty();
    let verdict = match (changed, replaced) {
        (true, _) => Some(Block::Paragraph(Tone::Warn, L::PredictedChanged.say(lang).to_owned())),
        (false, true) if accepted => {
            Some(Block::Paragraph(Tone::Good, L::AcceptedWithBelow.say(lang).to_owned()))
        }
        (false, true) => None,
        (false, false) => Some(Block::Paragraph(tone, review::headline(lang, &facts.review))),
    };
    let mut bound: Vec<Block> = bound.into_iter().map(|line| Block::Paragraph(Tone::Good, line)).collect();
    let mut blocks = Vec::new();
    if replaced {
        // The verdict comes first, because on a small screen the table leaves no room for it.
        blocks.extend(verdict);
        blocks.append(&mut bound);
        blocks.extend([Block::Gap, Block::Fields(rows)]);
    } else {
        blocks.extend([Block::Fields(rows), Block::Gap]);
        blocks.extend(verdict);
    }
    let sudo = inspect::sudo_helps(&state.settings, facts);
    let root = !sudo && acceptable.is_none() && !facts.machine.read_as_root && !state.is_recording();
    // Missing rights are named once, with what to do about them.
    let note = review::tables_note(lang, &facts.machine)
        .filter(|_| facts.machine.tables != Tables::Denied || !(sudo || root));
    blocks.extend(note.map(|note| Block::Paragraph(Tone::Warn, note.to_owned())));
    if acceptable == Some(false) && !replaced {
        blocks.extend(suggestion(state, lang));
    }
    if sudo {
        let lines = PlainLine::NotRoot.say(lang).to_owned();
        blocks.push(Block::per_form(Tone::Warn, L::SudoHelps.say(lang), Some(lines)));
    } else if root {
        blocks.push(Block::Paragraph(Tone::Warn, L::RootNeeded.say(lang).to_owned()));
    }
    blocks.push(Block::Gap);
    blocks.extend(super::keep::rehearsal(state, lang));
    if Check::Clock(facts.machine.clock).severity() != Severity::Ok {
        let day = countersign_core::protocol::license::date_at(facts.machine.clock.now);
        blocks.push(Block::Paragraph(Tone::Warn, StepSentence::ClockInsane { date: &day }.say(lang)));
    }
    blocks
}

/// A field with its finding.
#[must_use]
pub fn field_row(lang: Lang, finding: &Finding) -> FieldRow {
    let value = match finding.verdict {
        Verdict::Unreadable => L::ValueUnreadable.say(lang).to_owned(),
        _ if finding.shown.is_empty() => L::ValueEmpty.say(lang).to_owned(),
        _ => finding.shown.clone(),
    };
    FieldRow {
        name: FieldLine::from(finding.field).say(lang).to_owned(),
        value,
        mark: mark(finding.field, finding.verdict),
        verdict: finding.code().unwrap_or_else(|| review::verdict_word(lang, Verdict::Ok).to_owned()),
    }
}

/// The mark of a verdict on a field.
#[must_use]
pub fn mark(field: Field, verdict: Verdict) -> Mark {
    match verdict {
        Verdict::Ok => Mark::Good,
        Verdict::Unreadable => Mark::Unknown,
        _ if countersign_core::review::refuses(field, verdict) => Mark::Bad,
        _ => Mark::Warn,
    }
}

/// The first suggestion of Fix, so that the person knows there is a remedy.
fn suggestion(state: &State, lang: Lang) -> Option<Block> {
    let remedy = state
        .facts
        .remedies
        .iter()
        .filter(|remedy| matches!(remedy.kind, RemedyKind::Earlier | RemedyKind::Elsewhere))
        // Fix lists the first remedy of the serial first.
        .min_by_key(|remedy| remedy.field != Field::Serial)?;
    Some(Block::Paragraph(Tone::Plain, remedy::suggestion(lang, remedy)?))
}
