//! A license number: how it stands, what it is bound to, what was asked and done, and what can be done now.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};

use super::auth::{Entry, Posted};
use super::components::{self, fact};
use super::request::answered;
use crate::requests;
use crate::sql::Kept;
use crate::text::{AdminLine as A, DeskLine, OfficeLine as O, case as say};
use crate::web::error::WebError;
use crate::web::state::{Desk, now};
use countersign_core::machine::printable;
use countersign_core::protocol::license::{date_of, day_of, moment_at};
use countersign_core::protocol::{Mask, Number, Scheme};
use countersign_core::text::{Lang, Line as _};
use countersign_ledger::text::LedgerLine;
use countersign_ledger::{
    self as ledger, ActionRefusal, AnswerError, AuditEntry, Case, Expiry, LicenseRecord, OperatorAction,
    RequestContext, Store as _, StoreError, case,
};
use countersign_ledger::{ActionError, ActionKind};

pub(super) fn routes() -> Router<Desk> {
    Router::new()
        .route("/office/numbers/{number}", get(show))
        .route("/office/numbers/{number}/act", post(perform))
        .route("/office/numbers/{number}/move", post(move_to))
}

/// What operators do with a reason; a receipt and a move to a request have forms of their own.
const ACTS: [ActionKind; 5] =
    [ActionKind::Release, ActionKind::Move, ActionKind::Suspend, ActionKind::Resume, ActionKind::Revoke];

struct Told {
    standing: LicenseRecord,
    attempts: Vec<Kept>,
    audit: Vec<AuditEntry>,
    cases: Vec<Case>,
}

async fn show(entry: Entry, Path(typed): Path<String>) -> Result<Response, WebError> {
    let Some(number) = known(&entry, &typed) else { return Ok(unknown(&entry)) };
    let told = entry
        .desk()
        .with_office(move |office| {
            let Some(standing) = office.store.load(&number)? else { return Ok(None) };
            let mut attempts = office.store.attempts(&number)?;
            attempts.reverse();
            let (audit, cases) = (office.store.audit(&number)?, office.store.cases(&number)?);
            Ok::<_, StoreError>(Some(Told { standing, attempts, audit, cases }))
        })
        .await??;
    let Some(told) = told else { return Ok(unknown(&entry)) };
    let title = told.standing.number.as_str().to_owned();
    Ok(entry.page(&title, &page(&entry, &told)))
}

fn page(entry: &Entry, told: &Told) -> Markup {
    let lang = entry.lang();
    let Told { standing, attempts, audit, cases } = told;
    html! {
        h1 { (standing.number) }
        (facts(lang, standing))
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
            (acts_done(lang, audit, false))
        }
        (acts(entry, standing))
    }
}

/// Acts that were done, as a table.
pub(super) fn acts_done(lang: Lang, all: &[AuditEntry], with_number: bool) -> Markup {
    html! {
        table.rows {
            thead { tr {
                th { (O::When.say(lang)) } th { (O::Operator.say(lang)) }
                @if with_number { th { (O::Number.say(lang)) } }
                th { (O::Act.say(lang)) } th { (O::Reason.say(lang)) }
            } }
            tbody { @for one in all { tr {
                td data-label=(O::When.say(lang)) { span.when { (moment_at(one.at)) } }
                td data-label=(O::Operator.say(lang)) { bdi { (printable(one.operator.as_bytes())) } }
                @if with_number { td data-label=(O::Number.say(lang)) { a href={ "/office/numbers/" (one.number) } { (one.number) } } }
                td data-label=(O::Act.say(lang)) { (LedgerLine::of_action(one.action.kind).say(lang)) }
                td data-label=(O::Reason.say(lang)) { bdi { (printable(one.action.reason.as_bytes())) } }
            } } }
        }
    }
}

fn facts(lang: Lang, standing: &LicenseRecord) -> Markup {
    let expiry = match standing.license.expiry {
        Expiry::Never => DeskLine::Never.say(lang).to_owned(),
        Expiry::On(last) => DeskLine::UntilDay.fill(lang, &[("day", &date_of(last))]),
        Expiry::After(days) => DeskLine::AfterDays.fill(lang, &[("days", &days.to_string())]),
    };
    html! {
        dl.facts {
            (fact(DeskLine::ShowState.say(lang), &components::state(lang, standing.state.name())))
            (fact(DeskLine::ShowEdition.say(lang), &standing.license.edition.0.to_string()))
            (fact(DeskLine::ShowExpiry.say(lang), &expiry))
            @if let Some(binding) = standing.state.binding() {
                (fact(DeskLine::ShowBound.say(lang), &format!("{} ({})", date_of(binding.bound), say::scheme(lang, binding.scheme))))
                @if let Some(values) = &binding.values {
                    (fact(DeskLine::ShowMachine.say(lang), &values.each_ref().map(|value| printable(value.as_bytes())).join(" / ")))
                }
                @if binding.declared { (fact(DeskLine::ShowDeclared.say(lang), A::Yes.say(lang))) }
                (fact(DeskLine::ShowMoves.say(lang), &binding.moves_in_year(day_of(now())).to_string()))
            }
        }
    }
}

fn acts(entry: &Entry, standing: &LicenseRecord) -> Markup {
    let lang = entry.lang();
    let can =
        |kind: ActionKind| OperatorAction { kind, reason: "?".to_owned() }.apply(&standing.state).is_ok();
    let possible: Vec<ActionKind> = ACTS.into_iter().filter(|kind| can(*kind)).collect();
    let base = format!("/office/numbers/{}", standing.number);
    html! {
        @if !possible.is_empty() {
            h2 { (O::Acts.say(lang)) }
            form.stack method="post" action={ (base) "/act" } {
                (entry.mark())
                fieldset {
                    legend { (O::Act.say(lang)) }
                    @for kind in possible { label.choice {
                        input type="radio" name="act" value=(kind.name()) required;
                        span { (O::of_act(kind).say(lang)) }
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
                    (entry.mark())
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
                    (entry.mark())
                    input type="hidden" name="act" value=(ActionKind::ReleaseByReceipt.name());
                    label { (O::ReceiptLabel.say(lang)) input.code name="receipt" maxlength="80" autocapitalize="characters" spellcheck="false" required; }
                    button { (O::ReceiptButton.say(lang)) }
                }
            }
        }
    }
}

async fn perform(Path(typed): Path<String>, posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let Some(number) = known(entry, &typed) else { return Ok(unknown(entry)) };
    let Some(kind) = ActionKind::from_name(posted.field("act")) else { return Ok(entry.stale()) };
    let reason = case::clean_reason(posted.field("reason")).unwrap_or_default();
    let (receipt, operator) = (posted.field("receipt").to_owned(), entry.operator.as_str().to_owned());
    let of = number.clone();
    let done = entry
        .desk()
        .with_office(move |office| {
            let packed = office.profiles.newest().mask.pack(&of).unwrap_or_default();
            ledger::perform_action(&*office.store, &of, &operator, now(), |standing| match kind {
                ActionKind::ReleaseByReceipt => ledger::release_by_receipt(&standing.state, packed, &receipt),
                // Whoever does something to a number from here says why.
                _ if reason.is_empty() => Err(ActionRefusal::NoReason),
                kind => Ok(OperatorAction { kind, reason: reason.clone() }),
            })
        })
        .await?;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/office/numbers/{number}")).into_response()),
        Err(ActionError::Unknown) => Ok(unknown(entry)),
        Err(ActionError::Refused(refusal)) => Ok(refused(entry, refusal)),
        Err(ActionError::Store(error)) => Err(error.into()),
    }
}

async fn move_to(Path(typed): Path<String>, posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let lang = entry.lang();
    let Some(number) = known(entry, &typed) else { return Ok(unknown(entry)) };
    let Ok(asked) = requests::parse(posted.field("request")) else {
        let (what, next) = (O::NotRequest.say(lang), O::NotRequestDo.say(lang));
        return Ok(entry.problem(StatusCode::UNPROCESSABLE_ENTITY, "REQUEST-INVALID", what, next));
    };
    let other = mask(entry).unpack(asked.head().number);
    if other.as_ref() != Some(&number) {
        let other = other.map_or_else(|| "?".to_owned(), |other| other.as_str().to_owned());
        let with = [("number", number.as_str()), ("other", &*other)];
        let (what, next) = (A::MoveOther.fill(lang, &with), A::MoveOtherDo.fill(lang, &with));
        return Ok(entry.problem(StatusCode::CONFLICT, "NUMBER-OTHER", &what, &next));
    }
    let version = asked.head().profile_version;
    let reason = case::clean_reason(posted.field("reason")).unwrap_or_default();
    let context = RequestContext { now: now(), requester: entry.asker(), scheme: Scheme::Three };
    let moved = entry
        .desk()
        .with_office(move |office| ledger::move_and_answer(&*office.store, office, &asked, &context, &reason))
        .await?;
    match moved {
        Ok(answer) => Ok(answered(entry, &answer, version)),
        Err(AnswerError::Action(refusal)) => Ok(refused(entry, refusal)),
        Err(error) => Err(error.into()),
    }
}

/// An act that can't be done.
pub(super) fn refused(entry: &Entry, refusal: ActionRefusal) -> Response {
    let lang = entry.lang();
    let what = LedgerLine::of_action_refusal(refusal).say(lang);
    entry.problem(StatusCode::CONFLICT, refusal.code(), what, DeskLine::ActRefusedDo.say(lang))
}

fn mask(entry: &Entry) -> Mask {
    entry.desk().newest().mask.clone()
}

fn known(entry: &Entry, typed: &str) -> Option<Number> {
    mask(entry).parse_number(typed).ok()
}

fn unknown(entry: &Entry) -> Response {
    let lang = entry.lang();
    let (what, next) = (O::NumberUnknown.say(lang), O::NumberUnknownDo.say(lang));
    entry.problem(StatusCode::NOT_FOUND, "NUMBER-UNKNOWN", what, next)
}
