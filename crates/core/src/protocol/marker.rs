//! Markers: the digests that licenses bind to, of 10 bytes each.
//!
//! **Normalisation** (frozen). *Blanks* are the 25 characters U+0009–000D, U+0020, U+0085, U+00A0, U+1680, U+2000–200A, U+2028,
//! U+2029, U+202F, U+205F, U+3000. A *collapsed* value has no blanks at its ends and one U+0020 for each run of blanks inside. A
//! *normalised* value is collapsed, with `A`–`Z` folded to `a`–`z`; no other character changes. Text is UTF-8.
//!
//! **Scheme 3** digests manufacturer, model and serial, in this order. Each is the length of its normalised bytes as two bytes,
//! big-endian, then these bytes. (A value over 65,535 bytes, which no request has, has the length 65,535.) The tag is
//! `countersign marker 3`. Where one of the three was declared, the tag is `countersign marker 3 declared`, and the 10 bytes of
//! the scheme 2 marker follow the values, so that a disk image can't carry a declared value to another machine.
//!
//! **Scheme 2**, the older one, digests one kind byte and the value. The tag is `countersign marker 2`.
//!
//! | kind | value |
//! | --- | --- |
//! | 1 | board serial, normalised |
//! | 2 | UUID, 16 bytes in the order of its dashed text |
//! | 3 | MAC address, 6 bytes |
//!
//! The marker is the first 10 bytes of the digest (`digest`). Ten zero bytes mean "none" on the wire, so a digest that begins
//! with ten zero bytes becomes nine zero bytes and a 1.

use super::digest;
use crate::review::DeviceAnchor;

/// A marker: 10 bytes of a SHA-256 digest, never all zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Marker(pub [u8; 10]);

impl Marker {
    const NONE: [u8; 10] = [0; 10];

    fn of_digest(mut digest: [u8; 10]) -> Self {
        if digest == Self::NONE {
            digest[9] = 1;
        }
        Self(digest)
    }

    /// The marker of ten bytes of the wire; `None` for ten zero bytes.
    #[must_use]
    pub fn from_wire(bytes: [u8; 10]) -> Option<Self> {
        (bytes != Self::NONE).then_some(Self(bytes))
    }

    /// Ten bytes for the wire; all zero for `None`.
    #[must_use]
    pub fn to_wire(marker: Option<Self>) -> [u8; 10] {
        marker.map_or(Self::NONE, |marker| marker.0)
    }
}

/// Whether normalisation treats this character as a blank. The list is not that of the standard library, because a later Unicode
/// version must not change a marker.
const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{9}'..='\u{d}'
            | ' '
            | '\u{85}'
            | '\u{a0}'
            | '\u{1680}'
            | '\u{2000}'..='\u{200a}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{202f}'
            | '\u{205f}'
            | '\u{3000}'
    )
}

/// The collapsed value, which requests carry: no blanks at its ends, one space for each run of blanks inside.
#[must_use]
pub fn collapse(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for word in value.split(is_blank).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The normalised value: collapsed, with ASCII letters in lower case.
#[must_use]
pub fn normalise(value: &str) -> String {
    collapse(value).to_ascii_lowercase()
}

/// The scheme 3 marker of manufacturer, model and serial. `anchor` is the scheme 2 marker, and given exactly where one of the
/// values was declared.
#[must_use]
pub fn scheme3(values: [&str; 3], anchor: Option<Marker>) -> Marker {
    let values = values.map(normalise);
    let counts = values.each_ref().map(|value| u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
    let [a, b, c] = values.each_ref().map(|value| value.as_bytes());
    let mut parts: Vec<&[u8]> = vec![&counts[0], a, &counts[1], b, &counts[2], c];
    Marker::of_digest(match &anchor {
        None => digest::tagged(digest::MARKER_3, &parts),
        Some(anchor) => {
            parts.push(&anchor.0);
            digest::tagged(digest::MARKER_3_DECLARED, &parts)
        }
    })
}

/// The scheme 2 marker of an anchor.
#[must_use]
pub fn scheme2(anchor: &DeviceAnchor) -> Marker {
    let digest =
        |kind: u8, bytes: &[u8]| Marker::of_digest(digest::tagged(digest::MARKER_2, &[&[kind], bytes]));
    match anchor {
        DeviceAnchor::BoardSerial(serial) => digest(1, normalise(serial).as_bytes()),
        DeviceAnchor::Uuid(uuid) => digest(2, uuid),
        DeviceAnchor::Mac(mac) => digest(3, mac),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_equal_those_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_blank(c), c.is_whitespace(), "{c:?}");
        }
    }

    #[test]
    fn maker_spellings_are_normalised() {
        for spelling in crate::review::maker_spellings::all() {
            assert_eq!(normalise(spelling), spelling);
        }
    }

    #[test]
    fn case_and_blanks_do_not_change_a_marker_and_value_borders_do() {
        let one = scheme3(["ASRock", "B450M  Pro4", "BR80"], None);
        assert_eq!(one, scheme3([" asrock\t", "b450m\u{3000}pro4 ", "br80"], None));
        assert_ne!(one, scheme3(["ASRockB450M", "Pro4", "BR80"], None));
        assert_ne!(one, scheme3(["ASRock B450M", "Pro4", "BR80"], None));
        assert_ne!(one, scheme3(["ASRock", "B450M Pro4", "BR80É"], None));
        assert_ne!(scheme3(["", "", "É"], None), scheme3(["", "", "é"], None));
    }

    #[test]
    fn an_anchor_changes_a_declared_marker() {
        let values = ["a", "b", "c"];
        let here = scheme2(&DeviceAnchor::Mac([1, 2, 3, 4, 5, 6]));
        let there = scheme2(&DeviceAnchor::Mac([1, 2, 3, 4, 5, 7]));
        assert_ne!(scheme3(values, Some(here)), scheme3(values, Some(there)));
        assert_ne!(scheme3(values, Some(here)), scheme3(values, None));
    }

    #[test]
    fn anchors_of_different_kinds_have_different_markers() {
        let mac = scheme2(&DeviceAnchor::Mac(*b"abcdef"));
        assert_ne!(mac, scheme2(&DeviceAnchor::BoardSerial("abcdef".into())));
        assert_eq!(
            scheme2(&DeviceAnchor::BoardSerial(" ABC  def".into())),
            scheme2(&DeviceAnchor::BoardSerial("abc DEF".into()))
        );
    }

    #[test]
    fn ten_zero_bytes_are_no_marker() {
        assert_eq!(Marker::of_digest([0; 10]), Marker([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]));
        assert_eq!(Marker::from_wire([0; 10]), None);
        assert_eq!(Marker::from_wire(Marker::to_wire(None)), None);
    }
}
