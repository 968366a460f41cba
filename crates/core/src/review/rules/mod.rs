//! The rules: families of fillers, and not lists of the spellings that were seen.
//!
//! Each family checks a folded form of the value ([`fold::Folded`]) and answers with a verdict and a kind, or not at all. The first
//! answer counts. Never here: how a value was read, or what to do about it.
//!
//! | file | family |
//! | --- | --- |
//! | `grammar`, `words` | phrases: modifiers around words for the field ("system serial number", "to be filled by") |
//! | `languages` | the same in other languages |
//! | `names` | form factors, firmware vendors, reference boards, names of whole series |
//! | `shape`, `keyboard` | punctuation, repetition, counting, runs along the keyboard |
//! | `not_a_name` | versions, dates, first numbers of a count, characters that no label has |
//! | `uuid` | UUID templates |
//! | `list`, `fold`, `class` | what they share: word lists, the folded form, classes of fields |

mod class;
mod fold;
mod grammar;
mod keyboard;
mod languages;
mod list;
mod names;
mod not_a_name;
mod shape;
mod uuid;
mod words;

use super::finding::{FindingKind, Verdict};
use crate::machine::Field;
use crate::machine::uuid::parse as parse_uuid;
use class::Class;
use fold::Texts;

/// The answer of the first family that knows the value; `None` for a usable value. The value is proper text, not empty, and of
/// at most `MAX_VALUE_BYTES` bytes.
pub(super) fn apply(field: Field, value: &str) -> Option<(Verdict, FindingKind)> {
    let class = Class::of(field);
    if matches!(class, Class::Uuid | Class::Serial)
        && let Some(uuid) = parse_uuid(value)
    {
        // Some hypervisors use the UUID as serial.
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
            // A filler where the text is one, else not in the form of a UUID.
            None => grammar::judge(&folded)
                .or_else(|| shape::judge(Class::Serial, &folded))
                .or(Some((Verdict::Malformed, FindingKind::BadText))),
        });
    }
    grammar::judge(&folded)
        .or_else(|| languages::judge(class, &folded).map(|kind| (Verdict::Placeholder, kind)))
        .or_else(|| names::judge(class, &folded))
        .or_else(|| shape::judge(class, &folded))
        .or_else(|| not_a_name::judge(class, &folded))
}
