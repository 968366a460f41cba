//! The first page: look for a number, a request, a machine, a case; or answer a request that came as text.

use axum::Router;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use super::auth::{Entry, Posted};
use super::components;
use super::request::answered;
use crate::requests;
use crate::sql::{Hits, Which};
use crate::text::OfficeLine as O;
use crate::web::ask::ask;
use crate::web::error::WebError;
use crate::web::state::Desk;
use countersign_core::protocol::Scheme;
use countersign_core::text::Line as _;

pub(super) fn routes() -> Router<Desk> {
    Router::new()
        .route("/office", get(look))
        .route("/office/", get(look))
        .route("/office/answer", post(answer))
}

#[derive(Deserialize)]
struct Looked {
    #[serde(default)]
    q: String,
}

async fn look(entry: Entry, Query(Looked { q }): Query<Looked>) -> Result<Response, WebError> {
    let lang = entry.lang();
    let typed = q.clone();
    let (hits, open) = entry
        .desk()
        .with_office(move |office| {
            let hits = office.store.search(&typed, &office.profiles.newest().mask)?;
            let open =
                if typed.trim().is_empty() { office.store.case_list(Which::Open)? } else { Vec::new() };
            Ok::<_, countersign_ledger::StoreError>((hits, open))
        })
        .await??;
    let content = html! {
        h1 { (O::SearchTitle.say(lang)) }
        form.line method="get" action="/office" role="search" {
            label.grow { span.hidden { (O::SearchLabel.say(lang)) }
                input type="search" name="q" value=(q) placeholder=(O::SearchLabel.say(lang)) maxlength="100" autofocus; }
            button { (O::SearchButton.say(lang)) }
        }
        p.quiet { (O::SearchHint.say(lang)) }
        @if q.trim().is_empty() {
            h2 { (O::OpenCases.say(lang)) }
            @if open.is_empty() { p.quiet { (O::NoOpenCases.say(lang)) } } @else { (components::cases(lang, &open)) }
            (paste(&entry))
        } @else { (found(&entry, &hits)) }
    };
    Ok(entry.page(O::SearchTitle.say(lang), &content))
}

fn found(entry: &Entry, hits: &Hits) -> Markup {
    let lang = entry.lang();
    html! {
        @if hits.is_empty() { p.notice { (O::NothingFound.say(lang)) } }
        @if let Some(case) = hits.case { p { a href={ "/office/cases/" (case) } { (case) } } }
        @if !hits.numbers.is_empty() { h2 { (O::Numbers.say(lang)) } (components::numbers(lang, &hits.numbers)) }
        @if !hits.requests.is_empty() { h2 { (O::Requests.say(lang)) } (components::requests(lang, &hits.requests, true)) }
    }
}

fn paste(entry: &Entry) -> Markup {
    let lang = entry.lang();
    html! {
        h2 { (O::AnswerTitle.say(lang)) }
        form.stack method="post" action="/office/answer" {
            (entry.mark())
            label { (O::AnswerLabel.say(lang)) textarea name="request" rows="4" maxlength="16000" spellcheck="false" required {} }
            button { (O::AnswerButton.say(lang)) }
        }
    }
}

async fn answer(posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let asked = match requests::parse(posted.field("request")) {
        Ok(asked) => asked,
        Err(_) => {
            let (what, next) = (O::NotRequest.say(entry.lang()), O::NotRequestDo.say(entry.lang()));
            return Ok(entry.problem(StatusCode::UNPROCESSABLE_ENTITY, "REQUEST-INVALID", what, next));
        }
    };
    let version = asked.head().profile_version;
    let answer = ask(entry.desk(), asked, entry.asker(), Scheme::Three).await?;
    Ok(answered(entry, &answer, version))
}
