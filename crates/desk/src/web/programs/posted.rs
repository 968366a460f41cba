//! A request that a program posts: its token, its body, and its idempotency key. With a key, a request that is sent again acts once.

use std::pin::pin;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::time::{Instant, interval_at};
use tracing::Instrument as _;

use super::problem::{Detail, MEDIA_TYPE, Problem};
use super::program::{Program, shown};
use super::rule::Broken;
use crate::dates::now;
use crate::sql::{HOLD_INTERVAL, KeyState, RequestKey, StoredReply};
use crate::web::error::{Rendered, WebError};
use crate::web::state::DeskState;

/// The header of the key.
pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header of a reply that was sent before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The lengths of a key, in characters.
pub(super) const KEY_LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// A posted request of a program.
pub(super) struct Posted<T> {
    program: Program,
    body: T,
    key: Option<RequestKey>,
}

/// A body that can be read from a posted request.
pub(super) trait PostedBody: Sized + Send + 'static {
    /// Reads the body.
    ///
    /// # Errors
    /// The body has another media type, or the schema doesn't allow it.
    fn read(media_type: &str, bytes: Bytes) -> Result<Self, Problem>;
}

/// A body as JSON.
pub(super) trait JsonBody: DeserializeOwned + Send + 'static {
    /// Checks the rules of the schema other than the types.
    ///
    /// # Errors
    /// The first member that breaks a rule.
    fn check(&self) -> Result<(), Broken>;
}

impl<T: JsonBody> PostedBody for T {
    fn read(media_type: &str, bytes: Bytes) -> Result<Self, Problem> {
        if !media_type.eq_ignore_ascii_case("application/json") {
            return Err(Problem::MediaType);
        }
        let body: Self = serde_json::from_slice(&bytes).map_err(|error| {
            if error.is_data() {
                Problem::Body(Detail::Library(shown(&error.to_string())))
            } else {
                Problem::NotJson { line: error.line(), column: error.column() }
            }
        })?;
        body.check().map_err(|broken| Problem::Body(Detail::Rule(broken)))?;
        Ok(body)
    }
}

/// What a handler replies.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Value,
}

impl Reply {
    /// A reply with status 200.
    pub(super) const fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body }
    }
}

impl<T: PostedBody> FromRequest<DeskState> for Posted<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, desk: &DeskState) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let program = Program::from_request_parts(&mut parts, desk).await?;
        let address = parts.uri.to_string();
        let media_type = media_type(&parts.headers);
        let key = key(&parts.headers)?;
        let bytes = bytes(Request::from_parts(parts, body), desk).await?;
        let key = key.map(|key| {
            let length = u64::try_from(address.len()).unwrap_or(u64::MAX).to_be_bytes();
            let digest = Sha256::new()
                .chain_update("countersign program request 1")
                .chain_update(length)
                .chain_update(&address)
                .chain_update(&bytes);
            RequestKey { token: program.token.id, key, request: digest.finalize().into() }
        });
        let body = T::read(&media_type, bytes)?;
        Ok(Self { program, body, key })
    }
}

/// Reads the body of a request, up to the length that its route allows.
///
/// # Errors
/// The body is longer, or the connection ended before its end.
pub(super) async fn bytes(request: Request, desk: &DeskState) -> Result<Bytes, WebError> {
    let bytes = Bytes::from_request(request, desk).await;
    bytes.map_err(|rejection| match rejection.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLong,
        _ => WebError::NotJson,
    })
}

pub(super) fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_owned()
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut keys = headers.get_all(KEY).iter();
    let Some(value) = keys.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | ':' | '-');
    let fits = KEY_LENGTHS.contains(&text.len()) && text.chars().all(plain) && keys.next().is_none();
    if fits { Ok(Some(text.to_owned())) } else { Err(Problem::KeyMalformed) }
}

impl<T: PostedBody> Posted<T> {
    /// Does the work, and replies. Work that was done for the same request with the same key isn't done again. If the program
    /// disconnects, the work goes on, so that its reply is ready when the program asks again.
    pub(super) async fn act<F, W>(self, work: W) -> Response
    where
        W: FnOnce(Program, T) -> F + Send + 'static,
        F: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        let lang = self.program.lang;
        let done = tokio::spawn(self.act_once(work).in_current_span()).await;
        match done {
            Ok(Ok(response)) => response,
            Ok(Err(problem)) => problem.render(lang),
            Err(error) => {
                tracing::error!(%error, "a program's request did not end");
                Problem::Desk(WebError::Fault).render(lang)
            }
        }
    }

    async fn act_once<F, W>(self, work: W) -> Result<Response, Problem>
    where
        W: FnOnce(Program, T) -> F + Send + 'static,
        F: Future<Output = Result<Reply, Problem>> + Send + 'static,
    {
        let Self { program, body, key } = self;
        let (desk, lang) = (program.desk.clone(), program.lang);
        if let Some(key) = &key {
            match desk.store().take_key(key, now()).await? {
                KeyState::New => {}
                KeyState::Busy => return Err(Problem::KeyBusy),
                KeyState::Other => return Err(program.refused(Problem::KeyReused).await),
                KeyState::Replied(reply) => {
                    let mut response = response(&reply);
                    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
                    return Ok(response);
                }
            }
        }
        let worked = match &key {
            Some(key) => hold_while(&desk, key, work(program, body)).await,
            None => work(program, body).await,
        };
        let (reply, problem) = match worked {
            Ok(Reply { status, body }) => {
                (StoredReply { status: status.as_u16(), body: body.to_string() }, None)
            }
            Err(problem) => {
                let body = problem.to_json(lang).to_string();
                (StoredReply { status: problem.status().as_u16(), body }, Some(problem))
            }
        };
        if let Some(key) = &key {
            // A fault of the desk isn't stored: it may be over when the program asks again. What may have been done is stored, so that the
            // same key never does it twice.
            let unconfirmed = matches!(problem, Some(Problem::Desk(WebError::Unconfirmed)));
            let kept = if reply.status < 500 || unconfirmed {
                desk.store().keep_reply(key, &reply).await
            } else {
                desk.store().free_key(key).await
            };
            if let Err(error) = kept {
                tracing::error!(%error, "the reply to a program can't be kept");
            }
        }
        problem.map_or_else(|| Ok(response(&reply)), Err)
    }
}

/// Does the work, and holds the key as long as it takes.
async fn hold_while<T>(desk: &DeskState, key: &RequestKey, work: impl Future<Output = T>) -> T {
    let every = Duration::from_secs(HOLD_INTERVAL);
    let mut ticks = interval_at(Instant::now() + every, every);
    let mut work = pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            _ = ticks.tick() => {
                if let Err(error) = desk.store().hold_key(key, now()).await {
                    tracing::error!(%error, "the key of a request that is worked on can't be held");
                }
            }
        }
    }
}

/// The response with a stored body, which is JSON already.
fn response(reply: &StoredReply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let media_type = if status.is_success() { "application/json" } else { MEDIA_TYPE };
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(media_type))];
    let mut response = (status, headers, reply.body.clone()).into_response();
    response.extensions_mut().insert(Rendered);
    response
}
