//! What the guide takes from a request: which screen its machine shows, its values in place of the example's, its codes and ways.

use maud::{Markup, html};

use super::components::read_out;
use super::request::RequestDetails;
use crate::caller_screens::{LineKind, Mark, Screen, ScreenLine};
use crate::presentation::shown_value;
use crate::text::OfficeLine as O;
use crate::web::ways::ways;
use countersign_core::protocol::Head;
use countersign_core::review::{Finding, Verdict};
use countersign_core::screen_kind::ScreenKind;
use countersign_core::step::StepName;
use countersign_core::text::{FieldLine, Lang, Line as _, StepNameSentence, review};
use countersign_ledger::Attempt;

/// The screen that the request's machine shows at a step, by its own verdicts; `None` where the request doesn't report it.
fn reported_screen(head: &Head, step: StepName) -> Option<ScreenKind> {
    match step {
        StepName::Inspect => Some(ScreenKind::of_inspect(head.verdicts, head.origins)),
        StepName::Route => Some(ScreenKind::of_route(head.verdicts)),
        StepName::Welcome
        | StepName::Fix
        | StepName::Request
        | StepName::Code
        | StepName::Keep
        | StepName::Done => None,
    }
}

/// Whether the request's machine shows this screen at the screen's step.
pub(super) fn is_reported(attempt: &Attempt, screen: &Screen) -> bool {
    let reported = attempt.incoming_request().and_then(|request| {
        StepName::from_number(screen.step).and_then(|step| reported_screen(request.head(), step))
    });
    reported == Some(screen.id)
}

/// The values of the request's machine as this screen shows them, with the machine's own verdicts, which may differ from the desk's.
/// `None` if the screen doesn't show them: it has no values, the machine shows another screen, or the request has replacements for some
/// of the values.
pub(super) fn values(lang: Lang, attempt: &Attempt, screen: &Screen) -> Option<Vec<ScreenLine>> {
    let request = attempt.incoming_request()?;
    let head = request.head();
    let replaced = head.origins.iter().any(|origin| origin.is_chosen());
    if replaced || reported_screen(head, StepName::Inspect) != Some(screen.id) {
        return None;
    }
    let findings = attempt.findings().into_iter().zip(head.verdicts);
    Some(findings.map(|(finding, verdict)| value_line(lang, &Finding { verdict, ..finding })).collect())
}

fn value_line(lang: Lang, finding: &Finding) -> ScreenLine {
    ScreenLine {
        kind: LineKind::Field,
        text: FieldLine::from(finding.field).say(lang).to_owned(),
        more: shown_value(lang, finding).to_owned(),
        mark: Some(Mark::of(finding)),
        verdict: finding.code().unwrap_or_else(|| review::verdict_word(lang, Verdict::Ok).to_owned()),
        here: false,
    }
}

/// Says that what a screen shows is an example's.
pub(super) fn example_note(lang: Lang, screen: &Screen) -> Markup {
    html! { @if screen.has_example() { p.quiet { (O::GuideExample.say(lang)) } } }
}

/// What helps the request's machine at a step.
pub(super) fn help(lang: Lang, step: StepName, details: &RequestDetails) -> Markup {
    let attempt = &details.stored.attempt;
    html! {
        @match step {
            StepName::Fix => {
                @for finding in attempt.findings().iter().filter(|finding| finding.verdict != Verdict::Ok) {
                    p { b { (FieldLine::from(finding.field).say(lang)) } " " code { (finding.code().unwrap_or_default()) } }
                }
                (ways(lang, &attempt.ways(&details.policy)))
            }
            StepName::Request => p { b { (StepNameSentence::RequestName { name: &attempt.name }.say(lang)) } },
            StepName::Code => @if let Some(lines) = &details.code { (read_out(lang, 1, lines)) },
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
