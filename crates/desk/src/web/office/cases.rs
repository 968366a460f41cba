//! Cases: the list, one with all it collected, notes, the end by hand, the summary to mail.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;

use super::auth::{Entry, Posted};
use super::components::{self, fact};
use super::number::acts_done;
use crate::sql::Which;
use crate::text::{AdminLine as A, DeskLine, OfficeLine as O, case as say};
use crate::web::error::WebError;
use crate::web::state::{Desk, now};
use countersign_core::protocol::license::moment_at;
use countersign_core::text::Line as _;
use countersign_ledger::{
    CaseClosure, CaseHistory, CaseNote, CaseNumber, CaseRefusal, CaseStore as _, ClosedBy, StoreError, case,
};

pub(super) fn routes() -> Router<Desk> {
    Router::new()
        .route("/office/cases", get(list))
        .route("/office/cases/{case}", get(show))
        .route("/office/cases/{case}/note", post(note))
        .route("/office/cases/{case}/close", post(close))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    which: String,
}

async fn list(entry: Entry, Query(Asked { which }): Query<Asked>) -> Result<Response, WebError> {
    let lang = entry.lang();
    let wanted = match which.as_str() {
        "closed" => Which::Closed,
        "all" => Which::All,
        _ => Which::Open,
    };
    let all = entry.desk().with_office(move |office| office.store.case_list(wanted)).await??;
    let tabs = [
        ("open", Which::Open, O::TabOpen),
        ("closed", Which::Closed, O::TabClosed),
        ("all", Which::All, O::TabAll),
    ];
    let content = html! {
        h1 { (O::NavCases.say(lang)) }
        p.tabs { @for (name, which, line) in tabs {
            @if which == wanted { b { (line.say(lang)) } } @else { a href={ "/office/cases?which=" (name) } { (line.say(lang)) } }
        } }
        @if all.is_empty() { p.quiet { (A::CaseNone.say(lang)) } } @else { (components::cases(lang, &all)) }
    };
    Ok(entry.page(O::NavCases.say(lang), &content))
}

async fn show(entry: Entry, Path(typed): Path<String>) -> Result<Response, WebError> {
    let Some(number) = read(&typed) else { return Ok(refused(&entry, CaseRefusal::Unknown, &typed)) };
    let story = entry.desk().with_office(move |office| office.store.case_history(number)).await??;
    let Some(story) = story else { return Ok(refused(&entry, CaseRefusal::Unknown, &typed)) };
    Ok(entry.page(&number.to_string(), &page(&entry, &story)))
}

fn page(entry: &Entry, story: &CaseHistory) -> Markup {
    let lang = entry.lang();
    let newest = entry.desk().newest();
    let number = story.case.number;
    let summary = say::summary(lang, story, &newest.name, &newest.policy);
    let plain = summary.plain();
    let base = format!("/office/cases/{number}");
    let mut attempts: Vec<_> = story.attempts.iter().collect();
    attempts.reverse();
    html! {
        h1 { (number) " " (components::case_state(lang, story.case.closed.is_some())) }
        dl.facts {
            div { dt { (O::Reason.say(lang)) } dd { code { (story.case.reason.code()) } } }
            (fact(O::Opened.say(lang), &moment_at(story.case.opened)))
            @if let Some(closed) = &story.case.closed { (fact(O::ClosedAt.say(lang), &moment_at(closed.at))) }
            @if let Some(license) = story.attempts.iter().rev().find_map(|one| one.number.as_ref()) {
                div { dt { (O::Number.say(lang)) } dd { a href={ "/office/numbers/" (license) } { (license) } } }
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
        @if !story.actions.is_empty() { h2 { (DeskLine::ShowAudit.say(lang)) } (acts_done(lang, &story.actions, true)) }
        h2 { (O::Notes.say(lang)) }
        @for note in &story.notes {
            div.note { p.quiet { (moment_at(note.at)) " · " (note.operator) } @for line in note.text.lines() { p { bdi { (line) } } } }
        }
        form.stack method="post" action={ (base) "/note" } {
            (entry.mark())
            label { (O::NoteLabel.say(lang)) textarea name="text" rows="3" maxlength="4000" required {} }
            button { (O::NoteButton.say(lang)) }
        }
        @if story.case.closed.is_none() {
            h2 { (O::CloseTitle.say(lang)) }
            form.stack method="post" action={ (base) "/close" } {
                (entry.mark())
                label { (O::ReasonLabel.say(lang)) input name="reason" maxlength="200" required; }
                button { (O::CloseButton.say(lang)) }
            }
        }
        h2 #summary { (O::SummaryTitle.say(lang)) }
        p.quiet { (O::SummaryHint.say(lang)) }
        // The first line break of a text area belongs to its tag.
        textarea.summary readonly rows=(plain.lines().count().clamp(8, 30)) aria-labelledby="summary" { "\n" (plain) }
    }
}

async fn note(Path(typed): Path<String>, posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let Some(number) = read(&typed) else { return Ok(refused(entry, CaseRefusal::Unknown, &typed)) };
    let text = match case::clean_note(posted.field("text")) {
        Ok(text) => text,
        Err(refusal) => return Ok(refused(entry, refusal, &number.to_string())),
    };
    let note = CaseNote { at: now(), operator: entry.operator.as_str().to_owned(), text };
    let done = entry.desk().with_office(move |office| office.store.add_note(number, &note)).await?;
    came(entry, number, done)
}

async fn close(Path(typed): Path<String>, posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let Some(number) = read(&typed) else { return Ok(refused(entry, CaseRefusal::Unknown, &typed)) };
    let Some(reason) = case::clean_reason(posted.field("reason")) else {
        return Ok(refused(entry, CaseRefusal::NoReason, &number.to_string()));
    };
    let how = ClosedBy::Operator { operator: entry.operator.as_str().to_owned(), reason };
    let closed = CaseClosure { at: now(), by: how };
    let done = entry.desk().with_office(move |office| office.store.close(number, &closed)).await?;
    came(entry, number, done)
}

fn came(
    entry: &Entry,
    number: CaseNumber,
    done: Result<Result<(), CaseRefusal>, StoreError>,
) -> Result<Response, WebError> {
    Ok(match done? {
        Ok(()) => Redirect::to(&format!("/office/cases/{number}")).into_response(),
        Err(refusal) => refused(entry, refusal, &number.to_string()),
    })
}

fn read(typed: &str) -> Option<CaseNumber> {
    typed.parse().ok()
}

fn refused(entry: &Entry, refusal: CaseRefusal, case: &str) -> Response {
    let lang = entry.lang();
    let status = match refusal {
        CaseRefusal::Unknown => StatusCode::NOT_FOUND,
        CaseRefusal::Closed => StatusCode::CONFLICT,
        CaseRefusal::NoReason | CaseRefusal::NoText => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let case = countersign_core::machine::printable(case.as_bytes());
    let (what, next) = A::of_case_refusal(refusal);
    let what = what.fill(lang, &[("case", &case)]);
    let next = if refusal == CaseRefusal::Unknown { O::SeeCases.say(lang) } else { next.say(lang) };
    entry.problem(status, refusal.code(), &what, next)
}
