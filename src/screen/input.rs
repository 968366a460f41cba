//! Typed text: a line of text, and the lines of a code, with the terminal's cursor in them.
//!
//! Never here: judging what was typed.

use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthChar;

use super::body::{BodyCursor, BodyLines, TABLE_WIDTH, blank};
use super::theme::Theme;
use super::wrap;
use crate::page::{CodeRow, Tone};
use countersign_core::protocol::line::{GROUP, LENGTH};

/// Cells of the longest code line: one with two extra characters.
const GROUPED: usize = 26;

/// A label, and below it `> value`, scrolled so that the cursor is in view. Without a cursor, the value's beginning without `>`.
pub(super) fn input(
    laid: &mut BodyLines,
    label: &str,
    value: &str,
    cursor: Option<usize>,
    theme: Theme,
    width: usize,
) {
    let from = laid.lines.len();
    for text in wrap::words(label, width) {
        laid.push(Line::from(Span::styled(text, theme.tone(Tone::Strong))));
    }
    let value = wrap::one_line(value);
    // One cell at the end stays free for the cursor.
    let room = width.saturating_sub(3).max(1);
    let Some(cursor) = cursor else {
        laid.push(Line::from(vec![blank(2), Span::raw(wrap::start(&value, room).to_owned())]));
        return;
    };
    let before: Vec<char> = value.chars().take(cursor).collect();
    let mut skip = 0;
    let mut at: usize = before.iter().map(|&c| cells(c)).sum();
    for &c in &before {
        if at <= room {
            break;
        }
        at -= cells(c);
        skip += 1;
    }
    let rest: String = value.chars().skip(skip).collect();
    laid.cursor = Some(BodyCursor { column: 2 + at, line: laid.lines.len(), shown: true });
    laid.push(Line::from(vec![Span::raw("> "), Span::raw(wrap::start(&rest, room).to_owned())]));
    laid.focus = Some(from..laid.lines.len());
}

/// Lines such as `1  XXXXX XXXXX XXXXX XXXXX  + remark`; if it is narrow, the remark goes below.
pub(super) fn code(
    laid: &mut BodyLines,
    rows: &[CodeRow],
    cursor: Option<(usize, usize)>,
    theme: Theme,
    width: usize,
) {
    let digits = rows.len().to_string().len();
    let indent = digits + 2;
    // Only a line with extra characters takes more than the 23 cells of a whole one.
    let long = rows.iter().any(|row| row.typed.chars().count() > LENGTH);
    let grouped_width = if long { GROUPED } else { GROUPED - 3 };
    for (index, row) in rows.iter().enumerate() {
        let from = laid.lines.len();
        let here = cursor.filter(|(line, _)| *line == index).map(|(_, column)| column);
        let (typed, missing) = grouped(&row.typed, here.is_some());
        let fill = grouped_width.saturating_sub(wrap::width(&typed) + missing.len());
        let mut line = vec![
            Span::styled(format!("{:>digits$}", index + 1), theme.tone(Tone::Dim)),
            blank(2),
            Span::raw(typed),
            Span::styled(missing, theme.tone(Tone::Dim)),
        ];
        let (glyph, style) = row.mark.map_or((" ", theme.tone(Tone::Plain)), |mark| theme.mark(mark));
        line.extend([blank(fill + 1), Span::styled(glyph, style)]);
        // The placeholders show what is missing. A count beside them would be two more cells to draw for each key.
        let counted = here.is_some() && row.mark.is_none() && !row.typed.is_empty();
        let word = if counted { Default::default() } else { wrap::one_line(&row.remark) };
        let right = indent + grouped_width + 3;
        if word.is_empty() {
            laid.push(Line::from(line));
        } else if width >= TABLE_WIDTH || right + wrap::width(&word) <= width {
            let mut parts = wrap::words(&word, width.saturating_sub(right)).into_iter();
            line.extend([blank(1), Span::styled(parts.next().unwrap_or_default(), style)]);
            laid.push(Line::from(line));
            for part in parts {
                laid.push(Line::from(vec![blank(right), Span::styled(part, style)]));
            }
        } else {
            laid.push(Line::from(line));
            for part in wrap::words(&word, width.saturating_sub(indent)) {
                laid.push(Line::from(vec![blank(indent), Span::styled(part, style)]));
            }
        }
        if let Some(column) = here {
            let column = indent + cursor_cell(&row.typed, column);
            laid.cursor = Some(BodyCursor { column, line: from, shown: true });
            laid.focus = Some(from..laid.lines.len());
        }
    }
}

/// The typed characters in groups, and placeholders for the missing ones.
fn grouped(typed: &str, here: bool) -> (String, String) {
    let typed: Vec<char> = typed.chars().filter(|c| !c.is_control()).take(LENGTH + 2).collect();
    let mut out = String::new();
    for (at, &c) in typed.iter().enumerate() {
        if at > 0 && at % GROUP == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    let mut missing = String::new();
    for at in typed.len()..if here { LENGTH } else { 0 } {
        if at > 0 && at % GROUP == 0 {
            missing.push(' ');
        }
        missing.push('_');
    }
    (out, missing)
}

/// The cell of the cursor before the character at `column`, counted from the start of the groups.
fn cursor_cell(typed: &str, column: usize) -> usize {
    let length = typed.chars().count().min(LENGTH + 2);
    let column = column.min(length);
    let cells: usize = typed.chars().take(column).map(cells).sum();
    // After the last character of a whole line there is no further group.
    let gaps = if column == LENGTH && length == LENGTH { LENGTH / GROUP - 1 } else { column / GROUP };
    cells + gaps
}

/// The width of a character, in cells.
fn cells(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_show_the_missing_characters() {
        assert_eq!(grouped("", true), (String::new(), "_____ _____ _____ _____".into()));
        assert_eq!(grouped("", false), (String::new(), String::new()));
        assert_eq!(grouped("ABCDE", true), ("ABCDE".into(), " _____ _____ _____".into()));
        assert_eq!(grouped("ABCDEF", true), ("ABCDE F".into(), "____ _____ _____".into()));
        assert_eq!(
            grouped("ABCDEFGHJKMNPQRSTVWXYZ", true),
            ("ABCDE FGHJK MNPQR STVWX YZ".into(), String::new())
        );
    }

    #[test]
    fn the_cursor_is_where_the_next_character_goes() {
        let full = "ABCDEFGHJKMNPQRSTVWX";
        for (typed, column, want) in [
            ("", 0, 0),
            ("ABCD", 4, 4),
            ("ABCDE", 5, 6),
            ("ABCDEF", 5, 6),
            (full, 20, 23),
            (full, 0, 0),
            ("ABCDEFGHJKMNPQRSTVWXY", 20, 24),
            ("ABCDEFGHJKMNPQRSTVWXYZ", 22, 26),
            ("AB", 99, 2),
        ] {
            assert_eq!(cursor_cell(typed, column), want, "{typed} at {column}");
        }
    }

    #[test]
    fn a_long_value_scrolls_under_the_cursor() {
        let theme = Theme::default();
        for (value, cursor, text, column) in [
            ("0123456789", 10, "> 3456789", 9),
            ("0123456789", 0, "> 0123456", 2),
            ("联想联想联想", 6, "> 联想想", 8),
            ("", 5, "> ", 2),
        ] {
            let mut laid = BodyLines::default();
            input(&mut laid, "L", value, Some(cursor), theme, 10);
            let line = laid.lines[1].to_string();
            if value.is_ascii() {
                assert_eq!(line, text, "{value} at {cursor}");
                let want = BodyCursor { column, line: 1, shown: true };
                assert_eq!(laid.cursor, Some(want), "{value} at {cursor}");
            }
            assert!(wrap::width(&line) <= 9 && laid.cursor.unwrap().column <= 9, "{line}");
        }
    }
}
