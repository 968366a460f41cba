//! Text that a person typed instead of a value: runs along the keyboard, and test words.

use super::list_lookup::{List, holds};

/// Rows of a keyboard, and paths along its columns.
static ROWS: [&str; 4] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop"];
static COLUMNS: [&str; 7] = [
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
    "qazwsxedcrfvtgbyhnujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1s2d3f4g5h6",
    "zaq1xsw2cde3vfr4",
    "zaqxswcdevfr",
];

/// Test words and user names, without blanks, as the whole value.
static WORDS: List = List::new(
    "hello helloworld loremipsum blah blahblah admin administrator root user guest owner username localhost \
     johndoe janedoe nobody somebody someone whatever letmein myself",
);

/// Whether the value is a run along the keyboard or a test word: `qwerty`, `asdf1234`, `asdasd`, `1qaz2wsx`, `admin`.
pub(super) fn judge(squeezed: &str) -> bool {
    if holds(&WORDS, squeezed) {
        return true;
    }
    let letters = squeezed.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = squeezed.get(letters.len()..).unwrap_or_default();
    let along_a_row = match letters.len() {
        // Three letters of a row need digits: `qwe123`.
        3 => digits.len() >= 3 && "1234567890".starts_with(digits) && in_row(letters),
        4.. if ROWS.iter().any(|row| row.starts_with(letters)) => true,
        5.. if in_row(letters) => true,
        6.. => again(letters),
        _ => false,
    };
    along_a_row || squeezed.len() >= 6 && COLUMNS.iter().any(|way| way.starts_with(squeezed))
}

fn in_row(letters: &str) -> bool {
    // Each letter occurs once in a row, so a part of the row begins at one place.
    let Some(first) = letters.chars().next() else { return false };
    ROWS.iter()
        .any(|row| row.find(first).and_then(|at| row.get(at..)).is_some_and(|rest| rest.starts_with(letters)))
}

/// Whether three or four neighbours in a row of the keyboard repeat: `qweqwe`.
fn again(letters: &str) -> bool {
    [3, 4].into_iter().any(|size| {
        letters.len().is_multiple_of(size)
            && letters.get(..size).is_some_and(|unit| {
                in_row(unit) && letters.as_bytes().chunks(size).all(|part| part == unit.as_bytes())
            })
    })
}
