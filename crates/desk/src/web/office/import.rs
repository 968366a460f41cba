//! The import of a file of license numbers, with a report on each bad line.

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

use super::session::{OfficeSession, OfficeUpload};
use super::upload::Upload;
use crate::access::{Access, Permission};
use crate::dates::now;
use crate::import::{ImportOrder, ImportOutcome, ImportWay, LineFault, ReportPlace};
use crate::sql::StatedLicense;
use crate::text::{AdminLine as A, AdminSentence, OfficeLine as O, StaffLine};
use crate::web::body_limits;
use crate::web::error::WebError;
use crate::web::routes::Routes;
use countersign_core::machine::printable;
use countersign_core::protocol::Number;
use countersign_core::text::{Line as _, labelled};

/// How many bad lines the report shows.
const MAX_REPORTED: usize = 500;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/office/import", Access::Operator(Permission::AddNumbers), show_form)
        .post("/office/import", Access::Operator(Permission::AddNumbers), import)
        .layer(DefaultBodyLimit::max(body_limits::IMPORT))
}

async fn show_form(session: OfficeSession) -> Response {
    session.page(O::ImportTitle.say(session.lang()), &form_page(&session))
}

async fn import(OfficeUpload { session, upload }: OfficeUpload) -> Result<Response, WebError> {
    let lang = session.lang();
    let bytes = upload.bytes_or("text");
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
    let (product, mask, by) = (&profile.product, &profile.mask, session.operator.as_str());
    let options = StatedLicense::default();
    let order = ImportOrder { product, mask, options, way, reason: &reason, by, at: now() };
    let outcome = order.parse_and_perform(session.desk().store(), bytes.to_vec()).await?;
    let example = mask.example();
    // The form keeps what was typed until every line is good.
    let next = if outcome.import.bad.is_empty() { Upload::default() } else { upload };
    let content = html! { (report(&session, &outcome, &name, &example)) (upload_form(&session, &next)) };
    Ok(session.page(O::ImportTitle.say(lang), &content))
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
        form.stack method="post" action="/office/import" enctype="multipart/form-data" {
            (session.csrf_field())
            @if products.len() > 1 {
                label { (O::Product.say(lang)) select name="product" required {
                    @for product in &products {
                    option value=(product.product) selected[product.product == filled.field("product")] { (product.name) }
                }
                } }
            }
            label { (O::ImportFile.say(lang)) input type="file" name="file" accept=".csv,.txt,text/csv,text/plain"; }
            label { (StaffLine::ImportText.say(lang)) textarea name="text" rows="3" spellcheck="false" { "\n" (filled.field("text")) } }
            label.choice { input type="checkbox" name="strict" value="yes" checked[filled.is_ticked("strict")]; span { (A::OptStrict.say(lang)) } }
            label.choice { input type="checkbox" name="update" value="yes" checked[filled.is_ticked("update")]; span { (labelled(lang, A::UpdateBox.say(lang), A::UpdateBoxKeeps.say(lang))) } }
            button { (O::ImportButton.say(lang)) }
        }
    }
}
