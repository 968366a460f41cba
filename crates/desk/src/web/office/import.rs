//! The import of a file of license numbers, with a report on each bad line.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::http::header::REFRESH;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use tracing::Instrument as _;

use super::session::{OfficeSession, OfficeUpload};
use super::upload::Upload;
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::import::{ImportOrder, ImportOutcome, ImportWay, LineFault, ReportPlace};
use crate::sql::StatedLicense;
use crate::text::{AdminLine as A, AdminSentence, OfficeLine as O, StaffLine, StaffSentence};
use crate::web::body_limits;
use crate::web::error::WebError;
use crate::web::import_jobs::ImportJob;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_core::protocol::Number;
use countersign_core::text::{Lang, Line as _, labelled};
use countersign_ledger::StoreError;

/// The address of the page.
const PATH: &str = "/office/import";
/// How many bad lines the report shows.
const MAX_REPORTED: usize = 500;
/// How long the response to the form waits for the import. A longer one goes on, and the page shows its progress.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PATH, Access::Operator(Permission::AddNumbers), show_form)
        .post(PATH, Access::Operator(Permission::AddNumbers), import)
        .layer(DefaultBodyLimit::max(body_limits::IMPORT))
}

/// Shows the form; before it, the report of an import that has ended meanwhile, or the progress of one that goes on.
async fn show_form(session: OfficeSession) -> Result<Response, WebError> {
    match session.desk().imports().take(&session.operator) {
        None => Ok(session.page(O::ImportTitle.say(session.lang()), &form_page(&session))),
        Some(job) => ended_or_progress(&session, &job, Upload::default()),
    }
}

async fn import(OfficeUpload { session, upload }: OfficeUpload) -> Result<Response, WebError> {
    let lang = session.lang();
    let bytes = upload.bytes_or("numbers");
    if bytes.is_empty() {
        let (what, next) = (O::ImportNone.say(lang), O::ImportNoneDo.say(lang));
        return Ok(session.problem(StatusCode::UNPROCESSABLE_ENTITY, "FILE-EMPTY", what, next));
    }
    let profiles = session.desk().data().published.profiles;
    let Ok(profile) = profiles.product(Some(upload.field("product")).filter(|named| !named.is_empty()))
    else {
        return Ok(session.stale_form());
    };
    let name = match upload.name.as_str() {
        "" => StaffLine::ImportTyped.say(lang).to_owned(),
        name => printable(name.as_bytes()),
    };
    let reason = AdminSentence::ImportReason { path: &name }.say(lang);
    let way = match (upload.is_ticked("strict"), upload.is_ticked("update")) {
        (true, _) => ImportWay::Strict,
        (false, true) => ImportWay::Update,
        (false, false) => ImportWay::Others,
    };
    let job = ImportJob::new(name, profile.mask.example());
    if !session.desk().imports().begin(&session.operator, &job) {
        let (what, next) = (StaffLine::ImportRunning.say(lang), StaffLine::ImportRunningDo.say(lang));
        return Ok(session.problem(StatusCode::CONFLICT, "IMPORT-RUNNING", what, next));
    }
    let (desk, operator, running) = (session.desk().clone(), session.operator.clone(), Arc::clone(&job));
    let (product, mask) = (profile.product.clone(), profile.mask.clone());
    let work = async move {
        let (options, by, progress) = (StatedLicense::default(), operator.as_str(), Arc::clone(&running));
        let order =
            ImportOrder { product: &product, mask: &mask, options, way, reason: &reason, by, at: now() };
        let advance = move |done, all| progress.advance(done, all);
        running.end(order.parse_and_perform(desk.store(), bytes.to_vec(), advance).await);
    };
    let of_panic = Arc::clone(&job);
    tokio::spawn(async move {
        if let Err(error) = tokio::spawn(work.in_current_span()).await {
            of_panic.end(Err(StoreError::Fault(error.to_string())));
        }
    });
    job.wait(PATIENCE).await;
    if job.outcome().is_none() {
        return Ok(Redirect::to(PATH).into_response());
    }
    // The report is shown here, so the page doesn't show it again.
    let ended = session.desk().imports().take(&session.operator).unwrap_or(job);
    ended_or_progress(&session, &ended, upload)
}

/// The report of an import that has ended, with the form; or the progress of one that goes on. The form keeps what was typed until every
/// line is good.
fn ended_or_progress(session: &OfficeSession, job: &ImportJob, typed: Upload) -> Result<Response, WebError> {
    let title = O::ImportTitle.say(session.lang());
    let Some(outcome) = job.outcome() else {
        let mut response = session.page(title, &progress(session.lang(), job));
        response.headers_mut().insert(REFRESH, HeaderValue::from_static("5"));
        return Ok(response);
    };
    let outcome = outcome.as_ref().map_err(|error| WebError::from(error.clone()))?;
    let next = if outcome.import.bad.is_empty() { Upload::default() } else { typed };
    let report = report(session, outcome, &job.name, &job.example);
    Ok(session.page(title, &html! { (report) (upload_form(session, &next)) }))
}

fn progress(lang: Lang, job: &ImportJob) -> Markup {
    html! {
        h1 { (O::ImportTitle.say(lang)) }
        p.notice role="status" {
            (StaffSentence::ImportGoesOn { path: &job.name }.say(lang))
            @if let Some((done, all)) = job.progress() { " " (AdminSentence::ImportProgress { done: &done, all: &all }.say(lang)) }
        }
        p { (StaffLine::ImportGoesOnDo.say(lang)) }
        p { a.button href=(PATH) { (StaffLine::LookAgain.say(lang)) } }
    }
}

fn report(session: &OfficeSession, outcome: &ImportOutcome, name: &str, example: &Number) -> Markup {
    let lang = session.lang();
    let ImportOutcome { import, new, known, updated, stopped } = outcome;
    let (bad, good) = (import.bad.len(), import.bad.is_empty());
    let again = &import.repeated;
    let imported = AdminSentence::ImportedSome { path: &name, new, known, again, bad: &bad };
    html! {
        h1 { (O::ImportReport.say(lang)) }
        @if *stopped {
            p.notice.bad role="alert" { (AdminSentence::ImportStrict { bad: &bad }.say(lang)) " " (A::ImportStrictDo.say(lang)) }
        } @else {
            p.notice.good[good].bad[!good] role="alert" { (imported.say(lang)) }
            @if !good { p { (A::ImportBadDo.say(lang)) } }
        }
        @if *updated > 0 { p { (AdminSentence::ImportUpdated { count: updated }.say(lang)) } }
        @if !import.mended.is_empty() {
            ul.plain { @for (line, text, number) in import.mended.iter().take(MAX_REPORTED) {
                li { bdi { (AdminSentence::ImportMended { line, text, number }.say(lang)) } }
            } }
        }
        @if !good {
            ul.plain {
                @for bad in import.bad.iter().take(MAX_REPORTED) { li { bdi { (bad.message(example.as_str(), ReportPlace::Page, lang)) } } }
            }
            @if import.bad.iter().any(|bad| bad.fault == LineFault::Quote) { p.quiet { (O::ImportQuoteHint.say(lang)) } }
        }
    }
}

fn form_page(session: &OfficeSession) -> Markup {
    html! { h1 { (O::ImportTitle.say(session.lang())) } (upload_form(session, &Upload::default())) }
}

/// Returns the form, with the fields of an earlier upload filled in.
fn upload_form(session: &OfficeSession, filled: &Upload) -> Markup {
    let lang = session.lang();
    let profiles = session.desk().data().published.profiles;
    let products = profiles.products();
    let example = profiles.newest().mask.example();
    html! {
        p { (O::ImportLead.say(lang)) }
        pre { (example) "\n" (example) ",2\n" (example) ",2,2030-12-31\n" (example) ",,365,5\n" (example) ",,,," (StaffLine::ImportSample.say(lang)) }
        form.stack method="post" action=(PATH) enctype="multipart/form-data" {
            (session.csrf_field())
            @if products.len() > 1 {
                label { (O::Product.say(lang)) select name="product" required {
                    @for product in &products {
                    option value=(product.product) selected[product.product == filled.field("product")] { (product.name) }
                }
                } }
            }
            label { (O::ImportFile.say(lang)) input type="file" name="file" accept=".csv,.txt,text/csv,text/plain"; }
            label { (StaffLine::ImportText.say(lang)) textarea name="numbers" rows="3" spellcheck="false" { "\n" (filled.field("numbers")) } }
            label.choice { input type="checkbox" name="strict" value="yes" checked[filled.is_ticked("strict")]; span { (A::OptStrict.say(lang)) } }
            label.choice { input type="checkbox" name="update" value="yes" checked[filled.is_ticked("update")]; span { (labelled(lang, A::UpdateBox.say(lang), A::UpdateBoxKeeps.say(lang))) } }
            button { (O::ImportButton.say(lang)) }
        }
    }
}
