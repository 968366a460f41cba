//! 3 FIX.

use super::inspect::mark;
use crate::page::{Block, Choice, Mark, Row, Tone};
use crate::remedy::{Remedy, RemedyKind};
use crate::review::{Kind, Verdict};
use crate::text::{self, FieldLine, Lang, Line, StepLine as L};
use crate::wizard::fix::{Change, FixStep, FixView, entries};
use crate::wizard::{State, fix};

/// What the step says.
#[must_use]
pub fn blocks(state: &State, step: &FixStep, lang: Lang) -> Vec<Block> {
    match &step.view {
        FixView::List => list(state, step.at, lang),
        FixView::Open(at) => state.facts.remedies.get(*at).map_or_else(Vec::new, |remedy| {
            let mut blocks = open(remedy, lang);
            blocks.extend(what_next(state, *at, remedy, lang));
            blocks
        }),
        FixView::Declare { field, input, fault } => {
            let name = FieldLine::from(*field).say(lang);
            let mut blocks = vec![
                Block::Para(Tone::Plain, L::DeclareLead.fill(lang, &[("field", name)])),
                Block::Gap,
                Block::Input {
                    label: L::DeclareAsk.fill(lang, &[("field", name)]),
                    value: input.value().to_owned(),
                    cursor: input.cursor(),
                },
            ];
            if let Some(refused) = fault {
                blocks.push(Block::Para(Tone::Bad, why(lang, *refused)));
                blocks.push(Block::Para(Tone::Plain, L::DeclareCure.say(lang).to_owned()));
            }
            blocks
        }
        FixView::Confirm(at) => {
            let command = state.facts.remedies.get(*at).and_then(|remedy| remedy.command.as_ref());
            let mut blocks = vec![Block::Para(Tone::Strong, L::RunAsk.say(lang).to_owned())];
            blocks.extend(command.map(|command| Block::Command(command.shell())));
            blocks.push(Block::Para(Tone::Warn, L::RunWarn.say(lang).to_owned()));
            blocks
        }
        FixView::Changed(changes) => changed(state, changes, lang),
    }
}

fn list(state: &State, at: usize, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    for finding in state.facts.review.binding().filter(|finding| finding.verdict != Verdict::Ok) {
        let code = finding.code().unwrap_or_default();
        let reason = why(lang, (finding.verdict, finding.kind));
        let tone = if finding.refuses() { Tone::Bad } else { Tone::Warn };
        blocks.push(Block::Para(tone, format!("{code}: {reason}")));
    }
    if blocks.is_empty() {
        blocks.push(Block::Para(Tone::Good, L::NothingToFix.say(lang).to_owned()));
    }
    blocks.push(Block::Gap);
    let items: Vec<Choice> = entries(&state.facts)
        .into_iter()
        .filter_map(|at| state.facts.remedies.get(at))
        .map(|remedy| choice(remedy, lang))
        .collect();
    if items.is_empty() {
        blocks.push(Block::Para(Tone::Plain, L::NoRemedy.say(lang).to_owned()));
    } else {
        blocks.push(Block::Choices { items, at });
    }
    blocks
}

fn choice(remedy: &Remedy, lang: Lang) -> Choice {
    let field = FieldLine::from(remedy.field).say(lang);
    let title = text::remedy::title(lang, remedy.kind);
    let from = remedy.source.map(|source| text::remedy::source(lang, source)).unwrap_or_default();
    let title = match &remedy.value {
        Some(value) => format!("{field}: {value}"),
        None => format!("{field}: {title}"),
    };
    let more = if remedy.value.is_some() { from } else { String::new() };
    Choice { title, more }
}

/// One remedy, whole: what, from where, the command, the steps.
#[must_use]
pub fn open(remedy: &Remedy, lang: Lang) -> Vec<Block> {
    let field = FieldLine::from(remedy.field).say(lang);
    let mut blocks =
        vec![Block::Para(Tone::Strong, format!("{field}: {}", text::remedy::title(lang, remedy.kind)))];
    if let (Some(value), Some(source)) = (&remedy.value, remedy.source) {
        let with = [("value", value.as_str()), ("source", &text::remedy::source(lang, source))];
        blocks.push(Block::Para(Tone::Good, L::RemedyValue.fill(lang, &with)));
    }
    if let Some(command) = &remedy.command {
        blocks.push(Block::Para(Tone::Plain, text::remedy::place(lang, command.at).to_owned()));
        blocks.push(Block::Command(command.shell()));
    }
    let steps: Vec<String> = remedy.steps.iter().map(|step| text::remedy::step(lang, step)).collect();
    if !steps.is_empty() {
        blocks.push(Block::Steps(steps));
    }
    blocks
}

fn what_next(state: &State, at: usize, remedy: &Remedy, lang: Lang) -> Option<Block> {
    let line = if state.practising() && remedy.value.is_some() {
        L::PractiseFixHint
    } else if remedy.kind == RemedyKind::Declare {
        L::DeclareHint
    } else if fix::runnable(state, at) {
        L::RunHint
    } else {
        L::ReadAgainHint
    };
    Some(Block::Para(Tone::Dim, line.say(lang).to_owned()))
}

fn changed(state: &State, changes: &[Change], lang: Lang) -> Vec<Block> {
    let empty = L::ValueEmpty.say(lang);
    let said = |shown: &str| if shown.is_empty() { empty.to_owned() } else { shown.to_owned() };
    let mut blocks = vec![Block::Para(Tone::Strong, L::ChangedLead.say(lang).to_owned())];
    for change in changes {
        let name = FieldLine::from(change.field).say(lang);
        let row = |when: L, (shown, verdict): &(String, Verdict)| Row {
            name: when.fill(lang, &[("field", name)]),
            value: said(shown),
            mark: mark(change.field, *verdict),
            verdict: match verdict {
                Verdict::Ok => L::VerdictOk.say(lang).to_owned(),
                verdict => crate::review::code(change.field, *verdict),
            },
        };
        blocks.push(Block::Rows(vec![row(L::Before, &change.before), row(L::After, &change.after)]));
    }
    blocks.push(Block::Gap);
    let binding = state.binding();
    let fields = crate::machine::Field::BINDING.into_iter().zip(binding.verdicts);
    let bad = fields.filter(|(field, verdict)| mark(*field, *verdict) == Mark::Bad).count();
    blocks.push(if bad == 0 {
        Block::Para(Tone::Good, text::review::headline(lang, &state.facts.review))
    } else {
        Block::Para(Tone::Warn, L::StillBad.fill(lang, &[("count", &bad.to_string())]))
    });
    blocks
}

/// Why a value can't be used.
fn why(lang: Lang, (verdict, kind): (Verdict, Option<Kind>)) -> String {
    text::review::reason(lang, verdict, kind).to_owned()
}
