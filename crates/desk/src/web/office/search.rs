//! The first page: a search for numbers, requests, machines and cases, and the answer to a request that came as text.
//! What the page has below the search is in `start`.

use axum::response::Response;
use maud::{Markup, html};

use super::list_query::ListQuery;
use super::responses::{answer_page, invalid_request};
use super::session::{OfficeForm, OfficeSession};
use super::{bundle, components, start};
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::request_parser;
use crate::sql::SearchHits;
use crate::text::{BundleLine, OfficeLine as O};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::day_of;
use countersign_core::text::Line as _;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office", Access::Operator(Permission::See), search)
        .get("/office/", Access::Operator(Permission::See), search)
        .post("/office/answer", Access::Operator(Permission::AnswerRequests), answer)
}

async fn search(session: OfficeSession, query: ListQuery) -> Result<Response, WebError> {
    let lang = session.lang();
    let q = query.get("q").unwrap_or_default();
    let (title, found) = if q.is_empty() {
        (O::NavSearch, start::content(&session, &query).await?)
    } else {
        let (desk, store) = (session.desk(), session.desk().store());
        let hits = store.search(q, desk.data().published.profiles.licenses(q), day_of(now())).await?;
        (O::SearchTitle, hit_list(&session, &hits))
    };
    let content = html! {
        h1 { (title.say(lang)) }
        form.line method="get" action="/office" role="search" {
            label.grow { span.hidden { (O::SearchLabel.say(lang)) }
                input type="search" name="q" value=(q) placeholder=(O::SearchLabel.say(lang)) maxlength="100" autofocus; }
            button { (O::SearchButton.say(lang)) }
        }
        p.quiet { (O::SearchHint.say(lang)) }
        (found)
    };
    Ok(session.page(title.say(lang), &content))
}

fn hit_list(session: &OfficeSession, hits: &SearchHits) -> Markup {
    let lang = session.lang();
    html! {
        @if hits.is_empty() { p.notice { (O::NothingFound.say(lang)) } }
        @if hits.whole_serial { p.quiet { (O::WholeSerial.say(lang)) } }
        @if !hits.cases.is_empty() { h2 { (O::NavCases.say(lang)) } (components::cases(lang, &hits.cases)) }
        @if !hits.numbers.is_empty() { h2 { (O::Numbers.say(lang)) } (components::numbers(lang, &hits.numbers)) }
        @if !hits.requests.is_empty() { h2 { (O::Requests.say(lang)) } (components::requests(lang, &hits.requests, true)) }
    }
}

pub(super) fn answer_form(session: &OfficeSession) -> Markup {
    if !session.may(Permission::AnswerRequests) {
        return html! {};
    }
    let lang = session.lang();
    html! {
        h2 { (O::AnswerTitle.say(lang)) }
        form.stack method="post" action="/office/answer" {
            (session.csrf_field())
            label { (O::AnswerLabel.say(lang)) textarea name="request" rows="4" spellcheck="false" required {} }
            button { (O::AnswerButton.say(lang)) }
        }
        p { a href=(bundle::PATH) { (BundleLine::OfficeLink.say(lang)) } }
    }
}

async fn answer(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Ok(request) =
        request_parser::parse(form.field("request"), |profile, number| session.desk().pack(profile, number))
    else {
        return Ok(invalid_request(session));
    };
    let answer = session.desk().answer(request, session.requester(), Scheme::Three).await?;
    answer_page(session, &answer).await
}
