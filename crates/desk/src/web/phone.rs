//! The pages behind the QR. Looking (GET) reads the request alone: link previews and crawlers look too. Asking (POST)
//! asks the ledger, which gives the same request the same answer however often it is asked.

use super::lang::AnswerLang;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::Markup;

use super::ask::ask;
use super::error::WebError;
use super::layout::{Shell, Switch};
use super::phone_page as page;
use super::state::Desk;
use crate::requests::NotRequest;
use crate::text::PhoneLine as L;
use countersign_core::protocol::{Request, RequestError, Scheme};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{IncomingRequest, Requester};

/// The longest path that is looked at; a request has 508 characters at most.
const LONGEST: usize = 1024;

/// The routes.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/", get(landing))
        .route("/R/{*request}", get(look).post(answer))
        .route("/r/{*request}", get(look).post(answer))
        .route("/R/", get(nothing))
        .route("/r/", get(nothing))
}

async fn landing(State(desk): State<Desk>, AnswerLang(lang): AnswerLang) -> Response {
    let title = L::Landing.say(lang);
    shown(&desk, lang, title, Switch::Link, &page::landing(lang, desk.newest().hotline.as_deref()))
}

/// An address whose request was lost.
async fn nothing() -> WebError {
    WebError::NotRequest(NotRequest::Invalid(RequestError::NotFound))
}

async fn look(
    State(desk): State<Desk>,
    AnswerLang(lang): AnswerLang,
    Path(path): Path<String>,
) -> Result<Response, WebError> {
    let asked = read(&path)?;
    let profile = desk.profile(asked.head().profile_version).ok_or(WebError::ProfileUnknown)?;
    let title = L::Activate.fill(lang, &[("product", &profile.name)]);
    Ok(shown(&desk, lang, &title, Switch::Link, &page::understood(lang, &asked, &profile)))
}

async fn answer(
    State(desk): State<Desk>,
    AnswerLang(lang): AnswerLang,
    Path(path): Path<String>,
) -> Result<Response, WebError> {
    let asked = read(&path)?;
    let version = asked.head().profile_version;
    let answer = ask(&desk, asked, Requester::Public, Scheme::Three).await?;
    let profile = desk.profile(version).unwrap_or_else(|| desk.newest());
    let title = match answer.reason() {
        None => L::CodeTitle,
        Some(_) => L::RefusedTitle,
    };
    Ok(shown(&desk, lang, title.say(lang), Switch::Again, &page::answered(lang, &answer, &profile)))
}

/// The request of a path, whatever its case.
fn read(path: &str) -> Result<IncomingRequest, WebError> {
    if path.len() > LONGEST {
        return Err(WebError::TooLong);
    }
    Request::parse(&format!("/R/{path}"))
        .map(IncomingRequest::Full)
        .map_err(|error| WebError::NotRequest(NotRequest::Invalid(error)))
}

fn shown(desk: &Desk, lang: Lang, title: &str, switch: Switch, content: &Markup) -> Response {
    Shell { lang, site: &desk.newest().name, title, switch, nav: None }.page(content).into_response()
}
