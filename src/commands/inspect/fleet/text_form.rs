//! The summary as text. On a terminal a row takes one line and a table has at most [`ROWS`] rows; in a file or a pipe nothing is cut.

use countersign_core::lang::Lang;
use unicode_width::UnicodeWidthStr;

use super::summary::Summary;
use super::tables::{Table, tables};
use super::words::{self, Heading};
use crate::page::{self, OutputWidth, cut, pad};
use crate::text::FleetSentence;

/// The rows of a table on a terminal.
const ROWS: usize = 20;
/// The columns of the longest bar.
const BAR: usize = 16;
/// The least columns of a bar beside long labels, on a wide terminal and on a narrow one, where a code still fits.
const LEAST_BAR: usize = 8;
const NARROW_BAR: usize = 2;
/// A terminal with fewer columns is narrow.
const NARROW: usize = 60;
/// The blanks before a label.
const INDENT: usize = 2;
/// The character of a bar. A block glyph is one or two columns wide, and a terminal without UTF-8 can't show it.
const INK: &str = "#";

/// The summary as lines.
pub(super) fn lines(lang: Lang, summary: &Summary, heading: &Heading, width: OutputWidth) -> Vec<String> {
    let mut lines = wrapped(&words::totals(lang, summary), "", width);
    for remark in words::remarks(lang, summary) {
        lines.extend(wrapped(&remark, "", width));
    }
    for table in tables(lang, summary, heading) {
        lines.push(String::new());
        lines.extend(table_lines(lang, &table, width));
    }
    lines
}

/// The lines of a table. Its title is the heading of the column of names.
fn table_lines(lang: Lang, table: &Table, width: OutputWidth) -> Vec<String> {
    let digits = |at: usize| {
        table.rows.iter().filter_map(|row| row.numbers.get(at)).map(|number| number.to_string().len()).max()
    };
    let columns: Vec<usize> = table
        .numbers
        .iter()
        .enumerate()
        .map(|(at, head)| head.width().max(digits(at).unwrap_or_default()))
        .collect();
    let numbers: usize = columns.iter().map(|column| column + 2).sum();
    let longest =
        table.rows.iter().map(|row| row.name.width()).chain([table.title.width()]).max().unwrap_or(0);
    let room = width.columns().map_or(usize::MAX, |columns| {
        let bar = if columns < NARROW { NARROW_BAR } else { LEAST_BAR };
        columns.saturating_sub(INDENT + numbers + 2 + bar)
    });
    let labels = longest.min(room);
    let bar =
        width.columns().map_or(BAR, |columns| columns.saturating_sub(INDENT + labels + numbers + 2).min(BAR));
    let most = table.rows.iter().map(|row| row.bar[0]).max().unwrap_or(0);
    let heads =
        table.numbers.iter().zip(&columns).map(|(head, column)| format!("  {}", right(head, *column)));
    let mut lines = vec![format!(
        "{}{}",
        pad(&cut(table.title, labels + INDENT), labels + INDENT),
        heads.collect::<String>()
    )];
    let shown = width.columns().map_or(usize::MAX, |_| ROWS);
    for row in table.rows.iter().take(shown) {
        let label = pad(&cut(&row.name, labels), labels);
        let numbers: String = row
            .numbers
            .iter()
            .zip(&columns)
            .map(|(number, column)| format!("  {}", right(&number.to_string(), *column)))
            .collect();
        let ink = INK.repeat(bar_length(row.bar[0], most, bar));
        lines.push(format!("{}{label}{numbers}  {ink}", " ".repeat(INDENT)).trim_end().to_owned());
        let codes = (!row.codes.is_empty()).then(|| row.codes.join("  "));
        lines.extend(codes.iter().chain(&row.lines).flat_map(|text| wrapped(text, "      ", width)));
    }
    let hidden = table.rows.len().saturating_sub(shown);
    if hidden > 0 {
        let more = FleetSentence::MoreRows { count: &hidden }.say(lang);
        lines.extend(wrapped(&more, "  ", width));
    }
    lines.extend(table.note.iter().flat_map(|note| wrapped(note, "  ", width)));
    lines
}

/// The length of a bar in columns, at most `room`. Only the value 0 has length 0.
fn bar_length(value: u64, most: u64, room: usize) -> usize {
    if value == 0 || most == 0 {
        return 0;
    }
    let length = u128::from(value) * room as u128 / u128::from(most);
    usize::try_from(length).unwrap_or(room).clamp(1, room.max(1))
}

/// The text after that indent, wrapped on a terminal.
fn wrapped(text: &str, indent: &str, width: OutputWidth) -> Vec<String> {
    page::whole_or_wrapped(text, indent, indent, width)
}

/// The text aligned to the right in that many columns.
fn right(text: &str, to: usize) -> String {
    format!("{}{text}", " ".repeat(to.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share_and_never_empty() {
        let table = [
            (0, 9, 16, 0),
            (9, 9, 16, 16),
            (1, 1_000_000, 16, 1),
            (5, 10, 16, 8),
            (u64::MAX, u64::MAX, 16, 16),
        ];
        for (value, most, room, want) in table {
            assert_eq!(bar_length(value, most, room), want, "{value} of {most}");
        }
    }
}
