//! Fillers that are phrases: modifiers ("default", "unknown", "to be filled by") around words for the field ("system serial
//! number"). A small grammar also matches new combinations and misspellings of the same phrases.

use super::class::Judgement;
use super::fold::Folded;
use super::list_lookup::{holds, kind_of};
use super::placeholder_words;
use crate::review::finding::{FindingKind, Verdict};

/// Judges phrases, build tokens, and words that tools print for a missing value.
pub(super) fn judge(folded: &Folded<'_>) -> Option<Judgement> {
    tool_words(folded).or_else(|| fixed(folded).map(|kind| (Verdict::Placeholder, kind))).or_else(|| {
        sentence(&folded.words)
            .or_else(|| folded.apart.as_deref().and_then(sentence))
            .or_else(|| spelled_out(folded))
            .map(|kind| (Verdict::Placeholder, kind))
    })
}

/// Words that `dmidecode` and similar tools print for a missing value. Their output may have been used as a value.
fn tool_words(folded: &Folded<'_>) -> Option<Judgement> {
    match folded.text {
        "not specified" => Some((Verdict::Blank, FindingKind::NoValue)),
        "<bad index>" => Some((Verdict::Malformed, FindingKind::BadIndex)),
        text if text.starts_with("<out of spec>") => Some((Verdict::Malformed, FindingKind::BadText)),
        _ => None,
    }
}

/// Phrases that can be recognised by a part of them.
fn fixed(folded: &Folded<'_>) -> Option<FindingKind> {
    let Folded { text, squeezed, .. } = folded;
    let enclosed = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    let marked = text.bytes().next().is_some_and(|byte| b"$%{@<&\\".contains(&byte));
    let token = || {
        ["$(", "${", "%(", "{{", "@@", "\\"].iter().any(|open| text.starts_with(open))
            || enclosed("<", ">")
            || enclosed("%", "%") && text.len() > 2
            || enclosed("&", ";")
    };
    if marked && token() {
        return Some(FindingKind::BuildToken);
    }
    if let [first, second, _, ..] = folded.words.as_slice()
        && (holds(&placeholder_words::INSTRUCTIONS, first) && holds(&placeholder_words::INSTRUCTED, second)
            || (*first, *second) == ("to", "be"))
    {
        return Some(FindingKind::ToBeFilled);
    }
    // Each part below contains one of these pairs; most names contain none.
    if !squeezed.as_bytes().windows(2).any(|pair| matches!(pair, b"be" | b"by" | b"ef")) {
        return text.ends_with("(default)").then_some(FindingKind::DefaultString);
    }
    let to_be =
        squeezed.strip_prefix("tobe").is_some_and(|rest| rest.ends_with("oem") || rest.contains("by"));
    if to_be
        || [
            "befilled",
            "befiled",
            "tobedefined",
            "tobedetermined",
            "tobeset",
            "tobeassigned",
            "filledbyo",
            "fillbyo",
        ]
        .iter()
        .any(|part| squeezed.contains(part))
    {
        return Some(FindingKind::ToBeFilled);
    }
    if squeezed.contains("defaultstring") || text.ends_with("(default)") {
        return Some(FindingKind::DefaultString);
    }
    None
}

/// A word with blanks between its letters: `O E M`.
fn spelled_out(folded: &Folded<'_>) -> Option<FindingKind> {
    let letters = folded.words.len() > 1 && folded.words.iter().all(|word| word.len() == 1);
    letters.then(|| modifier_of(folded.squeezed)).flatten()
}

/// The kind of a phrase that consists of modifiers, words for the field, glue and fill digits, with at least one modifier or word for
/// the field. One word may be misspelt; the more other words are exact, the shorter it may be.
fn sentence(words: &[&str]) -> Option<FindingKind> {
    if words.len() > 8 {
        return None;
    }
    let mut modifier = None;
    let mut template = false;
    let mut fields = 0;
    let mut doubtful = None;
    for (at, word) in words.iter().enumerate() {
        // "no" after other words is a word for the field (number); as the first word it is a modifier.
        if let Some(kind) = modifier_of(word).filter(|_| *word != "no" || at == 0) {
            modifier = modifier.or(Some(kind));
        } else if let Some(form) = field_word(word) {
            fields += 1;
            template |= form == Form::Template;
        } else if template && word.strip_prefix("sku").is_some_and(|rest| rest.len() < 3 && is_number(rest)) {
            // `SKU0` alone may be genuine; `Type1 - SKU0` is not.
            fields += 1;
        } else if let Some(kind) = joined_modifier(word) {
            modifier = modifier.or(Some(kind));
        } else if !(holds(&placeholder_words::GLUE, word) || is_fill(word, at, modifier)) {
            // Most genuine names leave the loop here, at their first word.
            if !nearly(word, 2) {
                return None;
            }
            if doubtful.replace(word).is_some() || at > 0 && fields == 0 {
                return None;
            }
        }
    }
    if doubtful.is_some_and(|word| !nearly(word, fields)) {
        return None;
    }
    let first = words.first().copied().unwrap_or_default();
    template |= (first.starts_with("smbios") || first == "dmi") && words.len() > 1;
    match modifier {
        Some(FindingKind::ToBeFilled) if words.iter().any(|word| word.starts_with("define")) => {
            Some(FindingKind::BuildToken)
        }
        Some(kind) => Some(kind),
        None if template => Some(FindingKind::BuildToken),
        None if fields > 0 => Some(FindingKind::FieldName),
        None => None,
    }
}

/// Whether the word is a misspelt word for a field. The more exact words the phrase has, the shorter the word may be.
fn nearly(word: &str, exact: usize) -> bool {
    match exact {
        0 => false,
        1 => placeholder_words::FIELD.misspelt_from(6, word),
        _ => placeholder_words::FIELD.misspelt_from(4, word),
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn modifier_of(word: &str) -> Option<FindingKind> {
    let numbered = |known: &&str| {
        word.strip_prefix(known).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    kind_of(&placeholder_words::MODIFIERS, |kind, list| {
        holds(list, word)
            || kind == FindingKind::TestWord && list.beginning(word).iter().any(numbered)
            || list.misspelt(word)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    /// A numbered name from a firmware template (`Type2`, `SerNum0`).
    Template,
}

/// Whether the word names a field: exactly, cut short, with one slip, numbered, or as several joined words.
fn field_word(word: &str) -> Option<Form> {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = stem.len() < word.len() && word.len() - stem.len() <= 2;
    if plain(word) {
        Some(Form::Plain)
    } else if run_together(word) {
        Some(if word.starts_with("dmi") || word.starts_with("smbios") { Form::Template } else { Form::Plain })
    } else if numbered && (holds(&placeholder_words::NUMBERED, stem) || stem.len() > 5 && run_together(stem))
    {
        Some(Form::Template)
    } else {
        None
    }
}

fn plain(word: &str) -> bool {
    let cut_short = |known: &&str| word.len() >= 4 && known.len() >= 6 && known.starts_with(word);
    placeholder_words::FIELD.beginning(word).iter().any(|known| *known == word || cut_short(known))
        || word.len() >= 4 && "system".ends_with(word)
        || word.len() > 8 && word.starts_with("manufac")
        || placeholder_words::FIELD.misspelt(word)
}

/// The kind of a modifier that is joined with words for a field: `testserial`.
fn joined_modifier(word: &str) -> Option<FindingKind> {
    let field =
        |rest: &str| rest.len() >= 4 && (holds(&placeholder_words::FIELD, rest) || run_together(rest));
    kind_of(&placeholder_words::MODIFIERS, |_, list| {
        let before = |known: &&str| known.len() > 2 && word.strip_prefix(known).is_some_and(field);
        list.beginning(word).iter().any(before)
    })
}

/// Whether the word consists of two or more joined words for a field. The last one may be cut short.
fn run_together(word: &str) -> bool {
    if word.len() < 6 || word.len() > 48 || !word.is_ascii() {
        return false;
    }
    // Bit n is set where whole words end at position n.
    let mut reached = 1_u64;
    for at in 0..word.len() {
        if reached >> at & 1 == 0 {
            continue;
        }
        let Some(rest) = word.get(at..) else { continue };
        for known in placeholder_words::FIELD.beginning(rest) {
            if rest.starts_with(known) && known.len() < word.len() {
                reached |= 1 << (at + known.len());
            } else if at > 0 && rest.len() >= 4 && known.starts_with(rest) {
                return true;
            }
        }
    }
    reached >> word.len() & 1 == 1
}

/// Whether the word is fill that may follow a phrase: one or two digits, a run of `x`, or zeros. After words for a test, numbers may
/// be longer.
fn is_fill(word: &str, at: usize, modifier: Option<FindingKind>) -> bool {
    let bytes = word.as_bytes();
    let (from, most) = if modifier == Some(FindingKind::TestWord) { (0, 4) } else { (1, 2) };
    // "Model 80" may be a name; "System Serial Number 1" is not.
    at > from && bytes.len() <= most && bytes.iter().all(u8::is_ascii_digit)
        || at > 0 && bytes.len() > 1 && bytes.iter().all(|byte| matches!(byte, b'x' | b'0'))
}
