//! One case: its requests, acts, notes and summary, and what an operator does with it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::components::{self, fact};
use super::session::{OfficeForm, OfficeSession};
use super::{case_forms, customer_form, downloads};
use crate::access::{Access, Permission};
use crate::case_summary::{self, Summary};
use crate::dates::now;
use crate::sql::{CaseStep, CaseWork, CustomerEntry, CustomerTooLong, StoredAttempt};
use crate::text::{DeskLine, OfficeLine as O, OfficeSentence, StaffLine, StaffSentence, case_refusal};
use crate::web::error::WebError;
use crate::web::routes::Routes;
use crate::web::ways::ways;
use countersign_core::machine::printable;
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;
use countersign_ledger::{
    Attempt, CaseHistory, CaseNote, CaseNumber, CaseRefusal, CaseStore as _, NoteAudience, StoreError, case,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/cases/{case}", Access::Operator(Permission::See), show_case)
        .post("/office/cases/{case}/note", Access::Operator(Permission::WorkOnCases), add_note)
        .post("/office/cases/{case}/step", Access::Operator(Permission::WorkOnCases), change_case)
}

/// A case as its page shows it.
struct CaseDetails {
    history: CaseHistory,
    work: CaseWork,
    customer: CustomerEntry,
    /// The operators' names.
    operators: Vec<String>,
    /// The rows of its newest requests, newest first.
    rows: Vec<StoredAttempt>,
    /// The links to the program, and their downloads.
    downloads: Markup,
}

async fn show_case(session: OfficeSession, Path(typed): Path<String>) -> Result<Response, WebError> {
    let unknown = || Ok(refused(&session, CaseRefusal::Unknown, &typed));
    let Ok(number) = typed.parse::<CaseNumber>() else { return unknown() };
    let store = session.desk().store();
    let Some(history) = store.case_history(number).await? else { return unknown() };
    let details = CaseDetails {
        rows: stored_requests(&session, &history).await?,
        downloads: downloads::of_case(&session, number, history.product()).await?,
        history,
        work: store.case_work(number).await?.unwrap_or_default(),
        customer: store.case_customer(number).await?.unwrap_or_default(),
        operators: components::case_workers(&session).await?,
    };
    let steps = store.case_steps(number).await?;
    let summary = case_summary::summarise(
        session.lang(),
        &details.history,
        &steps,
        &session.desk().data().published.profiles,
    );
    Ok(session.page(&number.to_string(), &page(&session, &details, &summary)))
}

/// The stored requests of a case whose newest number is known, newest first. A case of a bundle may have others.
async fn stored_requests(
    session: &OfficeSession,
    history: &CaseHistory,
) -> Result<Vec<StoredAttempt>, StoreError> {
    let Some(license) = history.license() else { return Ok(Vec::new()) };
    let mut attempts = session.desk().store().attempts(license).await?;
    attempts.retain(|stored| history.attempts.contains(&stored.attempt));
    attempts.reverse();
    Ok(attempts)
}

fn page(session: &OfficeSession, details: &CaseDetails, summary: &Summary) -> Markup {
    let lang = session.lang();
    let CaseDetails { history, work, customer, operators, rows, downloads } = details;
    let newest = rows.first().map(|stored| format!("/office/requests/{}", stored.id));
    let guide = newest.as_ref().map_or_else(|| "/office/guide".to_owned(), |at| format!("{at}/guide"));
    let number = history.case.number;
    let plain = summary.plain();
    let base = format!("/office/cases/{number}");
    let closed = history.case.closed.is_some();
    html! {
        h1 { (number) " " (components::case_state(lang, closed, work.waiting.is_some())) }
        dl.facts {
            div { dt { (O::Reason.say(lang)) } dd { code { (history.case.reason.code()) } } }
            @if history.case.machines > 1 { (fact(O::Machines.say(lang), &components::machines(lang, &history.case))) }
            (fact(O::Opened.say(lang), &moment_at(history.case.opened)))
            @if let Some(closed) = &history.case.closed { (fact(O::ClosedAt.say(lang), &moment_at(closed.at))) }
            @if let Some(license) = history.attempts.iter().rev().find_map(|one| one.license.as_ref()) {
                div { dt { (O::Number.say(lang)) } dd { (components::number_link(license)) } }
            }
            @if let Some(name) = &work.assignee { (fact(O::Assignee.say(lang), &printable(name.as_bytes()))) }
            @if let (Some(since), None) = (work.waiting, &history.case.closed) { (fact(O::WaitsSince.say(lang), &moment_at(since))) }
            (customer_form::facts(lang, customer))
        }
        p.buttons {
            a.button href=(guide) { (O::GuideLink.say(lang)) }
            @if let Some(newest) = newest { a.button href=(newest) { (StaffLine::OpenRequest.say(lang)) } }
            @if session.may(Permission::WorkOnCases) { a.button href={ (base) "/mail" } { (O::MailLink.say(lang)) } }
        }
        (case_forms::steps(session, &base, work, closed, operators))
        (customer_form::form(session, &format!("{base}/step"), customer, &[("step", "customer"), ("version", &work.version.to_string())]))
        h2 { (O::Requests.say(lang)) }
        (request_table(session, history, rows))
        (ways(lang, &summary.ways))
        @if !history.actions.is_empty() { h2 { (DeskLine::ShowAudit.say(lang)) } (components::audit_table(lang, &history.actions, true)) }
        (downloads)
        h2 { (O::Notes.say(lang)) }
        @for note in &history.notes { (case_forms::note(lang, note)) }
        (case_forms::note_form(session, &base))
        h2 #summary { (O::SummaryTitle.say(lang)) }
        @let hint = if session.may(Permission::WorkOnCases) { O::SummaryHint.say(lang) } else { StaffLine::SummaryOnly.say(lang) };
        p.quiet { (hint) }
        // HTML drops the first line break of a text area.
        textarea.summary readonly rows=(plain.lines().count().clamp(8, 30)) aria-labelledby="summary" { "\n" (plain) }
    }
}

/// The requests of a case, newest first.
fn request_table(session: &OfficeSession, history: &CaseHistory, rows: &[StoredAttempt]) -> Markup {
    let lang = session.lang();
    let address = |attempt: &Attempt| match rows.iter().find(|stored| stored.attempt == *attempt) {
        Some(stored) => format!("/office/requests/{}", stored.id),
        None => format!("/office?q={}", attempt.name),
    };
    html! {
        table.rows {
            thead { tr { @for line in [O::When, O::Request, O::Number, O::Outcome] { th { (line.say(lang)) } } } }
            tbody { @for one in history.attempts.iter().rev() { tr {
                td data-label=(O::When.say(lang)) { span.when { (moment_at(one.at)) } }
                td data-label=(O::Request.say(lang)) { a href=(address(one)) { (one.name) } }
                td data-label=(O::Number.say(lang)) { (components::number_of(one)) }
                td data-label=(O::Outcome.say(lang)) { (components::outcome(lang, one)) }
            } } }
        }
        @if history.left_out > 0 { p.quiet { (OfficeSentence::LeftOut { count: &history.left_out }.say(lang)) } }
    }
}

async fn add_note(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Ok(number) = typed.parse::<CaseNumber>() else {
        return Ok(refused(session, CaseRefusal::Unknown, &typed));
    };
    let text = match case::clean_note(form.field("text")) {
        Ok(text) => text,
        Err(refusal) => return Ok(refused(session, refusal, &number.to_string())),
    };
    let audience = NoteAudience::from_name(form.field("audience")).unwrap_or_default();
    let note = CaseNote { at: now(), operator: session.operator.as_str().to_owned(), text, audience };
    let done = session.desk().store().add_note(number, &note).await;
    respond(session, number, done)
}

async fn change_case(Path(typed): Path<String>, form: OfficeForm) -> Result<Response, WebError> {
    let session = &form.session;
    let Ok(number) = typed.parse::<CaseNumber>() else {
        return Ok(refused(session, CaseRefusal::Unknown, &typed));
    };
    let operators = components::case_workers(session).await?;
    let step = match posted_step(&form, &operators) {
        Ok(step) => step,
        Err(StepFault::Assignee(name)) => return Ok(cannot_work(session, &name)),
        Err(StepFault::Case(refusal)) => return Ok(refused(session, refusal, &number.to_string())),
        Err(StepFault::Customer(fault)) => return Ok(customer_form::refused(session, fault)),
    };
    let version = form.field("version").parse().ok();
    let by = session.operator.as_str();
    let done = session.desk().store().change_case(number, version, step, by, now()).await;
    respond(session, number, done)
}

/// Why a form asks for no step.
enum StepFault {
    /// No operator who works on cases has this name.
    Assignee(String),
    Case(CaseRefusal),
    Customer(CustomerTooLong),
}

/// The step that a form asks for.
fn posted_step(form: &OfficeForm, operators: &[String]) -> Result<CaseStep, StepFault> {
    let reason = || case::clean_reason(form.field("reason")).map_err(StepFault::Case);
    Ok(match form.field("step") {
        "assign" => match form.field("assignee") {
            "" => CaseStep::Assign(None),
            name if operators.iter().any(|one| one == name) => CaseStep::Assign(Some(name.to_owned())),
            name => return Err(StepFault::Assignee(name.to_owned())),
        },
        "wait" => CaseStep::Wait,
        "go-on" => CaseStep::GoOn,
        "customer" => CaseStep::Customer(customer_form::posted(form).map_err(StepFault::Customer)?),
        "reopen" => CaseStep::Reopen(reason()?),
        _ => CaseStep::Close(Some(reason()?)),
    })
}

/// The page for an assignee who doesn't work on cases.
fn cannot_work(session: &OfficeSession, name: &str) -> Response {
    let lang = session.lang();
    let what = StaffSentence::CannotWork { name: &printable(name.as_bytes()) }.say(lang);
    let next = StaffLine::CannotWorkDo.say(lang);
    session.problem(StatusCode::UNPROCESSABLE_ENTITY, "ASSIGNEE-ROLE", &what, next)
}

/// Goes back to the case, or shows the refusal.
fn respond(
    session: &OfficeSession,
    number: CaseNumber,
    done: Result<Result<(), CaseRefusal>, StoreError>,
) -> Result<Response, WebError> {
    Ok(match done? {
        Ok(()) => session.done(&format!("/office/cases/{number}")),
        Err(refusal) => refused(session, refusal, &number.to_string()),
    })
}

/// A case that isn't there, or a change that it doesn't allow.
pub(super) fn refused(session: &OfficeSession, refusal: CaseRefusal, case: &str) -> Response {
    let lang = session.lang();
    let status = match refusal {
        CaseRefusal::Unknown => StatusCode::NOT_FOUND,
        CaseRefusal::Closed | CaseRefusal::NotClosed | CaseRefusal::OtherOpen | CaseRefusal::Changed => {
            StatusCode::CONFLICT
        }
        CaseRefusal::NoReason | CaseRefusal::ReasonTooLong | CaseRefusal::NoText | CaseRefusal::TooLong => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let case = printable(case.as_bytes());
    let (what, next) = case_refusal(lang, refusal, &case);
    let next = if refusal == CaseRefusal::Unknown { O::SeeCases.say(lang) } else { next };
    session.problem(status, refusal.code(), &what, next)
}
