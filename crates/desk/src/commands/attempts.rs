//! Formats requests for the output of `licenses show`.

use crate::text::{DeskLine as L, case as case_text};
use countersign_core::protocol::license::moment_at;
use countersign_core::review::Finding;
use countersign_core::text::{Lang, Line as _, in_brackets};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{Attempt, AttemptOutcome, CaseNumber};

/// Returns a request as one line.
pub(super) fn attempt_line(one: &Attempt, case: Option<CaseNumber>, lang: Lang) -> String {
    let mut parts = vec![moment_at(one.at), one.name.clone()];
    match one.outcome {
        AttemptOutcome::Issued(how) => {
            let scheme = in_brackets(lang, case_text::scheme(lang, one.scheme));
            parts.push([L::Issued.say(lang), &scheme].concat());
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
