//! 3 FIX: the ways, one way, the form and its confirmation, what changed.

use super::inspect::mark;
use crate::page::{Block, Choice, FieldRow, Identifiers, Mark, Tone, bound_values};
use crate::text::{PlainLine, PlainSentence, StepLine as L, StepSentence};
use crate::wizard::fix::{self, Change, DeclareForm, Entering, FixStep, FixView};
use crate::wizard::{State, inspect};
use countersign_core::machine::{Field, Origin};
use countersign_core::remedy::{PlannedWay, Purpose, WayKind};
use countersign_core::review::{FindingKind, Verdict};
use countersign_core::text::{FieldLine, Lang, Line, labelled, remedy, review};

/// The blocks of the step.
#[must_use]
pub fn blocks(state: &State, step: &FixStep, lang: Lang) -> Vec<Block> {
    match &step.view {
        FixView::List => list(state, step.selected, lang),
        FixView::Open(at) => {
            state.facts.plan.ways.get(*at).map_or_else(Vec::new, |way| open(state, way, lang))
        }
        FixView::Declare(form) => declare(state, step.selected, form, lang),
        FixView::ConfirmDeclared(form) => confirm_declared(state, form, lang),
        FixView::ConfirmRun(at) => {
            let commands = state
                .facts
                .plan
                .ways
                .get(*at)
                .map(|way| fix::runnable(&state.facts, way))
                .unwrap_or_default();
            let mut blocks = vec![Block::on_screen(Tone::Strong, L::RunAsk.say(lang))];
            blocks.extend(commands.iter().map(|command| Block::Command(command.shell())));
            blocks.push(Block::Paragraph(Tone::Warn, L::RunWarn.say(lang).to_owned()));
            blocks
        }
        FixView::Changed(changes) => changed(state, changes, lang),
    }
}

/// Why the fields are refused, what the chosen way binds instead, and the ways.
fn list(state: &State, selected: usize, lang: Lang) -> Vec<Block> {
    let binding = state.binding();
    let bound = bound_values(lang, &binding, Identifiers::Whole);
    let mut blocks: Vec<Block> = bound.into_iter().map(|line| Block::Paragraph(Tone::Good, line)).collect();
    for (finding, origin) in state.facts.review.binding().zip(binding.origins) {
        if finding.verdict == Verdict::Ok || origin != Origin::Firmware {
            continue;
        }
        let reason = why(lang, (finding.verdict, finding.kind));
        let tone = if finding.refuses() { Tone::Bad } else { Tone::Warn };
        blocks.push(Block::Paragraph(tone, labelled(lang, &finding.code().unwrap_or_default(), &reason)));
    }
    let ways = &state.facts.plan.ways;
    if ways.is_empty() {
        blocks.push(Block::Paragraph(Tone::Good, L::NothingToFix.say(lang).to_owned()));
        return blocks;
    }
    let chosen = fix::chosen_kind(&state.draft);
    let items = ways.iter().map(|way| {
        let title = if chosen == Some(way.kind) {
            remedy::chosen_way_title(lang, way)
        } else {
            remedy::way_title(lang, way).to_owned()
        };
        Choice { title, detail: remedy::way_needs(lang, way) }
    });
    blocks.extend([Block::Gap, Block::Choices { items: items.collect(), selected }]);
    blocks
}

/// One way: what happens, what is bound or written, cautions, steps, commands, and what Enter does.
fn open(state: &State, way: &PlannedWay, lang: Lang) -> Vec<Block> {
    let mut blocks = head(way, lang);
    blocks.push(Block::Paragraph(Tone::Dim, remedy::way_needs(lang, way)));
    let values = remedy::way_values(lang, &way.values);
    blocks.extend(values.into_iter().map(|value| Block::Paragraph(Tone::Strong, value)));
    blocks.extend(cautions(way, lang));
    blocks.extend(steps(way, lang));
    let (screen, lines) = entering(state, way);
    let lines = lines.map(|line| line.say(lang).to_owned());
    blocks.push(Block::per_form(Tone::Dim, screen.say(lang), lines));
    blocks
}

/// The steps of a way, each with its commands below it.
fn steps(way: &PlannedWay, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut first, mut steps) = (1, Vec::new());
    for (at, merged) in way.steps.iter().enumerate().filter(|(_, merged)| !merged.step.leads_to_wizard()) {
        steps.push(remedy::merged_step(lang, merged));
        let commands = way.commands_at(at);
        if commands.is_empty() {
            continue;
        }
        let next = first + steps.len();
        blocks.push(Block::Steps { first, steps: std::mem::take(&mut steps) });
        first = next;
        let mut location = None;
        for command in commands {
            if location.replace(command.location) != Some(command.location) {
                let place = remedy::location(lang, command.location);
                blocks.push(Block::Paragraph(Tone::Plain, place.to_owned()));
            }
            blocks.push(Block::Command(command.shell()));
        }
    }
    if !steps.is_empty() {
        blocks.push(Block::Steps { first, steps });
    }
    blocks
}

/// The title of a way, and what happens in it.
fn head(way: &PlannedWay, lang: Lang) -> Vec<Block> {
    vec![
        Block::Paragraph(Tone::Strong, remedy::way_title(lang, way).to_owned()),
        Block::Paragraph(Tone::Plain, remedy::way_explanation(lang, way).to_owned()),
    ]
}

/// The cautions before the first step. They have no order.
fn cautions(way: &PlannedWay, lang: Lang) -> Vec<Block> {
    way.cautions.iter().map(|caution| Block::Paragraph(Tone::Warn, remedy::step(lang, caution))).collect()
}

/// What Enter does in the view of a way, or what to do elsewhere: on a screen, and line by line.
fn entering(state: &State, way: &PlannedWay) -> (L, Option<PlainLine>) {
    match fix::entering(&state.settings, &state.facts, way) {
        Entering::Take if way.kind == WayKind::Older => (L::OlderHere, Some(PlainLine::OlderHere)),
        Entering::Take => (L::WayTakeHint, Some(PlainLine::WithdrawLater)),
        Entering::ReadAgain if inspect::sudo_helps(&state.settings, &state.facts) => {
            (L::SudoHelps, Some(PlainLine::NotRoot))
        }
        Entering::ReadAgain => (L::ReadNowHint, Some(PlainLine::ReadNow)),
        Entering::Pretend => (L::PretendFixedHint, None),
        Entering::Run => (L::RunHint, Some(PlainLine::RunAsked)),
        Entering::Nothing if way.kind == WayKind::Older && state.is_practice() => {
            (L::OlderInPractice, Some(PlainLine::OlderInPractice))
        }
        Entering::Nothing if way.kind == WayKind::Older => {
            (L::OlderWithoutClient, Some(PlainLine::OlderWithoutClient))
        }
        Entering::Nothing => (L::ReadAgainHint, Some(PlainLine::ReadLater)),
    }
}

/// The form: what is recovered, and an entry for each of the other fields.
fn declare(state: &State, selected: usize, form: &DeclareForm, lang: Lang) -> Vec<Block> {
    let way = state.facts.plan.ways.get(selected).filter(|way| way.kind == WayKind::Declare);
    let mut blocks = way.map_or_else(Vec::new, |way| head(way, lang));
    let planned = way.map_or(&[][..], |way| &way.values);
    let recovered = planned.iter().filter(|planned| planned.purpose != Purpose::Bind(Origin::Declared));
    let recovered = recovered.map(|planned| remedy::way_value(lang, planned));
    blocks.extend(recovered.map(|value| Block::Paragraph(Tone::Strong, value)));
    blocks.extend(way.map_or_else(Vec::new, |way| cautions(way, lang)));
    blocks.push(Block::Gap);
    for (at, entry) in form.entries.iter().enumerate() {
        blocks.push(Block::Input {
            label: remedy::declare_question(lang, entry.field),
            value: entry.input.value().to_owned(),
            cursor: (at == form.current).then(|| entry.input.cursor()),
        });
        if let Some(refused) = entry.fault {
            blocks.push(Block::Paragraph(Tone::Bad, why(lang, refused)));
            blocks.push(Block::on_screen(Tone::Plain, L::DeclareCure.say(lang)));
        }
    }
    blocks
}

/// The declared values once more, and a question where the serial looks like a typing error.
fn confirm_declared(state: &State, form: &DeclareForm, lang: Lang) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(Tone::Plain, L::DeclareCompare.say(lang).to_owned())];
    for entry in &form.entries {
        let value = entry.value();
        let shown = countersign_core::machine::printable(value.as_bytes());
        let name = FieldLine::from(entry.field).say(lang);
        blocks.push(Block::Paragraph(Tone::Strong, labelled(lang, name, &shown)));
    }
    match fix::near_miss(form, &state.facts) {
        Some(near) => {
            let value = countersign_core::machine::printable(near.value.as_bytes());
            let source = remedy::source(lang, near.source);
            let sentence = StepSentence::DeclareNear { value: &value, source: &source }.say(lang);
            blocks.push(Block::Paragraph(Tone::Warn, sentence));
            let lines = PlainLine::NearAsk.say(lang).to_owned();
            blocks.push(Block::per_form(Tone::Plain, L::DeclareNearAsk.say(lang), Some(lines)));
        }
        None => blocks.push(Block::on_screen(Tone::Plain, L::DeclareTakeHint.say(lang))),
    }
    blocks
}

fn changed(state: &State, changes: &[Change], lang: Lang) -> Vec<Block> {
    let binding = state.binding();
    let fields = Field::BINDING.into_iter().zip(binding.verdicts);
    let bad = fields.filter(|(field, verdict)| mark(*field, *verdict) == Mark::Bad).count();
    let come_to = if bad == 0 {
        Block::Paragraph(Tone::Good, review::headline(lang, &state.facts.review))
    } else {
        let lines = PlainSentence::StillBad { count: &bad }.say(lang);
        Block::per_form(Tone::Warn, StepSentence::StillBad { count: &bad }.say(lang), Some(lines))
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
