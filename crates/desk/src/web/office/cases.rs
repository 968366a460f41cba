//! The pages of cases: the list, and one case with its requests, acts, notes and summary, to note on and to close.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use super::components::{self, fact};
use super::session::{OfficeForm, OfficeSession};
use crate::case_summary::{self, Summary};
use crate::dates::now;
use crate::sql::CaseFilter;
use crate::text::{AdminLine as A, DeskLine, OfficeLine as O, case_refusal};
use crate::web::error::WebError;
use crate::web::state::DeskState;
use crate::web::ways::ways;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;
use countersign_ledger::{
    CaseClosure, CaseHistory, CaseNote, CaseNumber, CaseRefusal, CaseStore as _, ClosedBy, StoreError, case,
};

pub(super) fn routes() -> Router<DeskState> {
    Router::new()
        .route("/office/cases", get(list_cases))
        .route("/office/cases/{case}", get(show_case))
        .route("/office/cases/{case}/note", post(add_note))
        .route("/office/cases/{case}/close", post(close_case))
}

#[derive(Deserialize)]
struct ListQuery {
    #[serde(default)]
    which: String,
}

async fn list_cases(
    session: OfficeSession,
    Query(ListQuery { which }): Query<ListQuery>,
) -> Result<Response, WebError> {
    let lang = session.lang();
    let filter = match which.as_str() {
        "closed" => CaseFilter::CaseClosure,
        "all" => CaseFilter::All,
        _ => CaseFilter::Open,
    };
    let all = session.desk().store().list_cases(filter).await?;
    let tabs = [
        ("open", CaseFilter::Open, O::TabOpen),
        ("closed", CaseFilter::CaseClosure, O::TabClosed),
        ("all", CaseFilter::All, O::TabAll),
    ];
    let content = html! {
        h1 { (O::NavCases.say(lang)) }
        p.tabs { @for (name, tab, line) in tabs {
            @if tab == filter { b { (line.say(lang)) } } @else { a href={ "/office/cases?which=" (name) } { (line.say(lang)) } }
        } }
        @if all.is_empty() { p.quiet { (A::CaseNone.say(lang)) } } @else { (components::cases(lang, &all)) }
    };
    Ok(session.page(O::NavCases.say(lang), &content))
}

async fn show_case(session: OfficeSession, Path(typed): Path<String>) -> Result<Response, WebError> {
    let Some(number) = parse_number(&typed) else {
        return Ok(refused(&session, CaseRefusal::Unknown, &typed));
    };
    let lang = session.lang();
    let Some(history) = session.desk().store().case_history(number).await? else {
        return Ok(refused(&session, CaseRefusal::Unknown, &typed));
    };
    let summary = case_summary::summarise(lang, &history, &session.desk().data().profiles);
    Ok(session.page(&number.to_string(), &page(&session, &history, &summary)))
}

fn page(session: &OfficeSession, history: &CaseHistory, summary: &Summary) -> Markup {
    let lang = session.lang();
    let number = history.case.number;
    let plain = summary.plain();
    let base = format!("/office/cases/{number}");
    let mut attempts: Vec<_> = history.attempts.iter().collect();
    attempts.reverse();
    html! {
        h1 { (number) " " (components::case_state(lang, history.case.closed.is_some())) }
        dl.facts {
            div { dt { (O::Reason.say(lang)) } dd { code { (history.case.reason.code()) } } }
            (fact(O::Opened.say(lang), &moment_at(history.case.opened)))
            @if let Some(closed) = &history.case.closed { (fact(O::ClosedAt.say(lang), &moment_at(closed.at))) }
            @if let Some(license) = history.attempts.iter().rev().find_map(|one| one.license.as_ref()) {
                div { dt { (O::Number.say(lang)) } dd { (components::number_link(license)) } }
            }
        }
        h2 { (O::Requests.say(lang)) }
        table.rows {
            thead { tr { th { (O::When.say(lang)) } th { (O::Request.say(lang)) } th { (O::Outcome.say(lang)) } } }
            tbody { @for one in attempts { tr {
                td data-label=(O::When.say(lang)) { span.when { (moment_at(one.at)) } }
                td data-label=(O::Request.say(lang)) { a href={ "/office?q=" (one.name) } { (one.name) } }
                td data-label=(O::Outcome.say(lang)) { (components::outcome(lang, one)) }
            } } }
        }
        (ways(lang, &summary.ways))
        @if !history.actions.is_empty() { h2 { (DeskLine::ShowAudit.say(lang)) } (components::audit_table(lang, &history.actions, true)) }
        h2 { (O::Notes.say(lang)) }
        @for note in &history.notes {
            div.note { p.quiet { (moment_at(note.at)) " · " (note.operator) } @for line in note.text.lines() { p { bdi { (line) } } } }
        }
        form.stack method="post" action={ (base) "/note" } {
            (session.csrf_field())
            label { (O::NoteLabel.say(lang)) textarea name="text" rows="3" maxlength="4000" required {} }
            button { (O::NoteButton.say(lang)) }
        }
        @if history.case.closed.is_none() {
            h2 { (O::CloseTitle.say(lang)) }
            form.stack method="post" action={ (base) "/close" } {
                (session.csrf_field())
                label { (O::ReasonLabel.say(lang)) input name="reason" maxlength="200" required; }
                button { (O::CloseButton.say(lang)) }
            }
        }
        h2 #summary { (O::SummaryTitle.say(lang)) }
        p.quiet { (O::SummaryHint.say(lang)) }
        // HTML drops the first line break of a text area.
        textarea.summary readonly rows=(plain.lines().count().clamp(8, 30)) aria-labelledby="summary" { "\n" (plain) }
    }
}

async fn add_note(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Some(number) = parse_number(&typed) else {
        return Ok(refused(session, CaseRefusal::Unknown, &typed));
    };
    let text = match case::clean_note(form.field("text")) {
        Ok(text) => text,
        Err(refusal) => return Ok(refused(session, refusal, &number.to_string())),
    };
    let note = CaseNote { at: now(), operator: session.operator.as_str().to_owned(), text };
    let done = session.desk().store().add_note(number, &note).await;
    respond(session, number, done)
}

async fn close_case(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Some(number) = parse_number(&typed) else {
        return Ok(refused(session, CaseRefusal::Unknown, &typed));
    };
    let Some(reason) = case::clean_reason(form.field("reason")) else {
        return Ok(refused(session, CaseRefusal::NoReason, &number.to_string()));
    };
    let how = ClosedBy::Operator { operator: session.operator.as_str().to_owned(), reason };
    let closed = CaseClosure { at: now(), by: how };
    let done = session.desk().store().close(number, &closed).await;
    respond(session, number, done)
}

/// Goes back to the case, or shows the refusal.
fn respond(
    session: &OfficeSession,
    number: CaseNumber,
    done: Result<Result<(), CaseRefusal>, StoreError>,
) -> Result<Response, WebError> {
    Ok(match done? {
        Ok(()) => Redirect::to(&format!("/office/cases/{number}")).into_response(),
        Err(refusal) => refused(session, refusal, &number.to_string()),
    })
}

fn parse_number(typed: &str) -> Option<CaseNumber> {
    typed.parse().ok()
}

fn refused(session: &OfficeSession, refusal: CaseRefusal, case: &str) -> Response {
    let lang = session.lang();
    let status = match refusal {
        CaseRefusal::Unknown => StatusCode::NOT_FOUND,
        CaseRefusal::Closed => StatusCode::CONFLICT,
        CaseRefusal::NoReason | CaseRefusal::NoText => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let case = countersign_core::machine::printable(case.as_bytes());
    let (what, next) = case_refusal(lang, refusal, &case);
    let next = if refusal == CaseRefusal::Unknown { O::SeeCases.say(lang) } else { next };
    session.problem(status, refusal.code(), &what, next)
}
