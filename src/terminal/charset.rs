//! Decodes bytes into characters.
//!
//! Lives here: UTF-8, the C1 controls in both forms, and bytes of other character sets. A byte that is not UTF-8 is ignored,
//! and so is the second byte of its pair: in GBK, Big5 and Shift JIS it is often an ASCII letter, which `vte` would type.
//! Never here: the meaning of characters, sequences.

/// The unit that one or more bytes decode to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// A byte below 0x80.
    Ascii(u8),
    /// A C1 control that begins or ends a sequence, as its byte.
    C1(u8),
    /// Any other character.
    Char(char),
    /// Bytes that mean nothing.
    Foreign,
}

/// Decodes bytes, one at a time.
#[derive(Debug, Default)]
pub(super) struct Chars {
    /// The beginning of a UTF-8 character.
    partial: [u8; 4],
    length: usize,
    /// Whether the last byte may be the first of a pair in another character set.
    lead: bool,
}

impl Chars {
    /// Whether more bytes may belong to those that came.
    pub(super) fn pending(&self) -> bool {
        self.lead || self.length > 0
    }

    /// Takes a byte; returns the unit that it completes.
    pub(super) fn push(&mut self, byte: u8) -> Option<Unit> {
        if self.lead {
            self.lead = false;
            if second(byte) {
                return None;
            }
        }
        if self.length == 0 {
            return self.begin(byte);
        }
        let Some(place) = self.partial.get_mut(self.length) else {
            self.length = 0;
            return Some(Unit::Foreign);
        };
        *place = byte;
        self.length += 1;
        let bytes = self.partial.get(..self.length).unwrap_or_default();
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                let unit = text.chars().next().map_or(Unit::Foreign, character);
                self.length = 0;
                Some(unit)
            }
            Err(error) if error.error_len().is_none() => None,
            Err(_) => {
                // Read as pairs of another character set, an odd number of bytes before this one leaves a pair open.
                let open = self.length.is_multiple_of(2);
                self.length = 0;
                if open && second(byte) { Some(Unit::Foreign) } else { self.begin(byte) }
            }
        }
    }

    fn begin(&mut self, byte: u8) -> Option<Unit> {
        match byte {
            0..=0x7f => Some(Unit::Ascii(byte)),
            _ if delimits(byte) => Some(Unit::C1(byte)),
            0xc2..=0xf4 => {
                self.partial[0] = byte;
                self.length = 1;
                None
            }
            0x80 | 0xff => Some(Unit::Foreign),
            _ => {
                self.lead = true;
                Some(Unit::Foreign)
            }
        }
    }
}

/// Whether a byte is SS3, DCS, SOS, CSI, ST, OSC, PM or APC, which begin or end a sequence.
fn delimits(byte: u8) -> bool {
    matches!(byte, 0x8f | 0x90 | 0x98 | 0x9b..=0x9f)
}

/// Whether a byte may be the second of a pair in GBK, GB 18030, Big5, Shift JIS or UHC.
fn second(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | 0x40..=0x7e | 0x80..=0xfe)
}

/// A character of several bytes. Controls and line separators among them mean nothing.
fn character(c: char) -> Unit {
    match u8::try_from(u32::from(c)) {
        Ok(byte) if delimits(byte) => Unit::C1(byte),
        _ if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => Unit::Foreign,
        _ => Unit::Char(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(bytes: &[u8]) -> Vec<Unit> {
        let mut chars = Chars::default();
        let all = bytes.iter().filter_map(|byte| chars.push(*byte));
        all.filter(|unit| *unit != Unit::Foreign).collect()
    }

    #[test]
    fn utf_8_is_decoded_and_other_bytes_are_dropped() {
        use Unit::{Ascii, C1, Char};
        let table: &[(&[u8], &[Unit])] = &[
            ("a许𠮷".as_bytes(), &[Ascii(b'a'), Char('许'), Char('𠮷')]),
            (b"\x9b\xc2\x9b", &[C1(0x9b), C1(0x9b)]),
            ("\u{85}\u{2028}x".as_bytes(), &[Ascii(b'x')]),
            // GBK, GB 18030, Big5: no second byte is typed.
            (b"\xd0\xed\xbf\xc9\xb4a\xbfq\x81r\xa5\\x", &[Ascii(b'x')]),
            (b"\x810\x810x", &[Ascii(b'x')]),
            // Overlong, surrogate, five bytes.
            (b"\xc0\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80", &[]),
            // Cut off: an even number of bytes is no open pair.
            (b"\xe8\xaex", &[Ascii(b'x')]),
            (b"\xf0\x9f\x91x\r", &[Ascii(b'\r')]),
            // A control is never the second of a pair.
            (b"\xe9\r\xe9\x1b\xe9 ", &[Ascii(b'\r'), Ascii(0x1b), Ascii(b' ')]),
        ];
        for (bytes, want) in table {
            assert_eq!(units(bytes), *want, "{}", bytes.escape_ascii());
        }
    }
}
