//! The customer of a number or a case: facts, form, and what was posted.

use maud::{Markup, html};

use super::components::fact;
use super::session::{OfficeForm, OfficeSession};
use super::shown_state::ShownState;
use crate::access::Permission;
use crate::sql::{CustomerEntry, CustomerTooLong};
use crate::text::{DeskLine, OfficeLine as O, customer_too_long};
use axum::http::StatusCode;
use axum::response::Response;
use countersign_core::reader::printable_whole;
use countersign_core::text::{Lang, Line as _};

/// The fields in the order of [`CustomerEntry::of_typed`]: name, label, type of the input.
const FIELDS: [(&str, O, &str); 5] = [
    ("organisation", O::Organisation, "text"),
    ("contact", O::Contact, "text"),
    ("telephone", O::Telephone, "tel"),
    ("mail", O::Mail, "text"),
    ("ticket", O::Ticket, "text"),
];

/// The known parts, as facts.
pub(super) fn facts(lang: Lang, entry: &CustomerEntry) -> Markup {
    html! {
        @for ((_, label, _), value) in FIELDS.iter().zip(entry.texts()) {
            @if !value.is_empty() { (fact(label.say(lang), &printable_whole(value))) }
        }
    }
}

/// The form. `hidden` are further fields.
pub(super) fn form(
    session: &OfficeSession,
    action: &str,
    entry: &CustomerEntry,
    hidden: &[(&str, &str)],
) -> Markup {
    if !session.may(Permission::WorkOnCases) {
        return html! {};
    }
    let lang = session.lang();
    html! {
        details {
            summary { (O::CustomerTitle.say(lang)) }
            form.stack method="post" action=(action) {
                (session.csrf_field())
                (shown(entry).field())
                @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
                @for ((name, label, kind), value) in FIELDS.iter().zip(entry.texts()) {
                    label { (label.say(lang)) input type=(kind) name=(name) value=(value); }
                }
                button { (O::CustomerButton.say(lang)) }
            }
        }
    }
}

/// What the form shows of an entry.
pub(super) fn shown(entry: &CustomerEntry) -> ShownState {
    ShownState::of(entry.texts())
}

/// The entry that a form posts.
///
/// # Errors
/// [`CustomerTooLong`], which [`refused`] shows.
pub(super) fn posted(form: &OfficeForm) -> Result<CustomerEntry, CustomerTooLong> {
    CustomerEntry::of_typed(FIELDS.map(|(name, ..)| form.field(name)))
}

/// The page that says which part is too long.
pub(super) fn refused(session: &OfficeSession, CustomerTooLong(part): CustomerTooLong) -> Response {
    let lang = session.lang();
    let (what, next) = (customer_too_long(lang, part), DeskLine::CustomerTooLongDo.say(lang));
    session.problem(StatusCode::UNPROCESSABLE_ENTITY, CustomerTooLong::CODE, &what, next)
}
