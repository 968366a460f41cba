//! A chart on a page, with its numbers as a table.
//!
//! Never here: what is counted, how a chart is drawn.

use maud::{Markup, html};

use crate::statistics::DayCounts;
use crate::text::StatisticsLine as S;
use crate::web::chart::{self, Bar, Words};
use countersign_core::text::{Lang, Line as _, labelled, semicolon};

/// A count with a link to its list; 0 has no link.
pub(super) fn linked(count: u64, address: &str) -> Markup {
    html! { @if count == 0 { "0" } @else { a href=(address) { (count) } } }
}

/// What a chart draws.
pub(super) enum Drawing<'a> {
    /// Requests by day, and their description in words.
    Days(&'a [DayCounts], String),
    /// Bars, each with its value in words.
    Bars(Vec<(Bar, String)>),
    /// Nothing: all numbers are zero.
    Nothing,
}

/// A chart with its table. `key` says what its shapes mean, `note` what is counted.
pub(super) struct Figure<'a> {
    pub(super) name: &'a str,
    pub(super) title: S,
    pub(super) drawing: Drawing<'a>,
    pub(super) key: Markup,
    pub(super) note: Option<S>,
    pub(super) head: &'a [&'a str],
    pub(super) rows: Vec<Vec<Markup>>,
}

impl Drawing<'_> {
    fn draw(&self, lang: Lang, id: &str, title: &str) -> Option<Markup> {
        match self {
            Self::Days(days, description) => chart::by_day(Words { id, title, description }, days),
            Self::Bars(all) => {
                let said: Vec<_> = all.iter().map(|(bar, value)| labelled(lang, &bar.label, value)).collect();
                let description = &said.join(semicolon(lang));
                let bars: Vec<_> = all.iter().map(|(bar, _)| bar.clone()).collect();
                chart::bars(Words { id, title, description }, &bars)
            }
            Self::Nothing => None,
        }
    }
}

impl Figure<'_> {
    pub(super) fn show(&self, lang: Lang) -> Markup {
        let id = format!("chart-{}", self.name);
        let title = self.title.say(lang);
        let drawing = self.drawing.draw(lang, &id, title);
        html! {
            figure.chart aria-labelledby=(id) {
                figcaption id=(id) { (title) }
                (self.key)
                @if let Some(drawing) = &drawing { (drawing) }
                @if let Some(note) = self.note { p.quiet { (note.say(lang)) } }
                @if !self.rows.is_empty() { details open[drawing.is_none()] {
                    summary { (S::AsTable.say(lang)) span.hidden { (labelled(lang, "", title)) } }
                    table.rows {
                        thead { tr { @for one in self.head { th scope="col" { (one) } } } }
                        tbody { @for row in &self.rows { tr {
                            @for (one, cell) in self.head.iter().zip(row) { td data-label=(one) { (cell) } }
                        } } }
                    }
                } }
            }
        }
    }
}

/// An entry of a key: a shape, and what it means.
pub(super) fn shape(shape: &str, class: &str, words: &str) -> Markup {
    html! { span class=(class) { span aria-hidden="true" { (shape) " " } (words) } }
}
