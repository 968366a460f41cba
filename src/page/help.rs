//! Help for the step: what it is for, and every key that works in it.

use super::{Block, Tone, chrome};
use crate::text::{HelpLine, Line, StepLine as L};
use crate::wizard::{State, keys};

/// What the overlay says.
#[must_use]
pub fn blocks(state: &State) -> Vec<Block> {
    let lang = state.lang;
    let under = State { over: None, ..state.clone() };
    let mut blocks = vec![
        Block::Para(
            Tone::Strong,
            L::HelpTitle.fill(lang, &[("step", &chrome::title(lang, state.step.name()))]),
        ),
        Block::Para(Tone::Plain, HelpLine::from(state.step.name()).say(lang).to_owned()),
        Block::Gap,
    ];
    let mut rows: Vec<String> = Vec::new();
    for binding in keys(&under) {
        let line =
            format!("{:<10} {}", chrome::key_label(binding.key), chrome::label(&under, binding.action));
        if !rows.contains(&line) && !matches!(binding.action, crate::wizard::Action::Choose(_)) {
            rows.push(line);
        }
    }
    blocks.push(Block::Verbatim(rows));
    blocks.push(Block::Gap);
    blocks.push(Block::Para(Tone::Dim, contact(state)));
    blocks
}

fn contact(state: &State) -> String {
    match &state.setting.profile.hotline {
        Some(hotline) => L::HelpHotline.fill(state.lang, &[("hotline", hotline)]),
        None => L::HelpNoHotline.say(state.lang).to_owned(),
    }
}
