//! What an operator typed into a form that came to nothing. The page that says why shows it again, so that nothing is lost.

use maud::{Markup, html};

use crate::text::OfficeLine as O;
use countersign_core::text::{Lang, Line as _};

/// The fields that hold a text of the operator's own.
const FIELDS: [&str; 9] =
    ["text", "reason", "organisation", "contact", "telephone", "mail", "ticket", "request", "receipt"];

/// The texts, without control characters.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed(Vec<String>);

impl Typed {
    /// The texts of a form's fields.
    pub(super) fn of(fields: &[(String, String)]) -> Self {
        let own = fields.iter().filter(|(name, _)| FIELDS.contains(&name.as_str()));
        let plain = |text: &str| text.chars().filter(|c| *c == '\n' || !c.is_control()).collect::<String>();
        Self(own.map(|(_, text)| plain(text)).filter(|text| !text.trim().is_empty()).collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A part of a page; nothing where nothing was typed.
    pub(super) fn section(&self, lang: Lang) -> Markup {
        html! {
            @if !self.is_empty() {
                section {
                    h2 #typed { (O::TypedTitle.say(lang)) }
                    p.quiet { (O::TypedHint.say(lang)) }
                    div.stack { @for text in &self.0 {
                        // HTML drops the first line break of a text area.
                        textarea readonly rows=(text.lines().count().clamp(2, 12)) aria-labelledby="typed" { "\n" (text) }
                    } }
                }
            }
        }
    }
}
