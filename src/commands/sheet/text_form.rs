//! The sheet as text: pages of 80 columns and 66 lines, as a printer of plain text and a terminal take them.

use countersign_core::protocol::line::{GROUP, LENGTH};
use countersign_core::text::{Line, labelled};
use unicode_width::UnicodeWidthStr;

use super::{DrawnQr, Item, Sheet};
use crate::page::{self, OutputWidth};
use crate::text::{SheetLine as L, SheetSentence};

/// The columns and lines of a page.
const COLUMNS: usize = 80;
const ROWS: usize = 66;
/// The lines of a page's header.
const HEADER: usize = 1;
/// The least columns of the facts beside the QR.
const LEAST_FACTS: usize = 20;
/// The groups of a line of the code.
const GROUPS: usize = LENGTH / GROUP;

/// What the sheet is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// A file or a pipe: pages end with a form feed.
    Paper,
    /// A terminal, which would only show a form feed.
    Terminal {
        /// Its columns, if it tells them.
        columns: Option<usize>,
    },
}

impl Medium {
    /// Whether it is narrower than a page.
    fn is_narrow(self) -> bool {
        matches!(self, Self::Terminal { columns: Some(columns) } if columns < COLUMNS)
    }
}

/// The sheet as text, with the QR where it can be shown. Parts have an empty line between them where that takes no page more.
pub(super) fn text(sheet: &Sheet, symbol: Option<&DrawnQr>, medium: Medium) -> String {
    let mut parts = vec![request(sheet, symbol, medium)];
    parts.extend(sheet.sections.iter().map(|section| {
        let mut lines = title(section.title);
        lines.extend(section.items.iter().flat_map(|item| item_lines(item, sheet)));
        lines
    }));
    let dense = paged(&parts, ROWS - HEADER, Gaps::No);
    let airy = paged(&parts, ROWS - HEADER, Gaps::Yes);
    let pages = if airy.len() > dense.len() { dense } else { airy };
    let of = pages.len();
    let mut out = String::new();
    for (at, lines) in pages.iter().enumerate() {
        if at > 0 {
            out.push_str(if medium == Medium::Paper { "\u{c}" } else { "\n" });
        }
        let number = SheetSentence::Page { number: &(at + 1), of: &of }.say(sheet.lang);
        let room = COLUMNS.saturating_sub(number.width() + 1);
        out.push_str(&format!("{} {number}\n", ruled(&page::cut(&sheet.title, room), '=', room)));
        for line in lines {
            out.push_str(line.trim_end());
            out.push('\n');
        }
    }
    out
}

/// Whether there is an empty line between two parts of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gaps {
    Yes,
    No,
}

/// The parts on pages of that many lines: a part stays whole if it fits on a page.
fn paged(parts: &[Vec<String>], rows: usize, gaps: Gaps) -> Vec<Vec<String>> {
    let mut pages: Vec<Vec<String>> = vec![Vec::new()];
    for part in parts {
        let used = pages.last().map_or(0, Vec::len);
        // An empty line before a part that isn't the first of its page.
        let gap = usize::from(used > 0 && gaps == Gaps::Yes);
        let whole = used + gap + part.len() <= rows;
        if !whole && part.len() <= rows && used > 0 {
            pages.push(part.clone());
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
                page.push(line.clone());
            }
        }
    }
    pages
}

/// The QR with the facts at its right, or above them where the lines would be wrapped, then the text form.
fn request(sheet: &Sheet, symbol: Option<&DrawnQr>, medium: Medium) -> Vec<String> {
    let has_room = |symbol: &&DrawnQr| symbol.columns + LEAST_FACTS <= COLUMNS;
    let mut lines = Vec::new();
    match symbol.filter(has_room) {
        Some(symbol) if medium.is_narrow() => {
            lines.extend(symbol.rows.iter().cloned());
            lines.extend(facts(sheet));
        }
        Some(symbol) => {
            let wide = symbol.columns;
            let room = COLUMNS.saturating_sub(wide);
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
                format!("{left}{}", beside.get(at).map_or("", String::as_str))
            }));
        }
        None => {
            lines.extend(facts(sheet));
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

/// The facts in lines of their own.
fn facts(sheet: &Sheet) -> Vec<String> {
    let line = |(label, value): &(&str, String)| wrapped(&labelled(sheet.lang, label, value), "", "  ");
    sheet.facts.iter().flat_map(line).collect()
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
    vec![ruled(text, '-', COLUMNS)]
}

/// A text with a rule after it, in that many columns.
fn ruled(text: &str, rule: char, columns: usize) -> String {
    let left = columns.saturating_sub(text.width() + 1);
    format!("{text} {}", rule.to_string().repeat(left))
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

/// Seven lines of boxes in groups, each below an empty line: handwriting is two lines high.
fn code_room() -> Vec<String> {
    let boxes = vec![format!("{}|", "|__".repeat(GROUP)); GROUPS].join("  ");
    (1..=7).flat_map(|number| [String::new(), format!("  {number}  {boxes}")]).collect()
}
