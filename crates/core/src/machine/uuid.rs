//! UUIDs: the table's 16 bytes and the dashed form.

/// A UUID as `dmidecode` prints it. From SMBIOS 2.6 on the first three groups are little-endian
/// (`swapped`); before, the bytes stand in the order they print.
pub fn print(mut bytes: [u8; 16], swapped: bool) -> String {
    if swapped {
        swap_groups(&mut bytes);
    }
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// The 16 bytes of a printed UUID, in the table's order; `None` where the text is none.
pub fn parse(text: &str, swapped: bool) -> Option<[u8; 16]> {
    let dashes = text.len() == 36 && [8, 13, 18, 23].iter().all(|at| text.as_bytes().get(*at) == Some(&b'-'));
    let digits: String = text.chars().filter(|character| *character != '-').collect();
    if !dashes || digits.len() != 32 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = u128::from_str_radix(&digits, 16).ok()?.to_be_bytes();
    if swapped {
        swap_groups(&mut bytes);
    }
    Some(bytes)
}

fn swap_groups(bytes: &mut [u8; 16]) {
    bytes[..4].reverse();
    bytes[4..6].reverse();
    bytes[6..8].reverse();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_print_go_both_ways() {
        let bytes =
            [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];
        let prints =
            [(false, "00112233-4455-6677-8899-aabbccddeeff"), (true, "33221100-5544-7766-8899-aabbccddeeff")];
        for (swapped, text) in prints {
            assert_eq!(print(bytes, swapped), text);
            assert_eq!(parse(text, swapped), Some(bytes));
            assert_eq!(parse(&text.to_uppercase(), swapped), Some(bytes));
        }
    }

    #[test]
    fn other_text_is_no_uuid() {
        for text in [
            "",
            "00112233445566778899aabbccddeeff",
            "+0112233-4455-6677-8899-aabbccddeeff",
            "0011223-34455-6677-8899-aabbccddeeff",
            "00112233-4455-6677-8899-aabbccddeef",
            "00112233-4455-6677-8899-aabbccddeef\u{e9}",
        ] {
            assert_eq!(parse(text, true), None, "{text}");
        }
    }
}
