//! Values that are neither a name nor a serial: a version, a date, the first number of a count, a number as the maker; and values with
//! characters that no maker prints on a label.

use super::class::{Class, Judgement};
use super::fold::Folded;
use super::list_lookup::holds;
use super::placeholder_words;
use crate::review::finding::{FindingKind, Verdict};
use crate::review::stray_signs;

/// Judges a value that should be a name or a serial.
pub(super) fn judge(class: Class, folded: &Folded<'_>) -> Option<Judgement> {
    if broken(class, folded.text) {
        return Some((Verdict::Malformed, FindingKind::BadText));
    }
    if matches!(class, Class::Loose | Class::Tag | Class::Uuid) {
        return None;
    }
    let text = folded.text;
    if class == Class::Maker && numbered(folded.squeezed) {
        return Some((Verdict::Malformed, FindingKind::BadText));
    }
    if text.bytes().any(|byte| byte == b'.')
        && text.contains("example.")
        && [".com", ".org", ".net"].iter().any(|end| text.contains(end))
    {
        return Some((Verdict::Placeholder, FindingKind::TestWord));
    }
    // `V3` may be a model, but not a maker.
    let bare = class == Class::Maker && matches!(text.as_bytes(), [b'v', b'0'..=b'9']);
    if version(text) || date(text) || bare {
        return Some((Verdict::Placeholder, FindingKind::VendorFiller));
    }
    (class == Class::Serial && first_of_a_count(folded))
        .then_some((Verdict::Placeholder, FindingKind::Counting))
}

/// Whether the value is a serial, a part number or a plain number. The name of a maker is none of these.
fn numbered(squeezed: &str) -> bool {
    let digits = squeezed.bytes().filter(u8::is_ascii_digit).count();
    digits == squeezed.len() || squeezed.len() >= 12 && digits * 2 >= squeezed.len()
}

/// Whether the value is text after a wrong decoding, or has characters of formulas, shells or markup.
fn broken(class: Class, text: &str) -> bool {
    if !text.is_ascii() && ["锟斤拷", "ï¿½", "â€"].iter().any(|spoilt| text.contains(spoilt)) {
        return true;
    }
    match class {
        // A `ds=` serial configures cloud-init in a guest; it is set on purpose.
        Class::Serial if text.starts_with("ds=") => false,
        Class::Serial => {
            let sign = |byte| matches!(byte, b'!' | b'"' | b'$' | b'%' | b'\'' | b';'..=b'>' | b'\\' | b'^' | b'`' | b'{'..=b'~');
            text.bytes().any(sign) || !text.is_ascii() && text.contains(stray_signs::QUOTES)
        }
        Class::Maker | Class::Model => text.starts_with('='),
        Class::Tag | Class::Uuid | Class::Loose => false,
    }
}

/// Whether the value is a version and nothing else: `1.0`, `V1.0`, `REV:1.2A`, `Rev A`. `V3` may be a name.
fn version(text: &str) -> bool {
    let named = ["version", "ver", "revision", "rev"].iter().find_map(|word| text.strip_prefix(word));
    let number = named.or_else(|| text.strip_prefix('v')).unwrap_or(text);
    let number = number.trim_start_matches(['.', ':', ' ', '_', '-']);
    let letterless = number.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(number);
    if letterless.is_empty() {
        return named.is_some() && number.len() == 1;
    }
    let mut parts = 0;
    let short = letterless.split('.').all(|part| {
        parts += 1;
        (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    });
    short && (named.is_some() || (2..=4).contains(&parts))
}

/// Whether the value is a date with a year: `12/31/2010`, `2019-01-01`.
fn date(text: &str) -> bool {
    let Some(mark) = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-' | '.'))
    else {
        return false;
    };
    let mut parts = text.split(mark).map(|part| Some((part.len(), part.parse::<u16>().ok()?)));
    let (Some(Some(a)), Some(Some(b)), Some(Some(c)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let day = |(len, number): (usize, u16)| len <= 2 && (1..=31).contains(&number);
    let month = |(len, number): (usize, u16)| len <= 2 && (1..=12).contains(&number);
    let year = |(len, number): (usize, u16)| len == 4 && (1980..2100).contains(&number);
    let either = |one, other| month(one) && day(other) || day(one) && month(other);
    year(c) && either(a, b) || year(a) && either(b, c) || mark == '/' && c.0 == 2 && either(a, b)
}

/// Whether the value is the first number of a count: zeros and one character, alone or after a word for the field (`0001`, `SN-0001`);
/// or a round number (`10000`).
fn first_of_a_count(folded: &Folded<'_>) -> bool {
    let squeezed = folded.squeezed;
    let number = squeezed.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let word = squeezed.strip_suffix(number).unwrap_or_default();
    let zeros = |text: &str| text.bytes().all(|byte| byte == b'0');
    let last = number.strip_suffix(|c: char| c.is_ascii_alphanumeric());
    number.len() >= 3
        && (word.is_empty() || holds(&placeholder_words::SERIAL_WORDS, word))
        && (last.is_some_and(zeros) || number.len() >= 5 && number.get(1..).is_some_and(zeros))
}
