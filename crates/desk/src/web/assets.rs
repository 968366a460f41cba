//! The style sheet, the script and the icon, compiled into the program. Pages work without them.

use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::routes::Routes;
use crate::access::Access;

/// The address of the style sheet. It names the program's version, so browsers may cache the file for a day.
pub const STYLE: &str = concat!("/static/desk.css?", env!("CARGO_PKG_VERSION"));
/// The address of the script.
pub const SCRIPT: &str = concat!("/static/desk.js?", env!("CARGO_PKG_VERSION"));
/// The address of the icon.
pub const ICON: &str = concat!("/static/desk.svg?", env!("CARGO_PKG_VERSION"));

/// The routes of these files.
pub fn routes() -> Routes {
    Routes::new()
        .get("/static/desk.css", Access::Anyone, async || file("text/css", include_str!("static/desk.css")))
        .get("/static/desk.js", Access::Anyone, async || {
            file("text/javascript", include_str!("static/desk.js"))
        })
        .get("/static/desk.svg", Access::Anyone, async || {
            file("image/svg+xml", include_str!("static/desk.svg"))
        })
}

fn file(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400")),
    ];
    (headers, text).into_response()
}
