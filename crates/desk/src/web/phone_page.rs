//! The contents of the phone pages except the answer (`phone_answer`), and the parts that they share. Values from requests have
//! passed `machine::printable`, and the templates escape them.

use maud::{Markup, html};

use crate::presentation::{number_groups, origin_mark, shown_value};
use crate::text::{DeskLine, PhoneLine as L, PhoneSentence};
use countersign_core::profile::Profile;
use countersign_core::protocol::Number;
use countersign_core::review::{Finding, Predicted};
use countersign_core::text::{FieldLine, Lang, Line as _, review};
use countersign_ledger::IncomingRequest;

/// The form that asks for the answer.
pub(super) struct AskForm<'a> {
    /// The address that it is sent to.
    pub action: &'a str,
    /// Whether its page has the address of an answer that isn't shown any more.
    pub answer_gone: bool,
}

/// The page at `/`.
pub(super) fn landing(lang: Lang, hotline: Option<&str>) -> Markup {
    html! {
        h1 { (L::Landing.say(lang)) }
        p { (L::LandingDo.say(lang)) }
        (hotline_notice(lang, hotline))
    }
}

/// A request as the desk reads it, and the button that asks for the code.
pub(super) fn request(
    lang: Lang,
    request: &IncomingRequest,
    profile: &Profile,
    form: &AskForm<'_>,
) -> Markup {
    let findings = request.findings();
    let bad = findings.iter().filter(|finding| finding.refuses()).count();
    let predicted = Predicted::of(findings.iter().map(|finding| (finding.field, finding.verdict)));
    let number = profile.mask.unpack(request.head().number);
    html! {
        h1 { (PhoneSentence::Activate { product: &profile.name }.say(lang)) }
        @if form.answer_gone { p.notice { (L::AnswerGone.say(lang)) } }
        p { (L::Understood.say(lang)) }
        dl.facts {
            @if let Some(number) = &number { (fact(L::Number.say(lang), &grouped_number(profile, number))) }
            (fact(L::RequestName.say(lang), &html! { (request.name()) }))
        }
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        ul.fields { @for finding in &findings { (field(lang, finding, false)) } }
        @match predicted {
            Predicted::Refused => p.notice.bad { (PhoneSentence::WillRefuse { count: &bad }.say(lang)) },
            Predicted::Unknown => p.notice.bad { (L::CantRead.say(lang)) },
            Predicted::Accepted => p.notice.good { (L::WillAccept.say(lang)) },
        }
        form method="post" action=(form.action) {
            button.main type="submit" {
                @if predicted == Predicted::Accepted { (L::Button.say(lang)) } @else { (L::ButtonHelp.say(lang)) }
            }
        }
        p.quiet { (L::NothingYet.say(lang)) }
    }
}

/// One field: its name, its value, its verdict and the reason. `differs` marks a field if its value differs from the machine that
/// the number belongs to.
pub(super) fn field(lang: Lang, finding: &Finding, differs: bool) -> Markup {
    html! {
        li.field.differs[differs] {
            p.name {
                (FieldLine::from(finding.field).say(lang))
                (origin_mark(lang, finding.origin))
            }
            p.value { bdi { (shown_value(lang, finding)) } }
            @if differs { p.verdict.bad { "✗ " (L::FieldDiffers.say(lang)) } }
            @if let Some(code) = finding.code() {
                p.verdict.bad { "✗ " code { (code) } }
                p.why { (review::why(lang, finding)) }
            } @else if !differs {
                p.verdict.good { "✓ " (DeskLine::FieldOk.say(lang)) }
            }
        }
    }
}

/// The values of a device, by which a person recognises it.
pub(super) fn device(findings: &[Finding]) -> Markup {
    let values = findings.iter().filter(|finding| !finding.shown.is_empty());
    html! { @for (at, finding) in values.enumerate() { @if at > 0 { br; } bdi { (finding.shown) } } }
}

/// A license number in groups. Only spacing in the style sheet separates them, so that the number is copied in one piece.
pub(super) fn grouped_number(profile: &Profile, number: &Number) -> Markup {
    html! {
        data.grouped value=(number) { @for group in number_groups(&profile.mask, number) { span { (group) } } }
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

pub(super) fn fact(name: &str, value: &Markup) -> Markup {
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
