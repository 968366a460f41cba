//! Where a line of Chinese or English may end: after blanks, and around ideographs except at their punctuation.
//!
//! This is a small part of UAX #14, enough for `text` and for the names of machines. Its full tables would be a tenth of
//! the program.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthChar;

/// Characters that never begin a line.
const CLOSING: &str = ",.;:!?)]}%'\"、。，．：；！？）］｝〉》」』】〕〗”’…‥·・％〜～";
/// Characters that never end a line.
const OPENING: &str = "([{（［｛〈《「『【〔〖“‘＃＄￥";

/// The options of `textwrap` for that width and these rules.
#[must_use]
pub fn wrap_options<'a>(width: usize) -> Options<'a> {
    Options::new(width)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
}

/// The unbreakable parts of a line, each with the blanks after it.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let pairs = line.char_indices().zip(line.chars().skip(1));
    let mut ends: Vec<_> =
        pairs.filter(|&((_, a), b)| may_end(a, b)).map(|((at, a), _)| at + a.len_utf8()).collect();
    ends.push(line.len());
    let mut start = 0;
    Box::new(ends.into_iter().filter_map(move |end| {
        let word = line.get(start..end).filter(|word| !word.is_empty()).map(Word::from);
        start = end;
        word
    }))
}

/// Whether a line may end between these characters.
fn may_end(a: char, b: char) -> bool {
    if a == ' ' || b == ' ' {
        return a == ' ' && b != ' ';
    }
    let wide = |c: char| c.width() == Some(2);
    (wide(a) || wide(b)) && b.width() != Some(0) && !CLOSING.contains(b) && !OPENING.contains(a)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_end_after_blanks_and_around_ideographs() {
        for (text, want) in [
            ("one  two", vec!["one  ", "two"]),
            (" in", vec![" ", "in"]),
            ("MODEL-BLANK /etc/os-release", vec!["MODEL-BLANK ", "/etc/os-release"]),
            ("请输入码。", vec!["请", "输", "入", "码。"]),
            ("按 Ctrl-F 填入", vec!["按 ", "Ctrl-F ", "填", "入"]),
            ("扫QR码（二维）！", vec!["扫", "QR", "码", "（二", "维）！"]),
            ("“型号”为空", vec!["“型", "号”", "为", "空"]),
            ("か\u{3099}な", vec!["か\u{3099}", "な"]),
            ("", vec![]),
        ] {
            let seen: Vec<_> = words(text).map(|word| format!("{}{}", word.word, word.whitespace)).collect();
            assert_eq!(seen, want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_joined_are_the_line(text in any::<String>()) {
            let together: String = words(&text).map(|word| format!("{}{}", word.word, word.whitespace)).collect();
            prop_assert_eq!(together, text);
        }
    }
}
