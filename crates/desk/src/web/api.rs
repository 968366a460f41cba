//! The interface for devices with a network, version 1.
//!
//! `POST /api/v1/requests`, `Content-Type: application/json`:
//!
//! ```json
//! {"request": "HTTPS://DESK.EXAMPLE/R/… or the text form", "scheme": 3}
//! ```
//!
//! `scheme` is 3 by default; 2 asks for the older binding. `?lang=zh` or `Accept-Language` choose the language of the
//! texts in the response; codes and names are the same in both.
//!
//! - **200**: the desk decided. The object is the one of `countersign-desk answer --json`: `decision` (`issued` or `refused`),
//!   `code` (140 characters) and `lines` (seven, grouped), `how`; or `reason`, `what`, `next`, `findings` with their
//!   `remedies`, `ways`, `differs`, `case`; and in both cases `notes`, `number`, `request`. The ledger stores a code before it
//!   is sent, and the same request gets the same code, so a caller that lost the response asks again.
//! - **400**: nothing was decided: the text is no request, or the body isn't such an object (`JSON-INVALID`).
//! - **413** too long, **429** asked too often (`Retry-After` gives the seconds), **503** the database is busy (nothing
//!   was changed) or didn't confirm the answer (ask again: the same request gets the same answer), **500** a fault of the desk.
//!
//! Every response other than 200 is `{"error": {"code", "what", "cure"}}`. A spoken request (the license number and four
//! lines) is refused here, because only an operator may answer it.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::Value;

use super::body_limits;
use super::error::WebError;
use super::lang::AnswerLang;
use super::public_answer;
use super::routes::Routes;
use super::source::Source;
use super::state::DeskState;
use crate::access::Access;
use crate::{presentation, request_parser};
use countersign_core::protocol::Scheme;

/// The routes.
pub fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/requests", Access::Anyone, answer)
        .layer(DefaultBodyLimit::max(body_limits::REQUEST))
}

#[derive(Deserialize)]
struct Body {
    request: String,
    #[serde(default)]
    scheme: Option<u8>,
}

async fn answer(
    State(desk): State<DeskState>,
    AnswerLang(lang): AnswerLang,
    source: Source,
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
    let request = request_parser::parse(&body.request, |profile, number| desk.pack(profile, number))?;
    let answer = public_answer::answer(&desk, source, request, scheme).await?;
    Ok(Json(presentation::to_json(&answer, lang)))
}
