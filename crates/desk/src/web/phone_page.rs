//! The contents of the phone pages. Values from requests have passed `machine::printable`, and the templates escape them.

use maud::{Markup, html};

use super::layout::lang_query;
use super::ways::ways;
use crate::presentation::{code_lines, origin_mark};
use crate::text::{DeskLine, DeskSentence, PhoneLine as L, PhoneSentence, phone};
use countersign_core::profile::Profile;
use countersign_core::protocol::Claims;
use countersign_core::protocol::license::date_of;
use countersign_core::review::{Finding, Verdict};
use countersign_core::text::{FieldLine, Lang, Line as _, review};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{Answer, AnswerOutcome, IncomingRequest, Reason, Refusal};

/// The page of the bare address.
pub(super) fn landing(lang: Lang, hotline: Option<&str>) -> Markup {
    html! {
        h1 { (L::Landing.say(lang)) }
        p { (L::LandingDo.say(lang)) }
        (hotline_notice(lang, hotline))
    }
}

/// A request as the desk reads it, and the button that asks for the code.
pub(super) fn request(lang: Lang, request: &IncomingRequest, profile: &Profile) -> Markup {
    let findings = request.findings();
    let bad = findings.iter().filter(|finding| finding.refuses()).count();
    let unread = findings.iter().any(|finding| finding.verdict == Verdict::Unreadable);
    let number = profile.mask.unpack(request.head().number);
    html! {
        h1 { (PhoneSentence::Activate { product: &profile.name }.say(lang)) }
        p { (L::Understood.say(lang)) }
        dl.facts {
            @if let Some(number) = &number { (fact(L::Number.say(lang), number.as_str())) }
            (fact(L::RequestName.say(lang), &request.name()))
        }
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        ul.fields { @for finding in &findings { li.field { (field(lang, finding)) } } }
        @if bad > 0 {
            p.notice.bad { (PhoneSentence::WillRefuse { count: &bad }.say(lang)) }
        } @else if unread {
            p.notice.bad { (L::CantRead.say(lang)) }
        } @else {
            p.notice.good { (L::WillAccept.say(lang)) }
        }
        form method="post" action=(lang_query(lang)) {
            button.main type="submit" {
                @if bad > 0 || unread { (L::ButtonHelp.say(lang)) } @else { (L::Button.say(lang)) }
            }
        }
        p.quiet { (L::NothingYet.say(lang)) }
    }
}

/// The license code or the refusal.
pub(super) fn answer(lang: Lang, answer: &Answer, profile: &Profile) -> Markup {
    html! {
        @match &answer.outcome {
            AnswerOutcome::Issued { claims, kind: how, .. } => {
                (issued(lang, answer, *claims))
                p.quiet { (LedgerLine::of_grant(*how).say(lang)) }
            }
            AnswerOutcome::Refused(refusal) => (refused(lang, answer, refusal)),
        }
        @for note in &answer.notes { p.quiet { (ledger::note(lang, *note)) } }
        @if answer.reason().is_some() { (hotline_notice(lang, profile.hotline.as_deref())) }
    }
}

fn issued(lang: Lang, answer: &Answer, claims: Claims) -> Markup {
    let lines = code_lines(answer).unwrap_or_default();
    let valid = claims.expires.map_or_else(
        || DeskLine::Never.say(lang).to_owned(),
        |last| DeskSentence::UntilDay { day: &date_of(last) }.say(lang),
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
            @if let Some(number) = &answer.license { (fact(L::Number.say(lang), number.as_str())) }
            (fact(L::RequestName.say(lang), &answer.name))
            (fact(L::Valid.say(lang), &valid))
        }
    }
}

fn refused(lang: Lang, answer: &Answer, refusal: &Refusal) -> Markup {
    let reason = refusal.reason;
    let (what, next) = ledger::refusal(lang, refusal);
    // An unknown number is left out, so that it looks the same as a malformed one.
    let number = answer.license.as_ref().filter(|_| reason != Reason::NumberUnknown);
    html! {
        h1 { (L::RefusedTitle.say(lang)) }
        p.notice.bad { (what) " " code { (reason.code()) } }
        @if !refusal.differs.is_empty() {
            p { (DeskSentence::Differs { fields: &ledger::differences(lang, &refusal.differs) }.say(lang)) }
        }
        p { (DeskSentence::WhatToDo { text: &next }.say(lang)) }
        (ways(lang, &answer.ways))
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        ul.fields { @for finding in &answer.findings { li.field { (field(lang, finding)) } } }
        dl.facts {
            @if let Some(case) = answer.case { (fact(L::Case.say(lang), &case.to_string())) }
            @if let Some(number) = number { (fact(L::Number.say(lang), number.as_str())) }
            (fact(L::RequestName.say(lang), &answer.name))
        }
    }
}

/// One field: its name, its value, its verdict and the reason.
fn field(lang: Lang, finding: &Finding) -> Markup {
    let good = finding.verdict == Verdict::Ok;
    let mark = if good { "✓" } else { "✗" };
    html! {
        p.name {
            (FieldLine::from(finding.field).say(lang))
            @if let Some(mark) = origin_mark(lang, finding.origin) { " (" (mark) ")" }
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

/// An error: what is wrong, its code, what to do.
pub(super) fn error(lang: Lang, code: &str, what: &str, next: &str, hotline: Option<&str>) -> Markup {
    html! {
        h1 { (what) }
        p { (next) }
        p.quiet { code { (code) } }
        (hotline_notice(lang, hotline))
    }
}

fn fact(name: &str, value: &str) -> Markup {
    html! { div { dt { (name) } dd { (value) } } }
}

/// The hotline to call.
pub(super) fn hotline_notice(lang: Lang, hotline: Option<&str>) -> Markup {
    html! {
        @if let Some(hotline) = hotline {
            p.notice { (L::Hotline.say(lang)) " " a href={ "tel:" (dialable(hotline)) } { (hotline) } }
        }
    }
}

/// A telephone number without the characters that can't be dialled.
fn dialable(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}
