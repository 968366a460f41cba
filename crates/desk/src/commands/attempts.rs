//! Requests in the output of `cases show` and `licenses show`: as JSON and on one line.

use serde_json::{Value, json};

use crate::presentation;
use crate::text::{DeskLine as L, case as case_text};
use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::moment_at;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{Attempt, AttemptOutcome, CaseNumber, Reason};

/// A request as JSON.
pub(super) fn attempt_to_json(one: &Attempt) -> Value {
    let (outcome, detail) = match one.outcome {
        AttemptOutcome::Issued(how) => ("issued", how.name()),
        AttemptOutcome::Refused(reason) => ("refused", Reason::code(reason)),
    };
    json!({
        "at": one.at,
        "name": one.name,
        "outcome": outcome,
        "detail": detail,
        "scheme": match one.scheme { Scheme::Two => 2, Scheme::Three => 3 },
        "verdicts": one.verdicts.map(Verdict::name).join(" "),
        "codes": one.findings().iter().filter_map(Finding::code).collect::<Vec<_>>(),
        "values": one.values,
        "fields": presentation::origins_to_json(one.origins),
        "marker2": presentation::marker_to_json(one.marker2),
        "operator": one.operator,
        "by_word": one.spoken,
    })
}

/// A request on one line.
pub(super) fn attempt_line(one: &Attempt, case: Option<CaseNumber>, lang: Lang) -> String {
    let mut parts = vec![moment_at(one.at), one.name.clone()];
    match one.outcome {
        AttemptOutcome::Issued(how) => {
            parts.push(format!("{} ({})", L::Issued.say(lang), case_text::scheme(lang, one.scheme)));
            parts.push(LedgerLine::of_grant(how).say(lang).to_owned());
        }
        AttemptOutcome::Refused(reason) => {
            parts.push(format!("{} {}", L::Refused.say(lang), reason.code()));
            let codes: Vec<String> = one.findings().iter().filter_map(Finding::code).collect();
            parts.push(codes.join(" "));
        }
    }
    parts.extend(case.map(|case| case.to_string()));
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}
