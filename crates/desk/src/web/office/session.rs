//! The session of an operator: its extractor, its pages and its refusals.

mod menu;
mod page_context;
mod posted_form;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::components;
use super::page_cookies::SESSION_COOKIE;
use super::second_factor;
use super::typed::Typed;
use crate::access::{Access, Permission, Role};
use crate::dates::now;
use crate::operators::{Actor, OperatorName, OperatorStore as _, Session, SignInWay, Token, is_csrf};
use crate::text::{AccessSentence, OfficeLine as O, access};
use crate::web::audit_events;
use crate::web::cookies::cookie;
use crate::web::error::WebError;
use crate::web::source::Source;
use crate::web::state::DeskState;
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::Requester;

pub(super) use page_context::PageContext;
pub(super) use posted_form::{OfficeForm, OfficeUpload};

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

impl OfficeSession {
    pub(super) const fn lang(&self) -> Lang {
        self.context.lang
    }

    pub(super) const fn desk(&self) -> &DeskState {
        &self.context.desk
    }

    /// The operator as the actor of a change that is made now.
    pub(super) fn actor(&self) -> Actor {
        self.operator.actor(now())
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
            @if self.context.posted() { p { a.button href=(self.context.address()) { (O::BackToPage.say(self.lang())) } } }
        };
        self.context.page(status, what, Some(self.nav()), &content)
    }

    /// The hidden field with the session's CSRF token, for every form.
    pub(super) fn csrf_field(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.csrf); }
    }

    /// Whether a form's CSRF token is this session's; compared in constant time.
    pub(super) fn owns(&self, csrf: &str) -> bool {
        is_csrf(&self.csrf, csrf)
    }

    /// The response to a form with another CSRF token.
    pub(super) fn stale_form(&self) -> Response {
        let lang = self.lang();
        tracing::warn!(operator = self.operator.as_str(), "a form without the session's token was refused");
        self.problem(StatusCode::FORBIDDEN, "FORM-STALE", O::FormStale.say(lang), O::FormStaleDo.say(lang))
    }
}

/// The addresses for an operator whose role needs a second factor, and who has none yet.
const WITHOUT_SECOND_FACTOR: [&str; 2] = [second_factor::PATH, "/office/logout"];

impl FromRequestParts<DeskState> for OfficeSession {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, desk: &DeskState) -> Result<Self, Response> {
        let context = PageContext::new(parts, desk);
        // Only a request without a valid session counts against its source, so that strangers behind the same address refuse no operator.
        let Ok(Source(source)) = Source::from_request_parts(parts, desk).await;
        let to_login = || match desk.limits().count_source(source) {
            Ok(()) => Redirect::to(&context.sign_in_address()).into_response(),
            Err(error) => error.into_response(),
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
