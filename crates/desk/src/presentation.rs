//! The common parts of all presentations of an answer: the lines of its code, the steps of its ways, and its
//! JSON form.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use crate::text::DeskLine;
use countersign_core::machine::{Field, Origin, SourceKind, printable};
use countersign_core::protocol::{Marker, Mask, Number, line};
use countersign_core::remedy::{self, Command, PlannedWay, Remedy, RemedyKind};
use countersign_core::review::{Finding, Policy, Verdict};
use countersign_core::text::{Lang, Line as _, in_brackets, remedy as remedy_text, review};
use countersign_ledger::text::ledger;
use countersign_ledger::{Answer, AnswerOutcome, Binding, Reason};

/// Returns the seven lines of an issued license code, in groups of characters; `None` for a refusal.
#[must_use]
pub fn code_lines(answer: &Answer) -> Option<Vec<String>> {
    match &answer.outcome {
        AnswerOutcome::Issued { code, .. } => {
            Some(code.lines().iter().map(|one| line::grouped(one)).collect())
        }
        AnswerOutcome::Refused(_) => None,
    }
}

/// Returns a license number in the groups that its mask separates, or else in groups of five characters.
#[must_use]
pub fn number_groups(mask: &Mask, number: &Number) -> Vec<String> {
    let separated = mask.format(number);
    let groups = if separated == number.as_str() { line::grouped(&separated) } else { separated };
    groups.split([' ', '-']).filter(|group| !group.is_empty()).map(str::to_owned).collect()
}

/// Returns the value of a finding. If there is none, returns why, by the verdict; a spoken request has no
/// values.
#[must_use]
pub fn shown_value(lang: Lang, finding: &Finding) -> &str {
    match (finding.shown.as_str(), finding.verdict) {
        ("", Verdict::Ok | Verdict::Shared | Verdict::Placeholder) => DeskLine::ByWordNoValues.say(lang),
        ("", Verdict::Blank) => DeskLine::FieldEmpty.say(lang),
        ("", Verdict::Malformed) => DeskLine::FieldGarbled.say(lang),
        ("", Verdict::Unreadable) => DeskLine::FieldUnread.say(lang),
        (shown, _) => shown,
    }
}

/// Returns the mark behind a value for its origin, in brackets; empty for the firmware's own value.
#[must_use]
pub fn origin_mark(lang: Lang, origin: Origin) -> String {
    let line = match origin {
        Origin::Firmware => return String::new(),
        Origin::Assigned => DeskLine::AssignedMark,
        Origin::Declared => DeskLine::DeclaredMark,
        Origin::Recovered(source) => match source {
            SourceKind::Board => DeskLine::BoardMark,
            SourceKind::Chassis => DeskLine::ChassisMark,
            SourceKind::Uuid => DeskLine::UuidMark,
            SourceKind::OemString => DeskLine::OemMark,
            SourceKind::DeviceTree => DeskLine::DeviceTreeMark,
            SourceKind::Version => DeskLine::VersionMark,
            SourceKind::Other => DeskLine::OtherMark,
        },
    };
    in_brackets(lang, line.say(lang))
}

/// Returns the values of a binding on one line, each with its mark; `None` if the machine was bound by a
/// spoken request.
#[must_use]
pub fn bound_values(lang: Lang, binding: &Binding) -> Option<String> {
    let value = |(value, origin): (&String, Origin)| printable(value.as_bytes()) + &origin_mark(lang, origin);
    let values = binding.values.as_ref()?;
    Some(values.iter().zip(binding.origins).map(value).collect::<Vec<_>>().join(" / "))
}

/// Returns the origins of manufacturer, model and serial as JSON: `name`, `origin`, `source`.
#[must_use]
pub fn origins_to_json(origins: [Origin; 3]) -> Value {
    let fields = Field::BINDING.into_iter().zip(origins);
    let one = |(field, origin): (Field, Origin)| json!({ "name": field.name(), "origin": origin.name(), "source": origin.source().map(SourceKind::name) });
    Value::Array(fields.map(one).collect())
}

/// Returns a marker as JSON: hexadecimal, or null.
#[must_use]
pub fn marker_to_json(marker: Option<Marker>) -> Value {
    json!(marker.map(|marker| HEXLOWER.encode(&marker.0)))
}

/// Returns the remedies for a finding on the platform of the answer's machine. Without an anchor, remedies
/// that need one are left out. The remedies are for scripts; people see the ways.
fn remedies(answer: &Answer, finding: &Finding, policy: &Policy) -> Vec<Remedy> {
    let (family, hypervisor) = (answer.platform.family(), answer.platform.hypervisor());
    let mut remedies =
        remedy::remedies_for_platform(family, hypervisor, finding.field, finding.verdict, policy);
    remedies.retain(|remedy| {
        answer.marker2.is_some() || !matches!(remedy.kind, RemedyKind::Declare | RemedyKind::OlderBinding)
    });
    remedies
}

/// A step of a way, with its commands.
pub struct WayStep<'a> {
    /// The step as a sentence.
    pub text: String,
    /// Whether the sentence ends with a command, which a full stop would spoil.
    pub ends_with_command: bool,
    /// The commands.
    pub commands: Vec<&'a Command>,
}

/// Returns the steps of a way in order, each with its commands.
#[must_use]
pub fn way_steps(lang: Lang, way: &PlannedWay) -> Vec<WayStep<'_>> {
    let step = |(at, merged)| WayStep {
        text: remedy_text::merged_step(lang, merged),
        ends_with_command: merged.step.ends_with_command(),
        commands: way.commands_at(at),
    };
    way.steps.iter().enumerate().map(step).collect()
}

/// Returns an answer as JSON, for scripts (`answer --json`) and for devices (`/api/v1`). The keys are a
/// contract with both: `decision`, the license code as `code` (140 characters) and `lines` (seven, grouped),
/// `reason`, `findings`, `ways`, `differs`, `case`, and more. An unknown license number is left out, so that
/// the answer looks the same as for a malformed number.
#[must_use]
pub fn to_json(answer: &Answer, lang: Lang) -> Value {
    let (what, next) = match &answer.outcome {
        AnswerOutcome::Refused(refusal) => {
            let (what, next) = ledger::refusal(lang, refusal);
            (Some(what), Some(next))
        }
        AnswerOutcome::Issued { .. } => (None, None),
    };
    let number = answer.license.as_ref().filter(|_| answer.reason() != Some(Reason::NumberUnknown));
    let lines = code_lines(answer);
    json!({
        "decision": if answer.reason().is_none() { "issued" } else { "refused" },
        "code": lines.as_ref().map(|lines| lines.concat().replace(' ', "")),
        "lines": lines,
        "how": match &answer.outcome {
            AnswerOutcome::Issued { kind: how, .. } => Some(how.name()),
            AnswerOutcome::Refused(_) => None,
        },
        "reason": answer.reason().map(Reason::code),
        "what": what,
        "next": next,
        "findings": answer.findings.iter().map(|one| finding_to_json(answer, one, lang)).collect::<Vec<_>>(),
        "ways": answer.ways.iter().map(|way| remedy_text::way_to_json(lang, way)).collect::<Vec<_>>(),
        "differs": answer.differs().iter().map(|one| one.name()).collect::<Vec<_>>(),
        "notes": answer.notes.iter().map(|one| json!({
            "code": one.code(), "what": ledger::note(lang, *one),
        })).collect::<Vec<_>>(),
        "number": number.map(|number| number.as_str()),
        "seat": match &answer.outcome {
            AnswerOutcome::Issued { seat, .. } => Some(seat),
            AnswerOutcome::Refused(_) => None,
        },
        "request": answer.name,
        "marker2": marker_to_json(answer.marker2),
        "case": answer.case.map(|case| case.to_string()),
    })
}

/// Returns a refusal without a decision of the ledger as JSON: the keys of [`to_json`] that can have a value.
#[must_use]
pub fn refused_to_json(reason: &str, what: &str, next: &str) -> Value {
    json!({
        "decision": "refused",
        "code": null,
        "lines": null,
        "reason": reason,
        "what": what,
        "next": next,
        "findings": [],
        "differs": [],
        "case": null,
    })
}

fn finding_to_json(answer: &Answer, finding: &Finding, lang: Lang) -> Value {
    let remedies = remedies(answer, finding, &answer.policy);
    json!({
        "name": finding.field.name(),
        "value": finding.shown,
        "origin": finding.origin.name(),
        "source": finding.origin.source().map(SourceKind::name),
        "verdict": finding.verdict.name(),
        "code": finding.code(),
        "why": finding.code().map(|_| review::why(lang, finding)),
        "remedies": remedies.iter().map(|one| remedy_text::to_json(lang, one)).collect::<Vec<_>>(),
    })
}
