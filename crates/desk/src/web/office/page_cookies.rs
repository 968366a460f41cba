//! The cookies that pages of the office set: the language, the session, a sign-in under way.

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use cookie::{Cookie, SameSite};

use super::session::PageContext;
use crate::operators::{BegunSignIn, MAX_SECONDS, Token};
use crate::web::cookies::SIGN_IN_COOKIE;

/// The cookie of a session.
pub(super) const SESSION_COOKIE: &str = "countersign";

impl PageContext {
    /// Adds a cookie to the response. The browser sends it back only from pages of the desk.
    pub(super) fn set_cookie(&self, response: &mut Response, cookie: cookie::CookieBuilder<'_>) {
        self.set_cookie_for(SameSite::Strict, response, cookie);
    }

    /// Adds a cookie with that `SameSite` attribute.
    fn set_cookie_for(&self, sites: SameSite, response: &mut Response, cookie: cookie::CookieBuilder<'_>) {
        let cookie = cookie
            .path("/office")
            .http_only(true)
            .same_site(sites)
            .secure(!self.desk.settings().insecure_cookies);
        if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }

    /// Sets the cookie of a session.
    pub(super) fn set_session_cookie(&self, response: &mut Response, token: &Token) {
        let cookie = Cookie::build((SESSION_COOKIE, token.cookie().to_string()));
        self.set_cookie(response, cookie.max_age(cookie::time::Duration::seconds(MAX_SECONDS)));
    }

    /// Sets the cookie of a sign-in under way.
    pub(super) fn set_sign_in_cookie(&self, response: &mut Response, token: &Token, sites: SameSite) {
        let cookie = Cookie::build((SIGN_IN_COOKIE, token.cookie().to_string()));
        let cookie = cookie.max_age(cookie::time::Duration::seconds(BegunSignIn::SECONDS));
        self.set_cookie_for(sites, response, cookie);
    }

    /// Removes the cookie of a sign-in under way.
    pub(super) fn remove_sign_in_cookie(&self, response: &mut Response) {
        self.set_cookie(response, Cookie::build((SIGN_IN_COOKIE, "")).max_age(cookie::time::Duration::ZERO));
    }

    /// Removes the cookie of the session.
    pub(super) fn remove_session_cookie(&self, response: &mut Response) {
        self.set_cookie(response, Cookie::build((SESSION_COOKIE, "")).max_age(cookie::time::Duration::ZERO));
    }
}
