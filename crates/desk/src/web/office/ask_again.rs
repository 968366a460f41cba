//! The page that asks again before an act. It posts the same form once more, with the question that was agreed to: where something has
//! changed meanwhile, the question is another one, and is asked.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use super::session::OfficeForm;
use crate::act_question::ActQuestion;
use crate::text::{AccessLine as A, AccessSentence};
use countersign_core::text::Line as _;

/// The field that holds the question that was agreed to.
const AGREED: &str = "confirmed";

/// Whether the form agrees to the question.
pub(super) fn is_agreed(form: &OfficeForm, question: &ActQuestion) -> bool {
    form.field(AGREED) == question.question
}

/// The page with the question. `customer` is the customer of the number.
pub(super) fn ask(form: &OfficeForm, question: &ActQuestion, customer: &str) -> Response {
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
