//! The interface for devices with a network, version 1.
//!
//! `POST /api/v1/requests`, `Content-Type: application/json`:
//!
//! ```json
//! {"request": "HTTPS://DESK.EXAMPLE/R/… or the text form", "scheme": 3}
//! ```
//!
//! `scheme` is 3 unless it is given; 2 asks for the older binding. `?lang=zh` or `Accept-Language` choose the
//! language of the words in the answer; codes and names are the same in both.
//!
//! - **200**: the desk decided. The object is that of `countersign-desk answer --json`: `decision` (`issued` or
//!   `refused`), `code` (140 characters) and `lines` (seven, grouped), `how`; or `reason`, `what`, `next`, `findings`
//!   with their `remedies`, `differs`, `case`; and `notes`, `number`, `request` beside. A code stands in the ledger
//!   before it is sent, and the same request gets the same code, so a caller that lost the answer asks again.
//! - **400**: nothing was decided: what was sent is no request, or not JSON (`JSON-INVALID`).
//! - **413** too long, **429** asked too often (`Retry-After` says the seconds), **503** the database is busy (nothing
//!   was changed, ask again), **500** a fault of the desk.
//!
//! Every answer but 200 is `{"error": {"code", "what", "cure"}}`. A spoken request (four lines) is refused here:
//! an operator answers those.

use super::lang::AnswerLang;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::Value;

use super::ask::ask;
use super::error::WebError;
use super::state::Desk;
use crate::{json, requests};
use countersign_core::protocol::Scheme;
use countersign_ledger::Requester;

/// The most a body may have: a request's text with mail around it, escaped.
const BODY: usize = 2 * requests::LONGEST;

/// The routes.
pub fn routes() -> Router<Desk> {
    Router::new().route("/api/v1/requests", post(answer)).layer(DefaultBodyLimit::max(BODY))
}

#[derive(Deserialize)]
struct Body {
    request: String,
    #[serde(default)]
    scheme: Option<u8>,
}

async fn answer(
    State(desk): State<Desk>,
    AnswerLang(lang): AnswerLang,
    body: Result<Json<Body>, JsonRejection>,
) -> Result<Json<Value>, WebError> {
    let Json(body) = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => WebError::TooLong,
        _ => WebError::NotJson,
    })?;
    let scheme = match body.scheme {
        None | Some(3) => Scheme::Three,
        Some(2) => Scheme::Two,
        Some(_) => return Err(WebError::NotJson),
    };
    let asked = requests::parse(&body.request)?;
    let version = asked.head().profile_version;
    let answer = ask(&desk, asked, Requester::Public, scheme).await?;
    let policy = &desk.profile(version).unwrap_or_else(|| desk.newest()).policy;
    Ok(Json(json::answer(&answer, policy, lang)))
}
