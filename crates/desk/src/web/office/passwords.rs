//! Passwords in forms: the operator's own password, which some acts ask for; the field for a new password, its posted value, and the page
//! that shows a generated password once.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use zeroize::Zeroizing;

use super::components::read_out;
use super::login::minutes_until;
use super::responses::Refused;
use super::session::{OfficeForm, OfficeSession};
use crate::dates::now;
use crate::operators::password::{self, PasswordError};
use crate::operators::{OperatorStore as _, SignInAttempt};
use crate::text::{AccessLine as A, AdminLine, AdminSentence, OfficeLine as O, OfficeSentence};
use crate::web::audit_events;
use crate::web::limits::source_block;
use crate::web::source::Source;
use countersign_core::text::{Lang, Line as _};

/// The name of the field.
const FIELD: &str = "new-password";

/// A new password, hashed.
pub(super) struct NewPassword {
    pub(super) hash: String,
    /// The password, if the desk made it.
    pub(super) generated: Option<Zeroizing<String>>,
}

/// A hidden field that tells password managers whose password a form is about.
pub(super) fn username_field(name: &str) -> Markup {
    html! { input type="text" value=(name) autocomplete="username" readonly hidden; }
}

/// The field for a new password that may stay empty.
pub(super) fn new_field(lang: Lang) -> Markup {
    html! {
        label {
            (A::NewPassword.say(lang))
            input name=(FIELD) type="password" maxlength=(password::MAX_BYTES) autocomplete="new-password";
        }
        p.quiet { (A::NewPasswordHint.say(lang)) }
    }
}

/// Refuses a form without the operator's own password. Attempts count like sign-in attempts, so that a person who finds an open browser
/// can't guess the password.
pub(super) async fn require_own(source: Source, form: &OfficeForm) -> Result<(), Refused> {
    let (session, lang) = (&form.session, form.session.lang());
    let (desk, name) = (session.desk(), &session.operator);
    desk.limits().count_sign_in(source.0)?;
    let source = source_block(source.0).to_string();
    if let SignInAttempt::Locked(until) = desk.store().begin_attempt(name, &source, now()).await? {
        let what = OfficeSentence::SignInLocked { minutes: &minutes_until(until) }.say(lang);
        let next = A::PasswordWrongDo.say(lang);
        return Err(session.problem(StatusCode::TOO_MANY_REQUESTS, "PASSWORD-LOCKED", &what, next).into());
    }
    let hash = desk.store().password_of(name).await?;
    let typed = Zeroizing::new(form.field("password").to_owned());
    let place = desk.passwords().reserve()?;
    if !place.run(move || password::verify(hash.as_deref(), &typed)).await? {
        audit_events::record_failed_sign_in(desk, name.as_str(), "sign-in-failed", &source).await;
        let (what, next) = (A::PasswordWrong.say(lang), A::PasswordWrongDo.say(lang));
        return Err(session.problem(StatusCode::CONFLICT, "PASSWORD-WRONG", what, next).into());
    }
    desk.store().forget_attempts(name, &source).await?;
    Ok(())
}

/// The posted password, or a generated one; the error is the page that refuses it.
pub(super) async fn posted(form: &OfficeForm) -> Result<NewPassword, Refused> {
    let typed = Zeroizing::new(form.field(FIELD).to_owned());
    let place = form.session.desk().passwords().reserve()?;
    let made = place.run(move || {
        let generated = if typed.is_empty() { Some(password::generate()?) } else { None };
        let hash = password::hash(generated.as_ref().unwrap_or(&typed))?;
        Ok(NewPassword { hash, generated })
    });
    made.await?.map_err(|error| refused(&form.session, &error).into())
}

fn refused(session: &OfficeSession, error: &PasswordError) -> Response {
    let lang = session.lang();
    let (code, what, next) = match error {
        PasswordError::Short => {
            let next = AdminSentence::PasswordShortDo { count: &password::MIN_CHARS }.say(lang);
            ("PASSWORD-SHORT", AdminLine::PasswordShort, next)
        }
        PasswordError::Long => {
            ("PASSWORD-LONG", AdminLine::PasswordLong, AdminLine::PasswordLongDo.say(lang).to_owned())
        }
        PasswordError::System(detail) => {
            tracing::error!(detail, "a password can't be hashed");
            return session.fault();
        }
    };
    session.problem(StatusCode::CONFLICT, code, what.say(lang), &next)
}

/// What was done, and the generated password, shown once.
pub(super) fn page_once(
    session: &OfficeSession,
    done: &str,
    generated: Option<&Zeroizing<String>>,
    back: &str,
) -> Response {
    let lang = session.lang();
    let content = html! {
        h1 { (done) }
        @if let Some(password) = generated {
            p { (A::PasswordOnce.say(lang)) }
            (read_out(lang, 1, &[password.as_str().to_owned()]))
        }
        p { a.button href=(back) { (O::BackToPage.say(lang)) } }
    };
    session.page(done, &content)
}
