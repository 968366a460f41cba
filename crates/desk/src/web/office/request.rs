//! A request, as the device showed it and as the desk answered it.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};

use super::auth::{Entry, Posted};
use super::components::{self, fact, read_out};
use super::number::refused;
use crate::answers::code_lines;
use crate::sql::Kept;
use crate::text::{DeskLine, OfficeLine as O, case as say};
use crate::web::ask::ask;
use crate::web::error::WebError;
use crate::web::phone_page;
use crate::web::state::{Desk, now};
use countersign_core::protocol::license::moment_at;
use countersign_core::protocol::{Platform, Scheme};
use countersign_core::review::Policy;
use countersign_core::text::{Line as _, platform};
use countersign_ledger::text::{LedgerLine, ledger as say_ledger};
use countersign_ledger::{
    self as ledger, Answer, AnswerError, AttemptOutcome, Reason, RequestContext, Store as _, StoreError, case,
};

pub(super) fn routes() -> Router<Desk> {
    Router::new()
        .route("/office/requests/{id}", get(show))
        .route("/office/requests/{id}/answer", post(again))
        .route("/office/requests/{id}/move", post(move_here))
}

/// A request, and the code it was given where its binding still stands.
pub(super) struct Told {
    pub(super) kept: Kept,
    pub(super) code: Option<Vec<String>>,
    pub(super) policy: Policy,
}

/// Loads a request.
pub(super) async fn load(entry: &Entry, id: i64) -> Result<Option<Told>, WebError> {
    let told = entry.desk().with_office(move |office| {
        let Some(kept) = office.store.attempt(id)? else { return Ok(None) };
        let standing = match &kept.attempt.number {
            Some(number) => office.store.load(number)?,
            None => None,
        };
        let issued = standing.as_ref().and_then(|standing| standing.state.binding()).and_then(|binding| {
            let asked = kept.attempt.incoming_request()?;
            binding
                .issued
                .iter()
                .rev()
                .find(|issued| asked.was_answered_by(issued))
                .map(|issued| issued.code.lines().to_vec())
        });
        let profile = office.profiles.get(kept.attempt.profile).unwrap_or(office.profiles.newest());
        Ok::<_, StoreError>(Some(Told { kept, code: issued, policy: profile.policy }))
    });
    Ok(told.await??)
}

async fn show(entry: Entry, Path(id): Path<i64>) -> Result<Response, WebError> {
    let Some(told) = load(&entry, id).await? else { return Ok(unknown(&entry)) };
    let title = told.kept.attempt.name.clone();
    Ok(entry.page(&title, &page(&entry, &told)))
}

fn page(entry: &Entry, told: &Told) -> Markup {
    let lang = entry.lang();
    let attempt = &told.kept.attempt;
    let said = attempt.incoming_request().map(|asked| asked.head().verdicts);
    let base = format!("/office/requests/{}", told.kept.id);
    html! {
        h1 { (O::Request.say(lang)) " " (attempt.name) }
        p { (components::outcome(lang, attempt)) }
        p { a.button href={ (base) "/guide" } { (O::GuideLink.say(lang)) } }
        dl.facts {
            (fact(O::When.say(lang), &moment_at(attempt.at)))
            @if let Some(number) = &attempt.number {
                div { dt { (O::Number.say(lang)) } dd { a href={ "/office/numbers/" (number) } { (number) } } }
            }
            @if let Some(case) = told.kept.case {
                div { dt { (O::Case.say(lang)) } dd { a href={ "/office/cases/" (case) } { (case) } } }
            }
            @if let Some(name) = platform::platform(Platform(attempt.platform)) { (fact(O::Platform.say(lang), name)) }
            (fact(O::Binding.say(lang), say::scheme(lang, attempt.scheme)))
            (fact(O::ProfileVersion.say(lang), &attempt.profile.to_string()))
            @if let Some(operator) = &attempt.operator { (fact(O::Operator.say(lang), operator)) }
        }
        @if let Some(reason) = attempt.reason() { (why(entry, reason)) }
        @if !attempt.differs.is_empty() {
            p { (DeskLine::Differs.fill(lang, &[("fields", &say_ledger::differences(lang, &attempt.differs))])) }
        }
        @for note in &attempt.notes { p.quiet { (say_ledger::note(lang, *note)) } }
        h2 { (DeskLine::FieldsHeading.say(lang)) }
        @if attempt.spoken { p.notice { (O::ByWordNoValues.say(lang)) } }
        ul.fields {
            @for (at, finding) in attempt.findings().iter().enumerate() {
                (components::field(lang, finding, said.and_then(|said| said.get(at).copied()), &attempt.remedies(finding, &told.policy)))
            }
        }
        @if let Some(lines) = &told.code {
            h2 { (O::CodeTitle.say(lang)) }
            (read_out(lang, 1, lines))
        }
        (acts(entry, told, &base))
    }
}

fn why(entry: &Entry, reason: Reason) -> Markup {
    let (what, next) = LedgerLine::of_reason(reason);
    html! {
        p.notice.bad { (what.say(entry.lang())) }
        p { (DeskLine::WhatToDo.fill(entry.lang(), &[("text", next.say(entry.lang()))])) }
    }
}

fn acts(entry: &Entry, told: &Told, base: &str) -> Markup {
    let lang = entry.lang();
    let attempt = &told.kept.attempt;
    let differs = attempt.outcome == AttemptOutcome::Refused(Reason::DeviceDiffers)
        || attempt.outcome == AttemptOutcome::Refused(Reason::MovesExhausted);
    html! {
        @if attempt.incoming_request().is_some() {
            h2 { (O::Acts.say(lang)) }
            form.stack method="post" action={ (base) "/answer" } {
                (entry.mark())
                p.quiet { (O::AgainHint.say(lang)) }
                button { (O::AgainButton.say(lang)) }
            }
            @if differs {
                form.stack method="post" action={ (base) "/move" } {
                    (entry.mark())
                    label { (O::ReasonLabel.say(lang)) input name="reason" maxlength="200" required; }
                    button { (O::MoveHereButton.say(lang)) }
                }
            }
        }
    }
}

/// The request asked again, by the operator: it may get what nobody else may be given.
async fn again(Path(id): Path<i64>, posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let told = load(entry, id).await?;
    let Some(asked) = told.as_ref().and_then(|told| told.kept.attempt.incoming_request()) else {
        return Ok(unknown(entry));
    };
    let version = asked.head().profile_version;
    let scheme = told.map_or(Scheme::Three, |told| told.kept.attempt.scheme);
    let answer = ask(entry.desk(), asked, entry.asker(), scheme).await?;
    Ok(answered(entry, &answer, version))
}

async fn move_here(Path(id): Path<i64>, posted: Posted) -> Result<Response, WebError> {
    let entry = &posted.entry;
    let told = load(entry, id).await?;
    let Some(asked) = told.and_then(|told| told.kept.attempt.incoming_request()) else {
        return Ok(unknown(entry));
    };
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

/// An answer, to be read out to a caller or to be told why not.
pub(super) fn answered(entry: &Entry, answer: &Answer, version: u16) -> Response {
    let lang = entry.lang();
    let profile = entry.desk().profile(version).unwrap_or_else(|| entry.desk().newest());
    let content = html! {
        @if let Some(lines) = code_lines(answer) {
            h1 { (O::CodeTitle.say(lang)) }
            @if let Some(number) = &answer.number {
                p { a href={ "/office/numbers/" (number) } { (number) } " · " a href={ "/office?q=" (answer.name) } { (answer.name) } }
            }
            (read_out(lang, 1, &lines))
            @for note in &answer.notes { p.quiet { (say_ledger::note(lang, *note)) } }
        } @else {
            (phone_page::answered(lang, answer, &profile))
            p { a href={ "/office?q=" (answer.name) } { (O::Request.say(lang)) " " (answer.name) } }
        }
    };
    let title = if answer.reason().is_none() { O::CodeTitle } else { O::RefusedTitle };
    entry.page(title.say(lang), &content)
}

/// No such request.
pub(super) fn unknown(entry: &Entry) -> Response {
    let lang = entry.lang();
    let (what, next) = (O::RequestUnknown.say(lang), O::RequestUnknownDo.say(lang));
    entry.problem(StatusCode::NOT_FOUND, "REQUEST-UNKNOWN", what, next)
}
