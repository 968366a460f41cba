//! 8 DONE.

use crate::page::{Block, Tone};
use crate::text::{self, Lang, Line, StepLine as L};
use crate::wizard::State;
use crate::wizard::done::DoneStep;

/// What the step says.
#[must_use]
pub fn blocks(state: &State, step: &DoneStep, lang: Lang) -> Vec<Block> {
    match step {
        DoneStep::Kept(stored) => {
            let number = state.draft.number.as_ref().map_or("", |number| number.as_str());
            let with = [("product", state.setting.profile.name.as_str()), ("number", number)];
            let mut blocks = vec![Block::Para(Tone::Good, L::DoneLead.fill(lang, &with)), Block::Gap];
            if state.practising() {
                blocks.push(Block::Para(Tone::Warn, L::DonePractice.say(lang).to_owned()));
                return blocks;
            }
            blocks.extend(super::keep::kept(state, stored, lang));
            blocks.push(Block::Gap);
            blocks.push(Block::Para(Tone::Plain, L::DonePaper.say(lang).to_owned()));
            blocks.push(Block::Para(Tone::Dim, L::DoneStatus.say(lang).to_owned()));
            blocks
        }
        DoneStep::Already => {
            let mut blocks =
                vec![Block::Para(Tone::Strong, text::status_headline(lang, &state.facts.status))];
            blocks.push(Block::Gap);
            blocks.push(Block::Para(Tone::Plain, L::DoneAlready.say(lang).to_owned()));
            blocks
        }
    }
}
