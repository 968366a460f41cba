//! Answers as JSON, for scripts (`answer --json`) and for devices (`/api/v1`); the keys are the contract with both.

use serde_json::{Value, json};

use super::answers::{code_lines, remedies};
use countersign_core::review::{Finding, Policy};
use countersign_core::text::{Lang, Line as _, remedy as say, review};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{Answer, AnswerOutcome, Reason};

/// One answer: `decision`, the license as `code` (140 characters) and `lines` (seven, grouped), `reason`, `findings`, `differs`, `case`, and
/// more. Of a number that is unknown nothing is said, so that it can't be told from one that is none.
#[must_use]
pub fn answer(answer: &Answer, policy: &Policy, lang: Lang) -> Value {
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
        "findings": answer.findings.iter().map(|one| finding(answer, one, policy, lang)).collect::<Vec<_>>(),
        "differs": answer.differs().iter().map(|one| one.name()).collect::<Vec<_>>(),
        "notes": answer.notes.iter().map(|one| json!({
            "code": one.code(), "what": ledger::note(lang, *one),
        })).collect::<Vec<_>>(),
        "number": number.map(|number| number.as_str()),
        "request": answer.name,
        "case": answer.case.map(|case| case.to_string()),
    })
}

fn finding(answer: &Answer, finding: &Finding, policy: &Policy, lang: Lang) -> Value {
    let remedies = remedies(answer, finding, policy);
    json!({
        "name": finding.field.name(),
        "value": finding.shown,
        "origin": finding.origin.name(),
        "verdict": finding.verdict.name(),
        "code": finding.code(),
        "why": finding.code().map(|_| review::why(lang, finding)),
        "remedies": remedies.iter().map(|one| say::to_json(lang, one)).collect::<Vec<_>>(),
    })
}
