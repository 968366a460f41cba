//! The spellings of a maker's name in firmware, one group per maker.
//!
//! A firmware update may change the spelling on the same machine. To find the marker again, device and desk try the kept values with
//! each other spelling of the group. The table holds only spellings of recorded machines, and each group only spellings of one
//! maker, so that two devices never count as one.

use std::sync::OnceLock;

use crate::machine::Field;

/// The groups. Each spelling is normalised as for markers: trimmed, with single spaces, in lower case.
const MAKERS: &[&[&str]] = &[
    &["acer", "acer ..", "acer, inc.", "acer,inc."],
    &["apple", "apple computer, inc.", "apple inc."],
    &["asus", "asus corporation", "asustek computer inc", "asustek computer inc.", "asustekcomputer inc."],
    &["biostar", "biostar group"],
    &["clevo", "clevo co", "clevo co."],
    &[
        "dell",
        "dell computer corp.",
        "dell computer corporation",
        "dell emc",
        "dell inc",
        "dell inc.",
        "dellinc.",
    ],
    &["dynabook europe gmbh", "dynabook inc.", "toshiba"],
    &["ecs", "elitegroup", "elitegroup computer system co.,ltd.", "elitegroup computer systems co., ltd."],
    &["emachines", "emachines, inc."],
    &["fujitsu", "fujitsu client computing limited", "fujitsu siemens"],
    &[
        "gigabyte",
        "gigabyte technology co., ltd.",
        "gigabyte technology co.,ltd",
        // A misspelling by the maker itself.
        "gigabyte tecohnology co., ltd.",
    ],
    &["hewlett packard", "hewlett-packard", "hp", "hpe"],
    &["ibm", "ibm corporation", "lenovo", "lenovo."],
    &["intel", "intel corp.", "intel corporation", "intel(r) client systems", "intel(r) corporation"],
    &["lg electronics", "lg electronics inc", "lg electronics inc."],
    &["matsushita electric industrial co.,ltd.", "panasonic connect co., ltd.", "panasonic corporation"],
    &["medion", "medionpc"],
    &[
        "micro-star int'l co., ltd",
        "micro-star int'l co., ltd.",
        "micro-star int'l co.,ltd",
        "micro-star int'l co.,ltd.",
        "micro-star",
        "micro-star inc.",
        "micro-star interantional co.,ltd",
        "micro-star interantonal co.,ltd",
        "micro-star international",
        "micro-star international co., ltd",
        "micro-star international co., ltd.",
        "micro-star international co.,ltd",
        "msi",
        "msi.",
    ],
    &["microsoft", "microsoft corporation"],
    &["oracle corporation", "sun microsystems"],
    &["packard bell", "packard bell bv"],
    &[
        "pegatron",
        "pegatron computer inc.",
        "pegatron corp.",
        "pegatron corporation",
        "pegatron corporation.",
        "pegatron inc.",
    ],
    &[
        "samsung",
        "samsung electronics",
        "samsung electronics co., ltd",
        "samsung electronics co., ltd.",
        "samsung electronics co.,ltd",
    ],
    &["shuttle", "shuttle inc", "shuttle inc."],
    &["timi", "xiaomi", "xiaomi inc"],
];

/// Every known spelling.
pub fn all() -> impl Iterator<Item = &'static str> {
    MAKERS.iter().copied().flatten().copied()
}

/// Whether a text (trimmed, with single spaces, in lower case) is a known name of a maker.
pub(super) fn known(text: &str) -> bool {
    static SORTED: OnceLock<Vec<&str>> = OnceLock::new();
    let sorted = SORTED.get_or_init(|| {
        let mut all: Vec<_> = all().collect();
        all.sort_unstable();
        all
    });
    sorted.binary_search(&text).is_ok()
}

/// The other spellings of a value of this field; empty for every field except the manufacturer.
pub fn other_spellings(field: Field, value: &str) -> impl Iterator<Item = &'static str> {
    let value = if field == Field::Manufacturer { folded(value) } else { String::new() };
    let group = MAKERS.iter().find(|group| group.contains(&value.as_str())).copied().unwrap_or_default();
    group.iter().copied().filter(move |other| *other != value)
}

/// Whether two values of this field are the same: equal apart from case and blanks, or two spellings of one maker.
#[must_use]
pub fn same_value(field: Field, one: &str, two: &str) -> bool {
    let two = folded(two);
    folded(one) == two || other_spellings(field, one).any(|other| other == two)
}

/// Converts a value to the form of the table. Markers have a separate, frozen normalisation; a test in `marker` checks that both
/// agree on the table.
fn folded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_folded_and_unique() {
        let all: Vec<_> = all().collect();
        for (at, spelling) in all.iter().enumerate() {
            assert_eq!(&folded(spelling), *spelling);
            assert!(!all[..at].contains(spelling), "{spelling}");
        }
    }

    #[test]
    fn only_a_known_maker_has_other_spellings() {
        let of = |field, value| other_spellings(field, value).collect::<Vec<_>>();
        assert_eq!(of(Field::Manufacturer, " eMachines,  Inc."), ["emachines"]);
        assert_eq!(of(Field::Manufacturer, "Nobody"), [""; 0]);
        assert_eq!(of(Field::Manufacturer, ""), [""; 0]);
        assert_eq!(of(Field::Model, "hp"), [""; 0]);
    }

    #[test]
    fn values_may_differ_only_in_spelling_case_and_blanks() {
        assert!(same_value(Field::Manufacturer, "Acer", "Acer, Inc."));
        assert!(same_value(Field::Serial, " AB  12", "ab 12"));
        assert!(!same_value(Field::Model, "Acer", "Acer, Inc."));
        assert!(!same_value(Field::Manufacturer, "Acer", "ASUS"));
        assert!(!same_value(Field::Manufacturer, "", "ASUS"));
    }
}
