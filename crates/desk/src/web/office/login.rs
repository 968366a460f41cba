//! Signing in and out.

use axum::extract::{Form, Query, State};
use axum::http::header::{HOST, HeaderName, ORIGIN, RETRY_AFTER, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::SameSite;
use maud::{Markup, html};
use serde::Deserialize;

use super::session::{OfficeForm, PageContext};
use super::{components, login_provider};
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::metrics::{self, SignInOutcome};
use crate::operators::{
    MAX_AGENT_CHARS, OperatorStore as _, SignIn, SignInOrigin, SignInWay, password, sign_in,
};
use crate::provider::Provider;
use crate::text::{OfficeLine as O, OfficeSentence, SignInLine as L};
use crate::web::audit_events;
use crate::web::error::WebError;
use crate::web::limits::source_block;
use crate::web::routes::Routes;
use crate::web::source::Source;
use crate::web::state::DeskState;
use countersign_core::reader::printable_whole;
use countersign_core::text::{Lang, Line as _};

pub(super) fn routes() -> Routes {
    Routes::new().get("/office/login", Access::Anyone, show_login).post(
        "/office/login",
        Access::Anyone,
        log_in,
    )
}

pub(super) fn sign_out_routes() -> Routes {
    Routes::new().post("/office/logout", Access::Operator(Permission::OwnAccount), log_out)
}

#[derive(Deserialize)]
struct LoginQuery {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct LoginForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn show_login(context: PageContext, Query(query): Query<LoginQuery>) -> Result<Response, WebError> {
    context.desk.refresh().await;
    let no_operators = context.desk.store().operators().await?.is_empty();
    let notice = no_operators.then(|| O::NoOperators.say(context.lang).to_owned());
    Ok(context.page(
        StatusCode::OK,
        O::SignIn.say(context.lang),
        None,
        &login_form(&context, &query.next, "", notice.as_deref()),
    ))
}

async fn log_in(
    context: PageContext,
    State(desk): State<DeskState>,
    source: Source,
    headers: HeaderMap,
    Form(LoginForm { name, password, next }): Form<LoginForm>,
) -> Result<Response, WebError> {
    let lang = context.lang;
    let title = O::SignIn.say(lang);
    // A form on another site must not sign its visitor in here.
    if is_of_another_site(&headers) {
        metrics::signed_in(SignInOutcome::OtherSite);
        tracing::warn!("a form of another site was refused");
        let notice = O::FormStale.say(lang);
        return Ok(context.page(
            StatusCode::FORBIDDEN,
            title,
            None,
            &login_form(&context, &next, &name, Some(notice)),
        ));
    }
    if !desk.settings().local_sign_in {
        metrics::signed_in(SignInOutcome::Limited);
        audit_events::record_refused_sign_in(
            &desk,
            None,
            "LOCAL-SIGN-IN-OFF",
            &origin_of(source, &headers).source,
        )
        .await;
        let (what, next) = (L::LocalOff.say(lang), L::LocalOffDo.say(lang));
        return Ok(context.page(
            StatusCode::FORBIDDEN,
            what,
            None,
            &components::problem("LOCAL-SIGN-IN-OFF", what, next),
        ));
    }
    let failed = |error: WebError| {
        metrics::signed_in(match error {
            WebError::TooOften(_) => SignInOutcome::Limited,
            _ => SignInOutcome::Fault,
        });
        error
    };
    desk.limits().count_sign_in(source.0).map_err(failed)?;
    let origin = origin_of(source, &headers);
    let place = desk.passwords().reserve().map_err(failed)?;
    let verify = |hash: Option<String>| place.run(move || password::verify(hash.as_deref(), &password));
    let source = origin.source.clone();
    let outcome = sign_in(desk.store(), &name, origin, now(), verify).await.map_err(failed)?;
    metrics::signed_in(match outcome {
        SignIn::Accepted(_) => SignInOutcome::Accepted,
        SignIn::NeedsCode(_) => SignInOutcome::NeedsCode,
        SignIn::Wrong => SignInOutcome::Wrong,
        SignIn::Locked(_) => SignInOutcome::Locked,
        SignIn::Crowded => SignInOutcome::Limited,
    });
    match outcome {
        SignIn::NeedsCode(_) | SignIn::Crowded | SignIn::Accepted(_) => {}
        SignIn::Wrong => audit_events::record_failed_sign_in(&desk, &name, "sign-in-failed", &source).await,
        SignIn::Locked(_) => {
            audit_events::record_failed_sign_in(&desk, &name, "sign-in-locked", &source).await
        }
    }
    Ok(match outcome {
        SignIn::Accepted(token) => {
            let mut response = Redirect::to(local_address(&next)).into_response();
            context.set_session_cookie(&mut response, &token);
            response
        }
        SignIn::NeedsCode(token) => {
            let next: String = form_urlencoded::byte_serialize(local_address(&next).as_bytes()).collect();
            let mut response = Redirect::to(&format!("/office/login/code?next={next}")).into_response();
            context.set_sign_in_cookie(&mut response, &token, SameSite::Strict);
            response
        }
        SignIn::Crowded => return Err(WebError::TooOften(60)),
        SignIn::Wrong => {
            let notice = O::SignInWrong.say(lang);
            context.page(
                StatusCode::FORBIDDEN,
                title,
                None,
                &login_form(&context, &next, &name, Some(notice)),
            )
        }
        SignIn::Locked(until) => {
            let notice = OfficeSentence::SignInLocked { minutes: &minutes_until(until) }.say(lang);
            let content = login_form(&context, &next, &name, Some(&notice));
            let mut response = context.page(StatusCode::TOO_MANY_REQUESTS, title, None, &content);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait_until(until)));
            response
        }
    })
}

/// The seconds until a time, at least 1.
pub(super) fn wait_until(until: i64) -> i64 {
    until.saturating_sub(now()).max(1)
}

/// The minutes until a time, rounded up.
pub(super) fn minutes_until(until: i64) -> i64 {
    (wait_until(until) + 59) / 60
}

/// Where a sign-in comes from.
pub(super) fn origin_of(source: Source, headers: &HeaderMap) -> SignInOrigin {
    SignInOrigin { source: source_block(source.0).to_string(), agent: agent(headers) }
}

/// The browser's `User-Agent`, in printable form and shortened.
fn agent(headers: &HeaderMap) -> String {
    let bytes = headers.get(USER_AGENT).map_or(&[][..], HeaderValue::as_bytes);
    printable_whole(&String::from_utf8_lossy(bytes)).chars().take(MAX_AGENT_CHARS).collect()
}

/// Whether a page of another site sent the form, judged by `Sec-Fetch-Site`, otherwise by an `Origin` (RFC 6454) that isn't the
/// `Host`. Programs send neither.
pub(super) fn is_of_another_site(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match (text(HeaderName::from_static("sec-fetch-site")), text(ORIGIN)) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_none_or(|host| text(HOST).is_none_or(|own| !own.eq_ignore_ascii_case(host)))
        }
        (None, None) => false,
    }
}

async fn log_out(form: OfficeForm) -> Result<Response, WebError> {
    let (session, context) = (&form.session, &form.session.context);
    session.desk().store().sign_out(&session.token_digest, &session.actor()).await?;
    let provider = session.desk().settings().provider.as_ref();
    let provider = provider.filter(|_| session.way == SignInWay::Provider);
    let mut response = match provider.and_then(Provider::sign_out_address) {
        Some(address) => signed_out_page(context, &address),
        None => Redirect::to("/office/login").into_response(),
    };
    context.remove_session_cookie(&mut response);
    Ok(response)
}

/// The page after a sign-out here, from which the operator may sign out of the provider too. It doesn't redirect there: on a shared
/// computer the operator needs both sign-outs, but on another the second one would also end sign-ins to other sites.
fn signed_out_page(context: &PageContext, address: &str) -> Response {
    let lang = context.lang;
    let content = html! {
        h1 { (L::SignedOut.say(lang)) }
        p { (L::SignedOutHere.say(lang)) }
        p { a.button href=(address) { (L::SignOutThere.say(lang)) } }
        p { a href="/office/login" { (O::SignIn.say(lang)) } }
    };
    context.page(StatusCode::OK, L::SignedOut.say(lang), None, &content)
}

fn login_form(context: &PageContext, next: &str, name: &str, notice: Option<&str>) -> Markup {
    let lang = context.lang;
    html! {
        h1 { (O::SignIn.say(lang)) }
        @if let Some(notice) = notice { p.notice.bad role="alert" { (notice) } }
        @if let Some(provider) = &context.desk.settings().provider { (login_provider::link(context, provider, next)) }
        @if context.desk.settings().local_sign_in { (password_form(lang, next, name)) }
    }
}

fn password_form(lang: Lang, next: &str, name: &str) -> Markup {
    html! {
        form.stack method="post" action="/office/login" {
            input type="hidden" name="next" value=(local_address(next));
            label { (O::Name.say(lang)) input name="name" value=(name) maxlength="80" autocomplete="username" autocapitalize="none" required autofocus; }
            label { (O::Password.say(lang)) input name="password" type="password" maxlength=(password::MAX_BYTES) autocomplete="current-password" required; }
            button.main { (O::SignInButton.say(lang)) }
        }
    }
}

/// The address to continue at: `next` if it is within the office, otherwise `/office`.
pub(super) fn local_address(next: &str) -> &str {
    let inside = next == "/office" || next.starts_with("/office/") || next.starts_with("/office?");
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside && plain && !next.starts_with("/office/login") { next } else { "/office" }
}

#[cfg(test)]
mod tests {
    use super::local_address;

    #[test]
    fn a_sign_in_continues_only_within_the_office() {
        for next in ["/office", "/office/cases/CAS-000001", "/office?q=AA&x=1"] {
            assert_eq!(local_address(next), next);
        }
        for next in [
            "",
            "/",
            "//evil.example/office",
            "https://evil.example",
            "/officer",
            "/office/\r\nx",
            "/office/login?next=/office/login",
        ] {
            assert_eq!(local_address(next), "/office", "{next}");
        }
    }
}
