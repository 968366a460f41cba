//! The page of a request: what the device showed, what the desk answered, and what can be done now.

use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::components::{self, fact, read_out};
use super::responses::{act_refused, answer_page, move_and_answer, unknown_request};
use super::session::{OfficeForm, OfficeSession};
use crate::access::{Access, Permission};
use crate::sql::{RequestFilter, StoredAttempt, TimeOrder};
use crate::text::{DeskLine, DeskSentence, OfficeLine as O, StaffLine, StaffSentence, case as case_text};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::ways::ways;
use countersign_core::protocol::license::moment_at;
use countersign_core::protocol::{Platform, Scheme};
use countersign_core::review::Policy;
use countersign_core::text::{Lang, Line as _, platform};
use countersign_ledger::case::LINE_LIMIT;
use countersign_ledger::text::ledger as ledger_text;
use countersign_ledger::{ActionRefusal, LicenseId, NonceState, Note, Reason, Refusal};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/requests/{id}", Access::Operator(Permission::See), show_request)
        .post("/office/requests/{id}/answer", Access::Operator(Permission::AnswerRequests), answer_again)
        .post("/office/requests/{id}/move", Access::Operator(Permission::MoveSeats), move_to_machine)
}

/// A stored request with the details that its pages show.
pub(super) struct RequestDetails {
    pub(super) stored: StoredAttempt,
    /// The lines of its license code, if its nonce isn't spent.
    pub(super) code: Option<Vec<String>>,
    /// Whether its nonce is spent.
    spent: bool,
    /// Whether the desk has its number.
    known: bool,
    /// The seats of its number that are taken.
    pub(super) seats: Vec<u16>,
    /// The number of seats, if there are several and machines have all of them.
    full: Option<u16>,
    /// What its profile and the newest both allow.
    pub(super) policy: Policy,
}

/// Loads a request by its row id.
pub(super) async fn load_request(
    session: &OfficeSession,
    id: i64,
) -> Result<Option<RequestDetails>, WebError> {
    let store = session.desk().store();
    let Some(stored) = store.attempt(id).await? else { return Ok(None) };
    let answered = match (&stored.attempt.license, stored.attempt.incoming_request()) {
        (Some(license), Some(request)) => {
            let answered = store.answered_nonce(license, request.head().nonce).await?;
            answered.filter(|answered| answered.is_of(&request))
        }
        _ => None,
    };
    let spent = answered.as_ref().is_some_and(|answered| matches!(answered.state, NonceState::Spent));
    let code = match answered.map(|answered| answered.state) {
        Some(NonceState::Live(code)) => Some(code.lines().to_vec()),
        _ => None,
    };
    let record = match &stored.attempt.license {
        Some(license) => store.license_record(license).await?,
        None => None,
    };
    let known = record.is_some();
    let all = record.as_ref().map_or(1, |record| record.license.seats.get());
    let seats: Vec<u16> = record.map(|record| record.seats.into_keys().collect()).unwrap_or_default();
    let full = (all > 1 && seats.len() >= usize::from(all)).then_some(all);
    let policy = session.desk().data().published.profiles.policy(stored.attempt.profile);
    Ok(Some(RequestDetails { stored, code, spent, known, seats, full, policy }))
}

async fn show_request(session: OfficeSession, Path(id): Path<i64>) -> Result<Response, WebError> {
    let Some(details) = load_request(&session, id).await? else { return Ok(unknown_request(&session)) };
    let title = details.stored.attempt.name.clone();
    Ok(session.page(&title, &page(&session, &details)))
}

fn page(session: &OfficeSession, details: &RequestDetails) -> Markup {
    let lang = session.lang();
    let attempt = &details.stored.attempt;
    let device_verdicts = attempt.incoming_request().map(|request| request.head().verdicts);
    let base = format!("/office/requests/{}", details.stored.id);
    html! {
        h1 { (O::Request.say(lang)) " " (attempt.name) }
        p { (components::outcome(lang, attempt)) }
        p { a.button href={ (base) "/guide" } { (O::GuideLink.say(lang)) } }
        dl.facts {
            (fact(O::When.say(lang), &moment_at(attempt.at)))
            @if let Some(number) = &attempt.license {
                div { dt { (O::Number.say(lang)) } dd {
                    @if details.known { (components::number_link(number)) } @else { (number) }
                } }
            }
            @if let Some(case) = details.stored.case {
                div { dt { (O::Case.say(lang)) } dd { a href={ "/office/cases/" (case) } { (case) } } }
            }
            @if let Some(name) = platform::platform(lang, Platform(attempt.platform)) { (fact(O::Platform.say(lang), name)) }
            (fact(O::Binding.say(lang), case_text::scheme(lang, attempt.scheme)))
            (fact(O::ProfileVersion.say(lang), &attempt.profile.to_string()))
            @if let Some(operator) = &attempt.operator { (fact(O::Operator.say(lang), operator)) }
        }
        @if let Some(reason) = attempt.reason() { (refusal_notice(lang, reason, details)) }
        @for note in &attempt.notes { p.quiet { (ledger_text::note(lang, *note)) } }
        (ways(lang, &attempt.ways(&details.policy)))
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        @if attempt.spoken { p.notice { (O::ByWordNoValues.say(lang)) } }
        ul.fields {
            @for (at, finding) in attempt.findings().iter().enumerate() {
                (components::field(lang, finding, device_verdicts.and_then(|all| all.get(at).copied())))
            }
        }
        @if let Some(lines) = &details.code {
            h2 { (O::CodeTitle.say(lang)) }
            (read_out(lang, 1, lines))
        }
        (act_forms(session, details, &base))
    }
}

/// Why the request was refused, where the machine differs, and what staff do about it.
fn refusal_notice(lang: Lang, reason: Reason, details: &RequestDetails) -> Markup {
    let attempt = &details.stored.attempt;
    let full = details.full.filter(|_| reason == Reason::DeviceDiffers);
    let (what, next) = ledger_text::refusal(lang, &Refusal { full, ..reason.into() });
    let next = match StaffLine::of_reason(reason) {
        Some(line) => DeskSentence::WhatToDo { text: &line.say(lang) }.say(lang),
        None => StaffSentence::CallerDoes { text: &next }.say(lang),
    };
    html! {
        p.notice.bad { (what) " " code { (reason.code()) } }
        @if !attempt.differs.is_empty() {
            p { (DeskSentence::Differs { fields: &ledger_text::differences(lang, &attempt.differs) }.say(lang)) }
            @if attempt.spoken { p.notice { (StaffLine::KnownNotByWord.say(lang)) } }
            @else if attempt.notes.contains(&Note::BoundByWord) { p.notice { (StaffLine::NotBoardAlone.say(lang)) } }
        }
        p { (next) }
    }
}

fn act_forms(session: &OfficeSession, details: &RequestDetails, base: &str) -> Markup {
    let lang = session.lang();
    let attempt = &details.stored.attempt;
    let to_verify = attempt.reason() == Some(Reason::ValueSeen);
    let may_move = matches!(attempt.reason(), Some(Reason::DeviceDiffers | Reason::MovesExhausted))
        || (to_verify && !details.seats.is_empty());
    html! {
        @if details.spent {
            p.notice { (StaffLine::RequestSpent.say(lang)) }
        } @else if attempt.incoming_request().is_some() && session.may(Permission::AnswerRequests) {
            h2 { (O::Acts.say(lang)) }
            form.stack method="post" action={ (base) "/answer" } {
                (session.csrf_field())
                @if to_verify {
                    p.notice { (StaffLine::VerifyHint.say(lang)) }
                    (verified_field(lang))
                    button { (StaffLine::VerifyButton.say(lang)) }
                } @else {
                    p.quiet { (StaffLine::AgainHint.say(lang)) }
                    button { (StaffLine::AgainButton.say(lang)) }
                }
            }
            @if may_move && session.may(Permission::MoveSeats) {
                h3 { (StaffLine::MoveHereTitle.say(lang)) }
                form.stack method="post" action={ (base) "/move" } {
                    (session.csrf_field())
                    (components::seat_choice(lang, &details.seats, true))
                    label { (O::ReasonLabel.say(lang)) input name="reason" required; }
                    @if to_verify { (verified_field(lang)) }
                    button { (StaffLine::MoveHereButton.say(lang)) }
                }
            }
        }
    }
}

/// The field in which the operator says what was verified.
fn verified_field(lang: Lang) -> Markup {
    html! { label { (StaffLine::VerifiedLabel.say(lang)) input name="verified" maxlength=(LINE_LIMIT) required; } }
}

/// The newest stored request with the name and number of an answer.
///
/// # Errors
/// [`WebError`] if the store fails.
pub(super) async fn stored_request(
    session: &OfficeSession,
    name: &str,
    license: Option<&LicenseId>,
) -> Result<Option<StoredAttempt>, WebError> {
    let filter = RequestFilter {
        name: Some(name.to_owned()),
        number: license.map(|license| license.as_str().to_owned()),
        product: license.map(|license| license.product.clone()),
        ..RequestFilter::default()
    };
    let page = session.desk().store().list_requests(&filter, TimeOrder::Newest, None, 1).await?;
    Ok(page.rows.into_iter().next())
}

/// The page of a request that was just refused.
///
/// # Errors
/// [`WebError`] if the store fails.
pub(super) async fn refusal_page(session: &OfficeSession, id: i64) -> Result<Response, WebError> {
    let Some(details) = load_request(session, id).await? else { return Ok(unknown_request(session)) };
    Ok(session.page(O::RefusedTitle.say(session.lang()), &page(session, &details)))
}

/// Answers the request again for the operator, who may get answers that a stranger can't.
async fn answer_again(Path(id): Path<i64>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Ok(requester) = form.requester() else {
        return Ok(act_refused(session, ActionRefusal::ReasonTooLong));
    };
    let details = load_request(session, id).await?;
    let Some(request) = details.as_ref().and_then(|details| details.stored.attempt.incoming_request()) else {
        return Ok(unknown_request(session));
    };
    let scheme = details.map_or(Scheme::Three, |details| details.stored.attempt.scheme);
    let answer = session.desk().answer(request, requester, scheme).await?;
    answer_page(session, &answer).await
}

async fn move_to_machine(Path(id): Path<i64>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let details = load_request(session, id).await?;
    let Some(request) = details.and_then(|details| details.stored.attempt.incoming_request()) else {
        return Ok(unknown_request(session));
    };
    move_and_answer(&form, request).await
}
