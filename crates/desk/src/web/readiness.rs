//! Whether this process can do its work now: `/healthz` (it runs and can read the ledger) and `/readyz` (it can write the ledger, can use
//! the tokens with the signing keys, and isn't shutting down). The responses are plain text: `ok`, or a stable code; for a token also its
//! label.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::error::Rendered;
use super::routes::Routes;
use super::state::DeskState;
use crate::access::Access;
use crate::metrics;
use countersign_ledger::StoreError;

/// How long the result of a check is reused, so that strangers can't cause load with checks.
const FRESH: Duration = Duration::from_secs(1);

/// How long a check waits for other writers.
const PATIENCE: Duration = Duration::from_secs(2);

/// The last check, and whether this process shuts down.
#[derive(Default)]
pub struct Readiness {
    last: Mutex<Option<(Instant, Result<(), NotReady>)>>,
    ending: AtomicBool,
}

/// Why this process can't do its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotReady {
    /// The stable code of a fault of this process or of the ledger.
    Desk(&'static str),
    /// A key that signs can't be used: the stable code and the label of its token.
    Token(&'static str, String),
}

impl Readiness {
    /// Marks this process as shutting down. From then on, it isn't ready.
    pub fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    /// Whether this process shuts down.
    fn is_ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    /// Returns whether this process can do its work. Runs `check` if the last result is too old. Callers that come meanwhile wait for the
    /// same result.
    async fn check(&self, check: impl Future<Output = Result<(), NotReady>>) -> Result<(), NotReady> {
        if self.is_ending() {
            return Err(NotReady::Desk("DESK-ENDING"));
        }
        let mut last = self.last.lock().await;
        if let Some((at, result)) = last.as_ref()
            && at.elapsed() < FRESH
        {
            return result.clone();
        }
        let result = check.await;
        metrics::ready(result.is_ok());
        *last = Some((Instant::now(), result.clone()));
        result
    }
}

/// The routes, for strangers and for monitoring.
pub fn routes() -> Routes {
    Routes::new().get("/healthz", Access::Anyone, health).get("/readyz", Access::Anyone, ready)
}

/// Tells clients to close their connections (`Connection: close`) while this process shuts down.
pub async fn close_connections_at_end(
    State(desk): State<DeskState>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    if desk.readiness().is_ending() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Whether this process can do its work now.
///
/// # Errors
/// [`NotReady`] with the code.
pub async fn check(desk: &DeskState) -> Result<(), NotReady> {
    desk.readiness().check(check_all(desk)).await
}

async fn health(State(desk): State<DeskState>) -> Response {
    let read = desk.store().check_readable().await;
    respond(read.map_err(|error| {
        tracing::warn!(%error, "the ledger can't be read");
        NotReady::Desk(error.code())
    }))
}

async fn ready(State(desk): State<DeskState>) -> Response {
    respond(check(&desk).await)
}

/// Connects to the tokens that sign. Runs as a task of its own, so that nothing waits for it.
pub(super) async fn reach_tokens(desk: DeskState) {
    // A fault is logged, and `/readyz` reports it.
    let _ = check_tokens(&desk).await;
}

async fn check_all(desk: &DeskState) -> Result<(), NotReady> {
    check_writable(desk).await?;
    check_tokens(desk).await
}

/// Checks the tokens that sign now. Without them the desk still shows requests, repeats answers and refuses, but signs no new code.
async fn check_tokens(desk: &DeskState) -> Result<(), NotReady> {
    let published = desk.data().published;
    let mut checks = tokio::task::JoinSet::new();
    for (place, key) in published.needed_tokens() {
        let tokens = Arc::clone(published.tokens());
        checks.spawn(async move {
            let token = place.token().to_owned();
            tokens.check(place, key).await.map_err(|fault| {
                tracing::warn!(token, code = fault.code(), %fault, "a token can't sign now");
                NotReady::Token(fault.code(), token)
            })
        });
    }
    while let Some(checked) = checks.join_next().await {
        checked.unwrap_or(Err(NotReady::Desk("DESK-FAULT")))?;
    }
    Ok(())
}

async fn check_writable(desk: &DeskState) -> Result<(), NotReady> {
    let written = timeout(PATIENCE, desk.store().check_writable()).await;
    written.unwrap_or(Err(StoreError::Busy)).map_err(|error| {
        tracing::warn!(%error, "the ledger can't be written");
        NotReady::Desk(error.code())
    })
}

fn not_ready(body: String) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, body).into_response()
}

fn respond(result: Result<(), NotReady>) -> Response {
    let mut response = match result {
        Ok(()) => "ok\n".into_response(),
        Err(NotReady::Desk(code)) => not_ready(format!("{code}\n")),
        Err(NotReady::Token(code, token)) => not_ready(format!("{code} {token}\n")),
    };
    response.extensions_mut().insert(Rendered);
    response
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_result_is_cached_for_a_second_and_an_end_is_reported_at_once() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let readiness = Readiness::default();
        let checks = Cell::new(0);
        let check = || {
            runtime.block_on(readiness.check(async {
                checks.set(checks.get() + 1);
                Err(NotReady::Desk("STORE-FULL"))
            }))
        };
        let began = Instant::now();
        let results = [check(), check(), check()];
        assert_eq!(results, [(); 3].map(|()| Err(NotReady::Desk("STORE-FULL"))));
        assert!(checks.get() == 1 || began.elapsed() >= FRESH);
        readiness.end();
        assert_eq!(check(), Err(NotReady::Desk("DESK-ENDING")));
    }
}
