//! The first page: a search for numbers, requests, machines and cases, and a form to answer a request that came as text.

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use super::components;
use super::responses::{answer_page, invalid_request};
use super::session::{OfficeForm, OfficeSession};
use crate::dates::now;
use crate::request_parser;
use crate::sql::{CaseFilter, ListPage, ListedCase, SearchHits, TimeOrder};
use crate::text::OfficeLine as O;
use crate::web::error::WebError;
use crate::web::state::DeskState;
use countersign_core::protocol::Scheme;
use countersign_core::protocol::license::day_of;
use countersign_core::text::Line as _;

pub(super) fn routes() -> Router<DeskState> {
    Router::new()
        .route("/office", get(search))
        .route("/office/", get(search))
        .route("/office/answer", post(answer))
}

#[derive(Deserialize)]
struct SearchQuery {
    #[serde(default)]
    q: String,
}

async fn search(
    session: OfficeSession,
    Query(SearchQuery { q }): Query<SearchQuery>,
) -> Result<Response, WebError> {
    let lang = session.lang();
    let (desk, store) = (session.desk(), session.desk().store());
    let hits = store.search(&q, desk.data().published.profiles.licenses(&q), day_of(now())).await?;
    let open = if q.trim().is_empty() { open_cases(&session).await? } else { Vec::new() };
    let content = html! {
        h1 { (O::SearchTitle.say(lang)) }
        form.line method="get" action="/office" role="search" {
            label.grow { span.hidden { (O::SearchLabel.say(lang)) }
                input type="search" name="q" value=(q) placeholder=(O::SearchLabel.say(lang)) maxlength="100" autofocus; }
            button { (O::SearchButton.say(lang)) }
        }
        p.quiet { (O::SearchHint.say(lang)) }
        @if q.trim().is_empty() {
            @for (title, address, cases) in &open {
                h2 { (title.say(lang)) }
                @if cases.rows.is_empty() { p.quiet { (O::NoOpenCases.say(lang)) } } @else { (components::cases(lang, &cases.rows)) }
                @if cases.next.is_some() { p { a href=(address) { (O::AllOfThem.say(lang)) } } }
            }
            (answer_form(&session))
        } @else { (hit_list(&session, &hits)) }
    };
    Ok(session.page(O::SearchTitle.say(lang), &content))
}

/// How many cases each list of the first page has.
const SHOWN: usize = 20;

/// The open cases: the operator's own, and all; each with the address of the whole list.
async fn open_cases(session: &OfficeSession) -> Result<Vec<(O, String, ListPage<ListedCase>)>, WebError> {
    let name = session.operator.as_str();
    let lists = [
        (O::MyCases, format!("/office/cases?assignee={name}"), Some(name.to_owned())),
        (O::OpenCases, "/office/cases".to_owned(), None),
    ];
    let mut all = Vec::new();
    for (title, address, assignee) in lists {
        let filter = CaseFilter { assignee, ..CaseFilter::default() };
        let own = filter.assignee.is_some();
        let cases = session.desk().store().list_cases(&filter, TimeOrder::Newest, None, SHOWN).await?;
        if !own || !cases.rows.is_empty() {
            all.push((title, address, cases));
        }
    }
    Ok(all)
}

fn hit_list(session: &OfficeSession, hits: &SearchHits) -> Markup {
    let lang = session.lang();
    html! {
        @if hits.is_empty() { p.notice { (O::NothingFound.say(lang)) } }
        @if let Some(case) = hits.case { p { a href={ "/office/cases/" (case) } { (case) } } }
        @if !hits.numbers.is_empty() { h2 { (O::Numbers.say(lang)) } (components::numbers(lang, &hits.numbers)) }
        @if !hits.requests.is_empty() { h2 { (O::Requests.say(lang)) } (components::requests(lang, &hits.requests, true)) }
    }
}

fn answer_form(session: &OfficeSession) -> Markup {
    let lang = session.lang();
    html! {
        h2 { (O::AnswerTitle.say(lang)) }
        form.stack method="post" action="/office/answer" {
            (session.csrf_field())
            label { (O::AnswerLabel.say(lang)) textarea name="request" rows="4" maxlength="16000" spellcheck="false" required {} }
            button { (O::AnswerButton.say(lang)) }
        }
    }
}

async fn answer(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Ok(request) =
        request_parser::parse(form.field("request"), |profile, number| session.desk().pack(profile, number))
    else {
        return Ok(invalid_request(session));
    };
    let profile = request.head().profile_id;
    let answer = session.desk().answer(request, session.requester(), Scheme::Three).await?;
    Ok(answer_page(session, &answer, profile))
}
