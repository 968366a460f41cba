//! Extractors of the office: the page's context, the operator's session, and the forms of that session.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::Cookie;
use maud::{Markup, html};

use super::components;
use super::login::is_of_another_site;
use super::page_cookies::SESSION_COOKIE;
use super::second_factor;
use super::typed::Typed;
use crate::access::{Access, Permission, Role};
use crate::dates::now;
use crate::operators::{OperatorName, OperatorStore as _, Session, SignInWay, Token};
use crate::provider::Provider;
use crate::text::{AccessLine as C, AccessSentence, OfficeLine as O, OfficeSentence, access};
use crate::web::audit_events;
use crate::web::cookies::{LANG_COOKIE, cookie};
use crate::web::error::{Rendered, WebError};
use crate::web::lang;
use crate::web::layout::{LanguageSwitch, Layout, Menu};
use crate::web::state::DeskState;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::Requester;

/// The context of a page: the desk, the language, the address.
#[derive(Clone)]
pub(super) struct PageContext {
    pub(super) desk: DeskState,
    pub(super) lang: Lang,
    /// Whether the request chooses the language; then the response sets its cookie.
    lang_chosen: bool,
    /// Path and query of the page, without the language. For a form, those of the page that shows the form.
    address: String,
    /// Whether a form was posted.
    posted: bool,
}

/// The session of an operator who is signed in.
#[derive(Clone)]
pub(super) struct OfficeSession {
    pub(super) context: PageContext,
    pub(super) operator: OperatorName,
    pub(super) role: Role,
    /// How the operator signed in.
    pub(super) way: SignInWay,
    /// The session's public name.
    pub(super) name: String,
    /// The digest of the session's token.
    pub(super) token_digest: String,
    csrf: String,
    /// What the operator typed into the posted form.
    typed: Typed,
}

/// A form that an operator posted from their own session.
pub(super) struct OfficeForm {
    pub(super) session: OfficeSession,
    fields: Vec<(String, String)>,
}

impl PageContext {
    fn new(parts: &Parts, desk: &DeskState) -> Self {
        Self {
            desk: desk.clone(),
            lang: lang::lang_of(parts),
            lang_chosen: lang::lang_of_query(parts.uri.query().unwrap_or_default()).is_some(),
            address: address_of(parts),
            posted: is_post(parts),
        }
    }

    /// Path and query of the page, or of the page that shows the posted form.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// A page with that status.
    pub(super) fn page(
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
        let page = Layout { lang: self.lang, site: profiles.site_name(), title, switch, nav }.page(content);
        let mut response = (status, page).into_response();
        response.extensions_mut().insert(Rendered);
        if self.lang_chosen {
            self.set_cookie(
                &mut response,
                Cookie::build((LANG_COOKIE, self.lang.tag())).max_age(cookie::time::Duration::days(365)),
            );
        }
        response
    }

    /// The session of a posted form has ended. The page shows what was typed.
    fn session_ended(&self, typed: &Typed) -> Response {
        let (what, next) = (O::SessionEnded.say(self.lang), O::SessionEndedDo.say(self.lang));
        let login = format!("/office/login?next={}", after_sign_in(&self.address));
        let content = html! {
            (components::problem("SESSION-ENDED", what, next))
            (typed.section(self.lang))
            p { a.button href=(login) { (O::SignInButton.say(self.lang)) } }
        };
        self.page(StatusCode::FORBIDDEN, what, None, &content)
    }
}

impl OfficeSession {
    pub(super) const fn lang(&self) -> Lang {
        self.context.lang
    }

    pub(super) const fn desk(&self) -> &DeskState {
        &self.context.desk
    }

    /// Whether the session may only set up the second factor that the operator's role needs.
    pub(super) fn is_limited(&self) -> bool {
        self.way == SignInWay::Password && self.desk().settings().needs_second_factor(self.role)
    }

    /// Whether the operator's role has the permission.
    pub(super) fn may(&self, permission: Permission) -> bool {
        self.role.may(permission)
    }

    /// The response to a fault of the desk; the log has the details.
    pub(super) fn fault(&self) -> Response {
        WebError::Fault.into_response()
    }

    /// The response to an operator whose role lacks the permission.
    pub(super) fn role_lacks(&self, permission: Permission) -> Response {
        let lang = self.lang();
        let (role, lowest) = (access::role(lang, self.role), access::role(lang, permission.lowest_role()));
        tracing::warn!(
            operator = self.operator.as_str(),
            role = self.role.name(),
            ?permission,
            "refused by role"
        );
        let what =
            AccessSentence::RoleLacks { role: &role, what: &access::permission(lang, permission) }.say(lang);
        let next = AccessSentence::RoleLacksDo { role: &lowest }.say(lang);
        self.problem(StatusCode::FORBIDDEN, "ROLE-LACKS", &what, &next)
    }

    /// The operator as a requester of the ledger.
    pub(super) fn requester(&self) -> Requester {
        Requester::Operator(self.operator.as_str().to_owned())
    }

    /// A page with the office's navigation.
    pub(super) fn page(&self, title: &str, content: &Markup) -> Response {
        self.context.page(StatusCode::OK, title, Some(self.nav()), content)
    }

    /// A page about an error: its code, what is wrong, what to do. The operator can correct a wrong value there and send the form again.
    pub(super) fn problem(&self, status: StatusCode, code: &str, what: &str, next: &str) -> Response {
        let mendable = status == StatusCode::UNPROCESSABLE_ENTITY;
        let content = html! {
            (components::problem(code, what, next))
            @if mendable { (self.typed.form(self.lang(), &self.csrf_field())) } @else { (self.typed.section(self.lang())) }
            @if self.context.posted { p { a.button href=(self.context.address) { (O::BackToPage.say(self.lang())) } } }
        };
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
        tracing::warn!(operator = self.operator.as_str(), "a form without the session's token was refused");
        self.problem(StatusCode::FORBIDDEN, "FORM-STALE", O::FormStale.say(lang), O::FormStaleDo.say(lang))
    }

    pub(super) fn nav(&self) -> Menu<'static> {
        let lang = self.lang();
        let links = [
            ("/office", O::NavSearch.say(lang), Permission::See),
            ("/office/spoken", O::NavSpoken.say(lang), Permission::AnswerRequests),
            ("/office/guide", O::NavGuide.say(lang), Permission::See),
            ("/office/cases", O::NavCases.say(lang), Permission::See),
            ("/office/numbers", O::NavNumbers.say(lang), Permission::See),
            ("/office/requests", O::NavRequests.say(lang), Permission::See),
            ("/office/import", O::NavImport.say(lang), Permission::AddNumbers),
            ("/office/downloads", O::NavDownloads.say(lang), Permission::See),
            ("/office/audit", O::NavAudit.say(lang), Permission::ReadAudit),
            ("/office/operators", C::NavOperators.say(lang), Permission::ManageOperators),
            ("/office/keys", O::NavKeys.say(lang), Permission::ManageKeys),
            ("/office/profiles", O::NavProfiles.say(lang), Permission::See),
            ("/office/tokens", O::NavTokens.say(lang), Permission::ManageTokens),
            ("/office/account", C::NavAccount.say(lang), Permission::OwnAccount),
        ];
        let path = self.context.address.split('?').next().unwrap_or_default();
        // A page below another page marks that page as current.
        let current = |address: &str| match path.strip_prefix(address) {
            Some("") => Some("page"),
            Some(below) if below.starts_with('/') && address != "/office" => Some("true"),
            _ => None,
        };
        let leave = OfficeSentence::NavLeave { name: &self.operator.as_str() }.say(lang);
        Menu {
            label: O::NavLabel.say(lang),
            links: html! {
                @for (address, name, _) in links.into_iter().filter(|(.., permission)| self.may(*permission)) {
                    li { a href=(address) aria-current=[current(address)] { (name) } }
                }
            },
            sign_out: html! {
                form.leave method="post" action="/office/logout" {
                    (self.csrf_field())
                    button.link title=(leave) { (leave) }
                }
            },
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
        let to_login = || {
            Redirect::to(&format!("/office/login?next={}", after_sign_in(&address_of(parts)))).into_response()
        };
        // A route that isn't an operator's has no session.
        let Some(Access::Operator(permission)) = parts.extensions.get::<Access>().copied() else {
            tracing::error!(path = parts.uri.path(), "a page of the office has no permission");
            return Err(WebError::Fault.into_response());
        };
        let token = cookie(&parts.headers, SESSION_COOKIE).and_then(|cookie| Token::parse(&cookie));
        let Some(token) = token else {
            if cookie(&parts.headers, SESSION_COOKIE).is_some() {
                tracing::info!("a session is unknown or has ended");
            }
            return Err(to_login());
        };
        let (digest, csrf) = (token.digest(), token.csrf());
        match desk.store().session(&digest, now()).await {
            Err(error) => Err(WebError::from(error).into_response()),
            Ok(None) => {
                tracing::info!("a session is unknown or has ended");
                Err(to_login())
            }
            Ok(Some(session)) => {
                desk.refresh().await;
                let Session { operator, role, name, way, .. } = session;
                let typed = Typed::default();
                let session = Self { context, operator, role, way, name, token_digest: digest, csrf, typed };
                if session.is_limited() && !WITHOUT_SECOND_FACTOR.contains(&parts.uri.path()) {
                    return Err(Redirect::to(second_factor::PATH).into_response());
                }
                if session.role.may(permission) {
                    return Ok(session);
                }
                audit_events::record_refused_role(desk, &session.operator, parts.uri.path()).await;
                Err(session.role_lacks(permission))
            }
        }
    }
}

impl FromRequest<DeskState> for OfficeForm {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &DeskState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let session = OfficeSession::from_request_parts(&mut parts, desk).await;
        // What another site posts is not shown.
        let foreign = is_of_another_site(&parts.headers);
        let context = PageContext::new(&parts, desk);
        let action = address_without_lang(&parts.uri);
        if foreign && let Err(to_login) = session {
            return Err(to_login);
        }
        let request = Request::from_parts(parts, body);
        let fields = Form::<Vec<(String, String)>>::from_request(request, desk).await;
        let Ok(Form(mut fields)) = fields else {
            return Err(session.err().unwrap_or_else(|| WebError::TooLong.into_response()));
        };
        // No field takes other control characters, and PostgreSQL refuses NUL.
        for (_, text) in &mut fields {
            text.retain(|c| matches!(c, '\t' | '\n' | '\r') || !c.is_control());
        }
        let typed = Typed::of(action, &fields);
        let session = match session {
            Ok(session) => OfficeSession { typed, ..session },
            // The typed texts are shown if a new sign-in helps. Another refusal says why.
            Err(refusal) if typed.is_empty() || !refusal.status().is_redirection() => return Err(refusal),
            Err(_) => return Err(context.session_ended(&typed)),
        };
        let form = Self { session, fields };
        if form.session.owns(form.field("csrf")) { Ok(form) } else { Err(form.session.stale_form()) }
    }
}

impl OfficeForm {
    /// Where the form was posted to.
    pub(super) fn action(&self) -> &str {
        self.session.typed.action()
    }

    /// The fields, except those with these names.
    pub(super) fn fields_but(&self, names: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        let others = self.fields.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        others.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The text of a field; empty if the form has no such field.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }
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
const OWN_PAGE: [&str; 7] = [
    "/office/import",
    "/office/login",
    "/office/login/code",
    "/office/profiles",
    "/office/second-factor",
    "/office/spoken",
    "/office/tokens",
];

/// The addresses for an operator whose role needs a second factor, and who has none yet.
const WITHOUT_SECOND_FACTOR: [&str; 2] = [second_factor::PATH, "/office/logout"];

/// The page after the sign-in, escaped for a query.
fn after_sign_in(address: &str) -> String {
    address.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B")
}
