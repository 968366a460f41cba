//! Every field with its verdict, and what else is known of the machine.

use super::steps::inspect::row;
use super::{Block, Tone};
use crate::text::{Line, StepLine as L};
use crate::wizard::State;

/// What the overlay says.
#[must_use]
pub fn blocks(state: &State) -> Vec<Block> {
    let lang = state.lang;
    let rows = state.facts.review.findings.iter().map(|finding| row(lang, finding)).collect();
    vec![
        Block::Para(Tone::Strong, L::DetailsTitle.say(lang).to_owned()),
        Block::Rows(rows),
        Block::Gap,
        Block::Verbatim(crate::text::facts(lang, &state.facts.machine)),
    ]
}
