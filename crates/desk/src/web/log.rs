//! The log: one line per request, with its id, method, route, status, time and source. The route is the matched pattern
//! (`/R/{*request}`): paths hold license numbers and serials. The source is a digest with a key that only this process has: lines of
//! one source can be told to belong together, but nobody can tell which address it is.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;
use tracing::Instrument as _;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::limits::source_block;
use super::source::Source;

/// The header of a response with the id that the log has.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A line of text.
    #[default]
    Text,
    /// A JSON object on a line.
    Json,
}

/// What is written, and what is more important than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Faults of the desk.
    Error,
    /// Requests that a fault spoiled.
    Warn,
    /// Every request.
    #[default]
    Info,
    /// What is refused before it is a request, too.
    Debug,
}

/// The form and the level of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// The form.
    pub format: Format,
    /// The level.
    pub level: Level,
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::ERROR,
            Level::Warn => Self::WARN,
            Level::Info => Self::INFO,
            Level::Debug => Self::DEBUG,
        }
    }
}

/// Starts the log on standard error, once in a process. It leaves out libraries, because they may log paths, and the words of a
/// panic, because they may hold data.
pub fn start(settings: Settings) {
    let lines =
        tracing_subscriber::fmt::layer().with_ansi(false).with_target(false).with_writer(std::io::stderr);
    let lines = match settings.format {
        Format::Text => lines.boxed(),
        Format::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    };
    let own_targets = Targets::new().with_target("countersign", LevelFilter::from(settings.level));
    let _ = tracing_subscriber::registry().with(lines.with_filter(own_targets)).try_init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "the program has a fault here");
    }));
}

/// Writes the line of a request, and gives its response the request's id.
pub async fn log_request(
    source: Source,
    method: Method,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let id = next_id();
    let span = tracing::info_span!("request", %id);
    let mut line = RequestLine { id, method, route, source, started: Instant::now(), status: None };
    let mut response = next.run(request).instrument(span).await;
    line.status = Some(response.status().as_u16());
    if let Ok(id) = HeaderValue::from_str(&line.id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The line of a request. It is written when this is dropped, also where the client has gone or the desk had to end.
struct RequestLine {
    id: String,
    method: Method,
    route: Option<MatchedPath>,
    source: Source,
    started: Instant,
    status: Option<u16>,
}

impl Drop for RequestLine {
    fn drop(&mut self) {
        let (id, source) = (self.id.as_str(), source_digest(self.source.0));
        let method = method_name(&self.method);
        let route = self.route.as_ref().map_or("-", MatchedPath::as_str);
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match self.status {
            Some(status @ 500..) => tracing::warn!(%id, %method, route, status, ms, %source, "answered"),
            Some(status) => tracing::info!(%id, %method, route, status, ms, %source, "answered"),
            None => tracing::info!(%id, %method, route, ms, %source, "given up before its answer"),
        }
    }
}

/// The name of a method that a route may take. Others are the sender's own words.
pub(super) fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// A new id that doesn't tell how many requests there were.
fn next_id() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// The digest of a source, with a key that dies with the process.
fn source_digest(source: IpAddr) -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    format!("{:012x}", KEY.hash_one(source_block(source)) >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_one_digest_and_a_request_its_own_id() {
        let digest = |text: &str| source_digest(text.parse().unwrap());
        assert_eq!(digest("192.0.2.1"), digest("192.0.2.1"));
        assert_eq!(digest("2001:db8:1:2::1"), digest("2001:db8:1:2::9"));
        assert_ne!(digest("192.0.2.1"), digest("192.0.2.2"));
        assert_eq!(digest("192.0.2.1").len(), 12);
        assert!(next_id().len() == 16 && next_id() != next_id());
    }

    #[test]
    fn a_made_up_method_is_not_written_down() {
        assert_eq!(method_name(&Method::from_bytes(b"AA03220123951").unwrap()), "other");
    }
}
