//! The guide for the telephone: at each numbered step, what stands on the caller's screen and what to say next.
//! Of a request it tells this very machine's values, codes and remedies.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::auth::Entry;
use super::components::{self, read_out};
use super::request::{Told, load, unknown};
use crate::text::OfficeLine as O;
use crate::web::error::WebError;
use crate::web::state::Desk;
use countersign_core::review::Verdict;
use countersign_core::step::StepName;
use countersign_core::text::{FieldLine, Lang, Line as _, ScreenLine, remedy as say, review};

pub(super) fn routes() -> Router<Desk> {
    Router::new().route("/office/guide", get(general)).route("/office/requests/{id}/guide", get(of_request))
}

/// A step: its name, what is seen, what is said.
const STEPS: [(StepName, O, O); 8] = [
    (StepName::Welcome, O::SeeWelcome, O::SayWelcome),
    (StepName::Inspect, O::SeeInspect, O::SayInspect),
    (StepName::Fix, O::SeeFix, O::SayFix),
    (StepName::Route, O::SeeRoute, O::SayRoute),
    (StepName::Request, O::SeeRequest, O::SayRequest),
    (StepName::Code, O::SeeCode, O::SayCode),
    (StepName::Keep, O::SeeKeep, O::SayKeep),
    (StepName::Done, O::SeeDone, O::SayDone),
];

async fn general(entry: Entry) -> Response {
    let title = O::GuideTitle.say(entry.lang());
    entry.page(title, &page(&entry, None))
}

async fn of_request(entry: Entry, Path(id): Path<i64>) -> Result<Response, WebError> {
    let Some(told) = load(&entry, id).await? else { return Ok(unknown(&entry)) };
    Ok(entry.page(O::GuideTitle.say(entry.lang()), &page(&entry, Some(&told))))
}

fn page(entry: &Entry, told: Option<&Told>) -> Markup {
    let lang = entry.lang();
    let example = entry.desk().newest().mask.example();
    let number = told.and_then(|told| told.kept.attempt.number.as_ref()).unwrap_or(&example);
    html! {
        h1 { (O::GuideTitle.say(lang)) }
        @if let Some(told) = told {
            p { a href={ "/office/requests/" (told.kept.id) } { (O::Request.say(lang)) " " (told.kept.attempt.name) } " " (components::outcome(lang, &told.kept.attempt)) }
        }
        p { (O::GuideLead.say(lang)) }
        ol.jump {
            @for (at, (step, ..)) in (1..).zip(STEPS) {
                li { a href={ "#step-" (at) } { b { (at) } " " (ScreenLine::from(step).say(lang)) } }
            }
        }
        @for (at, (step, see, say)) in (1..).zip(STEPS) {
            section.step id={ "step-" (at) } {
                h2 { span.corner { (at) " " (ScreenLine::from(step).say(lang).to_uppercase()) } }
                div.two {
                    div { h3 { (O::GuideSees.say(lang)) } p { (see.fill(lang, &[("number", number.as_str())])) } (screen(lang, step, told)) }
                    div { h3 { (O::GuideSays.say(lang)) } p { (say.say(lang)) } (advice(entry, step, told)) }
                }
            }
        }
    }
}

/// What this machine's screen shows at a step.
fn screen(lang: Lang, step: StepName, told: Option<&Told>) -> Markup {
    let Some(told) = told else { return html! {} };
    let attempt = &told.kept.attempt;
    html! {
        @match step {
            StepName::Inspect => {
                table.screen { tbody { @for finding in attempt.findings() { tr {
                    td { (FieldLine::from(finding.field).say(lang)) }
                    td { bdi { (components::value(lang, &finding)) } }
                    td { @if let Some(code) = finding.code() { span.bad { "✗ " (code) } } @else { span.good { "✓ " (review::verdict_word(lang, Verdict::Ok)) } } }
                } } } }
            }
            StepName::Request => p { b { (ScreenLine::RequestName.fill(lang, &[("name", &attempt.name)])) } },
            _ => {}
        }
    }
}

/// What helps at a step, for this machine.
fn advice(entry: &Entry, step: StepName, told: Option<&Told>) -> Markup {
    let lang = entry.lang();
    let attempt = told.map(|told| &told.kept.attempt);
    let bad = || {
        attempt.into_iter().flat_map(|one| one.findings()).filter(|finding| finding.verdict != Verdict::Ok)
    };
    html! {
        @match (step, told) {
            (StepName::Fix, Some(told)) => {
                @for finding in bad() {
                    p { b { (FieldLine::from(finding.field).say(lang)) } " " code { (finding.code().unwrap_or_default()) } }
                    @for remedy in told.kept.attempt.remedies(&finding, &told.policy) {
                        @if remedy.command.is_none() && remedy.steps.is_empty() { p { (say::title(lang, remedy.kind)) } }
                        @else { (components::cure(lang, &remedy)) }
                    }
                }
            }
            (StepName::Request, _) => p { a.button href="/office/spoken" { (O::NavSpoken.say(lang)) } },
            (StepName::Code, Some(told)) => {
                @if let Some(lines) = &told.code { (read_out(lang, 1, lines)) }
            }
            _ => {}
        }
    }
}
