//! The support report as text: findings, ways, versions.

use crate::page::bound_values_judged;
use crate::text::{self, LogLine, StepLine as L, StepSentence};
use crate::wizard::State;
use countersign_core::machine::Machine;
use countersign_core::protocol::binding::Binding;
use countersign_core::remedy::{Plan, PlannedValue};
use countersign_core::review::{Finding, Review, Verdict};
use countersign_core::text::StepNameSentence;
use countersign_core::text::{FieldLine, Lang, Line, labelled};
use countersign_core::text::{remedy, review};

/// How a report shows identifiers of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifiers {
    /// Only the first two and last two characters.
    Shortened,
    /// Unchanged.
    Whole,
}

impl Identifiers {
    /// An identifier as the report shows it.
    #[must_use]
    pub fn show(self, value: &str) -> String {
        match self {
            Self::Shortened => shortened(value),
            Self::Whole => value.to_owned(),
        }
    }
}

/// The report of a session.
#[must_use]
pub fn report(state: &State) -> String {
    let mut lines = vec![StepSentence::ReportTitle { product: &state.settings.profile.name }.say(state.lang)];
    if let Some(number) = &state.draft.number {
        lines.push(StepSentence::RequestNumber { number: &shortened(number.as_str()) }.say(state.lang));
    }
    if let Some(request) = &state.draft.request {
        lines.push(StepNameSentence::RequestName { name: &request.name() }.say(state.lang));
    }
    lines.extend(state.draft.case.iter().map(|case| StepSentence::CaseOpen { case }.say(state.lang)));
    let facts = &state.facts;
    lines.extend(machine_report(
        state.lang,
        &facts.machine,
        &facts.review,
        &facts.plan,
        Some(&state.binding()),
        Identifiers::Shortened,
    ));
    lines.extend([String::new(), LogLine::Title.say(state.lang).to_owned()]);
    lines.extend(text::log_lines(state.lang, &state.log));
    lines.push(String::new());
    lines.join("\n")
}

/// The part of a report about the machine, which the command `report` prints too. `binding` holds the values that a product binds, in
/// the way of its last request.
#[must_use]
pub fn machine_report(
    lang: Lang,
    machine: &Machine,
    review: &Review,
    plan: &Plan,
    binding: Option<&Binding>,
    identifiers: Identifiers,
) -> Vec<String> {
    let mut lines = vec![
        format!(
            "countersign {} / rules {}",
            env!("CARGO_PKG_VERSION"),
            countersign_core::review::RULES_VERSION
        ),
        String::new(),
    ];
    for finding in &review.findings {
        let name = FieldLine::from(finding.field).say(lang);
        let value = match (reported_value(finding, identifiers), finding.verdict) {
            (value, Verdict::Unreadable) if value.is_empty() => L::ValueUnreadable.say(lang).to_owned(),
            (value, _) if value.is_empty() => L::ValueEmpty.say(lang).to_owned(),
            (value, _) => value,
        };
        let verdict = finding.code().unwrap_or_else(|| review::verdict_word(lang, Verdict::Ok).to_owned());
        lines.push(labelled(lang, name, &format!("{value} [{verdict}]")));
    }
    lines.push(String::new());
    let bound = binding.map_or_else(Vec::new, |binding| bound_values_judged(lang, binding, identifiers));
    if bound.is_empty() {
        lines.push(review::headline(lang, review));
    }
    lines.extend(bound);
    lines.extend(review.notes.iter().map(|note| {
        let text = review::note(lang, note, |serial| identifiers.show(serial));
        labelled(lang, note.code(), &text)
    }));
    lines.extend(text::machine_facts(lang, machine));
    for way in &plan.ways {
        let title = remedy::way_title(lang, way);
        lines.push(format!("- {}", labelled(lang, title, &remedy::way_needs(lang, way))));
        // A value may identify the machine; its place doesn't.
        let hidden = way.values.iter().map(|one| PlannedValue { value: None, ..one.clone() });
        let places = remedy::way_values(lang, &hidden.collect::<Vec<_>>());
        lines.extend(places.iter().map(|place| format!("  {place}")));
    }
    lines
}

/// A field's value as a report shows it. A filler is never shortened.
#[must_use]
pub fn reported_value(finding: &Finding, identifiers: Identifiers) -> String {
    let proper = matches!(finding.verdict, Verdict::Ok | Verdict::Shared | Verdict::Malformed);
    if is_identifier(finding.field) && proper {
        identifiers.show(&finding.shown)
    } else {
        finding.shown.clone()
    }
}

/// Whether the field identifies one machine.
fn is_identifier(field: countersign_core::machine::Field) -> bool {
    use countersign_core::machine::Field as F;
    matches!(
        field,
        F::Serial | F::Uuid | F::BoardSerial | F::ChassisSerial | F::BoardAssetTag | F::ChassisAssetTag
    )
}

/// The first two and last two characters of an identifier: enough to compare two, not enough to use one.
fn shortened(value: &str) -> String {
    let count = value.chars().count();
    if count <= 5 {
        return "*".repeat(count);
    }
    let head: String = value.chars().take(2).collect();
    let tail: String = value.chars().skip(count - 2).collect();
    format!("{head}{}{tail}", "*".repeat(count - 4))
}
