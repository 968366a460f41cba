//! Converts bytes from outside to text that is safe to show on a terminal or a page.
//!
//! Lives here: escapes for characters that a terminal could act on or a person could not see, and the bound. Never here:
//! trimming, or any other change of meaning.

use unicode_width::UnicodeWidthChar;

/// The most terminal columns of a value.
pub const MAX_COLUMNS: usize = 64;

/// The mark at the end of a value that is cut.
const MORE: &str = "...";

/// Converts bytes from firmware, a QR code or a person to text that is safe to show, of at most [`MAX_COLUMNS`] columns.
///
/// Control characters and bytes that are not UTF-8 become `\x1b`; characters that reorder, hide or join text (bidi and
/// zero-width marks, blanks other than the space, lone combining marks) become `<U+202E>`. A longer text ends in `...`.
#[must_use]
pub fn printable(bytes: &[u8]) -> String {
    // Most values are short printable ASCII.
    let plain = |bytes: &[u8]| bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    if let Some(text) =
        std::str::from_utf8(bytes).ok().filter(|text| text.len() <= MAX_COLUMNS && plain(bytes))
    {
        return text.to_owned();
    }
    let mut out = Bounded::default();
    'all: for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            if !out.push_char(character) {
                break 'all;
            }
        }
        for byte in chunk.invalid() {
            if !out.push(&format!("\\x{byte:02x}"), 4) {
                break 'all;
            }
        }
    }
    out.text
}

/// Escapes a text like [`printable`], but doesn't cut it. For texts that already have a bound.
#[must_use]
pub fn printable_whole(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for character in text.chars() {
        match visible_width(character) {
            Some(_) => whole.push(character),
            None => whole.push_str(&escaped(character)),
        }
    }
    whole
}

/// The escape of a character that can't be shown as it is.
fn escaped(character: char) -> String {
    if u32::from(character) < 0x100 && character.is_control() {
        format!("\\x{:02x}", u32::from(character))
    } else {
        format!("<U+{:04X}>", u32::from(character))
    }
}

/// A text that grows by whole pieces up to the bound.
#[derive(Default)]
struct Bounded {
    text: String,
    columns: usize,
    /// The length in bytes up to which the text fits together with the end mark.
    fits: usize,
}

impl Bounded {
    fn push_char(&mut self, character: char) -> bool {
        match visible_width(character) {
            Some(columns) => self.push(character.encode_utf8(&mut [0; 4]), columns),
            None => {
                let escape = escaped(character);
                self.push(&escape, escape.len())
            }
        }
    }

    /// Adds a piece. Where it doesn't fit, adds the end mark and returns false.
    fn push(&mut self, piece: &str, columns: usize) -> bool {
        if self.columns + columns > MAX_COLUMNS {
            self.text.truncate(self.fits);
            self.text.push_str(MORE);
            return false;
        }
        self.text.push_str(piece);
        self.columns += columns;
        if self.columns + MORE.len() <= MAX_COLUMNS {
            self.fits = self.text.len();
        }
        true
    }
}

/// Whether a character can be shown as it is: no terminal acts on it, and a person sees it.
#[must_use]
pub fn is_visible(character: char) -> bool {
    visible_width(character).is_some()
}

/// Whether a character is invisible and meaningless: not visible, and not a control character, a blank or U+FFFD.
pub(crate) fn is_unseen(character: char) -> bool {
    !is_visible(character)
        && !character.is_control()
        && !character.is_whitespace()
        && character != char::REPLACEMENT_CHARACTER
}

/// The columns of a character that can be shown as it is; `None` for one that must be escaped.
fn visible_width(character: char) -> Option<usize> {
    let code = u32::from(character);
    let hidden = character.is_control()
        || (character.is_whitespace() && character != ' ')
        || (0xe000..=0xf8ff).contains(&code)  // private use: its glyph depends on the font
        || code >= 0xe_0000; // tags, variation selectors, private planes
    if hidden || is_hidden(character) {
        return None;
    }
    // A character of width zero joins the previous character.
    character.width().filter(|columns| *columns > 0)
}

/// Whether a character is hidden, other than control characters and blanks: marks that reorder, hide or join text (Unicode category
/// Cf and `Default_Ignorable_Code_Point`), fillers, the replacement character, noncharacters.
pub fn is_hidden(character: char) -> bool {
    let code = u32::from(character);
    matches!(code,
        0xad | 0x34f | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890..=0x891 | 0x8e2 | 0x115f..=0x1160 | 0x17b4..=0x17b5
        | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x2800 | 0x3164 | 0xfdd0..=0xfdef
        | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xffff | 0x110bd | 0x110cd | 0x13430..=0x1343f | 0x1bca0..=0x1bca3
        | 0x1d173..=0x1d17a | 0xe_0000..=0xe_0fff)
        || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn printable_whole_escapes_like_printable_without_a_limit() {
        let long = "因".repeat(200);
        assert_eq!(printable_whole(&long), long);
        assert_eq!(printable_whole("a\u{1b}[2J\u{202e}b"), printable("a\u{1b}[2J\u{202e}b".as_bytes()));
    }

    #[test]
    fn printable_text_is_unchanged_and_the_rest_is_escaped() {
        for (bytes, text) in [
            (&b"ASRock"[..], "ASRock"),
            ("联想 启天".as_bytes(), "联想 启天"),
            (b"  padded ", "  padded "),
            (b"\x1b[2Jx", "\\x1b[2Jx"),
            (b"a\xff\xfeb", "a\\xff\\xfeb"),
            ("a\u{202e}b\u{200b}".as_bytes(), "a<U+202E>b<U+200B>"),
            ("a\u{a0}\u{85}\t".as_bytes(), "a<U+00A0>\\x85\\x09"),
            ("e\u{301}\u{301}".as_bytes(), "e<U+0301><U+0301>"),
            ("\u{e0041}\u{3164}".as_bytes(), "<U+E0041><U+3164>"),
            (b"", ""),
        ] {
            assert_eq!(printable(bytes), text, "{bytes:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_by_columns_and_ends_in_the_mark() {
        assert_eq!(printable(&[b'A'; 64]), "A".repeat(64));
        assert_eq!(printable(&[b'A'; 65]), format!("{}...", "A".repeat(61)));
        assert_eq!(printable("联".repeat(33).as_bytes()), format!("{}...", "联".repeat(30)));
        assert_eq!(printable(&[0x1b; 70_000]), format!("{}...", "\\x1b".repeat(15)));
    }

    proptest! {
        #[test]
        fn any_bytes_give_bounded_visible_text(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let text = printable(&bytes);
            prop_assert!(text.width() <= MAX_COLUMNS);
            prop_assert!(text.chars().all(|c| visible_width(c).is_some()));
        }

        #[test]
        fn any_text_gives_bounded_visible_text(string in "\\PC{0,40}[\u{0}-\u{10ffff}]{0,40}") {
            let text = printable(string.as_bytes());
            prop_assert!(text.width() <= MAX_COLUMNS);
            prop_assert!(text.chars().all(|c| visible_width(c).is_some()));
            prop_assert!(printable(text.as_bytes()) == text, "escaping twice changes nothing");
        }
    }
}
