//! Parts that several pages show.

use maud::{Markup, html};

use crate::sql::{CaseListed, Kept, Listed};
use crate::text::{CaseLine, DeskLine, OfficeLine as O, case, office};
use countersign_core::machine::{Origin, printable};
use countersign_core::protocol::license::{date_of, moment_at};
use countersign_core::protocol::line;
use countersign_core::remedy::Remedy;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::{FieldLine, Lang, Line as _, remedy as say, review};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{Attempt, AttemptOutcome, Reason};

/// What went wrong: what it is, what to do, its code.
pub(super) fn problem(code: &str, what: &str, next: &str) -> Markup {
    html! {
        h1 { (what) }
        p { (next) }
        p.quiet { code { (code) } }
    }
}

/// A name and its value in a list of facts.
pub(super) fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { bdi { (value) } } } }
}

/// The codes of what is wrong with a request.
pub(super) fn codes(attempt: &Attempt) -> Vec<String> {
    attempt.findings().iter().filter_map(Finding::code).collect()
}

/// What came of a request, in a word or two.
pub(super) fn outcome(lang: Lang, attempt: &Attempt) -> Markup {
    html! {
        @match attempt.outcome {
            AttemptOutcome::Issued(how) => {
                span.good { "✓ " (DeskLine::Issued.say(lang)) }
                " (" (case::scheme(lang, attempt.scheme)) ") "
                span.quiet { (LedgerLine::of_grant(how).say(lang)) }
            }
            AttemptOutcome::Refused(reason) => {
                span.bad { "✗ " (DeskLine::Refused.say(lang)) } " " code { (Reason::code(reason)) }
                @for code in codes(attempt) { " " code.quiet { (code) } }
            }
        }
        @if attempt.spoken { " " span.tag { (O::Spoken.say(lang)) } }
    }
}

/// Requests as a table, the newest first.
pub(super) fn requests(lang: Lang, all: &[Kept], with_number: bool) -> Markup {
    html! {
        @if all.is_empty() { p.quiet { (O::NoRequests.say(lang)) } }
        @else {
            table.rows {
                thead { tr {
                    th { (O::When.say(lang)) } th { (O::Request.say(lang)) }
                    @if with_number { th { (O::Number.say(lang)) } }
                    th { (O::Machine.say(lang)) } th { (O::Outcome.say(lang)) } th { (O::Case.say(lang)) }
                } }
                tbody { @for one in all { tr {
                    td data-label=(O::When.say(lang)) { span.when { (moment_at(one.attempt.at)) } }
                    td data-label=(O::Request.say(lang)) { a href={ "/office/requests/" (one.id) } { (one.attempt.name) } }
                    @if with_number { td data-label=(O::Number.say(lang)) {
                        @if let Some(number) = &one.attempt.number { a href={ "/office/numbers/" (number) } { (number) } } @else { "–" }
                    } }
                    td data-label=(O::Machine.say(lang)) { (machine(lang, &one.attempt)) }
                    td data-label=(O::Outcome.say(lang)) { (outcome(lang, &one.attempt)) }
                    td data-label=(O::Case.say(lang)) { @if let Some(case) = one.case { a href={ "/office/cases/" (case) } { (case) } } @else { "–" } }
                } } }
            }
        }
    }
}

/// Model and serial of a request, which tell machines apart best.
fn machine(lang: Lang, attempt: &Attempt) -> Markup {
    html! {
        @match &attempt.values {
            Some([_, model, serial]) => { bdi { (or_empty(lang, model)) } " / " bdi { (or_empty(lang, serial)) } },
            None => "–",
        }
    }
}

fn or_empty(lang: Lang, value: &str) -> String {
    if value.is_empty() { CaseLine::Empty.say(lang).to_owned() } else { printable(value.as_bytes()) }
}

/// Numbers as a table.
pub(super) fn numbers(lang: Lang, all: &[Listed]) -> Markup {
    html! {
        table.rows {
            thead { tr { th { (O::Number.say(lang)) } th { (DeskLine::ShowState.say(lang)) } th { (DeskLine::ShowBound.say(lang)) } } }
            tbody { @for one in all { tr {
                td data-label=(O::Number.say(lang)) { a href={ "/office/numbers/" (one.number) } { (one.number) } }
                td data-label=(DeskLine::ShowState.say(lang)) { (state(lang, &one.state)) }
                td data-label=(DeskLine::ShowBound.say(lang)) { (one.bound.map_or_else(|| "–".to_owned(), date_of)) }
            } } }
        }
    }
}

/// Cases as a table.
pub(super) fn cases(lang: Lang, all: &[CaseListed]) -> Markup {
    html! {
        table.rows {
            thead { tr {
                th { (O::Case.say(lang)) } th { (DeskLine::ShowState.say(lang)) } th { (O::Reason.say(lang)) }
                th { (O::Number.say(lang)) } th { (O::Machine.say(lang)) } th { (O::LastRequest.say(lang)) }
            } }
            tbody { @for one in all { tr {
                td data-label=(O::Case.say(lang)) { a href={ "/office/cases/" (one.case.number) } { (one.case.number) } }
                td data-label=(DeskLine::ShowState.say(lang)) { (case_state(lang, one.case.closed.is_some())) }
                td data-label=(O::Reason.say(lang)) { code { (one.case.reason.code()) } }
                td data-label=(O::Number.say(lang)) {
                    @if let Some(number) = &one.number { a href={ "/office/numbers/" (number) } { (number) } } @else { "–" }
                }
                td data-label=(O::Machine.say(lang)) {
                    @if let Some((model, serial)) = &one.machine { bdi { (or_empty(lang, model)) } " / " bdi { (or_empty(lang, serial)) } } @else { "–" }
                }
                td data-label=(O::LastRequest.say(lang)) { span.when { (moment_at(one.last)) } " (" (one.requests) ")" }
            } } }
        }
    }
}

/// Open or closed.
pub(super) fn case_state(lang: Lang, closed: bool) -> Markup {
    html! {
        @if closed { span.tag { (DeskLine::CaseClosed.say(lang)) } }
        @else { span.tag.bad { (DeskLine::CaseOpen.say(lang)) } }
    }
}

/// A number's state by its stable name.
pub(super) fn state(lang: Lang, name: &str) -> String {
    LedgerLine::of_state(name).map_or(name, |line| line.say(lang)).to_owned()
}

/// The value of a field as it is shown; by word there are none.
pub(super) fn value(lang: Lang, finding: &Finding) -> &str {
    match (finding.shown.as_str(), finding.verdict) {
        ("", Verdict::Ok | Verdict::Shared | Verdict::Placeholder) => DeskLine::ByWordNoValues.say(lang),
        ("", _) => DeskLine::FieldEmpty.say(lang),
        (shown, _) => shown,
    }
}

/// One field as the device showed it: name, value, how it was got, the desk's verdict, and the device's where it
/// was another.
pub(super) fn field(lang: Lang, finding: &Finding, said: Option<Verdict>, remedies: &[Remedy]) -> Markup {
    html! {
        li.field {
            p.name {
                (FieldLine::from(finding.field).say(lang))
                @if finding.origin == Origin::Declared { " (" (DeskLine::DeclaredMark.say(lang)) ")" }
            }
            p.value {
                bdi { (value(lang, finding)) }
            }
            @if let Some(code) = finding.code() {
                p.verdict.bad { "✗ " code { (code) } }
                p { (review::why(lang, finding)) }
            } @else {
                p.verdict.good { "✓ " (DeskLine::FieldOk.say(lang)) }
            }
            @if let Some(said) = said.filter(|said| *said != finding.verdict) {
                p.quiet { (O::DeviceSaid.fill(lang, &[("verdict", review::verdict_word(lang, said))])) }
            }
            @for remedy in remedies { (cure(lang, remedy)) }
        }
    }
}

/// One thing to do about a field, folded up: an operator reads one of them out.
pub(super) fn cure(lang: Lang, remedy: &Remedy) -> Markup {
    html! {
        details.cure {
            summary { (say::title(lang, remedy.kind)) }
            @if let Some(command) = &remedy.command {
                p { (say::location(lang, command.location)) }
                pre { (command.shell()) }
            }
            @if !remedy.steps.is_empty() {
                ol { @for step in &remedy.steps { li { (say::step(lang, step)) } } }
            }
        }
    }
}

/// Lines to be read out: each with its number, its groups, and a word a character.
pub(super) fn read_out(lang: Lang, first: u8, lines: &[String]) -> Markup {
    html! {
        p.quiet { (O::ReadOut.say(lang)) }
        ol.lines {
            @for (at, one) in (first..).zip(lines) {
                li value=(at) {
                    p.groups { @for group in line::grouped(&one.replace(' ', "")).split(' ') { b { (group) } " " } }
                    p.quiet.spelling { @for group in line::grouped(&one.replace(' ', "")).split(' ') { span { (office::spelled(lang, group)) } " " } }
                }
            }
        }
    }
}
