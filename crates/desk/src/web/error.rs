//! The errors of handlers, as plain data: status and stable code. `error_response` turns them into a page or JSON.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::metrics;
use crate::operators::SignInError;
use crate::request_parser::ParseError;
use countersign_ledger::{AnswerError, StoreError};

/// Marks an error response that a page has rendered itself.
#[derive(Debug, Clone, Copy)]
pub struct Rendered;

/// Why a request gets no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebError {
    /// There is no such page.
    NotFound,
    /// The page doesn't support this method.
    Method,
    /// The body or the address is too long.
    TooLong,
    /// The body isn't the JSON that the interface takes.
    NotJson,
    /// The text holds no request, or an invalid one.
    Request(ParseError),
    /// This desk never published the request's profile version.
    ProfileUnknown,
    /// There is no such link to the program.
    LinkUnknown,
    /// The link to the program gives nothing any more, and why.
    LinkOver(LinkOver),
    /// There is no build for that processor.
    BuildNone,
    /// The source, the number or the token was used too often; holds the seconds to wait.
    TooOften(u64),
    /// The key that has to sign is on a token that makes no signature now.
    KeyUnavailable,
    /// Others hold the database for longer than the desk waits, or its server doesn't answer now.
    Busy,
    /// The database's server disconnected before it confirmed a change.
    Unconfirmed,
    /// A fault of the desk; the log has the details.
    Fault,
}

/// Why a link gives nothing any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOver {
    /// It has expired.
    Expired,
    /// An operator revoked it.
    Revoked,
    /// It has given all the downloads that it allows.
    UsedUp,
}

impl WebError {
    /// The HTTP status of the response.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound | Self::LinkUnknown | Self::BuildNone => StatusCode::NOT_FOUND,
            Self::LinkOver(_) => StatusCode::GONE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLong | Self::Request(ParseError::TooLong) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson | Self::Request(_) | Self::ProfileUnknown => StatusCode::BAD_REQUEST,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Unconfirmed | Self::KeyUnavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "PAGE-UNKNOWN",
            Self::Method => "METHOD-UNKNOWN",
            Self::TooLong | Self::Request(ParseError::TooLong) => "REQUEST-TOO-LONG",
            Self::NotJson => "JSON-INVALID",
            Self::Request(_) => "REQUEST-INVALID",
            Self::ProfileUnknown => "PROFILE-UNKNOWN",
            Self::LinkUnknown => "LINK-UNKNOWN",
            Self::LinkOver(LinkOver::Expired) => "LINK-EXPIRED",
            Self::LinkOver(LinkOver::Revoked) => "LINK-REVOKED",
            Self::LinkOver(LinkOver::UsedUp) => "LINK-USED-UP",
            Self::BuildNone => "BUILD-NONE",
            Self::TooOften(_) => "TOO-OFTEN",
            Self::KeyUnavailable => "KEY-UNAVAILABLE",
            Self::Busy => "STORE-BUSY",
            Self::Unconfirmed => "STORE-UNCONFIRMED",
            Self::Fault => "DESK-FAULT",
        }
    }
}

impl From<ParseError> for WebError {
    fn from(error: ParseError) -> Self {
        Self::Request(error)
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the ledger can't be used");
        metrics::store_failed(&error);
        match error {
            StoreError::Busy | StoreError::Conflict => Self::Busy,
            StoreError::Unconfirmed => Self::Unconfirmed,
            StoreError::Full
            | StoreError::ReadOnly
            | StoreError::Newer(_)
            | StoreError::Denied(_)
            | StoreError::Damaged(_)
            | StoreError::Fault(_) => Self::Fault,
        }
    }
}

impl From<SignInError> for WebError {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Store(error) => error.into(),
            SignInError::System(detail) => {
                tracing::error!(detail, "nobody can sign in");
                Self::Fault
            }
        }
    }
}

impl From<AnswerError> for WebError {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::Store(error) => error.into(),
            // Profiles or keys were changed during every attempt.
            AnswerError::Stale => Self::Busy,
            error @ AnswerError::KeyUnavailable { .. } => {
                tracing::error!(%error, "a code can't be made now");
                Self::KeyUnavailable
            }
            error @ (AnswerError::NoKey(_) | AnswerError::Unsignable(_) | AnswerError::Action(_)) => {
                tracing::error!(%error, "a code can't be made");
                Self::Fault
            }
        }
    }
}

/// A response without a body that carries the error, for `error_response` to render.
impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
