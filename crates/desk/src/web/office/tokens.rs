//! The tokens of programs: a list, a form that makes one and shows it once, and a button that revokes one.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::session::{OfficeForm, OfficeSession};
use crate::access::{Access, Permission, Scope, Scopes};
use crate::dates::now;
use crate::operators::OperatorName;
use crate::program_tokens::{self, ApiToken, DEFAULT_DAYS, MAX_DAYS, NewToken, StoredToken, TokenState};
use crate::sql::TokenRevocation;
use crate::text::programs::token_state;
use crate::text::{AdminSentence, OfficeLine as O, ProgramLine as L, ProgramSentence as S};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;

/// The address of the page.
const PATH: &str = "/office/tokens";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PATH, Access::Operator(Permission::ManageTokens), show)
        .post(PATH, Access::Operator(Permission::ManageTokens), make)
        .post("/office/tokens/revoke", Access::Operator(Permission::ManageTokens), revoke)
}

async fn show(session: OfficeSession) -> Result<Response, WebError> {
    page(&session, None).await
}

/// The page, with the text of a token that was made just now.
async fn page(session: &OfficeSession, made: Option<&str>) -> Result<Response, WebError> {
    let lang = session.lang();
    let all = session.desk().store().tokens().await?;
    let content = html! {
        h1 { (O::NavTokens.say(lang)) }
        p { (L::PageLead.say(lang)) " " a href="/api/v1/docs" { (L::DocsTitle.say(lang)) } }
        @if let Some(text) = made {
            div.notice.good role="status" {
                p { (L::Shown.say(lang)) }
                p { code { (text) } }
                p { (L::ShownDo.say(lang)) }
            }
        }
        @if all.is_empty() { p.quiet { (L::NoTokens.say(lang)) } } @else { (table(session, &all)) }
        h2 { (L::MakeTitle.say(lang)) }
        (form(session))
    };
    Ok(session.page(O::NavTokens.say(lang), &content))
}

fn table(session: &OfficeSession, all: &[StoredToken]) -> Markup {
    let (lang, now) = (session.lang(), now());
    let heads =
        [L::Name, L::Scopes, L::Made, L::Ends, L::LastUsed, L::RevokeButton].map(|line| line.say(lang));
    html! {
        table.rows {
            thead { tr { @for head in heads { th { (head) } } } }
            tbody { @for one in all { tr {
                td data-label=(heads[0]) { bdi { (printable(one.name.as_bytes())) } }
                td data-label=(heads[1]) {
                    code { (one.scopes) } br;
                    @if let Some(product) = &one.product { bdi { (product) } } @else { (L::EveryProduct.say(lang)) }
                }
                td data-label=(heads[2]) { span.when { (moment_at(one.made_at)) } " " bdi { (printable(one.made_by.as_bytes())) } }
                td data-label=(heads[3]) { span.when { (moment_at(one.expires)) } " " (token_state(lang, one.state(now))) }
                td data-label=(heads[4]) {
                    @match one.last_used { Some(at) => span.when { (moment_at(at)) }, None => (L::Never.say(lang)) }
                }
                td data-label=(heads[5]) { @if one.state(now) != TokenState::Revoked {
                    form method="post" action="/office/tokens/revoke" {
                        (session.csrf_field())
                        input type="hidden" name="id" value=(one.id);
                        button { (L::RevokeButton.say(lang)) }
                    }
                } @else { "-" } }
            } } }
        }
    }
}

fn form(session: &OfficeSession) -> Markup {
    let lang = session.lang();
    let profiles = session.desk().data().published.profiles;
    html! {
        form.stack method="post" action=(PATH) {
            (session.csrf_field())
            label { (L::Name.say(lang)) input name="program" maxlength="40" required; }
            p.quiet { (L::NameHint.say(lang)) }
            fieldset {
                legend { (L::Scopes.say(lang)) }
                @for scope in Scope::ALL { label.choice {
                    input type="checkbox" name=(scope.name()) value="yes";
                    span { code { (scope) } }
                } }
            }
            label { (O::Product.say(lang)) select name="product" {
                option value="" { (L::EveryProduct.say(lang)) }
                @for product in profiles.products() { option value=(product.product) { (product.name) } }
            } }
            label { (L::Days.say(lang)) input type="number" name="days" min="1" max=(MAX_DAYS) value=(DEFAULT_DAYS) required; }
            button { (L::MakeButton.say(lang)) }
        }
    }
}

async fn make(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let refused =
        |status, code: &str, what: &str, next: L| Ok(session.problem(status, code, what, next.say(lang)));
    let Ok(name) = OperatorName::parse(form.field("program")) else {
        let what = AdminSentence::NameBad { name: &printable(form.field("program").as_bytes()) }.say(lang);
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "NAME-MALFORMED", &what, L::NameBadDo);
    };
    let chosen = |scope: &Scope| !form.field(scope.name()).is_empty();
    let scopes: Vec<Scope> = Scope::ALL.into_iter().filter(chosen).collect();
    if scopes.is_empty() {
        let what = L::ScopesNone.say(lang);
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "SCOPES-NONE", what, L::ScopesNoneDo);
    }
    let days = form.field("days").trim().parse::<u16>().ok().filter(|days| (1..=MAX_DAYS).contains(days));
    let Some(days) = days else {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "DAYS-INVALID", L::DaysBad.say(lang), L::DaysBadDo);
    };
    let product = Some(form.field("product")).filter(|product| !product.is_empty());
    if product.is_some() && session.desk().data().published.profiles.product(product).is_err() {
        return Ok(session.stale_form());
    }
    let token = ApiToken::new().map_err(|error| {
        tracing::error!(%error, "no token can be made");
        WebError::Fault
    })?;
    let at = now();
    let new = NewToken {
        name,
        digest: token.digest(),
        scopes: scopes.into_iter().collect::<Scopes>(),
        product: product.map(str::to_owned),
        by: session.operator.as_str().to_owned(),
        at,
        expires: program_tokens::end_of(at, days),
    };
    if session.desk().store().add_token(&new).await?.is_none() {
        let (what, next) = (S::TokenThere { name: &new.name }.say(lang), S::TokenThereDo { name: &new.name });
        return Ok(session.problem(StatusCode::CONFLICT, "TOKEN-THERE", &what, &next.say(lang)));
    }
    page(session, Some(token.text().as_str())).await
}

async fn revoke(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let id = form.field("id").parse().unwrap_or_default();
    let done = session.desk().store().revoke_token(id, session.operator.as_str(), now()).await?;
    Ok(match done {
        TokenRevocation::Done(_) => session.done(PATH),
        TokenRevocation::Before => {
            let what = S::TokenBefore { id: &id }.say(lang);
            session.problem(StatusCode::CONFLICT, "TOKEN-REVOKED", &what, L::TokenBeforeDo.say(lang))
        }
        TokenRevocation::Unknown => {
            let (what, next) = (L::TokenUnknown.say(lang), L::TokenUnknownDo.say(lang));
            session.problem(StatusCode::NOT_FOUND, "TOKEN-UNKNOWN", what, next)
        }
    })
}
