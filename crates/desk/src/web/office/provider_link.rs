//! The link between an operator and the operator's identity at the provider: shown, made and removed on the operator's page.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::components::fact;
use super::operators::{other, path_of};
use super::responses::Refused;
use super::session::{OfficeForm, OfficeSession};
use crate::operators::OperatorName;
use crate::provider::Subject;
use crate::sql::{LinkOutcome, ProviderIdentity};
use crate::text::{SignInLine as L, SignInSentence};
use crate::web::error::WebError;
use countersign_core::text::Line as _;

/// The part of an operator's page about the provider; nothing if the desk has no provider.
pub(super) async fn section(session: &OfficeSession, name: &OperatorName) -> Result<Markup, WebError> {
    let lang = session.lang();
    let linked = session.desk().store().provider_identity(name).await?;
    if session.desk().settings().provider.is_none() {
        return Ok(html! {});
    }
    let base = path_of(name);
    Ok(html! {
        h2 { (L::LinkTitle.say(lang)) }
        @if let Some(identity) = linked {
            dl.facts { (fact(L::LinkField.say(lang), identity.subject.as_str())) }
            form.stack method="post" action={ (base) "/unlink" } { (session.csrf_field()) button { (L::UnlinkButton.say(lang)) } }
        } @else {
            form.stack method="post" action={ (base) "/link" } {
                (session.csrf_field())
                label { (L::LinkField.say(lang)) input name="subject" maxlength="255" autocapitalize="none" autocomplete="off" required; }
                p.quiet { (L::LinkHint.say(lang)) }
                button { (L::LinkButton.say(lang)) }
            }
        }
    })
}

/// Links an operator with the typed subject at the desk's provider.
pub(super) async fn link(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let (session, lang) = (&form.session, form.session.lang());
    let operator = other(&form, &typed).await?;
    let Some(provider) = &session.desk().settings().provider else { return Err(WebError::NotFound.into()) };
    let Some(subject) = Subject::parse(form.field("subject")) else {
        let (what, next) = (L::SubjectBad.say(lang), L::SubjectBadDo.say(lang));
        return Ok(session.problem(StatusCode::UNPROCESSABLE_ENTITY, "SUBJECT-MALFORMED", what, next));
    };
    let identity = ProviderIdentity { issuer: provider.settings().issuer.as_str().to_owned(), subject };
    match session.desk().store().link_operator(&operator.name, &identity, &session.actor()).await? {
        LinkOutcome::OfOther(name) => {
            let what = SignInSentence::LinkTaken { subject: &identity.subject, name: &name }.say(lang);
            let next = L::LinkTakenDo.say(lang);
            return Ok(session.problem(StatusCode::CONFLICT, "SUBJECT-TAKEN", &what, next));
        }
        // If the operator is unknown, another request has just removed it.
        LinkOutcome::Linked | LinkOutcome::OperatorUnknown => {}
    }
    Ok(session.done(&path_of(&operator.name)))
}

/// Removes the link.
pub(super) async fn unlink(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, Refused> {
    let session = &form.session;
    let operator = other(&form, &typed).await?;
    session.desk().store().unlink_operator(&operator.name, &session.actor()).await?;
    Ok(session.done(&path_of(&operator.name)))
}
