//! The forms that an operator posted from their own session, with and without a file: fields and CSRF token.

use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_LENGTH;
use axum::response::{IntoResponse, Response};

use super::page_context::address_without_lang;
use super::{OfficeSession, PageContext};
use crate::web::body_limits;
use crate::web::error::WebError;
use crate::web::office::login::is_of_another_site;
use crate::web::office::typed::Typed;
use crate::web::office::typed_slot;
use crate::web::office::upload::Upload;
use crate::web::state::DeskState;
use countersign_ledger::Requester;
use countersign_ledger::case::LineTooLong;

/// A form that an operator posted from their own session.
pub(in crate::web::office) struct OfficeForm {
    pub(in crate::web::office) session: OfficeSession,
    fields: Vec<(String, String)>,
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
        let extensions = parts.extensions.clone();
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
        typed_slot::keep(&extensions, &typed);
        let session = with_typed(session, &context, typed).map_err(|refusal| *refusal)?;
        let form = Self { session, fields };
        if form.session.owns(form.field("csrf")) { Ok(form) } else { Err(form.session.stale_form()) }
    }
}

/// The session with what was typed into its form. The texts are also shown if the session has ended, so that a new sign-in helps. Another
/// refusal says why.
fn with_typed(
    session: Result<OfficeSession, Response>,
    context: &PageContext,
    typed: Typed,
) -> Result<OfficeSession, Box<Response>> {
    match session {
        Ok(session) => Ok(OfficeSession { typed, ..session }),
        Err(refusal) if typed.is_empty() || !refusal.status().is_redirection() => Err(Box::new(refusal)),
        Err(_) => Err(Box::new(context.session_ended(&typed))),
    }
}

/// A form with a file that an operator posted from their own session.
pub(in crate::web::office) struct OfficeUpload {
    pub(in crate::web::office) session: OfficeSession,
    pub(in crate::web::office) upload: Upload,
}

impl FromRequest<DeskState> for OfficeUpload {
    type Rejection = Response;

    async fn from_request(request: Request, desk: &DeskState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let session = OfficeSession::from_request_parts(&mut parts, desk).await;
        let context = PageContext::new(&parts, desk);
        let action = address_without_lang(&parts.uri);
        // Without a session, only a form that is short enough for typed texts is read.
        let session = match session {
            Err(refusal) if is_of_another_site(&parts.headers) || !is_short(&parts.headers) => {
                return Err(refusal);
            }
            session => session,
        };
        let extensions = parts.extensions.clone();
        let form = Multipart::from_request(Request::from_parts(parts, body), desk).await;
        let upload = match form {
            Ok(form) => Upload::read(form).await,
            Err(_) => Err(WebError::TooLong),
        };
        let upload = match upload {
            Ok(upload) => upload,
            Err(error) => return Err(session.err().unwrap_or_else(|| error.into_response())),
        };
        let typed = Typed::of(action, &upload.texts());
        typed_slot::keep(&extensions, &typed);
        let session = with_typed(session, &context, typed).map_err(|refusal| *refusal)?;
        if session.owns(upload.field("csrf")) {
            Ok(Self { session, upload })
        } else {
            Err(session.stale_form())
        }
    }
}

/// Whether a body is known to be no longer than a form without a file.
fn is_short(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    length.is_some_and(|length| length <= body_limits::FORM)
}

impl OfficeForm {
    /// Where the form was posted to.
    pub(in crate::web::office) fn action(&self) -> &str {
        self.session.typed.action()
    }

    /// The operator as a requester of the ledger, with what the field `verified` says.
    ///
    /// # Errors
    /// The field is too long.
    pub(in crate::web::office) fn requester(&self) -> Result<Requester, LineTooLong> {
        Requester::of_operator(self.session.operator.as_str().to_owned(), self.field("verified"))
    }

    /// The fields, except those with these names.
    pub(in crate::web::office) fn fields_but(&self, names: &[&str]) -> impl Iterator<Item = (&str, &str)> {
        let others = self.fields.iter().filter(|(name, _)| !names.contains(&name.as_str()));
        others.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The text of a field; empty if the form has no such field.
    pub(in crate::web::office) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }
}
