//! Sign-in by an OpenID provider: the request that sends the browser there, and the one that takes it back.

use axum::extract::{Query, State};
use axum::http::header::REFRESH;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::SameSite;
use maud::{Markup, html};
use serde::Deserialize;

use super::components;
use super::login::{local_address, origin_of};
use super::session::PageContext;
use crate::access::Access;
use crate::dates::now;
use crate::metrics::{self, SignInOutcome};
use crate::operators::{
    BegunSignIn, NewSession, OperatorName, OperatorStore as _, SecondFactorStore as _, SignInWay, Token,
};
use crate::provider::{Begun, Identity, Provider, ProviderRefusal, Returned};
use crate::sql::{OperatorByProvider, ProviderIdentity, ProviderOperator};
use crate::text::{SignInLine as L, SignInSentence, provider_refusal};
use crate::web::audit_events;
use crate::web::cookies::{SIGN_IN_COOKIE, cookie};
use crate::web::error::WebError;
use crate::web::limits::source_block;
use crate::web::routes::Routes;
use crate::web::source::Source;
use crate::web::state::DeskState;
use countersign_core::text::Line as _;

pub(super) fn routes() -> Routes {
    Routes::new().get("/office/login/provider", Access::Anyone, begin).get(
        Provider::RETURN_PATH,
        Access::Anyone,
        finish,
    )
}

#[derive(Deserialize)]
struct BeginQuery {
    #[serde(default)]
    next: String,
}

/// The link to the provider on the sign-in page.
pub(super) fn link(context: &PageContext, provider: &Provider, next: &str) -> Markup {
    let label = provider.settings().label.as_deref().unwrap_or(L::ProviderButton.say(context.lang));
    let next: String = form_urlencoded::byte_serialize(local_address(next).as_bytes()).collect();
    html! { p { a.button.main href={ "/office/login/provider?next=" (next) } { (label) } } }
}

async fn begin(
    context: PageContext,
    State(desk): State<DeskState>,
    source: Source,
    Query(query): Query<BeginQuery>,
) -> Result<Response, WebError> {
    let Some(provider) = &desk.settings().provider else { return Err(WebError::NotFound) };
    desk.limits().count_begun_by_provider(source.0)?;
    let (address, begun) = match provider.begin(local_address(&query.next)).await {
        Ok(begun) => begun,
        Err(refusal) => return refuse(&context, source, None, &refusal).await,
    };
    let token = Token::new().map_err(|error| {
        tracing::error!(%error, "the system gives no random bytes");
        WebError::Fault
    })?;
    let state = serde_json::to_string(&begun).map_err(|_| WebError::Fault)?;
    let kept = BegunSignIn { operator: None, began: now(), state };
    if !desk.store().begin_sign_in(&token, &kept).await? {
        return Err(WebError::TooOften(60));
    }
    let mut response = Redirect::to(&address).into_response();
    // The provider sends the browser back from its own site. The browser doesn't send a strict cookie with such a request.
    context.set_sign_in_cookie(&mut response, &token, SameSite::Lax);
    Ok(response)
}

async fn finish(
    context: PageContext,
    State(desk): State<DeskState>,
    source: Source,
    headers: HeaderMap,
    Query(returned): Query<Returned>,
) -> Result<Response, WebError> {
    let Some(provider) = &desk.settings().provider else { return Err(WebError::NotFound) };
    desk.limits().count_sign_in(source.0)?;
    let begun = match take_begun(&desk, &headers, &returned).await? {
        Ok(begun) => begun,
        Err(refusal) => return refuse(&context, source, None, &refusal).await,
    };
    let next = local_address(&begun.next).to_owned();
    let identity = match provider.finish(begun, returned).await {
        Ok(identity) => identity,
        Err(refusal) => return refuse(&context, source, None, &refusal).await,
    };
    let named = identity.name.clone();
    let operator = match operator_of(&desk, provider, identity).await? {
        Ok(operator) => operator,
        Err(refusal) => return refuse(&context, source, named.as_ref(), &refusal).await,
    };
    let token = Token::new().map_err(|_| WebError::Fault)?;
    let origin = origin_of(source, &headers);
    let session = NewSession { operator, way: SignInWay::Provider, origin, opened: now() };
    desk.store().open_session(&token, &session).await?;
    metrics::signed_in(SignInOutcome::Accepted);
    let mut response = go_on(&context, &next);
    context.set_session_cookie(&mut response, &token);
    context.remove_sign_in_cookie(&mut response);
    Ok(response)
}

/// Takes the sign-in under way of this browser, if the response belongs to it. A response with another state ends nothing: it may be an
/// attacker's.
async fn take_begun(
    desk: &DeskState,
    headers: &HeaderMap,
    returned: &Returned,
) -> Result<Result<Begun, ProviderRefusal>, WebError> {
    let token = cookie(headers, SIGN_IN_COOKIE).and_then(|cookie| Token::parse(&cookie));
    let Some(token) = token else { return Ok(Err(ProviderRefusal::Stale)) };
    let kept = desk.store().begun_sign_in(&token.digest(), now()).await?;
    let begun = kept.filter(|kept| kept.operator.is_none());
    let Some(begun) = begun.and_then(|kept| serde_json::from_str::<Begun>(&kept.state).ok()) else {
        return Ok(Err(ProviderRefusal::Stale));
    };
    if let Err(refusal) = Provider::check_state(&begun, returned) {
        return Ok(Err(refusal));
    }
    // Only the request that removes the sign-in goes on, so a response works once.
    let is_first = desk.store().end_begun_sign_in(&token.digest()).await?;
    Ok(if is_first { Ok(begun) } else { Err(ProviderRefusal::Stale) })
}

/// The operator of an identity, with the role that its claims give.
async fn operator_of(
    desk: &DeskState,
    provider: &Provider,
    identity: Identity,
) -> Result<Result<OperatorName, ProviderRefusal>, WebError> {
    let Identity { subject, name, role } = identity;
    let creates = provider.settings().creates;
    let issuer = provider.settings().issuer.as_str().to_owned();
    let named = ProviderOperator {
        identity: ProviderIdentity { issuer, subject: subject.clone() },
        new_name: name.filter(|_| creates),
        role,
        at: now(),
    };
    Ok(match desk.store().operator_by_provider(&named).await? {
        OperatorByProvider::Known(operator, _) | OperatorByProvider::Made(operator) => Ok(operator),
        OperatorByProvider::NameTaken => Err(ProviderRefusal::NameTaken(subject)),
        OperatorByProvider::Unknown if creates => Err(ProviderRefusal::NoName(subject)),
        OperatorByProvider::Unknown => Err(ProviderRefusal::NoOperator(subject)),
    })
}

/// The page after a sign-in. It isn't a redirect: the browser comes from another site, and wouldn't send the strict session cookie with
/// a redirected request.
fn go_on(context: &PageContext, next: &str) -> Response {
    let lang = context.lang;
    let content = html! {
        h1 { (L::SignedIn.say(lang)) }
        p { a.button.main href=(next) { (L::GoOn.say(lang)) } }
    };
    let mut response = context.page(StatusCode::OK, L::SignedIn.say(lang), None, &content);
    if let Ok(refresh) = HeaderValue::from_str(&format!("0;url={next}")) {
        response.headers_mut().insert(REFRESH, refresh);
    }
    response
}

/// The page of a refusal. The log and the audit say why, without data from the provider.
pub(super) async fn refuse(
    context: &PageContext,
    source: Source,
    operator: Option<&OperatorName>,
    refusal: &ProviderRefusal,
) -> Result<Response, WebError> {
    metrics::signed_in(SignInOutcome::ProviderRefused);
    tracing::info!(code = refusal.code(), why = %refusal, "the provider signs nobody in");
    let from = source_block(source.0).to_string();
    audit_events::record_refused_sign_in(&context.desk, operator, refusal.code(), &from).await;
    let lang = context.lang;
    let (what, next) = provider_refusal(lang, refusal);
    let content = html! {
        (components::problem(refusal.code(), what, next))
        @if let Some(subject) = refusal.subject() { p { (SignInSentence::YourSubject { subject }.say(lang)) } }
        p { a.button href="/office/login" { (L::StartAgain.say(lang)) } }
    };
    let status = match refusal {
        ProviderRefusal::Unreachable(_) => StatusCode::BAD_GATEWAY,
        _ => StatusCode::FORBIDDEN,
    };
    Ok(context.page(status, what, None, &content))
}
