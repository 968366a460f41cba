//! The rules: families of fillers, not lists of the spellings that were seen.
//!
//! Each family looks at a folded form of the value ([`fold::Folded`]: compatibility forms, case and
//! blanks taken out) and answers with a verdict and a kind. The first family that answers decides.
//! Never here: how a value was read, or what to do about it.

mod class;
mod figures;
mod fold;
mod grammar;
mod languages;
mod list;
mod names;
mod shape;
mod typed;
mod uuid;
mod words;

use super::finding::{FindingKind, Verdict};
use crate::machine::Field;
use crate::machine::uuid::parse as parse_uuid;
use class::Class;
use fold::Texts;

/// Judges a value that is proper text, not empty, and of a bearable length. `None`: nothing against it.
pub(super) fn apply(field: Field, value: &str) -> Option<(Verdict, FindingKind)> {
    let class = Class::of(field);
    if matches!(class, Class::Uuid | Class::Serial)
        && let Some(uuid) = parse_uuid(value)
    {
        // Some hypervisors give the UUID as serial.
        return uuid::judge(uuid);
    }
    let texts = Texts::of(value);
    let folded = texts.folded();
    if folded.text.is_empty() {
        return Some((Verdict::Blank, FindingKind::Empty));
    }
    if class == Class::Uuid {
        return uuid::absent(folded.text).or_else(|| match parse_uuid(folded.text) {
            Some(uuid) => uuid::judge(uuid),
            // A filler where the text is one, else not of the field's form.
            None => grammar::judge(&folded)
                .or_else(|| shape::judge(Class::Serial, &folded))
                .or(Some((Verdict::Malformed, FindingKind::BadText))),
        });
    }
    grammar::judge(&folded)
        .or_else(|| languages::judge(class, &folded).map(|kind| (Verdict::Placeholder, kind)))
        .or_else(|| names::judge(class, &folded))
        .or_else(|| shape::judge(class, &folded))
        .or_else(|| figures::judge(class, &folded))
}
