//! The pages behind the QR. GET only shows the request, because link previews and crawlers send GET too. POST asks the
//! ledger, which gives the same request the same answer each time.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maud::Markup;

use super::error::WebError;
use super::lang::AnswerLang;
use super::layout::{LanguageSwitch, Layout};
use super::phone_page as page;
use super::public_answer;
use super::source::Source;
use super::state::DeskState;
use crate::request_parser::ParseError;
use crate::text::{PhoneLine as L, PhoneSentence};
use countersign_core::protocol::{Request, RequestError, Scheme};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::IncomingRequest;

/// The longest path that is parsed, in bytes; a request has at most 508.
const MAX_PATH_BYTES: usize = 1024;

/// The routes.
pub fn routes() -> Router<DeskState> {
    Router::new()
        .route("/", get(landing))
        .route("/R/{*request}", get(show_request).post(answer))
        .route("/r/{*request}", get(show_request).post(answer))
        .route("/R/", get(missing_request))
        .route("/r/", get(missing_request))
}

async fn landing(State(desk): State<DeskState>, AnswerLang(lang): AnswerLang) -> Response {
    let title = L::Landing.say(lang);
    respond(
        &desk,
        lang,
        title,
        LanguageSwitch::SameAddress,
        &page::landing(lang, desk.newest_profile().hotline.as_deref()),
    )
}

/// The address has lost its request.
async fn missing_request() -> WebError {
    WebError::Request(ParseError::Invalid(RequestError::NotFound))
}

async fn show_request(
    State(desk): State<DeskState>,
    AnswerLang(lang): AnswerLang,
    Path(path): Path<String>,
) -> Result<Response, WebError> {
    let request = parse_path(&path)?;
    let profile = desk.profile(request.head().profile_id).ok_or(WebError::ProfileUnknown)?;
    let title = PhoneSentence::Activate { product: &profile.name }.say(lang);
    Ok(respond(&desk, lang, &title, LanguageSwitch::SameAddress, &page::request(lang, &request, &profile)))
}

async fn answer(
    State(desk): State<DeskState>,
    AnswerLang(lang): AnswerLang,
    source: Source,
    Path(path): Path<String>,
) -> Result<Response, WebError> {
    let request = parse_path(&path)?;
    let profile = request.head().profile_id;
    let answer = public_answer::answer(&desk, source, request, Scheme::Three).await?;
    let profile = desk.profile_or_newest(profile);
    let title = match answer.reason() {
        None => L::CodeTitle,
        Some(_) => L::RefusedTitle,
    };
    Ok(respond(
        &desk,
        lang,
        title.say(lang),
        LanguageSwitch::SameForm,
        &page::answer(lang, &answer, &profile),
    ))
}

/// Parses the request of a path in upper or lower case.
fn parse_path(path: &str) -> Result<IncomingRequest, WebError> {
    if path.len() > MAX_PATH_BYTES {
        return Err(WebError::TooLong);
    }
    Request::parse(&format!("/R/{path}"))
        .map(IncomingRequest::Full)
        .map_err(|error| WebError::Request(ParseError::Invalid(error)))
}

fn respond(desk: &DeskState, lang: Lang, title: &str, switch: LanguageSwitch, content: &Markup) -> Response {
    Layout { lang, site: &desk.newest_profile().name, title, switch, nav: None }.page(content).into_response()
}
