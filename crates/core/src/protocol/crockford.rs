//! Crockford's base 32: the characters that people read and type, and the reading of typed characters.
//!
//! **Alphabet.** Symbols 0–31 are `0123456789ABCDEFGHJKMNPQRSTVWXYZ`. Bytes become symbols of five bits, the highest bit first. The
//! unused bits of the last symbol must be zero.
//!
//! **Typed.** Compatibility forms (full-width, superscript, circled, mathematical) are folded
//! ([`compatibility_fold`](crate::machine::compatibility_fold)), and letters become upper case. `O` is read as `0`, `I` and `L` as
//! `1`, `U` as `V`. These characters are skipped: blanks, dashes, dots and commas (also the Chinese ones), apostrophes, invisible
//! characters (soft hyphens, marks of direction and width, variation selectors, tags, combining marks, private use), and the quote
//! marks of mail, `>` and `|`. `?` is a symbol that a person can't read. Any other character is foreign.

use crate::reader::compatibility_fold;
pub(super) use crate::reader::is_unseen as is_invisible;

/// Crockford's alphabet.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// One typed character that is not skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// A symbol, 0–31.
    Symbol(u8),
    /// `?`: a symbol that the person can't read.
    Unreadable,
    /// Any other character.
    Foreign(char),
}

impl Glyph {
    /// The glyph of a folded character; `None` where it is skipped.
    fn of(c: char) -> Option<Self> {
        let c = c.to_ascii_uppercase();
        if c.is_whitespace() || is_dash(c) || is_invisible(c) || is_skipped(c) {
            return None;
        }
        let meant = match c {
            '?' => return Some(Self::Unreadable),
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            other => other,
        };
        Some(match ALPHABET.iter().position(|&own| char::from(own) == meant) {
            Some(symbol) => Self::Symbol(u8::try_from(symbol).unwrap_or(0)),
            None => Self::Foreign(c),
        })
    }

    /// The character to show for the glyph.
    pub(super) fn character(self) -> char {
        match self {
            Self::Symbol(symbol) => character(symbol),
            Self::Unreadable => '?',
            Self::Foreign(c) => c,
        }
    }
}

/// The glyphs of a text.
pub(super) fn glyphs(typed: &str) -> impl Iterator<Item = Glyph> {
    // People type the acute accent instead of an apostrophe, so it is skipped too.
    typed.chars().filter(|&c| c != '\u{b4}').map(compatibility_fold).filter_map(Glyph::of)
}

/// Dashes of every length, and the minus sign.
pub(super) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

const fn is_skipped(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | '\''
            | '`'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{b7}'
            | '\u{3001}'
            | '\u{3002}'
            | '\u{30fb}'
            | '>'
            | '|'
    )
}

/// The character of a symbol; only its low five bits count.
pub(super) fn character(symbol: u8) -> char {
    char::from(ALPHABET[usize::from(symbol & 31)])
}

/// Encodes bytes as symbols of five bits, padded with zero bits.
pub(super) fn from_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u16, 0);
    for &byte in bytes {
        held = held << 8 | u16::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push((held >> bits & 31) as u8);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        out.push((held << (5 - bits) & 31) as u8);
    }
    out
}

/// Decodes symbols of five bits. Returns the complete bytes, and whether the unused bits are zero.
pub(super) fn to_bytes(symbols: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(symbols.len() * 5 / 8);
    let (mut held, mut bits) = (0_u16, 0);
    for &symbol in symbols {
        held = held << 5 | u16::from(symbol & 31);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 255) as u8);
        }
        held &= (1 << bits) - 1;
    }
    (out, held == 0)
}

/// The number of symbols for this many bytes.
pub(super) const fn count(bytes: usize) -> usize {
    (bytes * 8).div_ceil(5)
}

/// The number of symbols of a group.
pub(super) const GROUP: usize = 5;

/// A text in groups of five with a blank between.
pub(super) fn grouped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 6 / 5);
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % GROUP == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn look_alikes_and_separators_are_read() {
        let read = |text: &str| glyphs(text).map(Glyph::character).collect::<String>();
        assert_eq!(read("oO iIlL uU"), "001111VV");
        assert_eq!(read("> ab-c.d'e\u{2014}ｆ\u{3000}Ｇ，?？*"), "ABCDEFG??*");
        assert_eq!(glyphs("!").collect::<Vec<_>>(), [Glyph::Foreign('!')]);
    }

    proptest! {
        #[test]
        fn decoding_inverts_encoding(bytes: Vec<u8>) {
            let symbols = from_bytes(&bytes);
            prop_assert_eq!(symbols.len(), count(bytes.len()));
            prop_assert_eq!(to_bytes(&symbols), (bytes, true));
        }
    }
}
