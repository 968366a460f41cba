//! Fillers known by their shape: punctuation alone, one character or group repeated, digits or letters
//! counted up or down.

use super::fold::Folded;
use super::{Class, Judgement};
use crate::review::finding::{Kind, Verdict};

/// Judges by shape.
pub(super) fn judge(class: Class, folded: &Folded<'_>) -> Option<Judgement> {
    let chars: Vec<char> = folded.squeezed.chars().collect();
    let kind = if chars.is_empty() {
        Some(Kind::Punctuation)
    } else if counting(class, folded, &chars) {
        Some(Kind::Counting)
    } else if repeated(class, &chars) {
        Some(Kind::Repeated)
    } else if class == Class::Serial && wordy(folded) {
        Some(Kind::VendorFiller)
    } else {
        None
    };
    kind.map(|kind| (Verdict::Placeholder, kind))
}

/// One character, or a group of characters, over and over.
fn repeated(class: Class, chars: &[char]) -> bool {
    if let Some(rest) = chars.strip_prefix(&['0', 'x']).filter(|rest| rest.len() >= 4) {
        return class != Class::Loose && flat(rest);
    }
    let Some(first) = chars.first() else { return false };
    let flat = flat(chars);
    match class {
        Class::Loose => flat && chars.len() >= 6,
        // Board names of four digits are HP's; a real name may be two letters.
        Class::Maker | Class::Model => {
            flat && (chars.len() == 1 || matches!(first, 'x' | '0') && chars.len() > 1 || chars.len() >= 5)
                || periodic(chars, 6)
        }
        Class::Tag => flat || periodic(chars, 6),
        Class::Serial | Class::Uuid => {
            flat || chars.len() <= 2
                || periodic(chars, 5)
                || matches!(chars, [a, b, c, d] if (a, b) == (c, d))
                || chars.len() >= 6 && chars.iter().all(|c| matches!(c, '0' | '1'))
                || prefixed_zeros(chars)
        }
    }
}

/// One character alone, once or more.
fn flat(chars: &[char]) -> bool {
    chars.first().is_some_and(|first| chars.iter().all(|c| c == first))
}

/// Up to four letters, then zeros alone: `SN0000000`.
fn prefixed_zeros(chars: &[char]) -> bool {
    let letters = chars.iter().take_while(|c| c.is_alphabetic()).count();
    let rest = chars.get(letters..).unwrap_or_default();
    letters <= 4 && rest.len() >= 5 && rest.iter().all(|c| *c == '0')
}

/// Whether a group of at most five characters repeats so often that at least `fixed` characters follow
/// from it.
fn periodic(chars: &[char], fixed: usize) -> bool {
    (1..=5).any(|period| {
        chars.len() >= period + fixed && chars.iter().zip(chars.iter().skip(period)).all(|(a, b)| a == b)
    })
}

/// Digits or letters counted up or down, alone or after a few letters (`SN-1234567890`).
fn counting(class: Class, folded: &Folded<'_>, chars: &[char]) -> bool {
    let (run, zeros) = trailing_run(chars);
    let before = chars.len().saturating_sub(run + zeros);
    let starts_low = chars.get(before).is_some_and(|c| matches!(c, '0' | '1' | 'a' | '9' | 'z'));
    let letters_before = chars.iter().take(before).all(|c| c.is_alphabetic());
    let last_word = folded.words.last().map_or(0, |word| word.chars().count());
    // What is woven begins with the first of a count.
    let begins = matches!(chars, ['a' | '0' | '1', ..]);
    if class != Class::Loose && begins && chars.len() >= 7 && woven(chars) {
        return true;
    }
    match class {
        Class::Loose => before == 0 && run >= 7,
        Class::Maker | Class::Model => {
            before == 0 && (run >= 7 || run >= 5 && starts_low) || letters_before && run >= 8
        }
        Class::Serial | Class::Tag | Class::Uuid => {
            before == 0 && (run >= 5 || run >= 3 && starts_low)
                || run >= 7 && (letters_before || before <= 2)
                || run >= 6 && before <= 1 && chars.get(before).is_some_and(|c| c.is_alphabetic())
                || run >= 5
                    && starts_low
                    && last_word == run + zeros
                    && folded.words.len() > 1
                    && before <= 12
        }
    }
}

/// Letters from `a` and digits from 0 or 1, each counted up: one after the other (`ABCD1234`) or in turn
/// (`1A2B3C4D`).
fn woven(chars: &[char]) -> bool {
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

/// The length of the longest counting run at the end, and of the zeros after it.
fn trailing_run(chars: &[char]) -> (usize, usize) {
    let plain = run_at_end(chars);
    let zeros = chars.iter().rev().take_while(|c| **c == '0').count();
    // In 1234567890 the zero is part of the run; in 123456789000 two more follow.
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
        let pairs = chars.windows(2).rev();
        usize::from(!chars.is_empty())
            + pairs.take_while(|pair| matches!(pair, [a, b] if next(*a, *b))).count()
    };
    length(up).max(length(|a, b| up(b, a)))
}

/// Whether the second follows the first: 9 goes on with 0, and with a in hexadecimal.
fn up(a: char, b: char) -> bool {
    a.is_ascii_alphanumeric() && (u32::from(a) + 1 == u32::from(b) || a == '9' && matches!(b, '0' | 'a'))
}

/// Words instead of a serial: two or more, and no digit anywhere. Real serials without a digit are one word.
fn wordy(folded: &Folded<'_>) -> bool {
    let long = |word: &&&str| word.chars().count() >= 2;
    !folded.squeezed.chars().any(char::is_numeric) && folded.words.iter().filter(long).count() >= 2
}
