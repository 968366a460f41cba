//! How makers have spelled themselves in firmware, one group a maker.
//!
//! A firmware update may respell the maker of the same machine. The marker is never changed for that; the
//! kept one is tried with each other spelling of the group. Only spellings that were met in recorded machines, and
//! of one maker throughout: a group must not join what the desk would call two devices.

use crate::machine::Field;
use crate::protocol::marker::normalise;

/// Normalised, as markers see them.
const MAKERS: &[&[&str]] = &[
    &["acer", "acer, inc."],
    &["asus", "asustek computer inc", "asustek computer inc."],
    &["dell", "dell computer corporation", "dell emc", "dell inc", "dell inc."],
    &["dynabook inc.", "toshiba"],
    &["fujitsu", "fujitsu client computing limited", "fujitsu siemens"],
    &[
        "gigabyte",
        "gigabyte technology co., ltd.",
        // As one maker of boards misspelled itself for a while.
        "gigabyte tecohnology co., ltd.",
    ],
    &["hewlett-packard", "hp", "hpe"],
    &["ibm", "lenovo"],
    &["intel", "intel corporation", "intel(r) client systems"],
    &["matsushita electric industrial co.,ltd.", "panasonic corporation"],
    &[
        "micro-star interantional co.,ltd",
        "micro-star international",
        "micro-star international co., ltd",
        "micro-star international co., ltd.",
        "micro-star international co.,ltd",
        "msi",
    ],
    &["oracle corporation", "sun microsystems"],
    &["samsung electronics co., ltd.", "samsung electronics co.,ltd"],
];

/// The other spellings of a value of that field, normalised.
pub fn others(field: Field, value: &str) -> impl Iterator<Item = &'static str> {
    let value = if field == Field::Manufacturer { normalise(value) } else { String::new() };
    let group = MAKERS.iter().find(|group| group.contains(&value.as_str())).copied().unwrap_or_default();
    group.iter().copied().filter(move |other| *other != value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_normalised_and_of_one_maker() {
        let all: Vec<_> = MAKERS.iter().copied().flatten().collect();
        for (at, spelling) in all.iter().enumerate() {
            assert_eq!(&normalise(spelling), *spelling);
            assert!(!all[..at].contains(spelling), "{spelling}");
        }
    }

    #[test]
    fn only_a_known_maker_has_other_spellings() {
        let of = |field, value| others(field, value).collect::<Vec<_>>();
        assert_eq!(of(Field::Manufacturer, " Acer,  Inc."), ["acer"]);
        assert_eq!(of(Field::Manufacturer, "Nobody"), [""; 0]);
        assert_eq!(of(Field::Manufacturer, ""), [""; 0]);
        assert_eq!(of(Field::Model, "hp"), [""; 0]);
    }
}
