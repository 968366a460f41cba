//! Answers as JSON; the keys are the contract with scripts.

use serde_json::{Value, json};

use super::failure::Failure;
use super::{Exit, words};
use crate::ledger::{Answer, Answered, Reason};
use crate::review::{Finding, Policy};
use crate::text::{Lang, LedgerLine, Line as _, ledger, remedy, review};

/// One answer: `decision`, the license as `code` (140 characters) and `lines` (seven, grouped), `reason`, `findings`, `differs`, `case`, and
/// more. Of a number that is unknown nothing is said, so that it can't be told from one that is none.
pub(super) fn answer(answer: &Answer, policy: &Policy, lang: Lang) -> Value {
    let (what, next) = match answer.reason() {
        Some(reason) => {
            let (what, next) = LedgerLine::of_reason(reason);
            (Some(what.say(lang)), Some(next.say(lang)))
        }
        None => (None, None),
    };
    let number = answer.number.as_ref().filter(|_| answer.reason() != Some(Reason::NumberUnknown));
    let lines = words::code_lines(answer);
    json!({
        "decision": if answer.reason().is_none() { "issued" } else { "refused" },
        "code": lines.as_ref().map(|lines| lines.concat().replace(' ', "")),
        "lines": lines,
        "how": match &answer.verdict {
            Answered::Issued { how, .. } => Some(how.name()),
            Answered::Refused(_) => None,
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
    let remedies = words::remedies(answer, finding, policy);
    json!({
        "name": finding.field.name(),
        "value": finding.shown,
        "origin": finding.origin.name(),
        "verdict": finding.verdict.name(),
        "code": finding.code(),
        "why": finding.code().map(|_| review::why(lang, finding)),
        "remedies": remedies.iter().map(|one| remedy::to_json(lang, one)).collect::<Vec<_>>(),
    })
}

/// What stands in an answer's place where there is none: a refusal of the input, or a fault of the desk.
pub(super) fn failure(failure: &Failure) -> Value {
    json!({
        "decision": (failure.exit == Exit::Refused).then_some("refused"),
        "code": null,
        "lines": null,
        "reason": failure.code,
        "what": failure.what,
        "next": failure.next,
        "findings": [],
        "differs": [],
        "case": null,
    })
}
