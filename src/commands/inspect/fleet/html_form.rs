//! The summary as one HTML page for people who buy and repair machines: tables, and a chart beside each. The page loads and runs
//! nothing.

use countersign_core::lang::Lang;
use countersign_core::text::Line;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chart::{self, Bar, ChartWords};
use super::summary::Summary;
use super::tables::{Row, Table, tables};
use super::words::{self, Heading};
use crate::page;
use crate::text::{FleetLine as L, FleetSentence};

/// The most bars of a chart. The table has all rows.
const BARS: usize = 12;
/// The longest label, in columns: it fits on a phone.
const LABEL: usize = 44;
/// What the page may load: its own style alone.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The style sheet.
const STYLE: &str = include_str!("page.css");

/// The page.
pub(super) fn page(lang: Lang, summary: &Summary, heading: &Heading) -> String {
    let markup = html! {
        (DOCTYPE)
        html lang=(if lang == Lang::Zh { "zh-CN" } else { "en" }) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(CONTENT_POLICY);
                title { (L::Title.say(lang)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (L::Title.say(lang)) }
                    p.quiet { (FleetSentence::Made { made: &heading.made }.say(lang)) }
                    (tiles(lang, summary))
                    @for remark in words::remarks(lang, summary) { p { (remark) } }
                    @for table in tables(lang, summary, heading) { (section(lang, &table)) }
                }
            }
        }
    };
    markup.into_string()
}

/// The four counts.
fn tiles(lang: Lang, summary: &Summary) -> Markup {
    let counts = summary.counts;
    let tile = |class: &str, line: L, count: u64| {
        html! { div.tile.(class) { dt { (line.say(lang)) } dd { (count) } } }
    };
    html! {
        dl.tiles {
            (tile("all", L::AllMachines, counts.total()))
            (tile("good", L::Accepted, counts.accepted))
            (tile("bad", L::NotAccepted, counts.refused))
            (tile("open", L::CantTell, counts.unknown))
        }
    }
}

/// A table with its chart.
fn section(lang: Lang, table: &Table) -> Markup {
    let shown = table.rows.get(..BARS).unwrap_or(&table.rows);
    let bars: Vec<Bar> = shown.iter().map(bar).collect();
    let description = bars.first().map_or_else(String::new, |first| {
        FleetSentence::ChartShows { count: &bars.len(), label: &first.label, value: &first.value }.say(lang)
    });
    let chart_id = format!("{}-chart", table.id);
    let words = ChartWords { id: &chart_id, title: table.title, description: &description };
    html! {
        section aria-labelledby=(table.id) {
            h2 id=(table.id) { (table.title) }
            @if let Some(note) = &table.note { p.quiet { (note) } }
            @if table.numbers.len() > 1 { p.quiet { (L::FilledPart.say(lang)) } }
            div.beside {
                figure { (chart::bars(words, &bars)) }
                table aria-labelledby=(table.id) {
                    thead { tr {
                        th scope="col" { (table.name) }
                        @for head in &table.numbers { th.number scope="col" { (head) } }
                    } }
                    tbody { @for row in &table.rows { (table_row(row)) } }
                }
            }
        }
    }
}

fn table_row(row: &Row) -> Markup {
    html! {
        tr {
            th scope="row" {
                (row.name)
                @for code in &row.codes { div.code { (code) } }
                @for line in row.meaning.iter().chain(&row.lines) { div.way { (line) } }
            }
            @for number in &row.numbers { td.number { (number) } }
        }
    }
}

fn bar(row: &Row) -> Bar {
    let [filled, outlined] = row.bar;
    Bar { label: page::cut(&row.short, LABEL), filled, outlined, value: row.value.clone() }
}
