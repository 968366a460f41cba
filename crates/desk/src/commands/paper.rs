//! Text for a page of 80 columns.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// The width of the page.
const WIDTH: usize = 80;

/// Breaks a text so that it fits the page. `used` columns of its first line are taken already; the lines
/// after it begin with `indent` blanks. Chinese breaks between any two characters, but no line begins
/// with a closing mark.
pub(super) fn wrap(text: &str, used: usize, indent: usize) -> String {
    let mut out = String::new();
    let (mut column, mut fresh) = (used, used == 0);
    for word in words(text) {
        let bare = word.trim_end();
        if column + bare.width() > WIDTH && !fresh {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        }
        out.push_str(word);
        column += word.width();
        fresh = false;
    }
    out
}

/// The text in pieces that may stand on lines of their own, each with the blanks after it.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut last) = (0, None::<char>);
    for (at, c) in text.char_indices() {
        let breaks = last.is_some_and(|last| {
            let after_blank = last == ' ' && c != ' ';
            let at_wide = (is_wide(last) || is_wide(c)) && !closes(c) && !opens(last) && c != ' ';
            after_blank || at_wide
        });
        if breaks {
            words.extend(text.get(start..at));
            start = at;
        }
        last = Some(c);
    }
    words.extend(text.get(start..));
    words
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

fn closes(c: char) -> bool {
    "，。、；：？！）”》.,;:?!)".contains(c)
}

fn opens(c: char) -> bool {
    "（“《(".contains(c)
}

/// The text with blanks behind it, so that it takes at least so many columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

/// Columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_the_page_and_lose_nothing() {
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
    fn a_word_longer_than_the_page_stands_alone() {
        let long = "x".repeat(100);
        assert_eq!(wrap(&format!("a {long} b"), 0, 2), format!("a\n  {long}\n  b"));
    }
}
