//! Turns pasted bytes into safe text.
//!
//! Lives here: the marks around a paste, the limit of its length, and the characters that stay. Never here: the use of a paste.

/// The longest paste that is taken, in bytes; what is beyond it is dropped.
pub const PASTE_MAX: usize = 64 * 1024;

/// The mark at the end of a paste, with 7-bit and with 8-bit controls. An 8-bit end counts only after an 8-bit beginning, because
/// the text may hold the byte 0x9b.
const ENDS: [&[u8]; 2] = [b"\x1b[201~", b"\x9b201~"];

/// A paste that goes on.
#[derive(Debug)]
pub(super) struct Pasted {
    bytes: Vec<u8>,
    end: &'static [u8],
}

impl Pasted {
    /// Begins a paste. `eight_bit`: its mark had 8-bit controls.
    pub(super) fn begin(eight_bit: bool) -> Self {
        Self { bytes: vec![], end: ENDS[usize::from(eight_bit)] }
    }

    /// Takes a byte; returns whether it ended the paste.
    pub(super) fn push(&mut self, byte: u8) -> bool {
        // Room for the end mark stays. Beyond the bound, the oldest byte of the excess is dropped.
        if self.bytes.len() >= PASTE_MAX + self.end.len() {
            self.bytes.remove(PASTE_MAX);
        }
        self.bytes.push(byte);
        let Some(text) = self.bytes.strip_suffix(self.end) else { return false };
        // After a byte of a multi-byte character, 0x9b belongs to that character.
        let within = self.end[0] == 0x9b && text.last().is_some_and(|byte| !byte.is_ascii());
        if !within {
            let length = text.len();
            self.bytes.truncate(length);
        }
        !within
    }

    /// The text so far.
    pub(super) fn text(&self) -> String {
        clean(&self.bytes)
    }
}

/// The text of pasted bytes, up to the bound.
fn clean(bytes: &[u8]) -> String {
    let bytes = bytes.get(..PASTE_MAX).unwrap_or(bytes);
    harmless(&String::from_utf8_lossy(bytes))
}

/// A text with line ends as `\n`, blanks for tabs, and nothing else that steers a terminal or can't be seen.
pub(super) fn harmless(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.chars().filter_map(|c| match c {
        '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' => Some(' '),
        // A character cut at the bound, or no UTF-8 at all.
        '\u{fffd}' => None,
        // Invisible characters: zero width, direction, byte order.
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
    fn control_and_invisible_characters_are_removed_from_a_paste() {
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
        fn no_control_characters_are_left_in_a_paste(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(clean(&bytes).chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
