//! Blocks as styled lines of a given width.
//!
//! Lives here: paragraphs, fields, choices, steps and commands; `input` has typed text. Never here: where on the terminal
//! the lines go, or which of them are in view.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::body::{BodyCursor, BodyLines, TABLE_WIDTH, blank};
use super::theme::Theme;
use super::{input, wrap};
use crate::page::{Block, Choice, FieldRow, SpelledGroup, Tone};

/// Cells between two columns.
const BETWEEN: usize = 2;
/// The widest a field's name may be in a table.
const NAME: usize = 20;
/// The indent of a command.
const COMMAND_INDENT: usize = 4;

/// The lines of all blocks. The QR itself is drawn elsewhere; its lead is here if `qr` is set, and its keys come last.
pub(super) fn lay_out(blocks: &[Block], theme: Theme, width: usize, qr: bool) -> BodyLines {
    let mut laid = BodyLines::default();
    let mut entry_above = false;
    for block in blocks {
        match block {
            Block::PerForm { screen: None, .. } => continue,
            Block::Paragraph(tone, text) | Block::PerForm { tone, screen: Some(text), .. } => {
                laid.push_texts(0, theme.tone(*tone), wrap::words(text, width));
                // A paragraph right below an input stays in view with it.
                if entry_above && let Some(focus) = &mut laid.focus {
                    focus.end = laid.lines.len();
                }
            }
            Block::Progress(text) => progress(&mut laid, text, theme, width),
            Block::Gap => laid.push(Line::default()),
            Block::Fields(rows) => self::rows(&mut laid, rows, theme, width),
            Block::Choices { items, selected } => choices(&mut laid, items, *selected, theme, width),
            Block::Steps { first, steps } => self::steps(&mut laid, *first, steps, width),
            Block::Command(command) => {
                let lines = wrap::whole(command, width.saturating_sub(COMMAND_INDENT));
                laid.push_texts(COMMAND_INDENT, theme.command(), lines);
            }
            Block::Verbatim(lines) => {
                for line in lines {
                    laid.push_texts(0, Style::new(), wrap::whole(line, width));
                }
            }
            Block::Spelled(groups) => spelled(&mut laid, groups, theme, width),
            Block::Input { label, value, cursor } => {
                input::input(&mut laid, label, value, *cursor, theme, width);
            }
            Block::Code { rows, cursor } => input::code(&mut laid, rows, *cursor, theme, width),
            Block::Qr { lead, .. } if qr => laid.push_texts(0, Style::new(), wrap::words(lead, width)),
            Block::Qr { .. } => {}
        }
        entry_above = matches!(block, Block::Input { cursor: Some(_), .. })
            || (entry_above && matches!(block, Block::Paragraph(..) | Block::PerForm { .. }));
    }
    for block in blocks {
        if let Block::Qr { keys, .. } = block {
            laid.push_texts(0, theme.tone(Tone::Dim), wrap::words(keys, width));
        }
    }
    laid
}

/// The widest of some texts.
fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| wrap::width(&wrap::one_line(text))).max().unwrap_or(0)
}

/// Name, value, mark and verdict in columns; if it is narrow, the value has a line of its own.
fn rows(laid: &mut BodyLines, rows: &[FieldRow], theme: Theme, width: usize) {
    let verdict = widest(rows.iter().map(|row| row.verdict.as_str()));
    let name = widest(rows.iter().map(|row| row.name.as_str()));
    if width >= TABLE_WIDTH {
        let name = name.min(NAME);
        let verdict = verdict.min(width / 3);
        let value = width.saturating_sub(name + verdict + 2 + 2 * BETWEEN);
        for row in rows {
            let (glyph, style) = theme.mark(row.mark);
            laid.push(Line::from(vec![
                Span::raw(wrap::pad(&row.name, name + BETWEEN)),
                Span::raw(wrap::pad(&row.value, value)),
                blank(BETWEEN),
                Span::styled(format!("{glyph} {}", wrap::cut(&row.verdict, verdict)), style),
            ]));
        }
    } else {
        let verdict = verdict.min(width.saturating_sub(2 + BETWEEN + 6));
        let name = width.saturating_sub(2 + BETWEEN + verdict);
        for row in rows {
            let (glyph, style) = theme.mark(row.mark);
            laid.push(Line::from(vec![
                Span::raw(wrap::pad(&row.name, name)),
                blank(BETWEEN),
                Span::styled(format!("{glyph} {}", wrap::cut(&row.verdict, verdict)), style),
            ]));
            let value = wrap::cut(&row.value, width.saturating_sub(BETWEEN));
            laid.push(Line::from(vec![blank(BETWEEN), Span::raw(value)]));
        }
    }
}

/// A line that has the focus while a job runs.
fn progress(laid: &mut BodyLines, text: &str, theme: Theme, width: usize) {
    let line = laid.lines.len();
    laid.push_texts(0, theme.focused(), wrap::words(text, width));
    laid.cursor = Some(BodyCursor { column: 0, line, shown: false });
    laid.focus = Some(line..laid.lines.len());
}

/// `> 1  Title` and its detail: after the title if all details fit there, else below.
fn choices(laid: &mut BodyLines, items: &[Choice], at: usize, theme: Theme, width: usize) {
    let digits = items.len().to_string().len();
    let indent = 2 + digits + 2;
    let fits = |item: &Choice| {
        indent
            + wrap::width(&wrap::one_line(&item.title))
            + BETWEEN
            + wrap::width(&wrap::one_line(&item.detail))
            <= width
    };
    let behind = items.iter().all(|item| item.detail.is_empty() || fits(item));
    for (index, item) in items.iter().enumerate() {
        let from = laid.lines.len();
        let here = index == at;
        let style = if here { theme.focused() } else { Style::new() };
        for (nth, title) in wrap::words(&item.title, width.saturating_sub(indent)).into_iter().enumerate() {
            let (mark, number) = match nth {
                0 => (if here { "> " } else { "  " }, format!("{:>digits$}  ", index + 1)),
                _ => ("  ", " ".repeat(indent - 2)),
            };
            laid.push(Line::from(vec![Span::raw(mark), Span::styled(number + &title, style)]));
        }
        if behind && !item.detail.is_empty() {
            let detail = Span::styled(wrap::one_line(&item.detail).into_owned(), theme.tone(Tone::Dim));
            if let Some(line) = laid.lines.last_mut() {
                line.spans.extend([blank(BETWEEN), detail]);
            }
        } else if !item.detail.is_empty() {
            let detail = wrap::words(&item.detail, width.saturating_sub(indent));
            laid.push_texts(indent, theme.tone(Tone::Dim), detail);
        }
        if here {
            laid.cursor = Some(BodyCursor { column: 2, line: from, shown: false });
            laid.focus = Some(from..laid.lines.len());
        }
    }
}

/// `8  XXXXX  Word Word Word Word Word`; words that don't fit go below the first.
fn spelled(laid: &mut BodyLines, groups: &[SpelledGroup], theme: Theme, width: usize) {
    let group = widest(groups.iter().map(|one| one.group.as_str()));
    let indent = 2 + BETWEEN + group + BETWEEN;
    for one in groups {
        let line = one.line.map_or_else(String::new, |line| line.to_string());
        let words = wrap::words(&one.words.join(" "), width.saturating_sub(indent).max(1));
        for (nth, words) in words.into_iter().enumerate() {
            let head = match nth {
                0 => vec![
                    Span::styled(format!("{line:>2}"), theme.tone(Tone::Dim)),
                    blank(BETWEEN),
                    Span::styled(wrap::pad(&one.group, group), theme.tone(Tone::Strong)),
                    blank(BETWEEN),
                ],
                _ => vec![blank(indent)],
            };
            laid.push(Line::from([head, vec![Span::raw(words)]].concat()));
        }
    }
}

/// `1. Text`, with further lines indented to its first word.
fn steps(laid: &mut BodyLines, first: usize, steps: &[String], width: usize) {
    let digits = (first + steps.len()).saturating_sub(1).to_string().len();
    let indent = digits + 2;
    for (index, step) in steps.iter().enumerate() {
        for (nth, text) in wrap::words(step, width.saturating_sub(indent)).into_iter().enumerate() {
            let head = match nth {
                0 => format!("{:>digits$}. ", first + index),
                _ => " ".repeat(indent),
            };
            laid.push(Line::from(vec![Span::raw(head), Span::raw(text)]));
        }
    }
}
