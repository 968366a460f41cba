//! The notice on the page after a form was carried out. A cookie goes from the redirect to that page, which says so once.

use axum::response::{IntoResponse as _, Redirect, Response};
use cookie::Cookie;
use maud::{Markup, html};

use super::session::{OfficeSession, PageContext};
use crate::text::OfficeLine as O;
use crate::web::cookies::DONE_COOKIE;
use countersign_core::text::{Lang, Line as _};

impl OfficeSession {
    /// The response to a form that was carried out: goes to the page at that address, which says so.
    pub(super) fn done(&self, address: &str) -> Response {
        let mut response = Redirect::to(address).into_response();
        // The page comes within a minute, or says nothing.
        let cookie = Cookie::build((DONE_COOKIE, "1")).max_age(cookie::time::Duration::minutes(1));
        self.context.set_cookie(&mut response, cookie);
        response
    }
}

impl PageContext {
    /// Removes the cookie from the browser, because the page says that the form was carried out.
    pub(super) fn forget_done(&self, response: &mut Response) {
        self.set_cookie(response, Cookie::build((DONE_COOKIE, "")).max_age(cookie::time::Duration::ZERO));
    }
}

/// The notice.
pub(super) fn done_notice(lang: Lang) -> Markup {
    html! { p.notice.good role="status" { (O::Done.say(lang)) } }
}
