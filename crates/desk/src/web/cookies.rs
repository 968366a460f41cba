//! The cookies of a request.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use cookie::Cookie;

/// The cookie of a chosen language. Only the office sets it.
pub(super) const LANG_COOKIE: &str = "countersign-lang";

/// The cookie that goes from a form that was carried out to the next page. Only the office sets it.
pub(super) const DONE_COOKIE: &str = "countersign-done";

/// The cookie of a sign-in under way.
pub(super) const SIGN_IN_COOKIE: &str = "countersign-sign-in";

/// The value of a request's cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}
