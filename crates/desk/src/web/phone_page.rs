//! What the phone's pages show. Text from requests is escaped by the templates, and was made visible before that
//! (`machine::printable`).

use maud::{Markup, html};

use super::layout::query;
use crate::answers::{code_lines, remedies};
use crate::text::{DeskLine, PhoneLine as L, phone};
use countersign_core::machine::Origin;
use countersign_core::profile::Profile;
use countersign_core::protocol::Claims;
use countersign_core::protocol::license::date_of;
use countersign_core::remedy::Remedy;
use countersign_core::review::{Finding, Policy, Verdict};
use countersign_core::text::{FieldLine, Lang, Line as _, remedy as say, review};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{Answer, AnswerOutcome, IncomingRequest, Reason, Refusal};

/// What the bare address says.
pub(super) fn landing(lang: Lang, hotline: Option<&str>) -> Markup {
    html! {
        h1 { (L::Landing.say(lang)) }
        p { (L::LandingDo.say(lang)) }
        (stuck(lang, hotline))
    }
}

/// A request as the desk understood it, and the button.
pub(super) fn understood(lang: Lang, asked: &IncomingRequest, profile: &Profile) -> Markup {
    let findings = asked.findings();
    let bad = findings.iter().filter(|finding| finding.refuses()).count();
    let unread = findings.iter().any(|finding| finding.verdict == Verdict::Unreadable);
    let number = profile.mask.unpack(asked.head().number);
    html! {
        h1 { (L::Activate.fill(lang, &[("product", &profile.name)])) }
        p { (L::Understood.say(lang)) }
        dl.facts {
            @if let Some(number) = &number { (fact(L::Number.say(lang), number.as_str())) }
            (fact(L::RequestName.say(lang), &asked.name()))
        }
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        ul.fields { @for finding in &findings { li.field { (named(lang, finding)) } } }
        @if bad > 0 {
            p.notice.bad { (L::WillRefuse.fill(lang, &[("count", &bad.to_string())])) }
        } @else if unread {
            p.notice.bad { (L::CantRead.say(lang)) }
        } @else {
            p.notice.good { (L::WillAccept.say(lang)) }
        }
        form method="post" action=(query(lang)) {
            button.main type="submit" {
                @if bad > 0 || unread { (L::ButtonHelp.say(lang)) } @else { (L::Button.say(lang)) }
            }
        }
        p.quiet { (L::NothingYet.say(lang)) }
    }
}

/// The answer.
pub(super) fn answered(lang: Lang, answer: &Answer, profile: &Profile) -> Markup {
    html! {
        @match &answer.outcome {
            AnswerOutcome::Issued { claims, kind: how, .. } => {
                (issued(lang, answer, *claims))
                p.quiet { (LedgerLine::of_grant(*how).say(lang)) }
            }
            AnswerOutcome::Refused(refusal) => (refused(lang, answer, refusal, &profile.policy)),
        }
        @for note in &answer.notes { p.quiet { (ledger::note(lang, *note)) } }
        @if answer.reason().is_some() { (stuck(lang, profile.hotline.as_deref())) }
    }
}

fn issued(lang: Lang, answer: &Answer, claims: Claims) -> Markup {
    let lines = code_lines(answer).unwrap_or_default();
    let valid = claims.expires.map_or_else(
        || DeskLine::Never.say(lang).to_owned(),
        |last| DeskLine::UntilDay.fill(lang, &[("day", &date_of(last))]),
    );
    html! {
        h1 { (L::CodeTitle.say(lang)) }
        p { (L::TypeIn.say(lang)) }
        ol.code #code {
            @for line in &lines { li { @for group in line.split(' ') { span { (group) } " " } } }
        }
        button.main type="button" data-copy="code" data-done=(L::Copied.say(lang)) data-failed=(L::CopyFailed.say(lang))
            hidden { (L::Copy.say(lang)) }
        details {
            summary { (L::ReadAloud.say(lang)) }
            p { (L::ReadAloudDo.say(lang)) }
            ol.spoken {
                @for line in &lines {
                    li { @for group in line.split(' ') { p { b { (group) } " " (phone::spelled(lang, group)) } } }
                }
            }
        }
        dl.facts {
            @if let Some(number) = &answer.number { (fact(L::Number.say(lang), number.as_str())) }
            (fact(L::RequestName.say(lang), &answer.name))
            (fact(L::Valid.say(lang), &valid))
        }
    }
}

fn refused(lang: Lang, answer: &Answer, refusal: &Refusal, policy: &Policy) -> Markup {
    let reason = refusal.reason;
    let (what, next) = LedgerLine::of_reason(reason);
    // Of a number that is unknown nothing is shown, so that it can't be told from one that is none.
    let number = answer.number.as_ref().filter(|_| reason != Reason::NumberUnknown);
    html! {
        h1 { (L::RefusedTitle.say(lang)) }
        p.notice.bad { (what.say(lang)) " " code { (reason.code()) } }
        @if !refusal.differs.is_empty() {
            p { (DeskLine::Differs.fill(lang, &[("fields", &ledger::differences(lang, &refusal.differs))])) }
        }
        p { (DeskLine::WhatToDo.fill(lang, &[("text", next.say(lang))])) }
        dl.facts {
            @if let Some(case) = answer.case { (fact(L::Case.say(lang), &case.to_string())) }
            @if let Some(number) = number { (fact(L::Number.say(lang), number.as_str())) }
            (fact(L::RequestName.say(lang), &answer.name))
        }
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        ul.fields {
            @for finding in &answer.findings {
                li.field {
                    (named(lang, finding))
                    @for remedy in remedies(answer, finding, policy) { (cure(lang, &remedy)) }
                }
            }
        }
    }
}

/// One field: its name, its value, its verdict, and why.
fn named(lang: Lang, finding: &Finding) -> Markup {
    let good = finding.verdict == Verdict::Ok;
    let mark = if good { "✓" } else { "✗" };
    html! {
        p.name {
            (FieldLine::from(finding.field).say(lang))
            @if finding.origin == Origin::Declared { " (" (DeskLine::DeclaredMark.say(lang)) ")" }
        }
        p.value {
            @if finding.shown.is_empty() { (DeskLine::FieldEmpty.say(lang)) } @else { bdi { (finding.shown) } }
        }
        @if let Some(code) = finding.code() {
            p.verdict.bad { (mark) " " code { (code) } }
            p.why { (review::why(lang, finding)) }
        } @else {
            p.verdict.good { (mark) " " (DeskLine::FieldOk.say(lang)) }
        }
    }
}

/// One thing to do about a field on that platform.
fn cure(lang: Lang, remedy: &Remedy) -> Markup {
    html! {
        div.cure {
            h3 { (say::title(lang, remedy.kind)) }
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

/// An error: what it means, its code, what to do.
pub(super) fn trouble(lang: Lang, code: &str, what: &str, cure: &str, hotline: Option<&str>) -> Markup {
    html! {
        h1 { (what) }
        p { (cure) }
        p.quiet { code { (code) } }
        (stuck(lang, hotline))
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// Whom to call.
fn stuck(lang: Lang, hotline: Option<&str>) -> Markup {
    html! {
        @if let Some(hotline) = hotline {
            p.notice { (L::Hotline.say(lang)) " " a href={ "tel:" (dialled(hotline)) } { (hotline) } }
        }
    }
}

/// What a telephone dials of a number as people write it.
fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}
