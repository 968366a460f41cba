//! The second step of a sign-in: the page that asks for a code.

use axum::extract::{Form, Query, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::login::{is_of_another_site, local_address, minutes_until, origin_of, wait_until};
use super::session::PageContext;
use crate::access::Access;
use crate::dates::now;
use crate::metrics::{self, SignInOutcome};
use crate::operators::{SecondStep, Token, second_step};
use crate::text::{OfficeLine as O, SignInLine as L, SignInSentence};
use crate::web::audit_events;
use crate::web::cookies::{SIGN_IN_COOKIE, cookie};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::source::Source;
use crate::web::state::DeskState;
use countersign_core::text::Line as _;

pub(super) fn routes() -> Routes {
    Routes::new().get("/office/login/code", Access::Anyone, show_code_form).post(
        "/office/login/code",
        Access::Anyone,
        check_code,
    )
}

#[derive(Deserialize)]
struct CodeQuery {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn show_code_form(context: PageContext, Query(query): Query<CodeQuery>) -> Response {
    context.desk.refresh().await;
    page(&context, StatusCode::OK, &query.next, None)
}

async fn check_code(
    context: PageContext,
    State(desk): State<DeskState>,
    source: Source,
    headers: HeaderMap,
    Form(CodeForm { code, next }): Form<CodeForm>,
) -> Result<Response, WebError> {
    let lang = context.lang;
    if is_of_another_site(&headers) {
        metrics::signed_in(SignInOutcome::OtherSite);
        tracing::warn!("a form of another site was refused");
        return Ok(page(&context, StatusCode::FORBIDDEN, &next, Some(O::FormStale.say(lang))));
    }
    desk.limits().count_sign_in(source.0)?;
    let token = cookie(&headers, SIGN_IN_COOKIE).and_then(|cookie| Token::parse(&cookie));
    let Some(token) = token else { return Ok(over(&context)) };
    let key = desk.second_factor_key().await?;
    let origin = origin_of(source, &headers);
    let from = origin.source.clone();
    let open = |operator: &_, sealed: &[u8]| key.open(operator, sealed);
    let (operator, step) = second_step(desk.store(), &token.digest(), &code, origin, now(), open).await?;
    Ok(match step {
        SecondStep::Accepted(token) => {
            metrics::signed_in(SignInOutcome::Accepted);
            let mut response = Redirect::to(local_address(&next)).into_response();
            context.set_session_cookie(&mut response, &token);
            context.remove_sign_in_cookie(&mut response);
            response
        }
        SecondStep::Wrong => {
            metrics::signed_in(SignInOutcome::WrongCode);
            audit_events::record_refused_sign_in(&desk, operator.as_ref(), "CODE-WRONG", &from).await;
            page(&context, StatusCode::FORBIDDEN, &next, Some(L::CodeWrong.say(lang)))
        }
        SecondStep::Locked(until) => {
            metrics::signed_in(SignInOutcome::Locked);
            audit_events::record_refused_sign_in(&desk, operator.as_ref(), "CODE-LOCKED", &from).await;
            let notice = SignInSentence::CodesLocked { minutes: &minutes_until(until) }.say(lang);
            let mut response = page(&context, StatusCode::TOO_MANY_REQUESTS, &next, Some(&notice));
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait_until(until)));
            response
        }
        SecondStep::Over => over(&context),
    })
}

/// The response to a code for a sign-in that is over.
fn over(context: &PageContext) -> Response {
    let lang = context.lang;
    let content = html! {
        h1 { (L::CodeTitle.say(lang)) }
        p.notice.bad role="alert" { (L::SignInOver.say(lang)) }
        p { a.button.main href="/office/login" { (L::StartAgain.say(lang)) } }
    };
    let mut response = context.page(StatusCode::FORBIDDEN, L::CodeTitle.say(lang), None, &content);
    context.remove_sign_in_cookie(&mut response);
    response
}

fn page(context: &PageContext, status: StatusCode, next: &str, notice: Option<&str>) -> Response {
    context.page(status, L::CodeTitle.say(context.lang), None, &code_form(context, next, notice))
}

fn code_form(context: &PageContext, next: &str, notice: Option<&str>) -> Markup {
    let lang = context.lang;
    html! {
        h1 { (L::CodeTitle.say(lang)) }
        @if let Some(notice) = notice { p.notice.bad role="alert" { (notice) } }
        p { (L::CodeLead.say(lang)) }
        form.stack method="post" action="/office/login/code" {
            input type="hidden" name="next" value=(local_address(next));
            label {
                (L::CodeLabel.say(lang))
                input name="code" maxlength="40" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required autofocus;
            }
            button.main { (L::CodeButton.say(lang)) }
        }
        p { a href="/office/login" { (L::StartAgain.say(lang)) } }
    }
}
