//! The overlays: help for the step, and every field of the machine.

use super::hints::{action_label, key_label};
use super::rail::title;
use super::steps::inspect::field_row;
use super::{Block, FieldRow, Tone};
use crate::text::{HelpLine, StepLine as L, StepSentence};
use crate::wizard::{Action, State, key_bindings};
use countersign_core::text::{Line, review};

/// Help: what the step is for, and every key that works in it.
#[must_use]
pub fn help(state: &State) -> Vec<Block> {
    let lang = state.lang;
    let without_overlay = State { overlay: None, ..state.clone() };
    let mut blocks = vec![
        Block::Paragraph(
            Tone::Strong,
            StepSentence::HelpTitle { step: &title(lang, state.step.name()) }.say(lang),
        ),
        Block::Paragraph(Tone::Plain, HelpLine::from(state.step.name()).say(lang).to_owned()),
    ];
    // Each product has a desk of its own.
    if state.selected_product().is_none() {
        blocks.push(Block::Paragraph(Tone::Dim, contact(state)));
    }
    let case = state.draft.case.as_ref().map(|case| StepSentence::CaseOpen { case }.say(lang));
    blocks.extend(case.map(|case| Block::Paragraph(Tone::Strong, case)));
    blocks.extend([Block::Gap, Block::Verbatim(key_lines(&without_overlay))]);
    blocks
}

/// A line for each action: its keys, then its name.
fn key_lines(state: &State) -> Vec<String> {
    let mut actions: Vec<(Action, Vec<String>)> = Vec::new();
    for binding in
        key_bindings(state).into_iter().filter(|binding| !matches!(binding.action, Action::Choose(_)))
    {
        let key = key_label(binding.key);
        match actions.iter_mut().find(|(action, _)| *action == binding.action) {
            Some((_, keys)) if keys.contains(&key) => {}
            Some((_, keys)) => keys.push(key),
            None => actions.push((binding.action, vec![key])),
        }
    }
    let lines: Vec<(String, String)> =
        actions.into_iter().map(|(action, keys)| (keys.join(", "), action_label(state, action))).collect();
    let wide = lines.iter().map(|(keys, _)| keys.len()).max().unwrap_or(0);
    lines.into_iter().map(|(keys, label)| format!("{keys:<wide$}  {label}")).collect()
}

fn contact(state: &State) -> String {
    match &state.settings.profile.hotline {
        Some(hotline) => StepSentence::HelpHotline { hotline }.say(state.lang),
        None => L::HelpNoHotline.say(state.lang).to_owned(),
    }
}

/// Every field with its verdict, and the other facts of the machine.
#[must_use]
pub fn details(state: &State) -> Vec<Block> {
    let lang = state.lang;
    // The verdicts are words, because Inspect shows the codes that matter.
    let rows = state.facts.review.findings.iter().map(|finding| FieldRow {
        verdict: review::verdict_word(lang, finding.verdict).to_owned(),
        ..field_row(lang, finding)
    });
    let rows = rows.collect();
    vec![
        Block::Paragraph(Tone::Strong, L::DetailsTitle.say(lang).to_owned()),
        Block::Fields(rows),
        Block::Gap,
        Block::Verbatim(crate::text::machine_facts(lang, &state.facts.machine)),
    ]
}
