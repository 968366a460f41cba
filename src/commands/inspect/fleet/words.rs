//! Rows of a summary in words, for the text and the page alike.

use countersign_core::lang::Lang;
use countersign_core::remedy::WayDuration;
use countersign_core::review::Verdict;
use countersign_core::text::{FieldLine, Line, WayLine, labelled, review};

use super::summary::{BestWay, CodeRow, Filler, Model, Name, Summary};
use crate::text::{FleetLine as L, FleetSentence, StepLine};

/// The product and the time of a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// The product whose policy decides which ways there are; `None` where no profile is installed.
    pub(super) product: Option<String>,
    /// When it was made, in UTC.
    pub(super) made: String,
}

/// The counts in one line.
pub(super) fn totals(lang: Lang, summary: &Summary) -> String {
    let counts = summary.counts;
    FleetSentence::Totals {
        count: &counts.total(),
        good: &counts.accepted,
        bad: &counts.refused,
        open: &counts.unknown,
    }
    .say(lang)
}

/// The sentences about files without a machine and about rows that are counted together.
pub(super) fn remarks(lang: Lang, summary: &Summary) -> Vec<String> {
    let unreadable = summary.unreadable();
    let others = summary.other_models;
    let limits = summary.limits();
    let mut lines = Vec::new();
    if unreadable > 0 {
        lines.push(FleetSentence::Unreadable { count: &unreadable }.say(lang));
    }
    if summary.passed > 0 {
        lines.push(FleetSentence::Passed { count: &summary.passed }.say(lang));
    }
    if others.total() > 0 {
        let (count, bad) = (&others.total(), &others.refused);
        lines.push(FleetSentence::OtherModels { limit: &limits.models, count, bad }.say(lang));
    }
    if summary.other_fillers > 0 {
        let count = &summary.other_fillers;
        lines.push(FleetSentence::OtherFillers { limit: &limits.fillers, count }.say(lang));
    }
    lines
}

/// The sentence that names the policy by which the ways are planned.
pub(super) fn policy(lang: Lang, heading: &Heading) -> String {
    match &heading.product {
        Some(product) => FleetSentence::Policy { product }.say(lang),
        None => L::PolicyUsual.say(lang).to_owned(),
    }
}

/// Manufacturer and model.
pub(super) fn model(lang: Lang, model: &Model) -> String {
    format!("{} {}", name(lang, &model.manufacturer), name(lang, &model.model))
}

fn name(lang: Lang, name: &Name) -> &str {
    match name {
        Name::Value(value) => value,
        Name::Blank => StepLine::ValueEmpty.say(lang),
        Name::Unreadable => StepLine::ValueUnreadable.say(lang),
    }
}

/// A filler after the name of its field.
pub(super) fn filler(lang: Lang, filler: &Filler) -> String {
    labelled(lang, FieldLine::from(filler.field).say(lang), &filler.value)
}

/// What a code means: the field and the verdict.
pub(super) fn meaning(lang: Lang, row: &CodeRow) -> String {
    let verdict: Verdict = row.verdict;
    labelled(lang, FieldLine::from(row.field).say(lang), review::verdict_word(lang, verdict))
}

/// The title of a way.
pub(super) fn way_name(lang: Lang, way: &BestWay) -> &'static str {
    match way {
        BestWay::Planned { title, .. } => title,
        BestWay::None => L::NoWay.say(lang),
    }
}

/// How long a way takes; `None` where there is none.
pub(super) fn way_time(lang: Lang, way: &BestWay) -> Option<&'static str> {
    let BestWay::Planned { duration, .. } = way else { return None };
    let line = match duration {
        WayDuration::Minute => WayLine::Minute,
        WayDuration::FiveMinutes => WayLine::FiveMinutes,
        WayDuration::TenMinutes => WayLine::TenMinutes,
        WayDuration::HalfHour => WayLine::HalfHour,
        WayDuration::Days => WayLine::Days,
    };
    Some(line.say(lang))
}

/// The title of a way with its time.
pub(super) fn way(lang: Lang, way: &BestWay) -> String {
    let title = way_name(lang, way);
    way_time(lang, way).map_or_else(
        || title.to_owned(),
        |time| FleetSentence::WayTime { title: &title, time: &time }.say(lang),
    )
}

/// A text, followed by its count unless that is `all`.
pub(super) fn counted(lang: Lang, text: &str, count: u64, all: u64) -> String {
    if count == all { text.to_owned() } else { labelled(lang, text, &count.to_string()) }
}
