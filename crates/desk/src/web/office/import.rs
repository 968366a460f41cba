//! A file of license numbers, with a report on every line that is wrong.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use super::auth::Entry;
use crate::import::{Import, LineFault};
use crate::sql::{Added, Event};
use crate::text::{AdminLine as A, OfficeLine as O};
use crate::web::error::WebError;
use crate::web::state::{Desk, now};
use countersign_core::protocol::license::day_of;
use countersign_core::text::Line as _;
use countersign_ledger::{License, StoreError};

/// The longest file, in bytes.
const FILE: usize = 8 * 1024 * 1024;
/// How many wrong lines are told one by one.
const TOLD: usize = 500;

pub(super) fn routes() -> Router<Desk> {
    Router::new().route("/office/import", get(ask).post(take).layer(DefaultBodyLimit::max(FILE)))
}

async fn ask(entry: Entry) -> Response {
    entry.page(O::ImportTitle.say(entry.lang()), &form(&entry))
}

/// What was sent.
#[derive(Default)]
struct Sent {
    csrf: String,
    strict: bool,
    name: String,
    bytes: Vec<u8>,
}

async fn take(entry: Entry, form: Multipart) -> Result<Response, WebError> {
    let lang = entry.lang();
    let sent = read(form).await?;
    if !entry.owns(&sent.csrf) {
        return Ok(entry.stale());
    }
    if sent.bytes.is_empty() {
        let (what, next) = (O::ImportNone.say(lang), O::ImportNoneDo.say(lang));
        return Ok(entry.problem(StatusCode::UNPROCESSABLE_ENTITY, "FILE-EMPTY", what, next));
    }
    let (operator, strict, bytes) = (entry.operator.as_str().to_owned(), sent.strict, sent.bytes);
    let (import, added) = entry
        .desk()
        .with_office(move |office| {
            let mask = &office.profiles.newest().mask;
            let import = Import::read(&bytes, mask, License::default(), day_of(now()));
            let added = if strict && !import.bad.is_empty() {
                Added::default()
            } else {
                office.store.add(&import.numbers(), &operator, now())?
            };
            if added.new > 0 {
                let (event, subject) = ("numbers-imported".to_owned(), added.new.to_string());
                office.store.record(&Event { at: now(), operator, event, subject })?;
            }
            Ok::<_, StoreError>((import, added))
        })
        .await??;
    let name = countersign_core::machine::printable(sent.name.as_bytes());
    let content = html! { (report(&entry, &import, added, strict, &name)) (form_again(&entry)) };
    Ok(entry.page(O::ImportTitle.say(lang), &content))
}

async fn read(mut form: Multipart) -> Result<Sent, WebError> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|_| WebError::TooLong)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            field.file_name().unwrap_or_default().clone_into(&mut sent.name);
        }
        let bytes = field.bytes().await.map_err(|_| WebError::TooLong)?;
        match name.as_str() {
            "csrf" => sent.csrf = String::from_utf8_lossy(&bytes).into_owned(),
            "strict" => sent.strict = true,
            "file" => sent.bytes = bytes.to_vec(),
            _ => {}
        }
    }
    Ok(sent)
}

fn report(entry: &Entry, import: &Import, added: Added, strict: bool, name: &str) -> Markup {
    let lang = entry.lang();
    let example = entry.desk().newest().mask.example();
    let (bad, good) = (import.bad.len(), import.bad.is_empty());
    let counts = [added.new, added.known, import.again, bad].map(|count| count.to_string());
    let [new, known, again, bad] = counts.each_ref().map(String::as_str);
    let with = [("path", name), ("new", new), ("known", known), ("again", again), ("bad", bad)];
    html! {
        h1 { (O::ImportReport.say(lang)) }
        @if strict && !good {
            p.notice.bad role="alert" { (A::ImportStrict.fill(lang, &with)) " " (A::ImportStrictDo.say(lang)) }
        } @else {
            p.notice.good[good].bad[!good] role="alert" { (A::ImportedSome.fill(lang, &with)) }
            @if !good { p { (A::ImportBadDo.say(lang)) } }
        }
        @if !good {
            ul.plain {
                @for bad in import.bad.iter().take(TOLD) { li { bdi { (bad.said(example.as_str(), lang)) } } }
            }
            @if import.bad.iter().any(|bad| bad.fault == LineFault::Quote) { p.quiet { (O::ImportQuoteHint.say(lang)) } }
        }
    }
}

fn form(entry: &Entry) -> Markup {
    html! { h1 { (O::ImportTitle.say(entry.lang())) } (form_again(entry)) }
}

fn form_again(entry: &Entry) -> Markup {
    let lang = entry.lang();
    let example = entry.desk().newest().mask.example();
    html! {
        p { (O::ImportLead.say(lang)) }
        pre { (example) "\n" (example) ",2\n" (example) ",2,2030-12-31\n" (example) ",,365" }
        form.stack method="post" action="/office/import" enctype="multipart/form-data" {
            (entry.mark())
            label { (O::ImportFile.say(lang)) input type="file" name="file" accept=".csv,.txt,text/csv,text/plain" required; }
            label.choice { input type="checkbox" name="strict" value="yes"; span { (A::OptStrict.say(lang)) } }
            button { (O::ImportButton.say(lang)) }
        }
    }
}
