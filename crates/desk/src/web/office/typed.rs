//! What an operator typed into a form that was refused. The page of the refusal shows it again, so that nothing is lost.

use maud::{Markup, html};

use crate::text::OfficeLine as O;
use countersign_core::text::{Lang, Line as _};

/// The fields for texts that the operator writes, with their labels.
const TEXTS: [(&str, O); 9] = [
    ("text", O::NoteLabel),
    ("reason", O::ReasonLabel),
    ("organisation", O::Organisation),
    ("contact", O::Contact),
    ("telephone", O::Telephone),
    ("mail", O::Mail),
    ("ticket", O::Ticket),
    ("request", O::AnswerLabel),
    ("receipt", O::ReceiptLabel),
];
/// The fields for short values that can be typed wrong, with their labels.
const VALUES: [(&str, O); 7] = [
    ("expiry", O::SetExpiry),
    ("edition", O::SetEdition),
    ("seats", O::SetSeats),
    ("name", O::SetName),
    ("host", O::SetHost),
    ("online", O::SetOnline),
    ("hotline", O::SetHotline),
];
/// A text with more characters than this is shown on several lines.
const SHORT: usize = 40;

/// A posted form without its token.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// The address that it was posted to.
    action: String,
    /// Names and texts, without control characters.
    fields: Vec<(String, String)>,
}

impl Typed {
    /// The form that was posted to an address.
    pub(super) fn of(action: String, fields: &[(String, String)]) -> Self {
        let plain = |text: &str| text.chars().filter(|c| *c == '\n' || !c.is_control()).collect::<String>();
        // A password is never shown again.
        let fields =
            fields.iter().filter(|(name, _)| !matches!(name.as_str(), "csrf" | "password" | "new-password"));
        Self { action, fields: fields.map(|(name, text)| (plain(name), plain(text))).collect() }
    }

    /// The address that it was posted to.
    pub(super) fn action(&self) -> &str {
        &self.action
    }

    /// Whether it has no text that the operator wrote.
    pub(super) fn is_empty(&self) -> bool {
        self.texts().next().is_none()
    }

    /// The texts that the operator wrote and that aren't blank.
    fn texts(&self) -> impl Iterator<Item = (O, &str)> {
        let labelled = self.fields.iter().filter_map(|(name, text)| Some((label_of(&TEXTS, name)?, &**text)));
        labelled.filter(|(_, text)| !text.trim().is_empty())
    }

    /// A part of a page that shows the texts, to be copied; nothing if nothing was typed.
    pub(super) fn section(&self, lang: Lang) -> Markup {
        html! {
            @if !self.is_empty() {
                section {
                    h2 { (O::TypedTitle.say(lang)) }
                    p.quiet { (O::TypedHint.say(lang)) }
                    div.stack { @for (label, text) in self.texts() {
                        label { (label.say(lang)) (area(None, text)) }
                    } }
                }
            }
        }
    }

    /// The form again, to be corrected and resent; nothing if it has no field that a person types into.
    pub(super) fn form(&self, lang: Lang, csrf: &Markup) -> Markup {
        let label = |name: &str| label_of(&TEXTS, name).or_else(|| label_of(&VALUES, name));
        html! {
            @if self.fields.iter().any(|(name, _)| label(name).is_some()) {
                section {
                    h2 { (O::TypedTitle.say(lang)) }
                    form.stack method="post" action=(self.action) {
                        (csrf)
                        @for (name, text) in &self.fields {
                            @match label(name) {
                                None => input type="hidden" name=(name) value=(text);,
                                Some(label) => label {
                                    (label.say(lang))
                                    @if name == "text" || name == "request" || text.chars().count() > SHORT {
                                        (area(Some(name), text))
                                    } @else {
                                        input name=(name) value=(text);
                                    }
                                },
                            }
                        }
                        button { (O::TypedAgain.say(lang)) }
                    }
                }
            }
        }
    }
}

/// A text area; without a name it is read-only.
fn area(name: Option<&str>, text: &str) -> Markup {
    let lines: usize = text.lines().map(|line| 1 + line.chars().count() / SHORT).sum();
    html! {
        // HTML drops the first line break of a text area.
        textarea name=[name] readonly[name.is_none()] rows=(lines.clamp(2, 12)) { "\n" (text) }
    }
}

fn label_of(fields: &[(&str, O)], name: &str) -> Option<O> {
    fields.iter().find(|(known, _)| *known == name).map(|(_, label)| *label)
}
