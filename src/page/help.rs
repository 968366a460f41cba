//! Help for the step: what it is for, and every key that works in it.

use super::{Block, Tone, chrome};
use crate::text::{HelpLine, StepLine as L};
use crate::wizard::{Action, State, key_bindings};
use countersign_core::text::Line;

/// What the overlay says.
#[must_use]
pub fn blocks(state: &State) -> Vec<Block> {
    let lang = state.lang;
    let under = State { overlay: None, ..state.clone() };
    let mut blocks = vec![
        Block::Paragraph(
            Tone::Strong,
            L::HelpTitle.fill(lang, &[("step", &chrome::title(lang, state.step.name()))]),
        ),
        Block::Paragraph(Tone::Plain, HelpLine::from(state.step.name()).say(lang).to_owned()),
        Block::Gap,
    ];
    blocks.insert(2, Block::Paragraph(Tone::Dim, contact(state)));
    blocks.push(Block::Verbatim(key_lines(&under)));
    blocks
}

/// A line an action: all its keys, then what it does.
fn key_lines(state: &State) -> Vec<String> {
    let mut actions: Vec<(Action, Vec<String>)> = Vec::new();
    for binding in
        key_bindings(state).into_iter().filter(|binding| !matches!(binding.action, Action::Choose(_)))
    {
        let key = chrome::key_label(binding.key);
        match actions.iter_mut().find(|(action, _)| *action == binding.action) {
            Some((_, keys)) if keys.contains(&key) => {}
            Some((_, keys)) => keys.push(key),
            None => actions.push((binding.action, vec![key])),
        }
    }
    let lines: Vec<(String, String)> =
        actions.into_iter().map(|(action, keys)| (keys.join(", "), chrome::label(state, action))).collect();
    let wide = lines.iter().map(|(keys, _)| keys.len()).max().unwrap_or(0);
    lines.into_iter().map(|(keys, label)| format!("{keys:<wide$}  {label}")).collect()
}

fn contact(state: &State) -> String {
    match &state.settings.profile.hotline {
        Some(hotline) => L::HelpHotline.fill(state.lang, &[("hotline", hotline)]),
        None => L::HelpNoHotline.say(state.lang).to_owned(),
    }
}
