//! The guide for telephone calls: for each numbered step, what the caller sees and what to say. The guide of a request
//! includes that machine's values, codes and ways.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::components::{self, read_out};
use super::request::{RequestDetails, load_request};
use super::responses::unknown_request;
use super::session::OfficeSession;
use crate::presentation::shown_value;
use crate::text::{OfficeLine as O, OfficeSentence};
use crate::web::error::WebError;
use crate::web::state::DeskState;
use crate::web::ways::ways;
use countersign_core::protocol::Number;
use countersign_core::review::Verdict;
use countersign_core::step::StepName;
use countersign_core::text::{FieldLine, Lang, Line as _, StepNameLine, StepNameSentence, review};

pub(super) fn routes() -> Router<DeskState> {
    Router::new()
        .route("/office/guide", get(general_guide))
        .route("/office/requests/{id}/guide", get(request_guide))
}

/// What the caller sees at a step, and what to say there.
fn guidance(lang: Lang, step: StepName, number: &Number) -> (String, &'static str) {
    let (see, say) = match step {
        StepName::Welcome => {
            let see = OfficeSentence::SeeWelcome { number };
            return (see.say(lang), O::SayWelcome.say(lang));
        }
        StepName::Inspect => (O::SeeInspect, O::SayInspect),
        StepName::Fix => (O::SeeFix, O::SayFix),
        StepName::Route => (O::SeeRoute, O::SayRoute),
        StepName::Request => (O::SeeRequest, O::SayRequest),
        StepName::Code => (O::SeeCode, O::SayCode),
        StepName::Keep => (O::SeeKeep, O::SayKeep),
        StepName::Done => (O::SeeDone, O::SayDone),
    };
    (see.say(lang).to_owned(), say.say(lang))
}

async fn general_guide(session: OfficeSession) -> Response {
    let title = O::GuideTitle.say(session.lang());
    session.page(title, &page(&session, None))
}

async fn request_guide(session: OfficeSession, Path(id): Path<i64>) -> Result<Response, WebError> {
    let Some(details) = load_request(&session, id).await? else { return Ok(unknown_request(&session)) };
    Ok(session.page(O::GuideTitle.say(session.lang()), &page(&session, Some(&details))))
}

fn page(session: &OfficeSession, details: Option<&RequestDetails>) -> Markup {
    let lang = session.lang();
    let example = session.desk().newest_profile().mask.example();
    let number = details
        .and_then(|details| details.stored.attempt.license.as_ref().map(|license| &license.number))
        .unwrap_or(&example);
    html! {
        h1 { (O::GuideTitle.say(lang)) }
        @if let Some(details) = details {
            p { a href={ "/office/requests/" (details.stored.id) } { (O::Request.say(lang)) " " (details.stored.attempt.name) } " " (components::outcome(lang, &details.stored.attempt)) }
        }
        p { (O::GuideLead.say(lang)) }
        ol.jump {
            @for (at, step) in (1..).zip(StepName::ALL) {
                li { a href={ "#step-" (at) } { b { (at) } " " (StepNameLine::from(step).say(lang)) } }
            }
        }
        @for (at, step) in (1..).zip(StepName::ALL) {
            @let (see, say) = guidance(lang, step, number);
            section.step id={ "step-" (at) } {
                h2 { span.corner { (at) " " (StepNameLine::from(step).say(lang).to_uppercase()) } }
                div.two {
                    div { h3 { (O::GuideSees.say(lang)) } p { (see) } (machine_screen(lang, step, details)) }
                    div { h3 { (O::GuideSays.say(lang)) } p { (say) } (machine_advice(session, step, details)) }
                }
            }
        }
    }
}

/// What the screen of the request's machine shows at a step.
fn machine_screen(lang: Lang, step: StepName, details: Option<&RequestDetails>) -> Markup {
    let Some(details) = details else { return html! {} };
    let attempt = &details.stored.attempt;
    html! {
        @match step {
            StepName::Inspect => {
                table.screen { tbody { @for finding in attempt.findings() { tr {
                    td { (FieldLine::from(finding.field).say(lang)) }
                    td { bdi { (shown_value(lang, &finding)) } }
                    td { @if let Some(code) = finding.code() { span.bad { "✗ " (code) } } @else { span.good { "✓ " (review::verdict_word(lang, Verdict::Ok)) } } }
                } } } }
            }
            StepName::Request => p { b { (StepNameSentence::RequestName { name: &attempt.name }.say(lang)) } },
            _ => {}
        }
    }
}

/// What helps the request's machine at a step.
fn machine_advice(session: &OfficeSession, step: StepName, details: Option<&RequestDetails>) -> Markup {
    let lang = session.lang();
    let attempt = details.map(|details| &details.stored.attempt);
    let bad_findings = || {
        attempt.into_iter().flat_map(|one| one.findings()).filter(|finding| finding.verdict != Verdict::Ok)
    };
    html! {
        @match (step, details) {
            (StepName::Fix, Some(details)) => {
                @for finding in bad_findings() {
                    p { b { (FieldLine::from(finding.field).say(lang)) } " " code { (finding.code().unwrap_or_default()) } }
                }
                (ways(lang, &details.stored.attempt.ways(&details.policy)))
            }
            (StepName::Request, _) => p { a.button href="/office/spoken" { (O::NavSpoken.say(lang)) } },
            (StepName::Code, Some(details)) => {
                @if let Some(lines) = &details.code { (read_out(lang, 1, lines)) }
            }
            _ => {}
        }
    }
}
