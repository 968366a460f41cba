//! The customer of a number or a case: facts, form, and what was posted.

use maud::{Markup, html};

use super::components::fact;
use super::session::{OfficeForm, OfficeSession};
use crate::sql::CustomerEntry;
use crate::text::OfficeLine as O;
use countersign_core::machine::printable;
use countersign_core::text::{Lang, Line as _};

/// The fields in the order of [`CustomerEntry::of_typed`]: name, label, type of the input, autocompletion.
const FIELDS: [(&str, O, &str); 5] = [
    ("organisation", O::Organisation, "text"),
    ("contact", O::Contact, "text"),
    ("telephone", O::Telephone, "tel"),
    ("mail", O::Mail, "text"),
    ("ticket", O::Ticket, "text"),
];

/// What is known, as facts.
pub(super) fn facts(lang: Lang, entry: &CustomerEntry) -> Markup {
    html! {
        @for ((_, label, _), value) in FIELDS.iter().zip(entry.texts()) {
            @if !value.is_empty() { (fact(label.say(lang), &printable(value.as_bytes()))) }
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
    let lang = session.lang();
    html! {
        details {
            summary { (O::CustomerTitle.say(lang)) }
            form.stack method="post" action=(action) {
                (session.csrf_field())
                @for (name, value) in hidden { input type="hidden" name=(name) value=(value); }
                @for ((name, label, kind), value) in FIELDS.iter().zip(entry.texts()) {
                    label { (label.say(lang)) input type=(kind) name=(name) value=(value) maxlength="200"; }
                }
                button { (O::CustomerButton.say(lang)) }
            }
        }
    }
}

/// The entry that a form has.
pub(super) fn posted(form: &OfficeForm) -> CustomerEntry {
    CustomerEntry::of_typed(FIELDS.map(|(name, ..)| form.field(name)))
}
