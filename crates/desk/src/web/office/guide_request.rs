//! What the guide takes from a request: which screen its machine shows, its values in place of the example's, its codes and ways.

use maud::{Markup, html};

use super::components::read_out;
use super::request::RequestDetails;
use crate::caller_screens::Screen;
use crate::presentation::shown_value;
use crate::text::OfficeLine as O;
use crate::web::ways::ways;
use countersign_core::review::Verdict;
use countersign_core::step::StepName;
use countersign_core::text::{FieldLine, Lang, Line as _, StepNameSentence, colon, review};

/// Whether the request's machine shows this screen at the screen's step, judged by what the machine reported.
pub(super) fn is_reported(details: &RequestDetails, screen: &Screen) -> bool {
    let findings = details.stored.attempt.findings();
    let has = |verdict| findings.iter().any(|finding| finding.verdict == verdict);
    let accepted = findings.iter().all(|finding| finding.verdict == Verdict::Ok);
    let reported = match StepName::from_number(screen.step) {
        Some(StepName::Inspect) if accepted => "inspect-accepted",
        Some(StepName::Inspect) if has(Verdict::Unreadable) => "inspect-unreadable",
        Some(StepName::Inspect) => "inspect-refused",
        Some(StepName::Route) if accepted => "route-accepted",
        Some(StepName::Route) => "route-refused",
        _ => return false,
    };
    screen.id == reported
}

/// Whether the guide shows the values of the request's machine on this screen, in place of the example's.
pub(super) fn has_values(details: &RequestDetails, screen: &Screen) -> bool {
    StepName::from_number(screen.step) == Some(StepName::Inspect) && is_reported(details, screen)
}

/// The rows of the machine's values, as its screen has them.
pub(super) fn values(lang: Lang, details: &RequestDetails) -> Markup {
    html! {
        @for finding in details.stored.attempt.findings() {
            p {
                (FieldLine::from(finding.field).say(lang)) (colon(lang)) bdi { (shown_value(lang, &finding)) } " "
                @if let Some(code) = finding.code() { span.bad { "✗ " (code) } }
                @else { span.good { "✓ " (review::verdict_word(lang, Verdict::Ok)) } }
            }
        }
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
