//! UUIDs: 16 bytes, their text, and the two byte orders of SMBIOS.
//!
//! From SMBIOS 2.6 on, the first three groups of a UUID (4, 2 and 2 bytes) are little-endian in the table, as in Microsoft's
//! GUIDs (DSP0134, 7.2.1); the argument `swapped` is true. Before 2.6, the table has the bytes in the order of the text.

/// The dashed text of a table's 16 bytes, in lower case, as `dmidecode` prints it.
pub(super) fn print(bytes: [u8; 16], swapped: bool) -> String {
    let bytes = if swapped { swap_groups(bytes) } else { bytes };
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// Parses a UUID in dashed form (36 characters). Returns its 16 bytes, in the order of the table: the order of the text, with the
/// first three groups reversed where `swapped` is true. `None` for any other text.
#[must_use]
pub fn parse_dashed(text: &str, swapped: bool) -> Option<[u8; 16]> {
    let dashed = text.len() == 36 && text.as_bytes().get(8) == Some(&b'-');
    let bytes = parse(text).filter(|_| dashed)?;
    Some(if swapped { swap_groups(bytes) } else { bytes })
}

/// Parses a UUID with or without dashes (36 or 32 characters), with or without braces, with or without blanks around it. Returns
/// its 16 bytes in the order of the text. `None` for any other text.
#[must_use]
pub fn parse(text: &str) -> Option<[u8; 16]> {
    let text = text.trim();
    let text = text.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(text);
    let dashed = text.len() == 36;
    if !(dashed || text.len() == 32) {
        return None;
    }
    let mut uuid = [0; 16];
    let mut digits = 0;
    for (at, byte) in text.bytes().enumerate() {
        if dashed && matches!(at, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return None;
            }
            continue;
        }
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => return None,
        };
        let whole = uuid.get_mut(digits / 2)?;
        *whole = *whole << 4 | digit;
        digits += 1;
    }
    (digits == 32).then_some(uuid)
}

/// The same UUID with its first three groups in the other byte order.
#[must_use]
pub fn swap_groups(uuid: [u8; 16]) -> [u8; 16] {
    let [a, b, c, d, e, f, g, h, rest @ ..] = uuid;
    let mut out = [d, c, b, a, f, e, h, g, 0, 0, 0, 0, 0, 0, 0, 0];
    for (to, from) in out.iter_mut().skip(8).zip(rest) {
        *to = from;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_text_convert_both_ways() {
        let bytes =
            [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];
        let prints =
            [(false, "00112233-4455-6677-8899-aabbccddeeff"), (true, "33221100-5544-7766-8899-aabbccddeeff")];
        for (swapped, text) in prints {
            assert_eq!(print(bytes, swapped), text);
            assert_eq!(parse_dashed(text, swapped), Some(bytes));
            assert_eq!(parse_dashed(&text.to_uppercase(), swapped), Some(bytes));
        }
    }

    #[test]
    fn only_the_dashed_form_is_a_table_uuid() {
        for text in [
            "",
            "00112233445566778899aabbccddeeff",
            "{00112233445566778899aabbccddeeff}",
            " 00112233-4455-6677-8899-aabbccddeeff",
            "   00112233445566778899aabbccddeeff ",
            "+0112233-4455-6677-8899-aabbccddeeff",
            "0011223-34455-6677-8899-aabbccddeeff",
            "00112233-4455-6677-8899-aabbccddeef",
            "00112233-4455-6677-8899-aabbccddeef\u{e9}",
        ] {
            assert_eq!(parse_dashed(text, true), None, "{text}");
        }
    }
}
