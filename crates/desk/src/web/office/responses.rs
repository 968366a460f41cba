//! Responses that several pages of the office give: the answer to a request, a refused act, a text without a request.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::components::{number_link, read_out};
use super::session::{OfficeForm, OfficeSession};
use super::{ask_again, request};
use crate::presentation::code_lines;
use crate::text::{DeskLine, OfficeLine as O};
use crate::web::error::WebError;
use crate::web::state::Move;
use countersign_core::text::Line as _;
use countersign_ledger::text::{LedgerLine, ledger as ledger_text};
use countersign_ledger::{
    Act, ActionRefusal, Answer, IncomingRequest, OperatorAction, ProfilesAndKeys as _, StoreError, case,
};

/// A response that ends a handler early: a page that refuses, or an error.
pub(super) struct Refused(Response);

impl From<Response> for Refused {
    fn from(page: Response) -> Self {
        Self(page)
    }
}

impl From<WebError> for Refused {
    fn from(error: WebError) -> Self {
        Self(error.into_response())
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        WebError::from(error).into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.0
    }
}

/// The page of an answer: the license code to read out to a caller, or the page of the refused request.
///
/// # Errors
/// [`WebError`] if the store fails.
pub(super) async fn answer_page(session: &OfficeSession, answer: &Answer) -> Result<Response, WebError> {
    let lang = session.lang();
    let stored = request::stored_request(session, &answer.name, answer.license.as_ref()).await?;
    let Some(lines) = code_lines(answer) else {
        return match stored {
            Some(stored) => request::refusal_page(session, stored.id).await,
            None => Ok(unknown_request(session)),
        };
    };
    let content = html! {
        h1 { (O::CodeTitle.say(lang)) }
        p {
            @if let Some(number) = &answer.license { (number_link(number)) " · " }
            @if let Some(stored) = stored { a href={ "/office/requests/" (stored.id) } { (answer.name) } }
        }
        (read_out(lang, 1, &lines))
        @for note in &answer.notes { p.notice { (ledger_text::note(lang, *note)) } }
    };
    Ok(session.page(O::CodeTitle.say(lang), &content))
}

/// Moves a seat of a request's number to the machine of the request, with the form's reason. Returns the page of the new code.
///
/// # Errors
/// [`WebError`] if the store fails.
pub(super) async fn move_and_answer(
    form: &OfficeForm,
    request: IncomingRequest,
) -> Result<Response, WebError> {
    let session = &form.session;
    let seat = form.field("seat").parse().ok();
    let (Ok(reason), Ok(requester)) = (case::clean_line(form.field("reason")), form.requester()) else {
        return Ok(act_refused(session, ActionRefusal::ReasonTooLong));
    };
    if let Some(license) = session.desk().data().published.license_of(&request) {
        let action = OperatorAction { act: Act::Move(seat), reason: reason.clone() };
        if let Some(page) = ask_again::before(form, &license, &action, Some(&request)).await? {
            return Ok(page);
        }
    }
    let of_seat = Move { seat, reason: &reason };
    match session.desk().move_and_answer(&request, requester, of_seat).await? {
        Ok(answer) => answer_page(session, &answer).await,
        Err(refusal) => Ok(act_refused(session, refusal)),
    }
}

/// An act on a license number that the ledger refused.
pub(super) fn act_refused(session: &OfficeSession, refusal: ActionRefusal) -> Response {
    let lang = session.lang();
    let what = LedgerLine::of_action_refusal(refusal).say(lang);
    let status = match refusal {
        ActionRefusal::NoReason | ActionRefusal::ReasonTooLong | ActionRefusal::ReceiptMalformed => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        _ => StatusCode::CONFLICT,
    };
    session.problem(status, refusal.code(), what, DeskLine::of_refused_action(refusal).say(lang))
}

/// The posted text holds no valid request.
pub(super) fn invalid_request(session: &OfficeSession) -> Response {
    let (what, next) = (O::NotRequest.say(session.lang()), O::NotRequestDo.say(session.lang()));
    session.problem(StatusCode::UNPROCESSABLE_ENTITY, "REQUEST-INVALID", what, next)
}

/// There is no request with the id of the address.
pub(super) fn unknown_request(session: &OfficeSession) -> Response {
    let lang = session.lang();
    let (what, next) = (O::RequestUnknown.say(lang), O::RequestUnknownDo.say(lang));
    session.problem(StatusCode::NOT_FOUND, "REQUEST-UNKNOWN", what, next)
}
