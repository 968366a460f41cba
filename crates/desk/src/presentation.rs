//! What every presentation of an answer shares: the lines of its code, its remedies, and its JSON form.

use serde_json::{Value, json};

use countersign_core::protocol::line;
use countersign_core::remedy::{self, Remedy, RemedyKind};
use countersign_core::review::{Finding, Policy};
use countersign_core::text::{Lang, Line as _, remedy as remedy_text, review};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{Answer, AnswerOutcome, Reason};

/// The seven lines of an issued license code, in groups of characters; `None` for a refusal.
#[must_use]
pub fn code_lines(answer: &Answer) -> Option<Vec<String>> {
    match &answer.outcome {
        AnswerOutcome::Issued { code, .. } => {
            Some(code.lines().iter().map(|one| line::grouped(one)).collect())
        }
        AnswerOutcome::Refused(_) => None,
    }
}

/// The remedies for a finding on the platform of the answer's machine. Without an anchor, those that need one are
/// left out.
#[must_use]
pub fn remedies(answer: &Answer, finding: &Finding, policy: &Policy) -> Vec<Remedy> {
    let (family, hypervisor) = (answer.platform.family(), answer.platform.hypervisor());
    let mut remedies =
        remedy::remedies_for_platform(family, hypervisor, finding.field, finding.verdict, policy);
    remedies.retain(|remedy| {
        answer.anchored || !matches!(remedy.kind, RemedyKind::Declare | RemedyKind::OlderBinding)
    });
    remedies
}

/// An answer as JSON, for scripts (`answer --json`) and for devices (`/api/v1`). The keys are a contract with both:
/// `decision`, the license code as `code` (140 characters) and `lines` (seven, grouped), `reason`, `findings`,
/// `differs`, `case`, and more. An unknown license number is left out, so that it looks the same as a malformed one.
#[must_use]
pub fn to_json(answer: &Answer, policy: &Policy, lang: Lang) -> Value {
    let (what, next) = match answer.reason() {
        Some(reason) => {
            let (what, next) = LedgerLine::of_reason(reason);
            (Some(what.say(lang)), Some(next.say(lang)))
        }
        None => (None, None),
    };
    let number = answer.number.as_ref().filter(|_| answer.reason() != Some(Reason::NumberUnknown));
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
        "findings": answer.findings.iter().map(|one| finding_to_json(answer, one, policy, lang)).collect::<Vec<_>>(),
        "differs": answer.differs().iter().map(|one| one.name()).collect::<Vec<_>>(),
        "notes": answer.notes.iter().map(|one| json!({
            "code": one.code(), "what": ledger::note(lang, *one),
        })).collect::<Vec<_>>(),
        "number": number.map(|number| number.as_str()),
        "request": answer.name,
        "case": answer.case.map(|case| case.to_string()),
    })
}

fn finding_to_json(answer: &Answer, finding: &Finding, policy: &Policy, lang: Lang) -> Value {
    let remedies = remedies(answer, finding, policy);
    json!({
        "name": finding.field.name(),
        "value": finding.shown,
        "origin": finding.origin.name(),
        "verdict": finding.verdict.name(),
        "code": finding.code(),
        "why": finding.code().map(|_| review::why(lang, finding)),
        "remedies": remedies.iter().map(|one| remedy_text::to_json(lang, one)).collect::<Vec<_>>(),
    })
}
