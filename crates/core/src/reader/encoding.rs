//! Decodes text: UTF-8, UTF-16 in both byte orders with or without a byte order mark, GB18030. A few bytes that are invalid in the
//! encoding become U+FFFD, so that a reader sees the damage.
//!
//! Editors and shells convert the text of `dmidecode`: PowerShell saves UTF-16, Chinese editors save GB18030. Never here: the meaning
//! of the text.

use std::borrow::Cow;

use encoding_rs::GB18030;

/// The number of bytes that are examined for the zeros of UTF-16.
const SAMPLE: usize = 512;

/// The byte order of UTF-16.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

/// A text may have one invalid sequence for each this many bytes.
const TEXT_PER_FAULT: usize = 8;

/// Decodes bytes and removes a byte order mark. `None` where the bytes are not text in any known encoding.
pub(crate) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return Some(Cow::Owned(utf16(rest, Order::Little)));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return Some(Cow::Owned(utf16(rest, Order::Big)));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if let Some(order) = unmarked_utf16(bytes) {
        return Some(Cow::Owned(utf16(bytes, order)));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(_) => match sparse_utf16(bytes) {
            Some(order) => Some(Cow::Owned(utf16(bytes, order))),
            None => eight_bit(bytes).map(Cow::Owned),
        },
    }
}

/// Whether the bytes are UTF-16 without a byte order mark.
pub(crate) fn is_utf16(bytes: &[u8]) -> bool {
    unmarked_utf16(bytes).is_some()
}

/// Decodes bytes that are not valid UTF-8. They are UTF-8 if they hold more characters outside ASCII than invalid sequences; else
/// GB18030 if that gives fewer invalid sequences. Each invalid sequence becomes U+FFFD; `None` where there are too many.
fn eight_bit(bytes: &[u8]) -> Option<String> {
    let (mut faults, mut others) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        faults += usize::from(!chunk.invalid().is_empty());
        others += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    let utf8 = || String::from_utf8_lossy(bytes).into_owned();
    let few = |faults: usize| faults * TEXT_PER_FAULT <= bytes.len();
    if others > faults {
        return few(faults).then(utf8);
    }
    if let Some(text) = GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        return Some(text.into_owned());
    }
    let (chinese, _) = GB18030.decode_without_bom_handling(bytes);
    let wrong = chinese.chars().filter(|c| *c == char::REPLACEMENT_CHARACTER).count();
    if wrong < faults { few(wrong).then(|| chinese.into_owned()) } else { few(faults).then(utf8) }
}

fn utf16(bytes: &[u8], order: Order) -> String {
    let units = bytes.chunks_exact(2).map(|pair| match (order, pair) {
        (Order::Little, [low, high]) | (Order::Big, [high, low]) => u16::from_be_bytes([*high, *low]),
        _ => 0,
    });
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The byte order of UTF-16 without a byte order mark, for text that is mostly ASCII: in most pairs, exactly one byte is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<Order> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let pairs = sample.chunks_exact(2).len();
    let ascii = |byte: u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    let of = |order| {
        let fits = |pair: &&[u8]| match (order, *pair) {
            (Order::Little, [low, high]) | (Order::Big, [high, low]) => *high == 0 && ascii(*low),
            _ => false,
        };
        let count = sample.chunks_exact(2).filter(fits).count();
        (pairs >= 8 && count * 4 >= pairs * 3).then_some(order)
    };
    of(Order::Little).or_else(|| of(Order::Big))
}

/// The byte order of UTF-16 without a byte order mark, for text that is mostly not ASCII. Text in other encodings has no zero byte. In
/// UTF-16, the high bytes of a few ASCII characters are zero, the low bytes are not, and few of the other pairs look like two ASCII
/// characters.
fn sparse_utf16(bytes: &[u8]) -> Option<Order> {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let of = |order| {
        let halves = |pair: &[u8]| match (order, pair) {
            (Order::Little, [low, high]) | (Order::Big, [high, low]) => (*high, *low),
            _ => (0, 0),
        };
        let pairs = || sample.chunks_exact(2).map(halves);
        let zeros = pairs().filter(|(high, _)| *high == 0).count();
        let plain = pairs().filter(|(high, low)| high.is_ascii_graphic() && low.is_ascii_graphic()).count();
        let fits = pairs().all(|(high, low)| high > 0 || (1..0x80).contains(&low));
        let many = pairs().count() >= 4 && zeros * 16 >= pairs().count();
        (many && fits && 2 * plain <= pairs().count() - zeros && bytes.len().is_multiple_of(2))
            .then_some(order)
    };
    of(Order::Little).or_else(|| of(Order::Big))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn utf16_bytes(text: &str, order: Order) -> Vec<u8> {
        let bytes = |unit: u16| match order {
            Order::Little => unit.to_le_bytes(),
            Order::Big => unit.to_be_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_decodes_to_the_same_text() {
        let text = "# dmidecode 3.3\r\nSystem Information\r\n\tManufacturer：联想\r\n";
        let (little, big) = (utf16_bytes(text, Order::Little), utf16_bytes(text, Order::Big));
        let gb = GB18030.encode(text).0.into_owned();
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            [&[0xff, 0xfe][..], &little].concat(),
            [&[0xfe, 0xff][..], &big].concat(),
            little,
            big,
            gb,
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(text), "{bytes:x?}");
        }
    }

    #[test]
    fn an_invalid_byte_affects_only_itself() {
        let gb = |text: &str| GB18030.encode(text).0.into_owned();
        for (bytes, text) in [
            (b"Manufacturer: AS\xffRock\n".to_vec(), "Manufacturer: AS\u{fffd}Rock\n"),
            ("Manufacturer: 联想\n".as_bytes().to_vec(), "Manufacturer: 联想\n"),
            (
                [gb("Manufacturer: 联想\n"), b"\xffModel\n".to_vec()].concat(),
                "Manufacturer: 联想\n\u{fffd}Model\n",
            ),
            (
                ["Manufacturer: 联想\n".as_bytes(), b"Model: B\xb0R\n"].concat(),
                "Manufacturer: 联想\nModel: B\u{fffd}R\n",
            ),
        ] {
            assert_eq!(decode(&bytes).as_deref(), Some(text), "{bytes:x?}");
        }
    }

    #[test]
    fn undecodable_bytes_are_not_text() {
        assert_eq!(decode(&[0xff, 0x80, 0xfe, 0x81].repeat(20)), None);
        assert_eq!(decode(b"a\xffb\xffc\xffd\xff"), None);
    }

    proptest! {
        #[test]
        fn utf8_text_stays_as_it_is(text in "[ -~\\n\u{4e00}-\u{9fff}]{0,200}") {
            let decoded = decode(text.as_bytes());
            prop_assert_eq!(decoded.as_deref(), Some(text.as_str()));
        }

        #[test]
        fn any_bytes_give_text_or_none(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode(&bytes);
        }
    }
}
