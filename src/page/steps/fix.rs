//! 3 FIX: the remedies, one remedy, a value to declare, what changed.

use super::inspect::mark;
use crate::page::{Block, Choice, FieldRow, Mark, Tone};
use crate::text::{StepLine as L, StepSentence};
use crate::wizard::fix::{Change, Entry, FixStep, FixView, entries};
use crate::wizard::{State, fix, routes};
use countersign_core::machine::Field;
use countersign_core::remedy::{Remedy, RemedyKind, Step};
use countersign_core::review::{FindingKind, Verdict};
use countersign_core::text::{FieldLine, Lang, Line};
use countersign_core::text::{remedy, review};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: &FixStep, lang: Lang) -> Vec<Block> {
    match &step.view {
        FixView::List => list(state, step.selected, lang),
        FixView::Open(at) => state.facts.remedies.get(*at).map_or_else(Vec::new, |remedy| {
            let mut blocks = open(remedy, lang);
            blocks.extend(what_next(state, *at, remedy, lang));
            blocks
        }),
        FixView::Declare { field, input, fault } => {
            let name = FieldLine::from(*field).say(lang);
            let within = remedy::field_in_sentence(lang, *field);
            let mut blocks = vec![
                Block::Paragraph(Tone::Plain, StepSentence::DeclareLead { field: &within }.say(lang)),
                Block::Gap,
                Block::Input {
                    label: StepSentence::DeclareAsk { field: &name }.say(lang),
                    value: input.value().to_owned(),
                    cursor: input.cursor(),
                },
            ];
            if let Some(refused) = fault {
                blocks.push(Block::Paragraph(Tone::Bad, why(lang, *refused)));
                blocks.push(Block::Paragraph(Tone::Plain, L::DeclareCure.say(lang).to_owned()));
            }
            blocks
        }
        FixView::Confirm(at) => {
            let command = state.facts.remedies.get(*at).and_then(|remedy| remedy.command.as_ref());
            let mut blocks = vec![Block::Paragraph(Tone::Strong, L::RunAsk.say(lang).to_owned())];
            blocks.extend(command.map(|command| Block::Command(command.shell())));
            blocks.push(Block::Paragraph(Tone::Warn, L::RunWarn.say(lang).to_owned()));
            blocks
        }
        FixView::Changed(changes) => changed(state, changes, lang),
    }
}

fn list(state: &State, selected: usize, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    let declared = state.draft.way.declared_values();
    for (finding, declared) in state.facts.review.binding().zip(&declared) {
        let name = FieldLine::from(finding.field).say(lang);
        blocks.extend(match (finding.verdict, declared) {
            (Verdict::Ok, _) => None,
            (_, Some(value)) => {
                let declared = StepSentence::Declared { field: &name, value };
                Some(Block::Paragraph(Tone::Good, declared.say(lang)))
            }
            (verdict, None) => {
                let reason = why(lang, (verdict, finding.kind));
                let tone = if finding.refuses() { Tone::Bad } else { Tone::Warn };
                Some(Block::Paragraph(
                    tone,
                    countersign_core::text::labelled(lang, &finding.code().unwrap_or_default(), &reason),
                ))
            }
        });
    }
    if blocks.is_empty() {
        blocks.push(Block::Paragraph(Tone::Good, L::NothingToFix.say(lang).to_owned()));
    }
    blocks.push(Block::Gap);
    let items: Vec<Choice> = entries(&state.facts)
        .into_iter()
        .filter_map(|entry| Some(choice(state.facts.remedies.get(entry.remedy)?, &entry, lang)))
        .collect();
    if items.is_empty() {
        blocks.push(Block::Paragraph(Tone::Plain, L::NoRemedy.say(lang).to_owned()));
    } else {
        blocks.push(Block::Choices { items, selected });
    }
    if state.facts.remedies.iter().any(|remedy| remedy.kind == RemedyKind::OlderBinding) {
        let older =
            if routes::older_offered(&state.settings, &state.facts) { L::OlderHere } else { L::OlderAdvice };
        blocks.extend([Block::Gap, Block::Paragraph(Tone::Dim, older.say(lang).to_owned())]);
    }
    blocks
}

fn choice(remedy: &Remedy, entry: &Entry, lang: Lang) -> Choice {
    let fields: Vec<_> = entry.fields.iter().map(|field| FieldLine::from(*field).say(lang)).collect();
    let fields = fields.join(if lang == Lang::Zh { "、" } else { ", " });
    let (title, detail) = match (&remedy.value, remedy.source) {
        (Some(value), Some(source)) => (value.as_str(), remedy::source(lang, source)),
        _ => (remedy::heading(lang, remedy), String::new()),
    };
    Choice { title: countersign_core::text::labelled(lang, &fields, title), detail }
}

/// One remedy: its value, source, command and steps.
#[must_use]
pub fn open(remedy: &Remedy, lang: Lang) -> Vec<Block> {
    let field = FieldLine::from(remedy.field).say(lang);
    let title = remedy.value.as_deref().unwrap_or_else(|| remedy::heading(lang, remedy));
    let mut blocks =
        vec![Block::Paragraph(Tone::Strong, countersign_core::text::labelled(lang, field, title))];
    if let (Some(_), Some(source)) = (&remedy.value, remedy.source) {
        let source = remedy::source(lang, source);
        blocks.push(Block::Paragraph(Tone::Plain, StepSentence::RemedySource { source: &source }.say(lang)));
    }
    if let Some(command) = &remedy.command {
        blocks.push(Block::Paragraph(Tone::Plain, remedy::location(lang, command.location).to_owned()));
        blocks.push(Block::Command(command.shell()));
    }
    // The command is above the steps, where it is seen at once.
    let steps = remedy.steps.iter().filter(|step| **step != Step::Enter);
    let steps: Vec<String> = steps.map(|step| remedy::step(lang, step)).collect();
    if !steps.is_empty() {
        blocks.push(Block::Steps(steps));
    }
    blocks
}

fn what_next(state: &State, at: usize, remedy: &Remedy, lang: Lang) -> Option<Block> {
    let line = if state.is_practice() && remedy.value.is_some() {
        L::PretendFixedHint
    } else if remedy.kind == RemedyKind::Declare {
        L::DeclareHint
    } else if fix::runnable(&state.settings, &state.facts, at) {
        L::RunHint
    } else {
        L::ReadAgainHint
    };
    Some(Block::Paragraph(Tone::Dim, line.say(lang).to_owned()))
}

fn changed(state: &State, changes: &[Change], lang: Lang) -> Vec<Block> {
    let binding = state.binding();
    let fields = Field::BINDING.into_iter().zip(binding.verdicts);
    let bad = fields.filter(|(field, verdict)| mark(*field, *verdict) == Mark::Bad).count();
    let come_to = if bad == 0 {
        Block::Paragraph(Tone::Good, review::headline(lang, &state.facts.review))
    } else {
        Block::Paragraph(Tone::Warn, StepSentence::StillBad { count: &bad }.say(lang))
    };
    let rows = changes.iter().flat_map(|change| {
        let field = &FieldLine::from(change.field).say(lang);
        [(StepSentence::Before { field }, &change.before), (StepSentence::After { field }, &change.after)]
            .map(|(name, seen)| change_row(lang, name.say(lang), change.field, seen))
    });
    vec![
        come_to,
        Block::Paragraph(Tone::Plain, L::ChangedLead.say(lang).to_owned()),
        Block::Fields(rows.collect()),
    ]
}

/// A field before or after a change, under that name.
fn change_row(lang: Lang, name: String, field: Field, (shown, verdict): &(String, Verdict)) -> FieldRow {
    FieldRow {
        name,
        value: if shown.is_empty() { L::ValueEmpty.say(lang).to_owned() } else { shown.clone() },
        mark: mark(field, *verdict),
        verdict: match verdict {
            Verdict::Ok => review::verdict_word(lang, Verdict::Ok).to_owned(),
            verdict => countersign_core::review::finding_code(field, *verdict),
        },
    }
}

/// Why a value is refused.
fn why(lang: Lang, (verdict, kind): (Verdict, Option<FindingKind>)) -> String {
    review::reason(lang, verdict, kind).to_owned()
}
