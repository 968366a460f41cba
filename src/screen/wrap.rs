//! Text as lines of a given width in cells: wrapped at words, wrapped without a change, cut with `...`.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::page::line_breaks;

/// The replacement for the rest of a cut text.
const ELLIPSIS: &str = "...";

/// The text without control characters, except line ends: text from outside must not control the terminal.
fn without_control(text: &str) -> Cow<'_, str> {
    let bad = |c: char| c.is_control() && c != '\n';
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|&c| !bad(c)).collect())
}

/// The text on one line, without control characters.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    match without_control(text) {
        clean if clean.contains('\n') => Cow::Owned(clean.replace('\n', " ")),
        clean => clean,
    }
}

/// The width of a text, in cells.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text wrapped at words; at least one line.
pub(super) fn words(text: &str, width: usize) -> Vec<String> {
    let text = without_control(text);
    let lines: Vec<String> = textwrap::wrap(&text, line_breaks::wrap_options(width.max(1)))
        .into_iter()
        .map(Cow::into_owned)
        .collect();
    if lines.is_empty() { vec![String::new()] } else { lines }
}

/// The text broken behind blanks, and within a word only where the word is wider than a line. The lines joined are the text again,
/// except for control characters.
pub(super) fn whole(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![];
    for source in without_control(text).split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for c in source.chars() {
            let cells = c.width().unwrap_or(0);
            if used + cells > width && !line.is_empty() {
                let rest = last_word(&line).map_or_else(String::new, |at| line.split_off(at));
                used = rest.width();
                lines.push(std::mem::replace(&mut line, rest));
            }
            line.push(c);
            used += cells;
        }
        lines.push(line);
    }
    lines
}

/// Where the last word of a line begins, if another word stands before it.
fn last_word(line: &str) -> Option<usize> {
    let at = line.rfind(' ')? + 1;
    line.get(..at).is_some_and(|before| !before.trim().is_empty()).then_some(at)
}

/// The text on one line of at most that width; `...` replaces the rest.
pub(super) fn cut(text: &str, width: usize) -> String {
    let text = one_line(text);
    if text.width() <= width {
        return text.into_owned();
    }
    let mark = if width > ELLIPSIS.len() { ELLIPSIS } else { "" };
    let mut out = start(&text, width - mark.len()).to_owned();
    out.push_str(mark);
    out
}

/// The start of the text that fits that width.
pub(super) fn start(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The text cut or padded with blanks to exactly that width.
pub(super) fn pad(text: &str, width: usize) -> String {
    let mut out = cut(text, width);
    out.push_str(&" ".repeat(width.saturating_sub(out.width())));
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_shortened_text_ends_in_dots_and_fits() {
        for (text, at, want) in [
            ("Serial", 6, "Serial"),
            ("To Be Filled By O.E.M.", 12, "To Be Fil..."),
            ("联想（北京）", 9, "联想（..."),
            ("联想", 3, "联"),
            ("abc", 0, ""),
            ("a\u{1b}[31m\nb", 20, "a[31m b"),
        ] {
            assert_eq!(cut(text, at), want, "{text:?} at {at}");
        }
    }

    #[test]
    fn words_wrap_in_both_languages() {
        assert_eq!(words("Enter the code by hand", 10), ["Enter the", "code by", "hand"]);
        assert_eq!(words("请输入许可代码。", 6), ["请输入", "许可代", "码。"]);
        assert_eq!(words("", 10), [""]);
        assert_eq!(words("one\ntwo", 10), ["one", "two"]);
    }

    #[test]
    fn a_command_is_broken_behind_a_blank() {
        for (text, at, want) in [
            ("AMIDEEFIx64.efi /SS BR80G1234567", 20, vec!["AMIDEEFIx64.efi /SS ", "BR80G1234567"]),
            ("AMIDEEFIx64.efi /SS BR80G1234567", 18, vec!["AMIDEEFIx64.efi ", "/SS BR80G1234567"]),
            ("a verylongword b", 5, vec!["a ", "veryl", "ongwo", "rd b"]),
            ("    https://desk", 8, vec!["    http", "s://desk"]),
        ] {
            assert_eq!(whole(text, at), want, "{text:?} at {at}");
        }
    }

    proptest! {
        #[test]
        fn wrapping_without_changes_keeps_all_text(text in "[ -~联想\u{301}]{0,80}", at in 1usize..30) {
            prop_assert_eq!(whole(&text, at).concat(), text);
        }

        #[test]
        fn no_line_is_wider_than_the_given_width(text in any::<String>(), at in 2usize..60) {
            for line in words(&text, at) {
                prop_assert!(width(&line) <= at + 1, "{:?}", line);
                prop_assert!(!line.contains(char::is_control));
            }
            prop_assert!(width(&cut(&text, at)) <= at + 1);
        }
    }
}
