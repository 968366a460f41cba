//! Fillers by shape: only punctuation, one or two characters, one character or group repeated, digits or letters that count up or
//! down.

use super::class::{Class, Judgement};
use super::fold::Folded;
use super::list_lookup::holds;
use super::{keyboard_runs, placeholder_words};
use crate::review::finding::{FindingKind, Verdict};

/// Judges a value by its shape.
pub(super) fn judge(class: Class, folded: &Folded<'_>) -> Option<Judgement> {
    let mut chars = Vec::with_capacity(folded.squeezed.len());
    chars.extend(folded.squeezed.chars());
    let kind = if chars.is_empty() || class != Class::Loose && masked(class, folded) {
        Some(FindingKind::Punctuation)
    } else if counting(class, folded, &chars) {
        Some(FindingKind::Counting)
    } else if too_short(class, &chars) {
        Some(FindingKind::TooShort)
    } else if repeated(class, &chars) || class != Class::Loose && mask(&chars) {
        Some(FindingKind::Repeated)
    } else if class != Class::Loose && keyboard_runs::judge(folded.squeezed) {
        Some(FindingKind::TestWord)
    } else if class == Class::Serial && wordy(folded) {
        Some(FindingKind::VendorFiller)
    } else {
        None
    };
    kind.map(|kind| (Verdict::Placeholder, kind))
}

/// Whether a value of this class has too few characters. The same character twice counts as a repetition.
fn too_short(class: Class, chars: &[char]) -> bool {
    match class {
        Class::Serial | Class::Uuid => matches!(chars, [_]) || matches!(chars, [a, b] if a != b),
        Class::Maker | Class::Model | Class::Tag => matches!(chars, [_]),
        Class::Loose => false,
    }
}

/// Whether one character, or a group of characters, repeats.
fn repeated(class: Class, chars: &[char]) -> bool {
    if let Some(rest) = chars.strip_prefix(&['0', 'x']).filter(|rest| !rest.is_empty()) {
        return class != Class::Loose && flat(rest);
    }
    let Some(first) = chars.first() else { return false };
    let flat = flat(chars);
    match class {
        Class::Loose => flat && chars.len() >= 6,
        // HP has board names of four digits; a genuine name may have two letters.
        Class::Maker | Class::Model => {
            flat && (matches!(first, 'x' | '0')
                || chars.len() >= 4 && (first.is_alphabetic() || chars.len() > 4))
                || periodic(chars, 6)
                || crossed_out(chars)
        }
        Class::Tag => flat || periodic(chars, 6),
        Class::Serial | Class::Uuid => {
            flat || periodic(chars, 5)
                || matches!(chars, [a, b, c, d] if (a, b) == (c, d))
                || chars.len() >= 6 && chars.iter().all(|c| matches!(c, '0' | '1'))
                || prefixed_zeros(chars)
                || crossed_out(chars)
        }
    }
}

/// Whether the value is one character, once or more.
fn flat(chars: &[char]) -> bool {
    chars.first().is_some_and(|first| chars.iter().all(|c| c == first))
}

/// Whether the value is up to four letters, then only zeros, at least five: `SN0000000`.
fn prefixed_zeros(chars: &[char]) -> bool {
    let letters = chars.iter().take_while(|c| c.is_alphabetic()).count();
    let rest = chars.get(letters..).unwrap_or_default();
    letters <= 4 && rest.len() >= 5 && rest.iter().all(|c| *c == '0')
}

/// Whether `x` fills at least half of the value, at its end or its beginning: `PF0XXXXX`, `XXXX1234`.
fn crossed_out(chars: &[char]) -> bool {
    let behind = chars.iter().rev().take_while(|c| **c == 'x').count();
    let before = chars.iter().take_while(|c| **c == 'x').count();
    let crosses = behind.max(before);
    crosses >= 4 && crosses * 2 >= chars.len()
}

/// Whether the value is a pattern of runs of equal letters: `YYYYMMDDNNNN`, `PPPPP-CCC#MMMMMMMM`.
fn mask(chars: &[char]) -> bool {
    chars.len() >= 6
        && chars.iter().all(|c| c.is_alphabetic())
        && chars.chunk_by(|a, b| a == b).all(|run| run.len() > 1)
}

/// Whether marks replace a part of the serial (`C02***`), or nearly all of the value is marks.
fn masked(class: Class, folded: &Folded<'_>) -> bool {
    if folded.text.len() == folded.squeezed.len() {
        return false;
    }
    let taken_out = ["***", "###", "???"].iter().any(|marks| folded.text.contains(marks));
    let blanks = folded.text.bytes().filter(|byte| *byte == b' ').count();
    let marks = folded.text.len() - folded.squeezed.len() - blanks;
    matches!(class, Class::Serial | Class::Tag) && taken_out
        || folded.text.is_ascii() && folded.squeezed.len() <= 2 && marks >= 4
}

/// Whether a group of at most five characters repeats and determines at least `fixed` further characters.
fn periodic(chars: &[char], fixed: usize) -> bool {
    (1..=5).any(|period| {
        chars.len() >= period + fixed && chars.iter().zip(chars.iter().skip(period)).all(|(a, b)| a == b)
    })
}

/// Whether digits or letters count up or down, alone or after a few letters (`SN-1234567890`).
fn counting(class: Class, folded: &Folded<'_>, chars: &[char]) -> bool {
    let (run, zeros) = trailing_run(chars);
    let before = chars.len().saturating_sub(run + zeros);
    let starts_low = chars.get(before).is_some_and(|c| matches!(c, '0' | '1' | 'a' | '9' | 'z'));
    let letters_before = || chars.iter().take(before).all(|c| c.is_alphabetic());
    let last_word = || folded.words.last().map_or(0, |word| word.chars().count());
    // An interleaved count begins at its first character.
    let begins = matches!(chars, ['a' | '0' | '1', ..]);
    let least = if matches!(class, Class::Serial | Class::Tag) { 6 } else { 7 };
    if class != Class::Loose && begins && chars.len() >= least && interleaved(chars)
        || in_groups(class, folded, chars)
    {
        return true;
    }
    match class {
        Class::Loose => before == 0 && run >= 7 || chars.len() >= 5 && whole_count(chars),
        Class::Maker | Class::Model => {
            before == 0 && (run >= 7 || run >= 5 && starts_low)
                || run >= 8 && letters_before()
                || whole_count(chars)
                // A number is not a maker.
                || class == Class::Maker && before == 0 && run >= 3 && starts_low && chars.iter().all(char::is_ascii_digit)
        }
        Class::Serial | Class::Tag | Class::Uuid => {
            before == 0 && (run >= 5 || run >= 3 && starts_low)
                || whole_count(chars)
                || run >= 7 && (before <= 2 || letters_before())
                || run >= 6 && before <= 1 && chars.get(before).is_some_and(|c| c.is_alphabetic())
                || run >= 6 && starts_low && before == 1 && letters_before()
                || run >= 5
                    && starts_low
                    && holds(
                        &placeholder_words::COUNT_WORDS,
                        folded.squeezed.get(..before).unwrap_or_default(),
                    )
                || counted_from_the_start(chars)
                || run >= 5
                    && starts_low
                    && last_word() == run + zeros
                    && folded.words.len() > 1
                    && before <= 12
        }
    }
}

/// Whether the whole value counts up from zero or one, or down to one: `123`, `0123`, `4321`. `901` is not a count.
fn whole_count(chars: &[char]) -> bool {
    // The first characters determine the count.
    let begins = |count: &str| count.chars().zip(chars).all(|(a, b)| a == *b) && chars.len() <= count.len();
    match chars {
        ['1', '2', '3', ..] => begins("1234567890"),
        ['0', '1', '2', ..] => begins("0123456789"),
        ['a', 'b', 'c', 'd', ..] => begins("abcdefghij"),
        [.., '3', '2', '1'] => {
            chars.len() <= 9 && chars.windows(2).all(|pair| matches!(pair, [a, b] if up(*b, *a)))
        }
        _ => false,
    }
}

/// Whether the value counts up from its first character over most of its length: `1234567890ABC`.
fn counted_from_the_start(chars: &[char]) -> bool {
    let run = 1 + chars.windows(2).take_while(|pair| matches!(pair, [a, b] if up(*a, *b))).count();
    run >= 9 && run * 2 > chars.len() && matches!(chars, ['0' | '1' | 'a', ..])
}

/// Whether the value counts in groups: each character equally often (`112233`), a zero before each (`010203`), or from the start in
/// each word (`123-1234-123`).
fn in_groups(class: Class, folded: &Folded<'_>, chars: &[char]) -> bool {
    if class == Class::Loose || chars.len() < 6 {
        return false;
    }
    let steps = |part: &[char]| part.windows(2).all(|pair| matches!(pair, [a, b] if up(*a, *b)));
    let first = chars.iter().take_while(|c| Some(*c) == chars.first()).count();
    let each = |size: usize| chars.iter().copied().step_by(size).collect::<Vec<_>>();
    let equal = first > 1
        && chars.len() >= 3 * first
        && chars.chunk_by(|a, b| a == b).all(|run| run.len() == first)
        && steps(&each(first));
    let padded = chars.len() >= 8
        && matches!(chars, ['0', '0' | '1', ..])
        && chars.chunks(2).all(|pair| matches!(pair, ['0', _]))
        && steps(&chars.iter().copied().skip(1).step_by(2).collect::<Vec<_>>());
    let anew = || {
        matches!(class, Class::Serial | Class::Tag)
            && folded.words.len() > 1
            && folded.words.iter().all(|word| {
                let word: Vec<char> = word.chars().collect();
                word.len() >= 3 && matches!(word.as_slice(), ['0' | '1', ..]) && steps(&word)
            })
    };
    equal || padded || anew()
}

/// Whether letters from `a` and digits from 0 or 1 both count up, in sequence (`ABCD1234`) or interleaved (`1A2B3C4D`).
fn interleaved(chars: &[char]) -> bool {
    let counted = |part: &[char]| {
        part.len() >= 3
            && part.first().is_some_and(|c| matches!(c, 'a' | '0' | '1'))
            && part.windows(2).all(|pair| matches!(pair, [a, b] if up(*a, *b)))
    };
    let letters = chars.iter().take_while(|c| c.is_alphabetic()).count();
    let one_after_the_other = chars.split_at_checked(letters).is_some_and(|(a, b)| counted(a) && counted(b));
    let turn = |skip| chars.iter().skip(skip).step_by(2).copied().collect::<Vec<_>>();
    let (even, odd) = (turn(0), turn(1));
    let kinds = even.first().map(|c| c.is_alphabetic()) != odd.first().map(|c| c.is_alphabetic());
    one_after_the_other || kinds && counted(&even) && counted(&odd)
}

/// The length of the longest count at the end, and of the zeros after it.
fn trailing_run(chars: &[char]) -> (usize, usize) {
    let plain = run_at_end(chars);
    let zeros = chars.iter().rev().take_while(|c| **c == '0').count();
    // In 1234567890 the zero is part of the count; in 123456789000 two more follow.
    let best = (1..=zeros)
        .filter_map(|cut| Some((run_at_end(chars.get(..chars.len() - cut)?), cut)))
        .max_by_key(|(run, cut)| run + cut);
    match best {
        Some((run, cut)) if run >= 5 && run > plain => (run, cut),
        _ => (plain, 0),
    }
}

fn run_at_end(chars: &[char]) -> usize {
    let length = |next: fn(char, char) -> bool| {
        let mut run = 1;
        for pair in chars.windows(2).rev() {
            match pair {
                [a, b] if next(*a, *b) => run += 1,
                _ => break,
            }
        }
        run
    };
    if chars.is_empty() { 0 } else { length(up).max(length(|a, b| up(b, a))) }
}

/// Whether the second character follows the first. 0 follows 9, and `a` follows 9 as in hexadecimal.
fn up(a: char, b: char) -> bool {
    a.is_ascii_alphanumeric() && (u32::from(a) + 1 == u32::from(b) || a == '9' && matches!(b, '0' | 'a'))
}

/// Whether the value is two or more words without a digit. A genuine serial without a digit is one word.
fn wordy(folded: &Folded<'_>) -> bool {
    let long = |word: &&&str| word.chars().count() >= 2;
    !folded.squeezed.chars().any(char::is_numeric) && folded.words.iter().filter(long).count() >= 2
}
