//! What goes wrong on the way to an answer, as a page or as JSON: always a code, what it means, what to do.
//!
//! A handler returns a [`WebError`]; it travels as a response without a body, and [`dress`] gives it the one that fits
//! who asked. So what the framework itself refuses (a method, a body too long, a timeout) is dressed the same way.

use super::lang::AnswerLang;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::layout::{Shell, Switch};
use super::phone_page;
use super::state::Desk;
use crate::requests::NotRequest;
use crate::text::PhoneLine as L;
use countersign_core::protocol::RequestError;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{AnswerError, StoreError};

/// The status of an answer that took too long.
pub const TIMED_OUT: StatusCode = StatusCode::SERVICE_UNAVAILABLE;

/// Marks an error that a page has given its own words.
#[derive(Debug, Clone, Copy)]
pub struct Worded;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebError {
    /// No such page.
    NotFound,
    /// A page that isn't asked for this way.
    Method,
    /// More was sent than anything here takes.
    TooLong,
    /// What was sent to the interface is not the JSON it takes.
    NotJson,
    /// What was sent holds no request, or one that isn't in order.
    NotRequest(NotRequest),
    /// The request is of a profile this desk never published.
    ProfileUnknown,
    /// Asked too often; the seconds to wait.
    TooOften(u64),
    /// The database is held by others for longer than we wait.
    Busy,
    /// A fault of the desk's own; the log says more.
    Fault,
}

impl WebError {
    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong | Self::NotRequest(NotRequest::TooLong) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson | Self::NotRequest(_) | Self::ProfileUnknown => StatusCode::BAD_REQUEST,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "PAGE-UNKNOWN",
            Self::Method => "METHOD-UNKNOWN",
            Self::TooLong | Self::NotRequest(NotRequest::TooLong) => "REQUEST-TOO-LONG",
            Self::NotJson => "JSON-INVALID",
            Self::NotRequest(_) => "REQUEST-INVALID",
            Self::ProfileUnknown => "PROFILE-UNKNOWN",
            Self::TooOften(_) => "TOO-OFTEN",
            Self::Busy => "STORE-BUSY",
            Self::Fault => "DESK-FAULT",
        }
    }

    /// What it means, and what to do now.
    #[must_use]
    pub fn words(&self, lang: Lang) -> (String, String) {
        let (what, cure) = match self {
            Self::NotFound => (L::PageUnknown, L::PageUnknownDo),
            Self::Method => (L::MethodUnknown, L::PageUnknownDo),
            Self::TooLong | Self::NotRequest(NotRequest::TooLong) => (L::TooLong, L::ScanAgain),
            Self::NotJson => (L::NotJson, L::NotJsonDo),
            Self::NotRequest(NotRequest::Invalid(error)) => match error {
                RequestError::NotFound => (L::NoRequest, L::ScanAgain),
                RequestError::CutOff => (L::CutOff, L::ScanAgain),
                RequestError::Check | RequestError::Foreign(_) => (L::Slip, L::ScanAgain),
                RequestError::Format(_) | RequestError::Kind(_) => (L::NewerRequest, L::NewerRequestDo),
                _ => (L::BadRequest, L::ScanAgain),
            },
            Self::NotRequest(NotRequest::Spoken(_)) => (L::BadRequest, L::ScanAgain),
            Self::ProfileUnknown => {
                let say = |line: LedgerLine| line.say(lang).to_owned();
                return (say(LedgerLine::ProfileUnknown), say(LedgerLine::ProfileUnknownDo));
            }
            Self::TooOften(seconds) => {
                let wait = L::TooOftenDo.fill(lang, &[("seconds", &seconds.to_string())]);
                return (L::TooOften.say(lang).to_owned(), wait);
            }
            Self::Busy => (L::Busy, L::BusyDo),
            Self::Fault => (L::Fault, L::FaultDo),
        };
        (what.say(lang).to_owned(), cure.say(lang).to_owned())
    }

    /// The trouble behind a status that somebody else gave.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => Self::TooLong,
            TIMED_OUT => Self::Busy,
            status if status.is_client_error() => {
                Self::NotRequest(NotRequest::Invalid(RequestError::NotFound))
            }
            _ => Self::Fault,
        }
    }
}

impl From<NotRequest> for WebError {
    fn from(not: NotRequest) -> Self {
        Self::NotRequest(not)
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the ledger can't be used");
        match error {
            StoreError::Busy | StoreError::Conflict => Self::Busy,
            StoreError::Full | StoreError::ReadOnly | StoreError::Damaged(_) | StoreError::Fault(_) => {
                Self::Fault
            }
        }
    }
}

impl From<AnswerError> for WebError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Store(error) => error.into(),
            error @ (AnswerError::NoKey(_) | AnswerError::Unsignable(_) | AnswerError::Action(_)) => {
                tracing::error!(%error, "a code can't be made");
                Self::Fault
            }
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every error its words: JSON under `/api/`, a page elsewhere.
pub async fn dress(
    State(desk): State<Desk>,
    AnswerLang(lang): AnswerLang,
    request: Request,
    next: Next,
) -> Response {
    let json = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let error = status.is_client_error() || status.is_server_error();
    if !error || response.extensions().get::<Worded>().is_some() {
        return response;
    }
    let trouble =
        response.extensions().get::<WebError>().cloned().unwrap_or_else(|| WebError::of_status(status));
    let mut dressed = if json { trouble.json(lang) } else { trouble.page(&desk, lang) };
    *dressed.status_mut() = trouble.status();
    if let Some(methods) = response.headers().get(ALLOW) {
        dressed.headers_mut().insert(ALLOW, methods.clone());
    }
    if let WebError::TooOften(seconds) = trouble {
        dressed.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    dressed
}

impl WebError {
    fn json(&self, lang: Lang) -> Response {
        let (what, cure) = self.words(lang);
        Json(json!({ "error": { "code": self.code(), "what": what, "cure": cure } })).into_response()
    }

    fn page(&self, desk: &Desk, lang: Lang) -> Response {
        let (what, cure) = self.words(lang);
        let newest = desk.newest();
        Shell { lang, site: &newest.name, title: &what, switch: Switch::Link, nav: None }
            .page(&phone_page::trouble(lang, self.code(), &what, &cure, newest.hotline.as_deref()))
            .into_response()
    }
}
