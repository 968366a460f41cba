//! The sheet as text: pages of 80 columns and 66 lines, as a printer of plain text and a terminal take them.

use countersign_core::text::{Line, labelled};
use unicode_width::UnicodeWidthStr;

use super::{DrawnQr, Item, Sheet};
use crate::page::{self, OutputWidth, pad};
use crate::text::{SheetLine as L, SheetSentence};

/// The columns and lines of a page.
const COLUMNS: usize = 80;
const ROWS: usize = 66;
/// The lines of a page's header: title and a rule.
const HEADER: usize = 2;
/// The columns between the QR and the facts beside it.
const GUTTER: usize = 3;
/// The least columns of the facts beside the QR.
const LEAST_FACTS: usize = 20;
/// A line of the code: its groups, and the characters of a group.
const GROUPS: usize = 4;
const GROUP: usize = 5;

/// The sheet as text, with the QR where it can be shown. Pages end with a form feed, except on a terminal, which would only show it.
pub(super) fn text(sheet: &Sheet, symbol: Option<&DrawnQr>, terminal: bool) -> String {
    let mut parts = vec![request(sheet, symbol)];
    parts.extend(sheet.sections.iter().map(|section| {
        let mut lines = title(section.title);
        lines.extend(section.items.iter().flat_map(|item| item_lines(item, sheet)));
        lines
    }));
    let pages = paged(parts, ROWS - HEADER);
    let of = pages.len();
    let mut out = String::new();
    for (at, lines) in pages.iter().enumerate() {
        if at > 0 {
            out.push_str(if terminal { "\n" } else { "\u{c}" });
        }
        let number = SheetSentence::Page { number: &(at + 1), of: &of }.say(sheet.lang);
        let room = COLUMNS.saturating_sub(number.width() + 1);
        out.push_str(&format!("{} {number}\n", pad(&page::cut(&sheet.title, room), room)));
        out.push_str(&"=".repeat(COLUMNS));
        out.push('\n');
        for line in lines {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out
}

/// The parts on pages of that many lines: a part stays whole if it fits on a page.
fn paged(parts: Vec<Vec<String>>, rows: usize) -> Vec<Vec<String>> {
    let mut pages: Vec<Vec<String>> = vec![Vec::new()];
    for part in parts {
        let used = pages.last().map_or(0, Vec::len);
        // An empty line before a part that isn't the first of its page.
        let gap = usize::from(used > 0);
        let whole = used + gap + part.len() <= rows;
        if !whole && part.len() <= rows && used > 0 {
            pages.push(part);
            continue;
        }
        if let Some(page) = pages.last_mut().filter(|page| gap > 0 && page.len() < rows) {
            page.push(String::new());
        }
        for line in part {
            if pages.last().is_none_or(|page| page.len() >= rows) {
                pages.push(Vec::new());
            }
            if let Some(page) = pages.last_mut() {
                page.push(line);
            }
        }
    }
    pages
}

/// The QR with the facts at its right, then the text form.
fn request(sheet: &Sheet, symbol: Option<&DrawnQr>) -> Vec<String> {
    let beside_qr = |symbol: &&DrawnQr| symbol.columns + GUTTER + LEAST_FACTS <= COLUMNS;
    let mut lines = Vec::new();
    match symbol.filter(beside_qr) {
        Some(symbol) => {
            let wide = symbol.columns;
            let room = COLUMNS.saturating_sub(wide + GUTTER);
            let mut beside = Vec::new();
            for (label, value) in &sheet.facts {
                beside.extend(folded(&labelled(sheet.lang, label, ""), room));
                beside.extend(
                    folded(value, room.saturating_sub(2)).into_iter().map(|line| format!("  {line}")),
                );
                beside.push(String::new());
            }
            let rows = symbol.rows.len().max(beside.len());
            let blank = " ".repeat(wide);
            lines.extend((0..rows).map(|at| {
                let left = symbol.rows.get(at).unwrap_or(&blank);
                format!("{left}{}{}", " ".repeat(GUTTER), beside.get(at).map_or("", String::as_str))
            }));
        }
        None => {
            lines.extend(
                sheet
                    .facts
                    .iter()
                    .flat_map(|(label, value)| wrapped(&labelled(sheet.lang, label, value), "", "  ")),
            );
            if sheet.request.is_some() {
                lines.extend(wrapped(L::QrElsewhere.say(sheet.lang), "", ""));
            }
        }
    }
    if let Some(request) = &sheet.request {
        lines.push(String::new());
        lines.extend(wrapped(L::RequestLead.say(sheet.lang), "", ""));
        lines.extend(request.text.iter().map(|line| format!("    {line}")));
    }
    lines
}

/// A sentence in lines of 80 columns, because the sheet goes onto paper.
fn wrapped(text: &str, first: &str, rest: &str) -> Vec<String> {
    page::wrapped(text, first, rest, OutputWidth::Unbounded)
}

/// A text in lines of that many columns; a word that is longer is broken.
fn folded(text: &str, columns: usize) -> Vec<String> {
    let options = page::line_breaks::wrap_options(columns.max(1));
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

fn title(text: &str) -> Vec<String> {
    vec![text.to_owned(), "-".repeat(text.width().min(COLUMNS))]
}

fn item_lines(item: &Item, sheet: &Sheet) -> Vec<String> {
    match item {
        Item::Text(text) => wrapped(text, "  ", "    "),
        Item::Heading(text) => {
            let mut lines = vec![String::new()];
            lines.extend(wrapped(text, "", "    "));
            lines
        }
        Item::Caution(text) => wrapped(text, "  ! ", "    "),
        Item::Step(number, text) => wrapped(text, &format!("{number:>4}. "), "      "),
        Item::Command(command) => command.lines().map(|line| format!("        {line}")).collect(),
        Item::Field(row) => {
            let value = format!("{} [{}]", row.value, row.verdict);
            wrapped(&labelled(sheet.lang, &row.name, &value), "  ", "    ")
        }
        Item::CodeRoom => code_room(),
    }
}

/// Seven lines of boxes, in groups.
fn code_room() -> Vec<String> {
    let row = |cell: &str, end: &str| vec![format!("{}{end}", cell.repeat(GROUP)); GROUPS].join("  ");
    let border = format!("     {}", row("+--", "+"));
    let mut lines = vec![border.clone()];
    for number in 1..=7 {
        lines.push(format!("  {number}  {}", row("|  ", "|")));
        lines.push(border.clone());
    }
    lines
}
