//! Names that don't identify this machine: form factors, firmware vendors, reference boards, names of whole series.

use super::class::{Class, Judgement};
use super::fold::Folded;
use super::list_lookup::holds;
use super::placeholder_words;
use crate::review::finding::{FindingKind, Verdict};
use crate::review::maker_spellings;

/// Judges names.
pub(super) fn judge(class: Class, folded: &Folded<'_>) -> Option<Judgement> {
    if !matches!(class, Class::Uuid | Class::Loose) && stage(folded) {
        return Some((Verdict::Placeholder, FindingKind::TestWord));
    }
    match class {
        Class::Maker => maker(folded),
        Class::Model => model(folded),
        Class::Serial if holds(&placeholder_words::COMPILED_IN, folded.squeezed) => {
            Some((Verdict::Shared, FindingKind::SeenOften))
        }
        Class::Serial => serial(folded).map(|kind| (Verdict::Placeholder, kind)),
        Class::Tag => {
            folded.camel().contains(&"asset").then_some((Verdict::Placeholder, FindingKind::FieldName))
        }
        // `Loongson_SKU`: the name of a maker, then the name of the field.
        Class::Loose => matches!(folded.words.as_slice(), [_, "sku"])
            .then_some((Verdict::Placeholder, FindingKind::FieldName)),
        Class::Uuid => None,
    }
}

/// Whether the value is a stage of the product instead of its name: `EVT1`, `PROTO-1`, `DVT build`. In a version, a stage is valid.
fn stage(folded: &Folded<'_>) -> bool {
    let Some((first, rest)) = folded.words.split_first() else { return false };
    let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
    holds(&placeholder_words::STAGES, stem)
        && first.len() - stem.len() <= 4
        && rest.iter().all(|word| {
            word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit())
                || holds(&placeholder_words::GLUE, word)
        })
}

fn serial(folded: &Folded<'_>) -> Option<FindingKind> {
    if form_factor(folded)
        || holds(&placeholder_words::SERIAL_FILLERS, folded.squeezed)
        || holds(&placeholder_words::SERIAL_NAMES, folded.squeezed)
        || maker_spellings::known(folded.text)
    {
        return Some(FindingKind::VendorFiller);
    }
    let ending = |end: &[&str]| placeholder_words::ENDINGS.iter().any(|known| known.as_slice() == end);
    folded.words.last_chunk::<2>().filter(|end| ending(end.as_slice())).map(|_| FindingKind::FieldName)
}

/// Whether the value is a note by a person who modified the firmware.
fn changed_by(folded: &Folded<'_>) -> bool {
    placeholder_words::CHANGED_BY.begins(folded.squeezed) && folded.words.contains(&"by")
}

fn maker(folded: &Folded<'_>) -> Option<Judgement> {
    let squeezed = folded.squeezed;
    if form_factor(folded) || squeezed == "platform" {
        return Some((Verdict::Placeholder, FindingKind::FormFactor));
    }
    // A word for the board, joined with a part number.
    let stem = squeezed.trim_end_matches(|c: char| c.is_ascii_digit());
    if squeezed.len() >= stem.len() + 6
        && ["board", "baseboard", "mainboard", "motherboard", "system"].contains(&stem)
    {
        return Some((Verdict::Malformed, FindingKind::BadText));
    }
    let made_in = squeezed.strip_prefix("madein").unwrap_or(squeezed);
    if holds(&placeholder_words::COUNTRIES, made_in)
        || holds(&placeholder_words::HOME_MADE, squeezed)
        || changed_by(folded)
        || folded.text.contains('@')
    {
        return Some((Verdict::Placeholder, FindingKind::VendorFiller));
    }
    let vendor = placeholder_words::FIRMWARE_VENDORS.begins(squeezed)
        || holds(&placeholder_words::FIRMWARE_VENDORS_SHORT, squeezed);
    let legal = |word: &&str| holds(&placeholder_words::LEGAL_FORMS, word);
    // A legal form without a name: "Computer Corporation".
    let legal_form = folded.words.iter().any(legal)
        && folded.words.iter().all(|word| legal(word) || matches!(*word, "computer" | "computers"));
    if legal_form {
        return Some((Verdict::Placeholder, FindingKind::NoValue));
    }
    (vendor || holds(&placeholder_words::PLATFORMS, squeezed) || reference_board(folded))
        .then_some((Verdict::Shared, FindingKind::FirmwareVendor))
}

fn model(folded: &Folded<'_>) -> Option<Judgement> {
    let squeezed = folded.squeezed;
    if changed_by(folded)
        || holds(&placeholder_words::HOME_MADE, squeezed)
        || holds(&placeholder_words::LINE_NOTES, squeezed)
    {
        return Some((Verdict::Placeholder, FindingKind::VendorFiller));
    }
    if squeezed == "superserver" {
        return Some((Verdict::Shared, FindingKind::VendorFiller));
    }
    if form_factor(folded) || squeezed == "allseries" {
        return Some((Verdict::Shared, FindingKind::FormFactor));
    }
    if reference_board(folded) || chipset(folded) || placeholder_words::FIRMWARE_VENDORS.begins(squeezed) {
        return Some((Verdict::Shared, FindingKind::FirmwareVendor));
    }
    // The name of a maker is not a model.
    (holds(&placeholder_words::SERIES_NAMES, squeezed) || maker_spellings::known(folded.text))
        .then_some((Verdict::Shared, FindingKind::SeenOften))
}

/// Whether the value is a kind of computer and nothing else.
fn form_factor(folded: &Folded<'_>) -> bool {
    says_form(&folded.words)
        || folded.apart.as_deref().is_some_and(says_form)
        || holds(&placeholder_words::FORM_NOUNS, folded.squeezed)
}

fn says_form(words: &[&str]) -> bool {
    let noun = |word: &&str| holds(&placeholder_words::FORM_NOUNS, word);
    // "One" counts only within "all in one", because One-Netbook is a maker.
    let one = || {
        words.iter().filter(|word| **word == "one").count()
            > words.windows(2).filter(|pair| matches!(pair, ["in", "one"])).count()
    };
    words.iter().all(|word| noun(word) || holds(&placeholder_words::FORM_ADJECTIVES, word))
        && words.iter().any(noun)
        && !one()
}

/// Whether the value is the name of a chip maker's reference design.
fn reference_board(folded: &Folded<'_>) -> bool {
    if matches!(
        folded.words.as_slice(),
        [.., "crb" | "mrd" | "rvp"]
            | [.., "reference", "board" | "boards"]
            | ["reference", "design" | "platform"]
    ) {
        return true;
    }
    let names = placeholder_words::CODE_NAMES.beginning(folded.squeezed);
    let Some(rest) = names.iter().find_map(|name| folded.squeezed.strip_prefix(name)) else {
        return false;
    };
    // After the code name: nothing, a chipset, a stepping (D1), or a word for a design.
    let rest = ["board", "platform", "client", "chipset"]
        .iter()
        .fold(rest, |rest, word| rest.trim_end_matches(word));
    rest.len() <= 2 || rest.starts_with("ich") && rest.len() <= 6
}

/// Whether the value names the chips of a board and nothing else: `G33+ICH9`, `Cantiga & ICH9M Chipset`.
fn chipset(folded: &Folded<'_>) -> bool {
    let words = &folded.words;
    let south = |word: &str| {
        word.strip_prefix("ich").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            || word == "pch"
            || word.starts_with("chipset")
    };
    words.len() > 1
        && words.iter().any(|word| south(word))
        && words.iter().all(|word| {
            south(word)
                || holds(&placeholder_words::CHIP_WORDS, word)
                || holds(&placeholder_words::CODE_NAMES, word)
                || chip(word)
        })
}

/// Whether a word is the number of a chip: up to two letters, two to four digits, up to three letters (`i945GC`, `G41`).
fn chip(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let before = word.strip_suffix(rest).unwrap_or_default();
    let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (before.is_empty() || holds(&placeholder_words::CHIP_PREFIXES, before))
        && (2..=4).contains(&(rest.len() - tail.len()))
        && tail.len() <= 3
        && tail.bytes().all(|byte| byte.is_ascii_lowercase())
}
