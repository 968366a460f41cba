//! Responses that several pages of the office give: the answer to a request, a refused act, a text without a request.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::ask_again;
use super::components::{number_link, read_out};
use super::session::{OfficeForm, OfficeSession};
use crate::presentation::code_lines;
use crate::text::{DeskLine, OfficeLine as O};
use crate::web::error::WebError;
use crate::web::phone_answer;
use crate::web::state::Move;
use countersign_core::text::Line as _;
use countersign_ledger::text::{LedgerLine, ledger as ledger_text};
use countersign_ledger::{
    Act, ActionRefusal, Answer, IncomingRequest, OperatorAction, ProfilesAndKeys as _, Reason, StoreError,
    case,
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

/// The page of an answer: the license code to read out to a caller, or the refusal. `profile` is the id of the request's
/// profile.
pub(super) fn answer_page(session: &OfficeSession, answer: &Answer, profile: u16) -> Response {
    let lang = session.lang();
    let profile = session.desk().profile_or_newest(profile);
    let known = answer.license.as_ref().filter(|_| answer.reason() != Some(Reason::NumberUnknown));
    let content = html! {
        @if let Some(lines) = code_lines(answer) {
            h1 { (O::CodeTitle.say(lang)) }
            @if let Some(number) = &answer.license {
                p { (number_link(number)) " · " a href={ "/office?q=" (answer.name) } { (answer.name) } }
            }
            (read_out(lang, 1, &lines))
            @for note in &answer.notes { p.quiet { (ledger_text::note(lang, *note)) } }
        } @else {
            (phone_answer::answer(lang, answer, &profile))
            p {
                a href={ "/office?q=" (answer.name) } { (O::Request.say(lang)) " " (answer.name) }
                // The number's page lists the machines on its seats.
                @if let Some(number) = known { " · " (number_link(number)) }
            }
        }
    };
    let title = if answer.reason().is_none() { O::CodeTitle } else { O::RefusedTitle };
    session.page(title.say(lang), &content)
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
    let profile = request.head().profile_id;
    let seat = form.field("seat").parse().ok();
    let Ok(reason) = case::clean_line(form.field("reason")) else {
        return Ok(act_refused(session, ActionRefusal::ReasonTooLong));
    };
    if let Some(license) = session.desk().data().published.license_of(&request) {
        let action = OperatorAction { act: Act::Move(seat), reason: reason.clone() };
        if let Some(page) = ask_again::before(form, &license, &action, Some(&request)).await? {
            return Ok(page);
        }
    }
    let of_seat = Move { seat, reason: &reason };
    Ok(match session.desk().move_and_answer(&request, session.requester(), of_seat).await? {
        Ok(answer) => answer_page(session, &answer, profile),
        Err(refusal) => act_refused(session, refusal),
    })
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
