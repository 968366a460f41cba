//! The pages behind the QR. GET only shows the request, because link previews and crawlers send GET too. POST asks the
//! ledger, which gives the same request the same answer each time, and redirects to the answer's own address
//! (`answer_address`), which can be reloaded.

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::Markup;

use super::answer_address::{self, AnswerAddresses, Answered};
use super::error::WebError;
use super::lang::{AnswerLang, lang_of_query};
use super::layout::{LanguageSwitch, Layout, lang_query};
use super::phone_page::{self as page, AskForm};
use super::routes::Routes;
use super::source::Source;
use super::state::DeskState;
use super::{phone_answer, public_answer};
use crate::access::Access;
use crate::dates::now;
use crate::request_parser::ParseError;
use crate::text::{PhoneLine as L, PhoneSentence};
use countersign_core::protocol::{Request, RequestError, Scheme};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{Answer, AnswerOutcome, GrantKind, IncomingRequest};

/// The longest path that is parsed, in bytes; a request has at most 508, and an answer's token 40.
const MAX_PATH_BYTES: usize = 1024;

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .get("/", Access::Anyone, landing)
        .get("/R/{*request}", Access::Anyone, show)
        .post("/R/{*request}", Access::Anyone, answer)
        .get("/r/{*request}", Access::Anyone, show)
        .post("/r/{*request}", Access::Anyone, answer)
        .get("/R/", Access::Anyone, missing_request)
        .get("/r/", Access::Anyone, missing_request)
}

async fn landing(State(desk): State<DeskState>, AnswerLang(lang): AnswerLang) -> Response {
    let newest = desk.newest_profile();
    respond(lang, &newest.name, L::Landing.say(lang), &page::landing(lang, newest.hotline.as_deref()))
}

/// Refuses an address without a request.
async fn missing_request() -> WebError {
    WebError::Request(ParseError::Invalid(RequestError::NotFound))
}

/// Shows the answer if the address is that of an answer and hasn't expired, otherwise the request.
async fn show(
    State(desk): State<DeskState>,
    AnswerLang(lang): AnswerLang,
    source: Source,
    Path(path): Path<String>,
) -> Result<Response, WebError> {
    let request = parse_path(&path)?;
    let token = path.split_once('/').map(|(_, token)| token).filter(|token| !token.is_empty());
    if let Some(token) = token
        && let Some(answered) = addresses(&desk, &request)?.read(&request, token, now())
        && let Some(answer) =
            public_answer::answer_again(&desk, source, &IncomingRequest::Full(request.clone())).await?
    {
        return Ok(answer_page(&desk, lang, &request, &as_granted(answer, answered)));
    }
    let profile = desk.profile(request.head.profile_id).ok_or(WebError::ProfileUnknown)?;
    let title = PhoneSentence::Activate { product: &profile.name }.say(lang);
    let action = format!("{}{}", answer_address::request_path(&request).map_err(invalid)?, lang_query(lang));
    let form = AskForm { action: &action, answer_gone: token.is_some() };
    let content = page::request(lang, &IncomingRequest::Full(request), &profile, &form);
    Ok(respond(lang, &profile.name, &title, &content))
}

/// Asks the ledger, and redirects to the answer's address.
async fn answer(
    State(desk): State<DeskState>,
    RawQuery(query): RawQuery,
    source: Source,
    Path(path): Path<String>,
) -> Result<Redirect, WebError> {
    let request = parse_path(&path)?;
    let addresses = addresses(&desk, &request)?;
    let asked = IncomingRequest::Full(request.clone());
    let answer = public_answer::answer(&desk, source, asked, Scheme::Three).await?;
    let answered = Answered { granted: granted(&answer) };
    let address = addresses.path(&request, answered, now()).map_err(invalid)?;
    let lang = lang_of_query(query.as_deref().unwrap_or_default()).map_or("", lang_query);
    Ok(Redirect::to(&format!("{address}{lang}")))
}

/// The page of an answer.
fn answer_page(desk: &DeskState, lang: Lang, request: &Request, answer: &Answer) -> Response {
    let profile = desk.profile_or_newest(request.head.profile_id);
    let title = match answer.reason() {
        None => L::CodeTitle,
        Some(_) => L::RefusedTitle,
    };
    respond(lang, &profile.name, title.say(lang), &phone_answer::answer(lang, answer, &profile))
}

/// How a request was granted; `None` if it was refused.
const fn granted(answer: &Answer) -> Option<GrantKind> {
    match answer.outcome {
        AnswerOutcome::Issued { kind, .. } => Some(kind),
        AnswerOutcome::Refused(_) => None,
    }
}

/// The answer with the grant kind of the first time. On each later view, the ledger says that it answered the request before.
fn as_granted(mut answer: Answer, answered: Answered) -> Answer {
    if let AnswerOutcome::Issued { kind, .. } = &mut answer.outcome
        && let Some(granted) = answered.granted
    {
        *kind = granted;
    }
    answer
}

/// The addresses of answers for the product of that request.
fn addresses(desk: &DeskState, request: &Request) -> Result<AnswerAddresses, WebError> {
    let profile = desk.profile_or_newest(request.head.profile_id);
    let secret = desk.data().published.derived_secret(&profile.product, answer_address::PURPOSE);
    secret.and_then(|secret| AnswerAddresses::new(secret.as_slice())).ok_or_else(|| {
        tracing::error!(product = profile.product, "the product has no keys");
        WebError::Fault
    })
}

/// Parses the request of a path in upper or lower case.
fn parse_path(path: &str) -> Result<Request, WebError> {
    if path.len() > MAX_PATH_BYTES {
        return Err(WebError::TooLong);
    }
    Request::parse(&format!("/R/{path}")).map_err(invalid)
}

fn invalid(error: RequestError) -> WebError {
    WebError::Request(ParseError::Invalid(error))
}

fn respond(lang: Lang, site: &str, title: &str, content: &Markup) -> Response {
    Layout { lang, site, title, switch: LanguageSwitch::SameAddress, nav: None }.page(content).into_response()
}
