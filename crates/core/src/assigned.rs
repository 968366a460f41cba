//! Assigned values, which replace a binding field that has no value anywhere on the machine.
//!
//! An assigned serial is derived from the scheme 2 marker, so that both sides compute it and the same board gets it again. An
//! assigned manufacturer or model is a fixed word. Assigned values are not sent: each side computes them.

use crate::digest;
use crate::machine::Field;
use crate::marker::{Marker, is_blank, normalise};

/// The assigned manufacturer or model.
pub const UNNAMED: &str = "unnamed";

/// Crockford's alphabet in the lower case of normalised values.
const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The assigned value of a binding field, for the machine with this scheme 2 marker.
///
/// ```
/// use countersign_core::machine::Field;
/// use countersign_core::marker::Marker;
/// use countersign_core::assigned;
///
/// let marker2 = Marker([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
/// assert_eq!(assigned::value(Field::Model, marker2), "unnamed");
/// assert_eq!(assigned::value(Field::Serial, marker2), assigned::serial(marker2));
/// ```
#[must_use]
pub fn value(field: Field, marker2: Marker) -> String {
    if field == Field::Serial { serial(marker2) } else { UNNAMED.to_owned() }
}

/// The assigned serial, `CS-XXXXX-XXXXX`: the first 50 bits of the digest of the field's byte (3) and the scheme 2 marker.
#[must_use]
pub fn serial(marker2: Marker) -> String {
    let [a, b, c, d, e, f, g, _] = digest::tagged::<8>(digest::ASSIGNED, &[&[3], &marker2.0]);
    let bits = u64::from_be_bytes([0, a, b, c, d, e, f, g]) >> 6;
    let mut serial = String::from("CS-");
    for place in 0..10 {
        if place == 5 {
            serial.push('-');
        }
        let symbol = (bits >> (45 - 5 * place) & 31) as usize;
        serial.extend(SYMBOLS.get(symbol).map(|&c| char::from(c.to_ascii_uppercase())));
    }
    serial
}

/// Whether a value, normalised, has the form of an assigned serial: `cs-xxxxx-xxxxx` in Crockford's symbols.
#[must_use]
pub fn has_form(value: &str) -> bool {
    // The first character rules out nearly every value, without a copy.
    if !value.trim_start_matches(is_blank).starts_with(['C', 'c']) {
        return false;
    }
    let value = normalise(value);
    value.strip_prefix("cs-").and_then(|rest| rest.split_once('-')).is_some_and(|(one, two)| {
        [one, two].iter().all(|part| part.len() == 5 && part.bytes().all(|c| SYMBOLS.contains(&c)))
    })
}

/// Whether a value is the serial assigned to the machine with this scheme 2 marker.
#[must_use]
pub fn is_own(value: &str, marker2: Option<Marker>) -> bool {
    marker2.is_some_and(|marker2| normalise(value) == normalise(&serial(marker2)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_assigned_serials_have_the_assigned_form() {
        for value in ["CS-0A1B2-VWXYZ", " cs-0a1b2-vwxyz ", "\u{3000}cS-0A1B2-VWXYZ"] {
            assert!(has_form(value), "{value}");
        }
        for value in [
            "",
            "CS-0A1B2",
            "CS-0A1B2-VWXY",
            "CS-0A1B2-VWXYZ1",
            "CS-0A1B2-VWXYU",
            "CX-0A1B2-VWXYZ",
            "0A1B2-VWXYZ",
        ] {
            assert!(!has_form(value), "{value}");
        }
    }

    proptest! {
        #[test]
        fn an_assigned_serial_belongs_only_to_its_own_machine(one: [u8; 10], other: [u8; 10]) {
            let serial = serial(Marker(one));
            prop_assert!(has_form(&serial));
            prop_assert!(is_own(&serial.to_lowercase(), Some(Marker(one))));
            prop_assert_eq!(is_own(&serial, Some(Marker(other))), one == other);
            prop_assert!(!is_own(&serial, None));
        }
    }
}
