//! Markers: the digests that licenses bind to, of 10 bytes each.
//!
//! **Normalisation** (frozen). *Blanks* are the 25 characters U+0009–000D, U+0020, U+0085, U+00A0, U+1680, U+2000–200A, U+2028,
//! U+2029, U+202F, U+205F, U+3000. A *collapsed* value has no blanks at its ends and one U+0020 for each run of blanks inside. A
//! *normalised* value is collapsed, with `A`–`Z` folded to `a`–`z`; no other character changes. Text is UTF-8.
//!
//! **Scheme 3** digests manufacturer, model and serial as bound, in this order. Each is the length of its normalised bytes as two
//! bytes, big-endian, then these bytes. (A value over 65,535 bytes, which no request has, has the length 65,535.) The scheme has two
//! forms: *plain*, with the tag `countersign marker 3`, and *anchored*, with the tag `countersign marker 3 anchored`. In the anchored
//! form, the 10 bytes of the scheme 2 marker follow the values, so that a disk image can't carry the values to another machine.
//! [`form`] chooses.
//!
//! **Scheme 2** digests one kind byte and the value. The tag is `countersign marker 2`.
//!
//! | kind | value |
//! | --- | --- |
//! | 1 | board serial, normalised |
//! | 2 | UUID, 16 bytes in the order of its dashed text |
//! | 3 | MAC address, 6 bytes |
//!
//! The marker is the first 10 bytes of the digest (`digest`). Ten zero bytes mean "none" on the wire, so a digest that begins
//! with ten zero bytes becomes nine zero bytes and a 1.

use crate::machine::{Origin, SourceKind};
use crate::{assigned, digest};

/// The value that a scheme 2 marker digests.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DeviceAnchor {
    /// The serial of SMBIOS type 2, as [`binding_value`](crate::review::binding_value) returns it.
    BoardSerial(String),
    /// The UUID of SMBIOS type 1, in the byte order of its dashed text.
    Uuid([u8; 16]),
    /// The permanent MAC address of the first on-board port.
    Mac([u8; 6]),
}

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

    /// Decodes ten bytes of the wire; `None` for ten zero bytes.
    #[must_use]
    pub fn from_wire(bytes: [u8; 10]) -> Option<Self> {
        (bytes != Self::NONE).then_some(Self(bytes))
    }

    /// Encodes a marker in ten bytes for the wire; all zero for `None`.
    #[must_use]
    pub fn to_wire(marker: Option<Self>) -> [u8; 10] {
        marker.map_or(Self::NONE, |marker| marker.0)
    }
}

/// Whether normalisation treats this character as a blank. The code doesn't use the standard library's list, because a later
/// Unicode version must not change a marker.
pub(crate) const fn is_blank(c: char) -> bool {
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

/// The form of a scheme 3 marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A digest of the three values alone.
    Plain,
    /// A digest of the three values and this scheme 2 marker.
    Anchored(Marker),
}

/// The origins require a scheme 2 marker, and the machine has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a value needs a scheme 2 marker, and there is none")]
pub struct Unanchored;

/// The form of a scheme 3 marker. `serial` is the bound serial, `origins` are those of manufacturer, model and serial, and `marker2`
/// is the scheme 2 marker of the machine.
///
/// # Errors
/// [`Unanchored`], where an origin is assigned or declared, or the serial was recovered from an OEM string, a version or another
/// place, and there is no scheme 2 marker.
pub fn form(serial: &str, origins: [Origin; 3], marker2: Option<Marker>) -> Result<Form, Unanchored> {
    let by_person = origins.iter().any(|origin| matches!(origin, Origin::Assigned | Origin::Declared));
    let [.., serial_origin] = origins;
    // A value from these places may be the same on a whole batch.
    let of_a_batch = matches!(
        serial_origin,
        Origin::Recovered(SourceKind::OemString | SourceKind::Version | SourceKind::Other)
    );
    let of_the_chassis = serial_origin == Origin::Recovered(SourceKind::Chassis);
    match marker2 {
        None if by_person || of_a_batch => Err(Unanchored),
        Some(marker2) if by_person || of_a_batch || of_the_chassis || assigned::has_form(serial) => {
            Ok(Form::Anchored(marker2))
        }
        _ => Ok(Form::Plain),
    }
}

/// The scheme 3 marker of manufacturer, model and serial as bound.
#[must_use]
pub fn scheme3(values: [&str; 3], form: Form) -> Marker {
    let values = values.map(normalise);
    let counts = values.each_ref().map(|value| u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
    let [a, b, c] = values.each_ref().map(|value| value.as_bytes());
    let mut parts: Vec<&[u8]> = vec![&counts[0], a, &counts[1], b, &counts[2], c];
    Marker::of_digest(match &form {
        Form::Plain => digest::tagged(digest::MARKER_3, &parts),
        Form::Anchored(marker2) => {
            parts.push(&marker2.0);
            digest::tagged(digest::MARKER_3_ANCHORED, &parts)
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
    fn a_marker_ignores_case_and_blanks_but_not_value_boundaries() {
        let one = scheme3(["ASRock", "B450M  Pro4", "BR80"], Form::Plain);
        assert_eq!(one, scheme3([" asrock\t", "b450m\u{3000}pro4 ", "br80"], Form::Plain));
        assert_ne!(one, scheme3(["ASRockB450M", "Pro4", "BR80"], Form::Plain));
        assert_ne!(one, scheme3(["ASRock B450M", "Pro4", "BR80"], Form::Plain));
        assert_ne!(one, scheme3(["ASRock", "B450M Pro4", "BR80É"], Form::Plain));
        assert_ne!(scheme3(["", "", "É"], Form::Plain), scheme3(["", "", "é"], Form::Plain));
    }

    #[test]
    fn the_scheme_2_marker_is_part_of_an_anchored_marker() {
        let values = ["a", "b", "c"];
        let here = scheme2(&DeviceAnchor::Mac([1, 2, 3, 4, 5, 6]));
        let there = scheme2(&DeviceAnchor::Mac([1, 2, 3, 4, 5, 7]));
        assert_ne!(scheme3(values, Form::Anchored(here)), scheme3(values, Form::Anchored(there)));
        assert_ne!(scheme3(values, Form::Anchored(here)), scheme3(values, Form::Plain));
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
    fn ten_zero_bytes_are_not_a_marker() {
        // Markers of scheme 2 and of both forms of scheme 3 are all made by `of_digest`.
        let least = Marker([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        for (digest, marker) in [([0; 10], least), (least.0, least), ([1; 10], Marker([1; 10]))] {
            assert_eq!(Marker::of_digest(digest), marker);
        }
        assert_eq!(Marker::from_wire(least.0), Some(least));
        assert_eq!(Marker::from_wire([0; 10]), None);
        assert_eq!(Marker::from_wire(Marker::to_wire(None)), None);
    }

    #[test]
    fn origins_decide_the_form_of_a_marker() {
        use Origin::{Assigned, Declared, Firmware, Recovered};
        use SourceKind::{Board, Chassis, DeviceTree, OemString, Other, Uuid, Version};

        let here = Marker([7; 10]);
        let (plain, anchored, refused) = (Ok(Form::Plain), Ok(Form::Anchored(here)), Err(Unanchored));
        let assigned = assigned::serial(here);
        for (serial, origins, with, without) in [
            ("S1", [Firmware; 3], plain, plain),
            (&*assigned, [Firmware; 3], anchored, plain),
            ("S1", [Recovered(OemString), Recovered(Version), Firmware], plain, plain),
            ("S1", [Assigned, Firmware, Firmware], anchored, refused),
            ("S1", [Firmware, Declared, Firmware], anchored, refused),
            ("S1", [Firmware, Firmware, Recovered(Board)], plain, plain),
            ("S1", [Firmware, Firmware, Recovered(Uuid)], plain, plain),
            ("S1", [Firmware, Firmware, Recovered(DeviceTree)], plain, plain),
            ("S1", [Firmware, Firmware, Recovered(Chassis)], anchored, plain),
            ("S1", [Firmware, Firmware, Recovered(OemString)], anchored, refused),
            ("S1", [Firmware, Firmware, Recovered(Version)], anchored, refused),
            ("S1", [Firmware, Firmware, Recovered(Other)], anchored, refused),
        ] {
            assert_eq!(form(serial, origins, Some(here)), with, "{origins:?}");
            assert_eq!(form(serial, origins, None), without, "{origins:?}");
        }
    }
}
