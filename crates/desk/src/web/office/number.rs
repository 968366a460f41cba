//! The page of a license number: its state, its binding, its requests, past acts, and the acts that are possible now.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

use super::components::{self, fact};
use super::responses::{act_refused, invalid_request, move_and_answer};
use super::session::{OfficeForm, OfficeSession};
use crate::dates::now;
use crate::request_parser;
use crate::sql::StoredAttempt;
use crate::text::{
    AdminLine as A, AdminSentence, DeskLine, DeskSentence, OfficeLine as O, case as case_text,
};
use crate::web::error::WebError;
use crate::web::state::DeskState;
use countersign_core::machine::printable;
use countersign_core::protocol::license::{date_of, day_of};
use countersign_core::protocol::{Mask, Number};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::{
    self as ledger, ActionRefusal, AuditEntry, Case, Expiry, LicenseRecord, OperatorAction, Store as _,
    StoreError, case,
};
use countersign_ledger::{ActionError, ActionKind};

pub(super) fn routes() -> Router<DeskState> {
    Router::new()
        .route("/office/numbers/{number}", get(show_number))
        .route("/office/numbers/{number}/act", post(perform_act))
        .route("/office/numbers/{number}/move", post(move_to_request))
}

/// The acts that need only a reason. The release by receipt and the move to a request have forms of their own.
const ACTS_WITH_REASON: [ActionKind; 5] =
    [ActionKind::Release, ActionKind::Move, ActionKind::Suspend, ActionKind::Resume, ActionKind::Revoke];

/// A license number with its history.
struct NumberDetails {
    record: LicenseRecord,
    attempts: Vec<StoredAttempt>,
    audit: Vec<AuditEntry>,
    cases: Vec<Case>,
}

async fn show_number(session: OfficeSession, Path(typed): Path<String>) -> Result<Response, WebError> {
    let Some(number) = parse_number(&session, &typed) else { return Ok(unknown_number(&session)) };
    let details = session
        .desk()
        .with_data(move |data| {
            let Some(record) = data.store.load(&number)? else { return Ok(None) };
            let mut attempts = data.store.attempts(&number)?;
            attempts.reverse();
            let (audit, cases) = (data.store.audit(&number)?, data.store.cases(&number)?);
            Ok::<_, StoreError>(Some(NumberDetails { record, attempts, audit, cases }))
        })
        .await??;
    let Some(details) = details else { return Ok(unknown_number(&session)) };
    let title = details.record.number.as_str().to_owned();
    Ok(session.page(&title, &page(&session, &details)))
}

fn page(session: &OfficeSession, details: &NumberDetails) -> Markup {
    let lang = session.lang();
    let NumberDetails { record, attempts, audit, cases } = details;
    html! {
        h1 { (record.number) }
        (facts(lang, record))
        @if !cases.is_empty() {
            h2 { (DeskLine::ShowCases.say(lang)) }
            ul.plain { @for case in cases { li {
                a href={ "/office/cases/" (case.number) } { (case.number) } " " code { (case.reason.code()) } " "
                (components::case_state(lang, case.closed.is_some()))
            } } }
        }
        h2 { (DeskLine::ShowHistory.say(lang)) }
        (components::requests(lang, attempts, false))
        @if !audit.is_empty() {
            h2 { (DeskLine::ShowAudit.say(lang)) }
            (components::audit_table(lang, audit, false))
        }
        (act_forms(session, record))
    }
}

fn facts(lang: Lang, record: &LicenseRecord) -> Markup {
    let expiry = match record.license.expiry {
        Expiry::Never => DeskLine::Never.say(lang).to_owned(),
        Expiry::On(last) => DeskSentence::UntilDay { day: &date_of(last) }.say(lang),
        Expiry::After(days) => DeskSentence::AfterDays { days: &days }.say(lang),
    };
    html! {
        dl.facts {
            (fact(DeskLine::ShowState.say(lang), &components::state(lang, record.state.name())))
            (fact(DeskLine::ShowEdition.say(lang), &record.license.edition.0.to_string()))
            (fact(DeskLine::ShowExpiry.say(lang), &expiry))
            @if let Some(binding) = record.state.binding() {
                (fact(DeskLine::ShowBound.say(lang), &format!("{} ({})", date_of(binding.bound), case_text::scheme(lang, binding.scheme))))
                @if let Some(values) = &binding.values {
                    (fact(DeskLine::ShowMachine.say(lang), &values.each_ref().map(|value| printable(value.as_bytes())).join(" / ")))
                }
                @if binding.declared { (fact(DeskLine::ShowDeclared.say(lang), A::Yes.say(lang))) }
                (fact(DeskLine::ShowMoves.say(lang), &binding.moves_in_year(day_of(now())).to_string()))
            }
        }
    }
}

/// The forms of the acts that the number's state allows.
fn act_forms(session: &OfficeSession, record: &LicenseRecord) -> Markup {
    let lang = session.lang();
    let can = |kind: ActionKind| OperatorAction { kind, reason: "?".to_owned() }.apply(&record.state).is_ok();
    let possible: Vec<ActionKind> = ACTS_WITH_REASON.into_iter().filter(|kind| can(*kind)).collect();
    let base = format!("/office/numbers/{}", record.number);
    html! {
        @if !possible.is_empty() {
            h2 { (O::Acts.say(lang)) }
            form.stack method="post" action={ (base) "/act" } {
                (session.csrf_field())
                fieldset {
                    legend { (O::Act.say(lang)) }
                    @for kind in possible { label.choice {
                        input type="radio" name="act" value=(kind.name()) required;
                        span { (O::of_action(kind).say(lang)) }
                    } }
                }
                label { (O::ReasonLabel.say(lang)) input name="reason" maxlength="200" required; }
                button { (O::DoIt.say(lang)) }
            }
        }
        @if can(ActionKind::Move) {
            details {
                summary { (O::MoveToTitle.say(lang)) }
                form.stack method="post" action={ (base) "/move" } {
                    (session.csrf_field())
                    label { (O::AnswerLabel.say(lang)) textarea name="request" rows="4" maxlength="16000" spellcheck="false" required {} }
                    label { (O::ReasonLabel.say(lang)) input name="reason" maxlength="200" required; }
                    button { (O::MoveToButton.say(lang)) }
                }
            }
        }
        @if can(ActionKind::ReleaseByReceipt) {
            details {
                summary { (O::ReceiptTitle.say(lang)) }
                form.stack method="post" action={ (base) "/act" } {
                    (session.csrf_field())
                    input type="hidden" name="act" value=(ActionKind::ReleaseByReceipt.name());
                    label { (O::ReceiptLabel.say(lang)) input.code name="receipt" maxlength="80" autocapitalize="characters" spellcheck="false" required; }
                    button { (O::ReceiptButton.say(lang)) }
                }
            }
        }
    }
}

async fn perform_act(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Some(number) = parse_number(session, &typed) else { return Ok(unknown_number(session)) };
    let Some(kind) = ActionKind::from_name(form.field("act")) else { return Ok(session.stale_form()) };
    let reason = case::clean_reason(form.field("reason")).unwrap_or_default();
    let (receipt, operator) = (form.field("receipt").to_owned(), session.operator.as_str().to_owned());
    let target = number.clone();
    let done = session
        .desk()
        .with_data(move |data| {
            let packed = data.profiles.newest().mask.pack(&target).unwrap_or_default();
            ledger::perform_action(&*data.store, &target, &operator, now(), |record| match kind {
                ActionKind::ReleaseByReceipt => ledger::release_by_receipt(&record.state, packed, &receipt),
                // Every act in the office needs a reason.
                _ if reason.is_empty() => Err(ActionRefusal::NoReason),
                kind => Ok(OperatorAction { kind, reason: reason.clone() }),
            })
        })
        .await?;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/office/numbers/{number}")).into_response()),
        Err(ActionError::Unknown) => Ok(unknown_number(session)),
        Err(ActionError::Refused(refusal)) => Ok(act_refused(session, refusal)),
        Err(ActionError::Store(error)) => Err(error.into()),
    }
}

async fn move_to_request(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let lang = session.lang();
    let Some(number) = parse_number(session, &typed) else { return Ok(unknown_number(session)) };
    let Ok(request) = request_parser::parse(form.field("request")) else {
        return Ok(invalid_request(session));
    };
    let other = mask(session).unpack(request.head().number);
    if other.as_ref() != Some(&number) {
        let other = other.map_or_else(|| "?".to_owned(), |other| other.as_str().to_owned());
        let what = AdminSentence::MoveOther { other: &other, number: &number }.say(lang);
        let next = AdminSentence::MoveOtherDo { number: &number }.say(lang);
        return Ok(session.problem(StatusCode::CONFLICT, "NUMBER-OTHER", &what, &next));
    }
    move_and_answer(&form, request).await
}

fn mask(session: &OfficeSession) -> Mask {
    session.desk().newest_profile().mask.clone()
}

fn parse_number(session: &OfficeSession, typed: &str) -> Option<Number> {
    mask(session).parse_number(typed).ok()
}

fn unknown_number(session: &OfficeSession) -> Response {
    let lang = session.lang();
    let (what, next) = (O::NumberUnknown.say(lang), O::NumberUnknownDo.say(lang));
    session.problem(StatusCode::NOT_FOUND, "NUMBER-UNKNOWN", what, next)
}
