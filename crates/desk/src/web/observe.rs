//! Records every request: its line in the log and its counts in the metrics, with an id that the response carries too.
//!
//! The route is the matched pattern (`/R/{*request}`): paths hold license numbers and serials. The source is a digest with a key that
//! only this process has: the digest shows which lines belong to one source, but not its address.

use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use super::limits::source_block;
use super::source::Source;
use crate::metrics;

/// The header of a response with the id that the log has.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Logs and counts a request, and gives its response the request's id.
pub async fn observe(
    source: Source,
    method: Method,
    route: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let id = next_id();
    let span = tracing::info_span!("request", %id);
    let mut observed = Observed::begin(id, &method, route, source);
    let mut response = next.run(request).instrument(span).await;
    observed.status = Some(response.status().as_u16());
    if let Ok(id) = HeaderValue::from_str(&observed.id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// A request under way. Dropping it logs and counts the request, even if the client has disconnected or the desk shuts down.
struct Observed {
    id: String,
    method: &'static str,
    route: Option<MatchedPath>,
    source: Source,
    started: Instant,
    status: Option<u16>,
}

impl Observed {
    fn begin(id: String, method: &Method, route: Option<MatchedPath>, source: Source) -> Self {
        metrics::request_begins();
        Self { id, method: method_name(method), route, source, started: Instant::now(), status: None }
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let Self { id, method, .. } = self;
        let took = self.started.elapsed();
        let route = self.route.as_ref().map_or("-", MatchedPath::as_str);
        metrics::request_ends(method, route, self.status, took);
        let source = source_digest(self.source.0);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        match self.status {
            Some(status @ 500..) => tracing::warn!(%id, %method, route, status, ms, %source, "answered"),
            Some(status) => tracing::info!(%id, %method, route, status, ms, %source, "answered"),
            None => tracing::info!(%id, %method, route, ms, %source, "given up before its answer"),
        }
    }
}

/// The name of a standard method. Any other name is text from the sender and isn't logged.
fn method_name(method: &Method) -> &'static str {
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

/// The digest of a source, with a key that only this process has.
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
    fn an_invented_http_method_is_not_logged() {
        assert_eq!(method_name(&Method::from_bytes(b"AA03220123951").unwrap()), "other");
    }
}
