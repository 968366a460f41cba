//! Pasted bytes to a text that is safe to have.
//!
//! Lives here: the bound, and which characters stay. Never here: what a paste is for.

/// The longest paste that is taken, in bytes; what is beyond it is dropped.
pub const PASTE_MAX: usize = 64 * 1024;

/// The text of a paste: line ends as `\n`, blanks for tabs, nothing else that steers a terminal or can't be seen.
pub(super) fn clean(bytes: &[u8]) -> String {
    let bytes = bytes.get(..PASTE_MAX).unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let text = text.chars().filter_map(|c| match c {
        '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        // A character cut at the bound, or no UTF-8 at all.
        '\u{fffd}' => None,
        // Unseen marks: zero width, direction, byte order.
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => None,
        c if c.is_control() => None,
        c => Some(c),
    });
    text.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_stays_of_a_paste() {
        for (pasted, want) in [
            ("0123 4567\r\n89AB\rCDEF\n", "0123 4567\n89AB\nCDEF\n"),
            ("a\tb", "a b"),
            ("\u{feff}AB\u{200b}C", "ABC"),
            ("x\u{1b}[31my\u{7}\u{9b}z", "x[31myz"),
            ("许可号", "许可号"),
            ("", ""),
        ] {
            assert_eq!(clean(pasted.as_bytes()), want, "{pasted:?}");
        }
        assert_eq!(clean(b"a\xff\xfeb"), "ab");
        assert_eq!(clean(&vec![b'x'; PASTE_MAX + 10]).len(), PASTE_MAX);
    }

    proptest! {
        #[test]
        fn nothing_that_steers_is_left(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(clean(&bytes).chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
