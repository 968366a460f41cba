//! Extractors of the office: the page's context, the operator's session, and the forms of that session.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::{Cookie, SameSite};
use maud::{Markup, html};

use super::components;
use crate::dates::now;
use crate::operators::{MAX_SECONDS, OperatorName, OperatorStore as _, Token};
use crate::text::{OfficeLine as O, OfficeSentence};
use crate::web::error::{Rendered, WebError};
use crate::web::lang;
use crate::web::layout::{LanguageSwitch, Layout};
use crate::web::state::DeskState;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::Requester;

/// The cookie of a session.
const SESSION_COOKIE: &str = "countersign";
/// The cookie of a chosen language.
const LANG_COOKIE: &str = "countersign-lang";

/// The context of a page: the desk, the language, the address.
#[derive(Clone)]
pub(super) struct PageContext {
    pub(super) desk: DeskState,
    pub(super) lang: Lang,
    /// The request chooses the language, so the response sets its cookie.
    lang_chosen: bool,
    /// Path and query, without the language.
    address: String,
}

/// The session of an operator who is signed in.
#[derive(Clone)]
pub(super) struct OfficeSession {
    pub(super) context: PageContext,
    pub(super) operator: OperatorName,
    /// The digest of the session's token.
    pub(super) token_digest: String,
    csrf: String,
}

/// A form that an operator posted from their own session.
pub(super) struct OfficeForm {
    pub(super) session: OfficeSession,
    fields: Vec<(String, String)>,
}

impl PageContext {
    fn new(parts: &Parts, desk: &DeskState) -> Self {
        let chosen = lang::lang_of_query(parts.uri.query().unwrap_or_default());
        let remembered = cookie(&parts.headers, LANG_COOKIE).map(|tag| Lang::from_locale(&tag));
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let lang = chosen.or(remembered).or_else(|| lang::lang_of_header(accepted.unwrap_or_default()));
        let lang = lang.unwrap_or_default();
        Self {
            desk: desk.clone(),
            lang,
            lang_chosen: chosen.is_some(),
            address: address_without_lang(&parts.uri),
        }
    }

    /// A page with that status.
    pub(super) fn page(
        &self,
        status: StatusCode,
        title: &str,
        nav: Option<Markup>,
        content: &Markup,
    ) -> Response {
        let separator = if self.address.contains('?') { '&' } else { '?' };
        let other = if self.lang == Lang::Zh { "en" } else { "zh" };
        let switch = LanguageSwitch::Address(format!("{}{separator}lang={other}", self.address));
        let newest = self.desk.newest_profile();
        let page = Layout { lang: self.lang, site: &newest.name, title, switch, nav }.page(content);
        let mut response = (status, page).into_response();
        response.extensions_mut().insert(Rendered);
        if self.lang_chosen {
            let tag = if self.lang == Lang::Zh { "zh" } else { "en" };
            self.set_cookie(
                &mut response,
                Cookie::build((LANG_COOKIE, tag)).max_age(cookie::time::Duration::days(365)),
            );
        }
        response
    }

    /// Adds a cookie to the response.
    fn set_cookie(&self, response: &mut Response, cookie: cookie::CookieBuilder<'_>) {
        let cookie = cookie
            .path("/office")
            .http_only(true)
            .same_site(SameSite::Strict)
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

    /// Removes the cookie of the session.
    pub(super) fn remove_session_cookie(&self, response: &mut Response) {
        self.set_cookie(response, Cookie::build((SESSION_COOKIE, "")).max_age(cookie::time::Duration::ZERO));
    }
}

impl OfficeSession {
    pub(super) const fn lang(&self) -> Lang {
        self.context.lang
    }

    pub(super) const fn desk(&self) -> &DeskState {
        &self.context.desk
    }

    /// The operator as a requester of the ledger.
    pub(super) fn requester(&self) -> Requester {
        Requester::Operator(self.operator.as_str().to_owned())
    }

    /// A page with the office's navigation.
    pub(super) fn page(&self, title: &str, content: &Markup) -> Response {
        self.context.page(StatusCode::OK, title, Some(self.nav()), content)
    }

    /// A page about an error: its code, what is wrong, what to do.
    pub(super) fn problem(&self, status: StatusCode, code: &str, what: &str, next: &str) -> Response {
        let content = components::problem(code, what, next);
        self.context.page(status, what, Some(self.nav()), &content)
    }

    /// The hidden field with the session's CSRF token, for every form.
    pub(super) fn csrf_field(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.csrf); }
    }

    /// Whether a form's CSRF token is this session's; compared in constant time.
    pub(super) fn owns(&self, csrf: &str) -> bool {
        let differ = self.csrf.bytes().zip(csrf.bytes()).fold(0, |sum, (one, two)| sum | (one ^ two));
        self.csrf.len() == csrf.len() && differ == 0
    }

    /// The response to a form with another CSRF token.
    pub(super) fn stale_form(&self) -> Response {
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
            ("/office/numbers", O::NavNumbers),
            ("/office/requests", O::NavRequests),
            ("/office/import", O::NavImport),
            ("/office/downloads", O::NavDownloads),
            ("/office/audit", O::NavAudit),
            ("/office/keys", O::NavKeys),
            ("/office/profiles", O::NavProfiles),
        ];
        let path = self.context.address.split('?').next().unwrap_or_default();
        html! {
            @for (address, name) in links {
                @if path == address { a href=(address) aria-current="page" { (name.say(lang)) } }
                @else { a href=(address) { (name.say(lang)) } }
            }
            form.leave method="post" action="/office/logout" {
                (self.csrf_field())
                button.link { (OfficeSentence::NavLeave { name: &self.operator.as_str() }.say(lang)) }
            }
        }
    }
}

impl FromRequestParts<DeskState> for PageContext {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &DeskState) -> Result<Self, Self::Rejection> {
        Ok(Self::new(parts, desk))
    }
}

impl FromRequestParts<DeskState> for OfficeSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &DeskState) -> Result<Self, Response> {
        let context = PageContext::new(parts, desk);
        let to_login =
            || Redirect::to(&format!("/office/login?next={}", next_after_login(parts))).into_response();
        let token = cookie(&parts.headers, SESSION_COOKIE).and_then(|cookie| Token::parse(&cookie));
        let Some(token) = token else { return Err(to_login()) };
        let (digest, csrf) = (token.digest(), token.csrf());
        match desk.store().session(&digest, now()).await {
            Err(error) => Err(WebError::from(error).into_response()),
            Ok(None) => Err(to_login()),
            Ok(Some(session)) => {
                desk.refresh().await;
                Ok(Self { context, operator: session.operator, token_digest: digest, csrf })
            }
        }
    }
}

impl FromRequest<DeskState> for OfficeForm {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &DeskState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let session = OfficeSession::from_request_parts(&mut parts, desk).await?;
        let request = Request::from_parts(parts, body);
        let fields = Form::<Vec<(String, String)>>::from_request(request, desk).await;
        let Form(fields) = fields.map_err(|_| WebError::TooLong.into_response())?;
        let form = Self { session, fields };
        if form.session.owns(form.field("csrf")) { Ok(form) } else { Err(form.session.stale_form()) }
    }
}

impl OfficeForm {
    /// The text of a field; empty if the form has no such field.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }
}

/// The value of a request's cookie.
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
fn address_without_lang(uri: &Uri) -> String {
    let query: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang="))
        .collect();
    if query.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), query.join("&")) }
}

/// The page after the sign-in, escaped for a query. A form that was posted without a session is lost, so it goes to the
/// first page.
fn next_after_login(parts: &Parts) -> String {
    let is_page = parts.method == axum::http::Method::GET;
    let address = if is_page { address_without_lang(&parts.uri) } else { "/office".to_owned() };
    address.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
}
