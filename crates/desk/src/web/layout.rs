//! The layout of every page: head, a bar with the product's name and a switch to the other language, a menu, the content.
//!
//! The templates escape all text; nothing here marks a string as safe.

use maud::{DOCTYPE, Markup, html};

use super::assets;
use crate::text::PhoneLine as L;
use countersign_core::text::{Lang, Line as _};

/// Everything of a page except its content.
#[derive(Debug, Clone)]
pub struct Layout<'a> {
    /// The page's language.
    pub lang: Lang,
    /// The product's name, for the bar.
    pub site: &'a str,
    /// The title of the window.
    pub title: &'a str,
    /// How the page switches to the other language.
    pub switch: LanguageSwitch,
    /// The menu of a page for operators.
    pub nav: Option<Menu<'a>>,
}

/// The menu of the pages for operators.
#[derive(Debug, Clone)]
pub struct Menu<'a> {
    /// What the menu is called, for a screen reader.
    pub label: &'a str,
    /// Links under the bar, each a list item.
    pub links: Markup,
    /// How to sign out, in the bar.
    pub sign_out: Markup,
}

/// How a page switches to the other language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LanguageSwitch {
    /// A link to the same address.
    SameAddress,
    /// A link to this address.
    Address(String),
}

impl Layout<'_> {
    /// The page with that content.
    #[must_use]
    pub fn page(&self, content: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(html_lang(self.lang)) {
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
                    a.skip href="#content" { (L::SkipToContent.say(self.lang)) }
                    header.bar {
                        p.site { bdi { (self.site) } }
                        div.tools {
                            (self.switch())
                            @if let Some(menu) = &self.nav { (menu.sign_out) }
                        }
                    }
                    @if let Some(menu) = &self.nav { nav.menu aria-label=(menu.label) { ul { (menu.links) } } }
                    main #content .wide[self.nav.is_some()] tabindex="-1" { (content) }
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
        let query = lang_query(other);
        html! {
            @match &self.switch {
                LanguageSwitch::SameAddress => a.switch href=(query) lang=(html_lang(other)) { (name) },
                LanguageSwitch::Address(address) => a.switch href=(address) lang=(html_lang(other)) { (name) },
            }
        }
    }
}

/// The query that chooses a language.
#[must_use]
pub const fn lang_query(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "?lang=en",
        Lang::Zh => "?lang=zh",
    }
}

/// The value of the HTML attribute `lang` (BCP 47).
#[must_use]
pub const fn html_lang(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-Hans",
    }
}
