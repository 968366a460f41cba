//! Fillers that are phrases: a few modifiers ("default", "unknown", "to be filled by") around the words
//! for the field itself ("system serial number"). Read as a small grammar, so that new combinations
//! and misspellings of the same phrases are met too.

use super::class::Judgement;
use super::fold::Folded;
use super::list::{holds, kind_of};
use super::words;
use crate::review::finding::{FindingKind, Verdict};

/// Judges phrases, build tokens and the words of tools that stand in for a value.
pub(super) fn judge(folded: &Folded<'_>) -> Option<Judgement> {
    tool_words(folded).or_else(|| fixed(folded).map(|kind| (Verdict::Placeholder, kind))).or_else(|| {
        sentence(&folded.words)
            .or_else(|| folded.apart.as_deref().and_then(sentence))
            .or_else(|| spelled_out(folded))
            .map(|kind| (Verdict::Placeholder, kind))
    })
}

/// What `dmidecode` and its kin print in place of a value, in case their output was taken for one.
fn tool_words(folded: &Folded<'_>) -> Option<Judgement> {
    match folded.text {
        "not specified" => Some((Verdict::Blank, FindingKind::NoValue)),
        "<bad index>" => Some((Verdict::Malformed, FindingKind::BadIndex)),
        text if text.starts_with("<out of spec>") => Some((Verdict::Malformed, FindingKind::BadText)),
        _ => None,
    }
}

/// Phrases known by a part of them, whatever stands around.
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
        && (holds(&words::INSTRUCTIONS, first) && holds(&words::INSTRUCTED, second)
            || (*first, *second) == ("to", "be"))
    {
        return Some(FindingKind::ToBeFilled);
    }
    // Every part below holds one of these pairs; most names hold none.
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

/// A word written letter by letter: `O E M`.
fn spelled_out(folded: &Folded<'_>) -> Option<FindingKind> {
    let letters = folded.words.len() > 1 && folded.words.iter().all(|word| word.len() == 1);
    letters.then(|| modifier_of(folded.squeezed)).flatten()
}

/// Whether all of it is modifiers, words for the field, glue and fill digits, with at least one of the
/// first two. One word may be misspelt beyond what it would pass with alone, where others are exact.
fn sentence(words: &[&str]) -> Option<FindingKind> {
    if words.len() > 8 {
        return None;
    }
    let mut modifier = None;
    let mut template = false;
    let mut fields = 0;
    let mut doubtful = None;
    for (at, word) in words.iter().enumerate() {
        // "no" and "sn" are words for a field after others; in front "no" denies what follows.
        if let Some(kind) = modifier_of(word).filter(|_| *word != "no" || at == 0) {
            modifier = modifier.or(Some(kind));
        } else if let Some(form) = field_word(word) {
            fields += 1;
            template |= form == Form::Template;
        } else if template && word.strip_prefix("sku").is_some_and(|rest| rest.len() < 3 && is_number(rest)) {
            // Alone it may be one of several; `Type1 - SKU0` is none.
            fields += 1;
        } else if let Some(kind) = denied(word) {
            modifier = modifier.or(Some(kind));
        } else if !(holds(&words::GLUE, word) || is_fill(word, at, modifier)) {
            // Most names end here, with their first word.
            if doubtful.replace(word).is_some() || at > 0 && fields == 0 || !nearly(word, 2) {
                return None;
            }
        }
    }
    if doubtful.is_some_and(|word| !nearly(word, fields)) {
        return None;
    }
    let first = words.first().copied().unwrap_or_default();
    template |= fields > 0 && (first.starts_with("smbios") || first == "dmi") && words.len() > 1;
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

/// Whether the word is one for a field with a slip in it, for all that the exact ones beside it allow.
fn nearly(word: &str, exact: usize) -> bool {
    match exact {
        0 => false,
        1 => words::FIELD.misspelt_from(6, word),
        _ => words::FIELD.misspelt_from(4, word),
    }
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn modifier_of(word: &str) -> Option<FindingKind> {
    let numbered = |known: &&str| {
        word.strip_prefix(known).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    kind_of(&words::MODIFIERS, |kind, list| {
        holds(list, word)
            || kind == FindingKind::TestWord && list.beginning(word).iter().any(numbered)
            || list.misspelt(word)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    /// A numbered name out of a firmware template (`Type2`, `SerNum0`).
    Template,
}

/// Whether the word names a field: as it is, cut short, with one slip, numbered, or several run together.
fn field_word(word: &str) -> Option<Form> {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = stem.len() < word.len() && word.len() - stem.len() <= 2;
    if plain(word) {
        Some(Form::Plain)
    } else if run_together(word) {
        Some(if word.starts_with("dmi") || word.starts_with("smbios") { Form::Template } else { Form::Plain })
    } else if numbered && (holds(&words::NUMBERED, stem) || stem.len() > 5 && run_together(stem)) {
        Some(Form::Template)
    } else {
        None
    }
}

fn plain(word: &str) -> bool {
    let cut_short = |known: &&str| word.len() >= 4 && known.len() >= 6 && known.starts_with(word);
    words::FIELD.beginning(word).iter().any(|known| *known == word || cut_short(known))
        || word.len() >= 4 && "system".ends_with(word)
        || word.len() > 8 && word.starts_with("manufac")
        || words::FIELD.misspelt(word)
}

/// The kind of a modifier that words for a field are run together with: `testserial`.
fn denied(word: &str) -> Option<FindingKind> {
    let field = |rest: &str| rest.len() >= 4 && (holds(&words::FIELD, rest) || run_together(rest));
    kind_of(&words::MODIFIERS, |_, list| {
        let before = |known: &&str| known.len() > 2 && word.strip_prefix(known).is_some_and(field);
        list.beginning(word).iter().any(before)
    })
}

/// Whether the word is two or more words for a field run together; the last may be cut short.
fn run_together(word: &str) -> bool {
    if word.len() < 6 || word.len() > 48 || !word.is_ascii() {
        return false;
    }
    // A bit for each place that whole words reach.
    let mut reached = 1_u64;
    for at in 0..word.len() {
        if reached >> at & 1 == 0 {
            continue;
        }
        let Some(rest) = word.get(at..) else { continue };
        for known in words::FIELD.beginning(rest) {
            if rest.starts_with(known) && known.len() < word.len() {
                reached |= 1 << (at + known.len());
            } else if at > 0 && rest.len() >= 4 && known.starts_with(rest) {
                return true;
            }
        }
    }
    reached >> word.len() & 1 == 1
}

/// Digits and fill that may follow a phrase: a number of one or two digits, a run of `x`, or zeros; samples
/// have longer numbers.
fn is_fill(word: &str, at: usize, modifier: Option<FindingKind>) -> bool {
    let bytes = word.as_bytes();
    let (from, most) = if modifier == Some(FindingKind::TestWord) { (0, 4) } else { (1, 2) };
    // "Model 80" may be a name; "System Serial Number 1" is none.
    at > from && bytes.len() <= most && bytes.iter().all(u8::is_ascii_digit)
        || at > 0 && bytes.len() > 1 && bytes.iter().all(|byte| matches!(byte, b'x' | b'0'))
}
