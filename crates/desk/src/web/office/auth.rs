//! Who is there: the session of a request, the mark that its forms carry, the language that was chosen.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::{Cookie, SameSite};
use maud::{Markup, html};

use super::components;
use crate::operators::{LONGEST, OperatorName, Roster as _, Token};
use crate::text::OfficeLine as O;
use crate::web::error::{WebError, Worded};
use crate::web::lang;
use crate::web::layout::{Shell, Switch};
use crate::web::state::{Desk, now};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::Requester;

/// The cookie of a session.
const SESSION: &str = "countersign";
/// The cookie of a language that was chosen.
const LANG: &str = "countersign-lang";

/// A page's surroundings: whose desk, in which language, at which address.
#[derive(Clone)]
pub(super) struct View {
    pub(super) desk: Desk,
    pub(super) lang: Lang,
    /// The language was chosen just now, and is to be remembered.
    chosen: bool,
    /// Path and query, without the language.
    here: String,
}

/// An operator who is signed in.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) view: View,
    pub(super) operator: OperatorName,
    /// The digest of the session's token.
    pub(super) session: String,
    csrf: String,
}

/// A form of the operator's own session.
pub(super) struct Posted {
    pub(super) entry: Entry,
    fields: Vec<(String, String)>,
}

impl View {
    fn of(parts: &Parts, desk: &Desk) -> Self {
        let chosen = lang::chosen(parts.uri.query().unwrap_or_default());
        let kept = cookie(&parts.headers, LANG).map(|tag| Lang::from_locale(&tag));
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let lang = chosen.or(kept).or_else(|| lang::preferred(accepted.unwrap_or_default()));
        let lang = lang.unwrap_or_default();
        Self { desk: desk.clone(), lang, chosen: chosen.is_some(), here: here(&parts.uri) }
    }

    /// A whole page.
    pub(super) fn page(
        &self,
        status: StatusCode,
        title: &str,
        nav: Option<Markup>,
        content: &Markup,
    ) -> Response {
        let joint = if self.here.contains('?') { '&' } else { '?' };
        let other = if self.lang == Lang::Zh { "en" } else { "zh" };
        let switch = Switch::To(format!("{}{joint}lang={other}", self.here));
        let newest = self.desk.newest();
        let page = Shell { lang: self.lang, site: &newest.name, title, switch, nav }.page(content);
        let mut response = (status, page).into_response();
        response.extensions_mut().insert(Worded);
        if self.chosen {
            let tag = if self.lang == Lang::Zh { "zh" } else { "en" };
            self.set(&mut response, Cookie::build((LANG, tag)).max_age(cookie::time::Duration::days(365)));
        }
        response
    }

    /// Gives a cookie to the browser.
    fn set(&self, response: &mut Response, cookie: cookie::CookieBuilder<'_>) {
        let cookie = cookie
            .path("/office")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(self.desk.secure_cookies());
        if let Ok(value) = HeaderValue::from_str(&cookie.build().to_string()) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }

    /// Gives the session's cookie.
    pub(super) fn remember(&self, response: &mut Response, token: &Token) {
        let cookie = Cookie::build((SESSION, token.cookie().to_string()));
        self.set(response, cookie.max_age(cookie::time::Duration::seconds(LONGEST)));
    }

    /// Takes it away.
    pub(super) fn forget(&self, response: &mut Response) {
        self.set(response, Cookie::build((SESSION, "")).max_age(cookie::time::Duration::ZERO));
    }
}

impl Entry {
    pub(super) const fn lang(&self) -> Lang {
        self.view.lang
    }

    pub(super) const fn desk(&self) -> &Desk {
        &self.view.desk
    }

    /// The operator, as the ledger knows them.
    pub(super) fn asker(&self) -> Requester {
        Requester::Operator(self.operator.as_str().to_owned())
    }

    /// A page with the office's navigation.
    pub(super) fn page(&self, title: &str, content: &Markup) -> Response {
        self.view.page(StatusCode::OK, title, Some(self.nav()), content)
    }

    /// A page that says what went wrong: code, what it is, what to do.
    pub(super) fn problem(&self, status: StatusCode, code: &str, what: &str, next: &str) -> Response {
        let content = components::problem(code, what, next);
        self.view.page(status, what, Some(self.nav()), &content)
    }

    /// The hidden field that marks a form as the session's own.
    pub(super) fn mark(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.csrf); }
    }

    /// Whether a form carries this session's mark.
    pub(super) fn owns(&self, csrf: &str) -> bool {
        let differ = self.csrf.bytes().zip(csrf.bytes()).fold(0, |sum, (one, two)| sum | (one ^ two));
        self.csrf.len() == csrf.len() && differ == 0
    }

    /// What a form gets that doesn't carry it.
    pub(super) fn stale(&self) -> Response {
        let lang = self.lang();
        self.problem(StatusCode::FORBIDDEN, "FORM-STALE", O::FormStale.say(lang), O::FormStaleDo.say(lang))
    }

    fn nav(&self) -> Markup {
        let lang = self.lang();
        let links = [
            ("/office", O::NavSearch),
            ("/office/spoken", O::NavSpoken),
            ("/office/guide", O::NavGuide),
            ("/office/cases", O::NavCases),
            ("/office/import", O::NavImport),
            ("/office/audit", O::NavAudit),
            ("/office/keys", O::NavKeys),
            ("/office/profiles", O::NavProfiles),
        ];
        let path = self.view.here.split('?').next().unwrap_or_default();
        html! {
            @for (address, name) in links {
                @if path == address { a href=(address) aria-current="page" { (name.say(lang)) } }
                @else { a href=(address) { (name.say(lang)) } }
            }
            form.leave method="post" action="/office/logout" {
                (self.mark())
                button.link { (O::NavLeave.fill(lang, &[("name", self.operator.as_str())])) }
            }
        }
    }
}

impl FromRequestParts<Desk> for View {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts, desk))
    }
}

impl FromRequestParts<Desk> for Entry {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Response> {
        let view = View::of(parts, desk);
        let out = || Redirect::to(&format!("/office/login?next={}", next(parts))).into_response();
        let token = cookie(&parts.headers, SESSION).and_then(|cookie| Token::parse(&cookie));
        let Some(token) = token else { return Err(out()) };
        let (digest, csrf) = (token.digest(), token.csrf());
        let looked = digest.clone();
        let found = desk.with_office(move |office| office.store.session(&looked, now())).await;
        match found.and_then(|found| found.map_err(WebError::from)) {
            Err(trouble) => Err(trouble.into_response()),
            Ok(None) => Err(out()),
            Ok(Some(session)) => Ok(Self { view, operator: session.operator, session: digest, csrf }),
        }
    }
}

impl FromRequest<Desk> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &Desk) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let entry = Entry::from_request_parts(&mut parts, desk).await?;
        let request = Request::from_parts(parts, body);
        let form = Form::<Vec<(String, String)>>::from_request(request, desk).await;
        let Form(fields) = form.map_err(|_| WebError::TooLong.into_response())?;
        let posted = Self { entry, fields };
        if posted.entry.owns(posted.field("csrf")) { Ok(posted) } else { Err(posted.entry.stale()) }
    }
}

impl Posted {
    /// What was typed into a field; empty where there is none.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }
}

/// A cookie of a request.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

/// Path and query of an address, without the language.
fn here(uri: &Uri) -> String {
    let query: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    if query.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), query.join("&")) }
}

/// Where a sign-in goes on: pages alone, since a form that was sent without a session is lost.
fn next(parts: &Parts) -> String {
    let page = parts.method == axum::http::Method::GET;
    let here = if page { here(&parts.uri) } else { "/office".to_owned() };
    here.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
}
