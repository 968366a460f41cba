//! What an operator typed into a form that was refused. The page of the refusal shows it again, so that nothing is lost.

use maud::{Markup, html};

use crate::text::{DownloadLine, OfficeLine as O, ProgramLine, SignInLine, StaffLine};
use countersign_core::text::{Lang, Line as _};

/// The label of a field.
type Label = fn(Lang) -> &'static str;

/// The fields for texts that the operator writes, with their labels.
const TEXTS: [(&str, Label); 18] = [
    ("text", |lang| O::NoteLabel.say(lang)),
    ("numbers", |lang| StaffLine::ImportText.say(lang)),
    ("reason", |lang| O::ReasonLabel.say(lang)),
    ("verified", |lang| StaffLine::VerifiedLabel.say(lang)),
    ("organisation", |lang| O::Organisation.say(lang)),
    ("contact", |lang| O::Contact.say(lang)),
    ("telephone", |lang| O::Telephone.say(lang)),
    ("mail", |lang| O::Mail.say(lang)),
    ("ticket", |lang| O::Ticket.say(lang)),
    ("request", |lang| O::AnswerLabel.say(lang)),
    ("receipt", |lang| O::ReceiptLabel.say(lang)),
    ("subject", |lang| SignInLine::LinkField.say(lang)),
    ("number", |lang| O::SpokenNumber.say(lang)),
    ("line8", |_| "8"),
    ("line9", |_| "9"),
    ("line10", |_| "10"),
    ("line11", |_| "11"),
    ("case", |lang| DownloadLine::CaseLabel.say(lang)),
];
/// The fields for short values that can be typed wrong, with their labels.
const VALUES: [(&str, Label); 9] = [
    ("expiry", |lang| O::SetExpiry.say(lang)),
    ("edition", |lang| O::SetEdition.say(lang)),
    ("seats", |lang| O::SetSeats.say(lang)),
    ("name", |lang| O::SetName.say(lang)),
    ("host", |lang| O::SetHost.say(lang)),
    ("online", |lang| O::SetOnline.say(lang)),
    ("hotline", |lang| O::SetHotline.say(lang)),
    ("program", |lang| ProgramLine::Name.say(lang)),
    ("operator", |lang| O::Name.say(lang)),
];
/// The fields of several lines.
const LONG: [&str; 3] = ["text", "numbers", "request"];
/// The fields with a password, which is never shown again.
const PASSWORDS: [&str; 2] = ["password", "new-password"];
/// A text with more characters than this is shown on several lines.
const SHORT: usize = 40;

/// A posted form without its token.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Typed {
    /// The address that it was posted to.
    action: String,
    /// Names and texts, without control characters.
    fields: Vec<(String, String)>,
    /// Whether a password was typed too. Without it, the form can't be sent again as it was.
    had_password: bool,
}

impl Typed {
    /// The form that was posted to an address.
    pub(super) fn of(action: String, fields: &[(String, String)]) -> Self {
        let plain = |text: &str| text.chars().filter(|c| *c == '\n' || !c.is_control()).collect::<String>();
        let is_password = |name: &str| PASSWORDS.contains(&name);
        let had_password = fields.iter().any(|(name, _)| is_password(name));
        let fields = fields.iter().filter(|(name, _)| name != "csrf" && !is_password(name));
        let fields = fields.map(|(name, text)| (plain(name), plain(text))).collect();
        Self { action, fields, had_password }
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
    fn texts(&self) -> impl Iterator<Item = (Label, &str)> {
        let labelled = self.fields.iter().filter_map(|(name, text)| Some((label_of(&TEXTS, name)?, &**text)));
        labelled.filter(|(_, text)| !text.trim().is_empty())
    }

    /// A part of a page that shows the texts, to be copied; nothing if nothing was typed.
    pub(in crate::web) fn section(&self, lang: Lang) -> Markup {
        html! {
            @if !self.is_empty() {
                section {
                    h2 { (O::TypedTitle.say(lang)) }
                    p.quiet { (O::TypedHint.say(lang)) }
                    div.stack { @for (label, text) in self.texts() {
                        label { (label(lang)) (area(None, text)) }
                    } }
                }
            }
        }
    }

    /// The form again, to be corrected and resent; nothing if it has no field that a person types into. A form with a password is shown
    /// as texts.
    pub(super) fn form(&self, lang: Lang, csrf: &Markup) -> Markup {
        if self.had_password {
            return self.section(lang);
        }
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
                                    (label(lang))
                                    @if LONG.contains(&name.as_str()) || text.chars().count() > SHORT {
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

fn label_of(fields: &[(&str, Label)], name: &str) -> Option<Label> {
    fields.iter().find(|(known, _)| *known == name).map(|(_, label)| *label)
}
