//! A manual page that isn't made from a command line: title, sections, lists. Lives here: roff markup. Never here: words.

use clap_mangen::roff::{Inline, Roff, bold, italic, roman};
use countersign_core::lang::Lang;
use countersign_core::text::Line as _;

use crate::ManualPage;
use crate::text::ManualLine as L;
use crate::typesetting::typeset;

/// A page that is being written.
pub struct Page {
    name: &'static str,
    section: u8,
    lang: Lang,
    above: Above,
    roff: Roff,
}

/// The element above the next paragraph. After a heading, a paragraph needs no mark.
enum Above {
    Heading,
    Text,
}

impl Page {
    /// Creates a page with its title and its short description.
    pub fn new(name: &'static str, section: u8, lang: Lang, date: &str, about: L) -> Self {
        let mut roff = Roff::new();
        let source = concat!("countersign ", env!("CARGO_PKG_VERSION"));
        roff.control("TH", [name, &section.to_string(), date, source, ""]);
        let mut page = Self { name, section, lang, above: Above::Heading, roff };
        page.heading(L::HeadName).roff.text([roman(format!("{name} - {}", about.say(lang)))]);
        page
    }

    /// Adds the heading of a section.
    pub fn heading(&mut self, heading: L) -> &mut Self {
        self.roff.control("SH", [heading.say(self.lang)]);
        self.above = Above::Heading;
        self
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, words: &str) -> &mut Self {
        self.begin_paragraph();
        self.roff.text([roman(words)]);
        self
    }

    /// Adds an entry of a list: a term and its explanation.
    pub fn entry(&mut self, term: &str, words: &str) -> &mut Self {
        self.roff.control("TP", []);
        self.above = Above::Text;
        self.roff.text([bold(term)]);
        self.roff.text([roman(words)]);
        self
    }

    /// Adds a file name on a separate line.
    pub fn path(&mut self, path: &str) -> &mut Self {
        self.begin_paragraph();
        self.roff.text([italic(path)]);
        self
    }

    /// Adds lines without filling.
    pub fn literal(&mut self, text: &str) -> &mut Self {
        self.begin_paragraph();
        self.roff.control("nf", []);
        for line in text.lines() {
            self.roff.text([roman(if line.is_empty() { "\u{a0}" } else { line })]);
        }
        self.roff.control("fi", []);
        self
    }

    /// Adds the section that refers to other pages.
    pub fn see_also(&mut self, pages: &[(&str, u8)]) -> &mut Self {
        self.heading(L::HeadSeeAlso).roff.text(references(pages));
        self
    }

    fn begin_paragraph(&mut self) {
        if let Above::Text = std::mem::replace(&mut self.above, Above::Text) {
            self.roff.control("PP", []);
        }
    }

    /// The finished page.
    pub fn finish(&self) -> ManualPage {
        ManualPage {
            file: format!("{}.{}", self.name, self.section),
            roff: typeset(&self.roff.render(), self.lang),
        }
    }
}

/// The names of pages, separated by commas.
pub fn references(pages: &[(&str, u8)]) -> Vec<Inline> {
    let mut line = Vec::new();
    for (at, (name, section)) in pages.iter().enumerate() {
        if at > 0 {
            line.push(roman(", "));
        }
        line.extend([bold(*name), roman(format!("({section})"))]);
    }
    line
}
