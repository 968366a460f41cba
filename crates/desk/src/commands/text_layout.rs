//! Lays out text for 80 columns.

use countersign_core::text::{Lang, colon, labelled};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The width of a line, in columns.
const WIDTH: usize = 80;

/// Wraps a text to 80 columns. The first line already has `used` columns; the other lines are indented by
/// `indent` blanks. Chinese text wraps between any two characters, but no line begins with a closing mark or
/// ends with an opening mark.
pub(super) fn wrap(text: &str, used: usize, indent: usize) -> String {
    let mut out = String::new();
    let (mut column, mut at_start) = (used, used == 0);
    for word in split_at_breaks(text) {
        let bare = word.trim_end();
        if column + bare.width() > WIDTH && !at_start {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        }
        out.push_str(word);
        column += word.width();
        at_start = false;
    }
    out
}

/// A stable code and what it means, wrapped to 80 columns. The further lines are indented by `indent` blanks.
pub(super) fn coded(lang: Lang, code: &str, what: &str, indent: usize) -> String {
    let used = code.width() + colon(lang).width();
    labelled(lang, code, &wrap(what, used, indent))
}

/// Splits a text at the positions where a line may break. Each piece keeps the blanks after it.
fn split_at_breaks(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut last) = (0, None::<char>);
    for (at, c) in text.char_indices() {
        let breaks = last.is_some_and(|last| {
            let after_blank = last == ' ' && c != ' ';
            let at_wide =
                (is_wide(last) || is_wide(c)) && !is_closing_mark(c) && !is_opening_mark(last) && c != ' ';
            after_blank || at_wide
        });
        if breaks {
            pieces.extend(text.get(start..at));
            start = at;
        }
        last = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

fn is_closing_mark(c: char) -> bool {
    "，。、；：？！）”》.,;:?!)".contains(c)
}

fn is_opening_mark(c: char) -> bool {
    "（“《(".contains(c)
}

/// Pads a text with blanks to at least `columns` columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

/// Returns the number of columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_fit_and_keep_all_text() {
        let english = "Correct these fields, restart, and make a new request. ".repeat(4);
        let chinese = "请改正这些字段，重启后重新生成请求。许可证号未受影响。".repeat(4);
        for text in [english.trim(), chinese.as_str()] {
            let page = wrap(text, 10, 4);
            for (at, line) in page.lines().enumerate() {
                let used = if at == 0 { 10 } else { 0 };
                assert!(line.width() + used <= WIDTH, "{line}");
                assert!(!line.trim_start().starts_with(['，', '。']), "{line}");
            }
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            assert_eq!(bare(&page), bare(text));
        }
    }

    #[test]
    fn a_word_longer_than_a_line_gets_its_own_line() {
        let long = "x".repeat(100);
        assert_eq!(wrap(&format!("a {long} b"), 0, 2), format!("a\n  {long}\n  b"));
    }
}
