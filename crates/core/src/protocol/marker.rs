//! Markers: the digests that licenses bind to, 10 bytes each.
//!
//! **Normalisation** (frozen). *Blanks* are the 25 characters U+0009–000D, U+0020, U+0085, U+00A0, U+1680,
//! U+2000–200A, U+2028, U+2029, U+202F, U+205F, U+3000. A value is *collapsed* by dropping blanks at both ends
//! and putting one U+0020 for every run of blanks inside. It is *normalised* by collapsing it and then
//! folding `A`–`Z` to `a`–`z`; no other character is changed. Text is UTF-8 throughout.
//!
//! **Scheme 3** digests manufacturer, model and serial, in this order: for each, its normalised bytes after
//! their count as two bytes, big-endian (a value over 65,535 bytes, which no request carries, counts as
//! 65,535). The tag is `countersign marker 3`. Where one of the three was declared, the tag is
//! `countersign marker 3 declared` and the 10 bytes of the scheme 2 marker follow the values, so that a
//! disk image can't carry a declared value to another machine.
//!
//! **Scheme 2**, the older one, digests one kind byte and the value under `countersign marker 2`:
//!
//! | kind | value |
//! | --- | --- |
//! | 1 | board serial, normalised |
//! | 2 | UUID, 16 bytes in the order of its dashed text |
//! | 3 | MAC address, 6 bytes |
//!
//! The first 10 bytes of the digest (`digest`) are the marker. Ten zero bytes mean "none" on the wire, so a
//! digest that begins with ten zero bytes becomes nine zero bytes and a 1.

use super::digest;
use crate::review::DeviceAnchor;

/// 10 bytes of a domain-separated SHA-256. All zero stands for "there is none" on the wire only.
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

    /// The marker of ten bytes as they travel; ten zero bytes are none.
    #[must_use]
    pub fn from_wire(bytes: [u8; 10]) -> Option<Self> {
        (bytes != Self::NONE).then_some(Self(bytes))
    }

    /// Ten bytes to travel; all zero for none.
    #[must_use]
    pub fn to_wire(marker: Option<Self>) -> [u8; 10] {
        marker.map_or(Self::NONE, |marker| marker.0)
    }
}

/// Whether normalisation takes this character for a blank. A list of its own, and not the standard
/// library's, because a later Unicode version must not move a marker.
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

/// A value as requests carry it: blanks at both ends dropped, runs of blanks inside made one space.
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

/// The frozen normalisation of a binding value: collapsed, and ASCII letters folded to lower case.
#[must_use]
pub fn normalise(value: &str) -> String {
    collapse(value).to_ascii_lowercase()
}

/// Scheme 3, of manufacturer, model and serial. `anchor` is the scheme 2 marker that a declared value's
/// marker also digests; it is given exactly where one of the values was declared.
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

/// Scheme 2.
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
    fn blanks_are_those_of_unicode_today() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_blank(c), c.is_whitespace(), "{c:?}");
        }
    }

    #[test]
    fn known_spellings_are_written_as_markers_see_them() {
        for spelling in crate::review::maker_spellings::all() {
            assert_eq!(normalise(spelling), spelling);
        }
    }

    #[test]
    fn case_and_blanks_make_no_difference_and_borders_between_values_do() {
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
    fn kinds_of_anchor_are_kept_apart() {
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
