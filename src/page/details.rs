//! Every field with its verdict, and what else is known of the machine.

use super::steps::inspect::row;
use super::{Block, FieldRow, Tone};
use crate::text::StepLine as L;
use crate::wizard::State;
use countersign_core::text::Line;
use countersign_core::text::review;

/// What the overlay says.
#[must_use]
pub fn blocks(state: &State) -> Vec<Block> {
    let lang = state.lang;
    // A word a verdict: codes matter for the three binding fields, and Inspect shows those.
    let rows = state.facts.review.findings.iter().map(|finding| FieldRow {
        verdict: review::word(lang, finding.verdict).to_owned(),
        ..row(lang, finding)
    });
    let rows = rows.collect();
    vec![
        Block::Paragraph(Tone::Strong, L::DetailsTitle.say(lang).to_owned()),
        Block::Fields(rows),
        Block::Gap,
        Block::Verbatim(crate::text::machine_facts(lang, &state.facts.machine)),
    ]
}
