//! The style sheet, the script and the icon, built into the program. Pages work without any of them.

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::state::Desk;

/// The style sheet's address. The version in it lets browsers keep it for a day.
pub const STYLE: &str = concat!("/static/desk.css?", env!("CARGO_PKG_VERSION"));
/// The script's address.
pub const SCRIPT: &str = concat!("/static/desk.js?", env!("CARGO_PKG_VERSION"));
/// The icon's address.
pub const ICON: &str = concat!("/static/desk.svg?", env!("CARGO_PKG_VERSION"));

/// The routes of these files.
pub fn routes() -> Router<Desk> {
    Router::new()
        .route("/static/desk.css", get(async || file("text/css", include_str!("static/desk.css"))))
        .route("/static/desk.js", get(async || file("text/javascript", include_str!("static/desk.js"))))
        .route("/static/desk.svg", get(async || file("image/svg+xml", include_str!("static/desk.svg"))))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    (headers, text).into_response()
}
