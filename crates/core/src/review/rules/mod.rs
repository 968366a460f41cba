//! The rules: families of fillers, instead of lists of known spellings.
//!
//! Each family checks a folded form of the value ([`fold::Folded`]). It answers with a verdict and a kind, or with `None`. The first
//! answer counts. Never here: the reading of a value, or remedies.
//!
//! | file | family |
//! | --- | --- |
//! | `phrase_grammar` | phrases: modifiers around words for the field ("system serial number", "to be filled by") |
//! | `placeholders_in_other_languages` | such phrases in other languages |
//! | `generic_names` | form factors, firmware vendors, reference boards, names of whole series |
//! | `placeholder_shapes`, `keyboard_runs` | punctuation, repetition, counting, runs along the keyboard |
//! | `not_a_name` | versions, dates, first numbers of a count, characters that never appear on a label |
//! | `uuid` | UUID templates |
//! | `placeholder_words` | the English word lists of all families, only data; a new word goes here |
//! | `list_lookup`, `fold`, `class` | shared parts: the look-up in a list, the folded form, classes of fields |

mod class;
mod fold;
mod generic_names;
mod keyboard_runs;
mod list_lookup;
mod not_a_name;
mod phrase_grammar;
mod placeholder_shapes;
mod placeholder_words;
mod placeholders_in_other_languages;
mod uuid;

use super::finding::{FindingKind, Verdict};
use crate::machine::Field;
use crate::machine::uuid::parse as parse_uuid;
use class::Class;
use fold::Texts;

/// The answer of the first family that recognises the value; `None` for a usable value. The caller passes proper text, not empty, of at
/// most `MAX_VALUE_BYTES` bytes.
pub(super) fn apply(field: Field, value: &str) -> Option<(Verdict, FindingKind)> {
    let class = Class::of(field);
    if matches!(class, Class::Uuid | Class::Serial)
        && let Some(uuid) = parse_uuid(value)
    {
        // Some hypervisors use the UUID as the serial.
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
            // The text is a filler, or else it is not in the form of a UUID.
            None => phrase_grammar::judge(&folded)
                .or_else(|| placeholder_shapes::judge(Class::Serial, &folded))
                .or(Some((Verdict::Malformed, FindingKind::BadText))),
        });
    }
    phrase_grammar::judge(&folded)
        .or_else(|| {
            placeholders_in_other_languages::judge(class, &folded).map(|kind| (Verdict::Placeholder, kind))
        })
        .or_else(|| generic_names::judge(class, &folded))
        .or_else(|| placeholder_shapes::judge(class, &folded))
        .or_else(|| not_a_name::judge(class, &folded))
}
