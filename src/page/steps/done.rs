//! 8 DONE: the machine is activated.

use crate::page::{Block, Tone};
use crate::text::{StepLine as L, StepSentence};
use crate::wizard::State;
use crate::wizard::done::DoneStep;
use countersign_core::text::{Lang, Line};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: &DoneStep, lang: Lang) -> Vec<Block> {
    match step {
        DoneStep::Kept(stored) => {
            let number = state.draft.number.as_ref().map_or("", |number| number.as_str());
            let product = &state.settings.profile.name;
            if state.is_practice() {
                return vec![Block::Paragraph(Tone::Good, StepSentence::DonePractice { product }.say(lang))];
            }
            let mut blocks = vec![
                Block::Paragraph(Tone::Good, StepSentence::DoneLead { product, number: &number }.say(lang)),
                Block::Gap,
            ];
            blocks.extend(super::keep::kept(state, stored, lang));
            blocks.push(Block::Gap);
            blocks.push(Block::Paragraph(Tone::Plain, L::DonePaper.say(lang).to_owned()));
            blocks.push(Block::Paragraph(Tone::Dim, L::DoneStatus.say(lang).to_owned()));
            blocks
        }
        DoneStep::Already => {
            let mut lines = countersign_keep::text::status_lines(lang, &state.facts.status).into_iter();
            let mut blocks: Vec<_> =
                lines.next().map(|line| Block::Paragraph(Tone::Good, line)).into_iter().collect();
            blocks.extend(lines.map(|line| Block::Paragraph(Tone::Plain, line)));
            if state.facts.moves_up() {
                blocks.push(Block::Paragraph(Tone::Plain, L::DoneOlder.say(lang).to_owned()));
            }
            blocks.push(Block::Gap);
            let number = state.facts.status.license.as_ref().map(|license| &license.number);
            if let Some(number) = number.filter(|_| state.facts.asks_anew()) {
                let again = StepSentence::DoneAskAgain { number: &number }.say(lang);
                blocks.push(Block::on_screen(Tone::Strong, &again));
            }
            blocks.push(Block::on_screen(Tone::Plain, L::DoneAlready.say(lang)));
            blocks
        }
    }
}
