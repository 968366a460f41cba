//! The content of an answer's page: the license code, or the refusal. Values from requests have passed `machine::printable`, and the
//! templates escape them.
//!
//! Never here: a value of the machine that a number belongs to. A refusal only names the fields that differ.

use maud::{Markup, html};

use super::phone_page::{device, fact, field, grouped_number, hotline_notice};
use super::ways::ways;
use crate::presentation::code_lines;
use crate::text::{DeskLine, DeskSentence, PhoneLine as L, PhoneSentence, phone};
use countersign_core::profile::Profile;
use countersign_core::protocol::Claims;
use countersign_core::protocol::license::date_of;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::{LedgerLine, ledger};
use countersign_ledger::{Answer, AnswerOutcome, Difference, LicenseId, Reason, Refusal};

/// The license code or the refusal.
pub(super) fn answer(lang: Lang, answer: &Answer, profile: &Profile) -> Markup {
    html! {
        @match &answer.outcome {
            AnswerOutcome::Issued { claims, kind: how, .. } => {
                (issued(lang, answer, profile, *claims))
                p.quiet { (LedgerLine::of_grant(*how).say(lang)) }
            }
            AnswerOutcome::Refused(refusal) => (refused(lang, answer, profile, refusal)),
        }
        @for note in &answer.notes { p.quiet { (ledger::note(lang, *note)) } }
        @if answer.reason().is_some() { (hotline_notice(lang, profile.hotline.as_deref())) }
    }
}

fn issued(lang: Lang, answer: &Answer, profile: &Profile, claims: Claims) -> Markup {
    let lines = code_lines(answer).unwrap_or_default();
    let valid = claims.expires.map_or_else(
        || DeskLine::Never.say(lang).to_owned(),
        |last| DeskSentence::UntilDay { day: &date_of(last) }.say(lang),
    );
    // The shared text leaves out the license number: whoever knows it can send requests in the owner's name.
    let shared = PhoneSentence::SharedCode { product: &profile.name, name: &answer.name }.say(lang);
    html! {
        h1 { (L::CodeTitle.say(lang)) }
        p { (L::TypeIn.say(lang)) }
        ol.code #code {
            @for line in &lines { li { @for group in line.split(' ') { span { (group) } " " } } }
        }
        div.actions {
            button.main type="button" data-copy="code" data-done=(L::Copied.say(lang)) data-failed=(L::CopyFailed.say(lang))
                hidden { (L::Copy.say(lang)) }
            button type="button" data-share="code" data-heading=(shared) hidden { (L::Share.say(lang)) }
            button type="button" data-print hidden { (L::Print.say(lang)) }
        }
        details.aloud {
            summary { (L::ReadAloud.say(lang)) }
            p { (L::ReadAloudDo.say(lang)) }
            ol.spoken {
                @for line in &lines {
                    li { @for group in line.split(' ') { p { b { (group) } " " (phone::spelled(lang, group)) } } }
                }
            }
        }
        dl.facts {
            (fact(L::Product.say(lang), &html! { bdi { (profile.name) } }))
            (fact(L::Device.say(lang), &device(&answer.findings)))
            @if let Some(license) = &answer.license { (number_fact(lang, license, profile)) }
            (fact(L::RequestName.say(lang), &html! { (answer.name) }))
            (fact(L::Valid.say(lang), &html! { (valid) }))
        }
    }
}

fn refused(lang: Lang, answer: &Answer, profile: &Profile, refusal: &Refusal) -> Markup {
    let reason = refusal.reason;
    let (what, next) = ledger::refusal(lang, refusal);
    let differs = |difference: Difference| refusal.differs.contains(&difference);
    html! {
        h1 { (L::RefusedTitle.say(lang)) }
        p.notice.bad { (what) " " code { (reason.code()) } }
        @if reason == Reason::NumberUnknown { (number_to_compare(lang, answer.license.as_ref(), profile)) }
        @if !refusal.differs.is_empty() {
            p { (DeskSentence::Differs { fields: &ledger::differences(lang, &refusal.differs) }.say(lang)) }
        }
        p { (DeskSentence::WhatToDo { text: &next }.say(lang)) }
        (ways(lang, &answer.ways))
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        ul.fields {
            @for finding in &answer.findings { (field(lang, finding, differs(Difference::Field(finding.field)))) }
            @if differs(Difference::Board) {
                li.field.differs {
                    p.name { (LedgerLine::Board.say(lang)) }
                    p.verdict.bad { "✗ " (L::FieldDiffers.say(lang)) }
                }
            }
        }
        dl.facts {
            @if let Some(case) = answer.case { (fact(L::Case.say(lang), &html! { (case) })) }
            @if let Some(license) = answer.license.as_ref().filter(|_| reason != Reason::NumberUnknown) {
                (number_fact(lang, license, profile))
            }
            (fact(L::RequestName.say(lang), &html! { (answer.name) }))
        }
        div.actions { button type="button" data-print hidden { (L::Print.say(lang)) } }
    }
}

/// The number as the request has it, large. It comes from the request and the mask alone, so that it doesn't reveal whether the
/// ledger has the number.
fn number_to_compare(lang: Lang, license: Option<&LicenseId>, profile: &Profile) -> Markup {
    html! {
        figure.compare {
            figcaption { (L::NumberAsked.say(lang)) }
            p { @match license {
                Some(license) => (grouped_number(profile, &license.number)),
                None => (L::NumberUnreadable.say(lang)),
            } }
        }
    }
}

fn number_fact(lang: Lang, license: &LicenseId, profile: &Profile) -> Markup {
    fact(L::Number.say(lang), &grouped_number(profile, &license.number))
}
