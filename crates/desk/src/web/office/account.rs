//! The operator's own account: password and sessions.

use axum::response::Response;
use maud::html;

use super::components::fact;
use super::responses::Refused;
use super::session::{OfficeForm, OfficeSession};
use super::{passwords, second_factor, sessions};
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::operators::{EndSessions, OperatorStore as _, SecondFactorStore as _, SignInWay, password};
use crate::text::{AccessLine as A, OfficeLine as O, SignInLine, access};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::source::Source;
use countersign_core::text::Line as _;

/// The address of the page.
const PATH: &str = "/office/account";
/// The address that ends sessions.
const END_PATH: &str = "/office/account/sessions";

pub(super) fn routes() -> Routes {
    let access = Access::Operator(Permission::OwnAccount);
    Routes::new().get(PATH, access, show).post("/office/account/password", access, change_password).post(
        END_PATH,
        access,
        end_sessions,
    )
}

async fn show(session: OfficeSession) -> Result<Response, WebError> {
    let lang = session.lang();
    let open = session.desk().store().sessions_of(&session.operator, now()).await?;
    let has_factor = session.desk().store().second_factor_of(&session.operator).await?.is_some();
    let factor = if has_factor { A::SecondFactorOn } else { A::SecondFactorOff };
    let by_password = session.way != SignInWay::Provider;
    let own = open.iter().find(|one| one.name == session.name);
    let content = html! {
        h1 { (A::NavAccount.say(lang)) }
        p { (A::AccountLead.say(lang)) }
        dl.facts {
            (fact(O::Name.say(lang), session.operator.as_str()))
            (fact(A::Role.say(lang), access::role(lang, session.role)))
        }
        h2 { (A::SessionsTitle.say(lang)) }
        (sessions::table(lang, &open, own.map(|own| own.name.as_str()), &session.csrf_field(), END_PATH))
        @if open.len() > 1 {
            form.stack method="post" action=(END_PATH) {
                (session.csrf_field())
                button { (A::EndOthers.say(lang)) }
            }
        }
        @if by_password {
            h2 { (SignInLine::FactorTitle.say(lang)) }
            p { (factor.say(lang)) " · " a href=(second_factor::PATH) { (SignInLine::FactorChange.say(lang)) } }
            h2 { (A::PasswordTitle.say(lang)) }
            form.stack method="post" action="/office/account/password" {
                (session.csrf_field())
            (passwords::username_field(session.operator.as_str()))
                label {
                    (A::PasswordNow.say(lang))
                    input name="password" type="password" maxlength=(password::MAX_BYTES) autocomplete="current-password" required;
                }
                (passwords::new_field(lang))
                button { (A::PasswordChange.say(lang)) }
            }
        }
    };
    Ok(session.page(A::NavAccount.say(lang), &content))
}

async fn change_password(source: Source, form: OfficeForm) -> Result<Response, Refused> {
    passwords::require_own(source, &form).await?;
    let (session, lang) = (&form.session, form.session.lang());
    let (desk, name) = (session.desk(), &session.operator);
    let new = passwords::posted(&form).await?;
    desk.store().change_password(name, &new.hash, &session.token_digest, now()).await?;
    Ok(passwords::page_once(session, A::PasswordChanged.say(lang), new.generated.as_ref(), PATH))
}

/// Ends one of the operator's own sessions, or all except this one.
async fn end_sessions(form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let which = match form.field("session") {
        "" => EndSessions::AllBut(&session.token_digest),
        named => EndSessions::Named(named),
    };
    session.desk().store().end_sessions_of(&session.operator, which, &session.actor()).await?;
    Ok(session.done(PATH))
}
