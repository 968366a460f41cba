//! The shell every page stands in: head, a bar with the product's name and the other language, the content.
//!
//! Text is escaped by the templates; nothing here marks a string as safe.

use maud::{DOCTYPE, Markup, html};

use super::assets;
use crate::text::PhoneLine as L;
use countersign_core::text::{Lang, Line as _};

/// What a page is besides its content.
#[derive(Debug, Clone)]
pub struct Shell<'a> {
    /// Its language.
    pub lang: Lang,
    /// The name in the bar: the product's.
    pub site: &'a str,
    /// What the window says.
    pub title: &'a str,
    /// How to get the same in the other language.
    pub switch: Switch,
    /// A row of links under the bar, where the page has one.
    pub nav: Option<Markup>,
}

/// How a page is had in the other language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Switch {
    /// By asking for the same address again.
    Link,
    /// By sending the same form again: it was the answer to one that may be sent twice.
    Again,
    /// By going there.
    To(String),
}

impl Shell<'_> {
    /// The whole page.
    #[must_use]
    pub fn page(&self, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(tag(self.lang)) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="format-detection" content="telephone=no";
                    title { (self.title) " · " (self.site) }
                    link rel="stylesheet" href=(assets::STYLE);
                    link rel="icon" href=(assets::ICON) type="image/svg+xml";
                    script src=(assets::SCRIPT) defer {}
                }
                body {
                    header.bar {
                        p.site { (self.site) }
                        (self.switch())
                    }
                    @if let Some(nav) = &self.nav { nav { (nav) } }
                    main.wide[self.nav.is_some()] { (content) }
                    footer { p { (L::Footer.say(self.lang)) } }
                }
            }
        }
    }

    fn switch(&self) -> Markup {
        let other = self.lang.other();
        let name = match other {
            Lang::En => L::English,
            Lang::Zh => L::Chinese,
        }
        .say(other);
        let query = query(other);
        html! {
            @match &self.switch {
                Switch::Link => a.switch href=(query) lang=(tag(other)) { (name) },
                Switch::To(address) => a.switch href=(address) lang=(tag(other)) { (name) },
                Switch::Again => form.switch method="post" action=(query) {
                    button.link lang=(tag(other)) { (name) }
                },
            }
        }
    }
}

/// The query that asks for a language.
#[must_use]
pub const fn query(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "?lang=en",
        Lang::Zh => "?lang=zh",
    }
}

/// The language's tag.
#[must_use]
pub const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-Hans",
    }
}
