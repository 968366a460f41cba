//! Renders errors as responses: JSON for devices and problems for programs under `/api/`, a page for operators under `/office`, plain text
//! for a download by command, and a page for phones elsewhere. Each response has a code, what is wrong and what to do.
//!
//! Handlers return a [`WebError`], and the layer [`render_errors`] gives its response a body. It renders errors of the
//! framework (an unknown method, a body too long, a timeout) in the same way, by their status.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use maud::html;
use serde_json::json;

use super::downloads;
use super::error::{LinkOver, Rendered, WebError};
use super::lang::AnswerLang;
use super::layout::{LanguageSwitch, Layout};
use super::office::typed::Typed;
use super::phone_page;
use super::programs::problem::Problem;
use super::state::DeskState;
use crate::request_parser::ParseError;
use crate::text::{DownloadLine as D, OfficeLine as O, PhoneLine as L, PhoneSentence, StaffLine};
use countersign_core::protocol::RequestError;
use countersign_core::text::{Lang, Line as _, labelled};
use countersign_ledger::text::LedgerLine;

/// The status of a response that took too long.
pub const TIMED_OUT: StatusCode = StatusCode::SERVICE_UNAVAILABLE;

/// Gives every error response its body, in the form that the client can read.
pub async fn render_errors(
    State(desk): State<DeskState>,
    AnswerLang(lang): AnswerLang,
    request: Request,
    next: Next,
) -> Response {
    let form = Form::of(&request);
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<Rendered>().is_some() {
        return response;
    }
    if let Some(problem) = response.extensions().get::<Problem>() {
        return problem.render(lang);
    }
    let error = response.extensions().get::<WebError>().cloned().unwrap_or_else(|| from_status(status, form));
    let mut rendered = match form {
        Form::Problem => Problem::Desk(error.clone()).render(lang),
        Form::Json => to_json(&error, lang),
        Form::Text => to_text(&error, lang),
        Form::Page => to_page(&error, &desk, lang),
        Form::Office => to_office_page(&error, response.extensions().get(), &desk, lang),
    };
    *rendered.status_mut() = error.status();
    if let Some(methods) = response.headers().get(ALLOW) {
        rendered.headers_mut().insert(ALLOW, methods.clone());
    }
    if let WebError::TooOften(seconds) = error {
        rendered.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    rendered
}

/// The form of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// For devices.
    Json,
    /// For programs.
    Problem,
    Text,
    /// A page for phones.
    Page,
    /// A page for operators.
    Office,
}

impl Form {
    /// The form that a request's client can read.
    fn of(request: &Request) -> Self {
        let path = request.uri().path();
        let below =
            |base: &str| path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match path {
            "/api/v1/requests" if request.method() == Method::POST => Self::Json,
            _ if below("/api/v1") => Self::Problem,
            _ if below("/api") => Self::Json,
            _ if below("/office") => Self::Office,
            _ if downloads::is_link(path) && !downloads::is_browser(request.headers()) => Self::Text,
            _ => Self::Page,
        }
    }
}

/// The error that explains a status of the framework.
fn from_status(status: StatusCode, form: Form) -> WebError {
    match status {
        StatusCode::NOT_FOUND => WebError::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => WebError::Method,
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => WebError::TooLong,
        TIMED_OUT => WebError::Busy,
        // The framework couldn't parse a part of the address.
        status if status.is_client_error() && form == Form::Office => WebError::NotFound,
        status if status.is_client_error() => WebError::Request(ParseError::Invalid(RequestError::NotFound)),
        _ => WebError::Fault,
    }
}

fn to_json(error: &WebError, lang: Lang) -> Response {
    let (what, next) = explain(error, lang);
    Json(json!({ "error": { "code": error.code(), "what": what, "cure": next } })).into_response()
}

fn to_text(error: &WebError, lang: Lang) -> Response {
    let (what, next) = explain(error, lang);
    format!("{}\n{next}\n", labelled(lang, error.code(), &what)).into_response()
}

fn to_page(error: &WebError, desk: &DeskState, lang: Lang) -> Response {
    let (what, next) = explain(error, lang);
    let newest = desk.newest_profile();
    Layout { lang, site: &newest.name, title: &what, switch: LanguageSwitch::SameAddress, nav: None }
        .page(&phone_page::error(lang, error.code(), &what, &next, newest.hotline.as_deref()))
        .into_response()
}

/// A page for operators, with what was typed into the form. This layer doesn't know who is signed in, so the page has no menu.
fn to_office_page(error: &WebError, typed: Option<&Typed>, desk: &DeskState, lang: Lang) -> Response {
    let (what, next) = match error {
        WebError::NotFound => (L::PageUnknown.say(lang).to_owned(), O::PageUnknownDo.say(lang).to_owned()),
        WebError::Method => (L::MethodUnknown.say(lang).to_owned(), O::PageUnknownDo.say(lang).to_owned()),
        WebError::TooLong => (O::FormTooLong.say(lang).to_owned(), O::FormTooLongDo.say(lang).to_owned()),
        WebError::Busy => (L::Busy.say(lang).to_owned(), StaffLine::LookAndTryAgain.say(lang).to_owned()),
        WebError::Fault => (L::Fault.say(lang).to_owned(), StaffLine::LookAndTryAgain.say(lang).to_owned()),
        other => explain(other, lang),
    };
    let profiles = desk.data().published.profiles;
    let site = profiles.site_name();
    let content = html! {
        (phone_page::error(lang, error.code(), &what, &next, None))
        @if let Some(typed) = typed { (typed.section(lang)) }
        p { a.button href="/office" { (O::BackToOffice.say(lang)) } }
    };
    Layout { lang, site, title: &what, switch: LanguageSwitch::SameAddress, nav: None }
        .page(&content)
        .into_response()
}

/// What is wrong, and what to do now.
pub(super) fn explain(error: &WebError, lang: Lang) -> (String, String) {
    let say = |what: D, next: D| (what.say(lang).to_owned(), next.say(lang).to_owned());
    let (what, next) = match error {
        WebError::NotFound => (L::PageUnknown, L::PageUnknownDo),
        WebError::Method => (L::MethodUnknown, L::PageUnknownDo),
        WebError::TooLong | WebError::Request(ParseError::TooLong) => (L::TooLong, L::ScanAgain),
        WebError::NotJson => (L::NotJson, L::NotJsonDo),
        WebError::Request(ParseError::Invalid(invalid)) => match invalid {
            RequestError::NotFound => (L::NoRequest, L::ScanAgain),
            RequestError::CutOff => (L::CutOff, L::ScanAgain),
            RequestError::Check | RequestError::Foreign(_) => (L::Slip, L::ScanAgain),
            RequestError::Format(_) | RequestError::Kind(_) => (L::NewerRequest, L::NewerRequestDo),
            _ => (L::BadRequest, L::ScanAgain),
        },
        WebError::Request(
            ParseError::SpokenLine(_) | ParseError::SpokenCheck(_) | ParseError::SpokenNumber(_),
        ) => (L::BadRequest, L::ScanAgain),
        WebError::ProfileUnknown => {
            let say = |line: LedgerLine| line.say(lang).to_owned();
            return (say(LedgerLine::ProfileUnknown), say(LedgerLine::ProfileUnknownDo));
        }
        WebError::TooOften(seconds) => {
            let wait = PhoneSentence::TooOftenDo { seconds }.say(lang);
            return (L::TooOften.say(lang).to_owned(), wait);
        }
        WebError::KeyUnavailable => (L::KeyUnavailable, L::KeyUnavailableDo),
        WebError::Busy => (L::Busy, L::BusyDo),
        WebError::Unconfirmed => (L::Unconfirmed, L::UnconfirmedDo),
        WebError::Fault => (L::Fault, L::FaultDo),
        WebError::LinkUnknown => return say(D::LinkUnknown, D::LinkUnknownDo),
        WebError::LinkOver(LinkOver::Expired) => return say(D::LinkExpired, D::LinkOverDo),
        WebError::LinkOver(LinkOver::Revoked) => return say(D::LinkRevoked, D::LinkOverDo),
        WebError::LinkOver(LinkOver::UsedUp) => return say(D::LinkUsedUp, D::LinkOverDo),
        WebError::BuildNone => return say(D::BuildNone, D::BuildNoneDo),
    };
    (what.say(lang).to_owned(), next.say(lang).to_owned())
}
