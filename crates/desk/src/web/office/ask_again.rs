//! The page that asks for confirmation before an act. It posts the same form again, with the question that the operator agreed to. If
//! something has changed meanwhile, the question is a different one, and the page asks it.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::session::OfficeForm;
use crate::act_question::ActQuestion;
use crate::text::{AccessLine as A, AccessSentence};
use crate::web::error::WebError;
use countersign_core::text::Line as _;
use countersign_ledger::{IncomingRequest, LicenseId, OperatorAction};

/// The field with the question that the operator agreed to.
const AGREED: &str = "confirmed";

/// Returns the page that asks before an act; `None` if the form already agrees to the question, or if there is no question. `to`
/// is the request of the machine that a seat is moved to.
///
/// # Errors
/// [`WebError`] if the store fails.
pub(super) async fn before(
    form: &OfficeForm,
    license: &LicenseId,
    action: &OperatorAction,
    to: Option<&IncomingRequest>,
) -> Result<Option<Response>, WebError> {
    let (store, lang) = (form.session.desk().store(), form.session.lang());
    let record = store.license_record(license).await?;
    let question = record.and_then(|record| ActQuestion::before(lang, &record, action, to));
    let Some(question) = question.filter(|question| form.field(AGREED) != question.question) else {
        return Ok(None);
    };
    let customer = store.license_customer(license).await?.unwrap_or_default();
    Ok(Some(ask(form, &question, &customer.customer.organisation)))
}

/// The page with the question. `customer` is the customer of the number.
fn ask(form: &OfficeForm, question: &ActQuestion, customer: &str) -> Response {
    let session = &form.session;
    let lang = session.lang();
    let content = html! {
        h1 { (question.question) }
        @if !customer.is_empty() { p { (AccessSentence::OfCustomer { customer: &customer }.say(lang)) } }
        p { (question.effect) }
        form.stack method="post" action=(form.action()) {
            (session.csrf_field())
            @for (name, value) in form.fields_but(&["csrf", AGREED]) {
                input type="hidden" name=(name) value=(value);
            }
            input type="hidden" name=(AGREED) value=(question.question);
            button { (question.agree) }
        }
        p { a.button href=(session.context.address()) { (A::Cancel.say(lang)) } }
    };
    session.context.page(StatusCode::OK, A::Sure.say(lang), Some(session.nav()), &content)
}
