//! The context of a page: the desk, the language, the address, and the address of the page that shows a posted form.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use cookie::Cookie;
use maud::{Markup, html};

use crate::provider::Provider;
use crate::text::OfficeLine as O;
use crate::web::cookies::{DONE_COOKIE, LANG_COOKIE, cookie};
use crate::web::error::Rendered;
use crate::web::lang;
use crate::web::layout::{LanguageSwitch, Layout, Menu};
use crate::web::office::components;
use crate::web::office::done_notice::done_notice;
use crate::web::office::typed::Typed;
use crate::web::state::DeskState;
use countersign_core::text::{Lang, Line as _};

/// The context of a page: the desk, the language, the address.
#[derive(Clone)]
pub(in crate::web::office) struct PageContext {
    pub(in crate::web::office) desk: DeskState,
    pub(in crate::web::office) lang: Lang,
    /// Whether the request chooses the language; then the response sets its cookie.
    lang_chosen: bool,
    /// Path and query of the page, without the language. For a form, those of the page that shows the form.
    address: String,
    /// Whether a form was posted.
    posted: bool,
    /// Whether the page follows a form that was carried out. The page of an operator says so.
    follows_done: bool,
}

impl PageContext {
    pub(super) fn new(parts: &Parts, desk: &DeskState) -> Self {
        Self {
            desk: desk.clone(),
            lang: lang::lang_of(parts),
            lang_chosen: lang::lang_of_query(parts.uri.query().unwrap_or_default()).is_some(),
            address: address_of(parts),
            posted: is_post(parts),
            follows_done: cookie(&parts.headers, DONE_COOKIE).is_some(),
        }
    }

    /// Path and query of the page, or of the page that shows the posted form.
    pub(in crate::web::office) fn address(&self) -> &str {
        &self.address
    }

    /// Whether a form was posted.
    pub(super) const fn posted(&self) -> bool {
        self.posted
    }

    /// The address of the page that signs in and then goes on to this page.
    pub(super) fn sign_in_address(&self) -> String {
        format!("/office/login?next={}", after_sign_in(&self.address))
    }

    /// A page with that status.
    pub(in crate::web::office) fn page(
        &self,
        status: StatusCode,
        title: &str,
        nav: Option<Menu<'_>>,
        content: &Markup,
    ) -> Response {
        let separator = if self.address.contains('?') { '&' } else { '?' };
        let other = self.lang.other().tag();
        let switch = LanguageSwitch::Address(format!("{}{separator}lang={other}", self.address));
        let profiles = self.desk.data().published.profiles;
        let says_done = self.follows_done && !self.posted && nav.is_some() && status == StatusCode::OK;
        let content = &html! {
            @if says_done { (done_notice(self.lang)) }
            (content)
        };
        let page = Layout { lang: self.lang, site: profiles.site_name(), title, switch, nav }.page(content);
        let mut response = (status, page).into_response();
        response.extensions_mut().insert(Rendered);
        if says_done {
            self.forget_done(&mut response);
        }
        if self.lang_chosen {
            self.set_cookie(
                &mut response,
                Cookie::build((LANG_COOKIE, self.lang.tag())).max_age(cookie::time::Duration::days(365)),
            );
        }
        response
    }

    /// The session of a posted form has ended. The page shows what was typed.
    pub(super) fn session_ended(&self, typed: &Typed) -> Response {
        let (what, next) = (O::SessionEnded.say(self.lang), O::SessionEndedDo.say(self.lang));
        let content = html! {
            (components::problem("SESSION-ENDED", what, next))
            (typed.section(self.lang))
            p { a.button href=(self.sign_in_address()) { (O::SignInButton.say(self.lang)) } }
        };
        self.page(StatusCode::FORBIDDEN, what, None, &content)
    }
}

impl FromRequestParts<DeskState> for PageContext {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &DeskState) -> Result<Self, Self::Rejection> {
        Ok(Self::new(parts, desk))
    }
}

/// Path and query of an address, without the language.
pub(super) fn address_without_lang(uri: &Uri) -> String {
    let query: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    if query.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), query.join("&")) }
}

fn is_post(parts: &Parts) -> bool {
    parts.method == Method::POST
}

/// The address of a page, without the language. For a form, the address of the page that shows it: one level above the form's
/// own, except for the forms in [`OWN_PAGE`].
fn address_of(parts: &Parts) -> String {
    let address = address_without_lang(&parts.uri);
    let (path, query) = address.split_once('?').map_or((&*address, ""), |(path, query)| (path, query));
    // This address contains a code that works once.
    if path == Provider::RETURN_PATH {
        return "/office/login".to_owned();
    }
    if !is_post(parts) || OWN_PAGE.contains(&path) {
        return address;
    }
    let page = if path.starts_with("/office/keys") {
        "/office/keys"
    } else {
        path.rsplit_once('/').map_or(path, |(page, _)| page)
    };
    if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
}

/// The addresses that take a form and also show it.
const OWN_PAGE: [&str; 10] = [
    "/office/bundle",
    "/office/downloads",
    "/office/import",
    "/office/login",
    "/office/login/code",
    "/office/operators",
    "/office/profiles",
    "/office/second-factor",
    "/office/spoken",
    "/office/tokens",
];

/// The page after the sign-in, escaped for a query.
fn after_sign_in(address: &str) -> String {
    address.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
}
