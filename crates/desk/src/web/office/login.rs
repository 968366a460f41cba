//! Signing in and out.

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use super::auth::{Posted, View};
use crate::operators::{Roster as _, SignIn, SignInError, password, sign_in};
use crate::text::OfficeLine as O;
use crate::web::error::WebError;
use crate::web::state::{Desk, now};
use countersign_core::text::Line as _;

pub(super) fn routes() -> Router<Desk> {
    Router::new().route("/office/login", get(ask).post(enter)).route("/office/logout", post(leave))
}

#[derive(Deserialize)]
struct Ask {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct Enter {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
}

async fn ask(view: View, Query(ask): Query<Ask>) -> Result<Response, WebError> {
    let nobody = view.desk.with_office(|office| office.store.operators()).await??.is_empty();
    let notice = nobody.then(|| O::NoOperators.say(view.lang).to_owned());
    Ok(view.page(
        StatusCode::OK,
        O::SignIn.say(view.lang),
        None,
        &form(&view, &ask.next, "", notice.as_deref()),
    ))
}

async fn enter(
    view: View,
    State(desk): State<Desk>,
    headers: HeaderMap,
    Form(Enter { name, password, next }): Form<Enter>,
) -> Result<Response, WebError> {
    let lang = view.lang;
    let title = O::SignIn.say(lang);
    // Another site's form must not sign its reader in as somebody else.
    let from = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if from.is_some_and(|from| !matches!(from, "same-origin" | "none")) {
        let notice = O::FormStale.say(lang);
        return Ok(view.page(StatusCode::FORBIDDEN, title, None, &form(&view, &next, &name, Some(notice))));
    }
    let (typed, secret) = (name.clone(), password);
    let came = desk.with_office(move |office| sign_in(&*office.store, &typed, &secret, now())).await?;
    let came = came.map_err(|error| match error {
        SignInError::Store(error) => WebError::from(error),
        SignInError::System(detail) => {
            tracing::error!(detail, "nobody can sign in");
            WebError::Fault
        }
    })?;
    Ok(match came {
        SignIn::In(token) => {
            let mut response = Redirect::to(safe(&next)).into_response();
            view.remember(&mut response, &token);
            response
        }
        SignIn::Wrong => {
            let notice = O::SignInWrong.say(lang);
            view.page(StatusCode::FORBIDDEN, title, None, &form(&view, &next, &name, Some(notice)))
        }
        SignIn::Locked(until) => {
            let wait = until.saturating_sub(now()).max(1);
            let minutes = (wait + 59) / 60;
            let notice = O::SignInLocked.fill(lang, &[("minutes", &minutes.to_string())]);
            let content = form(&view, &next, &name, Some(&notice));
            let mut response = view.page(StatusCode::TOO_MANY_REQUESTS, title, None, &content);
            if let Ok(value) = HeaderValue::from_str(&wait.to_string()) {
                response.headers_mut().insert(RETRY_AFTER, value);
            }
            response
        }
    })
}

async fn leave(posted: Posted) -> Result<Response, WebError> {
    let session = posted.entry.session.clone();
    posted.entry.desk().with_office(move |office| office.store.end_session(&session)).await??;
    let mut response = Redirect::to("/office/login").into_response();
    posted.entry.view.forget(&mut response);
    Ok(response)
}

fn form(view: &View, next: &str, name: &str, notice: Option<&str>) -> Markup {
    let lang = view.lang;
    html! {
        h1 { (O::SignIn.say(lang)) }
        @if let Some(notice) = notice { p.notice.bad role="alert" { (notice) } }
        form.stack method="post" action="/office/login" {
            input type="hidden" name="next" value=(safe(next));
            label { (O::Name.say(lang)) input name="name" value=(name) maxlength="80" autocomplete="username" autocapitalize="none" required autofocus; }
            label { (O::Password.say(lang)) input name="password" type="password" maxlength=(password::LONGEST) autocomplete="current-password" required; }
            button.main { (O::SignInButton.say(lang)) }
        }
    }
}

/// Where to go on: within the office alone.
fn safe(next: &str) -> &str {
    let inside = next == "/office" || next.starts_with("/office/") || next.starts_with("/office?");
    let plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if inside && plain && !next.starts_with("/office/login") { next } else { "/office" }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_sign_in_goes_on_within_the_office_alone() {
        for next in ["/office", "/office/cases/CAS-000001", "/office?q=AA&x=1"] {
            assert_eq!(safe(next), next);
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
            assert_eq!(safe(next), "/office", "{next}");
        }
    }
}
