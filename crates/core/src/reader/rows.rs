//! A row of a text: without quote marks, frames and bullets, with the number before it.

use super::{compatibility_fold, is_unseen, without_label};

/// A row, folded to plain forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The row without quote marks and frames.
    pub whole: String,
    /// The number before the row and the rest of the row, where there is a number. The mark between them may be missing.
    pub numbered: Option<Numbered>,
}

/// A number before a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The number.
    pub number: u8,
    /// The rest of the row.
    pub body: String,
    /// Whether there is a mark such as `:` or `)` after the number, or a word such as `line` before it. Without them, the number may be
    /// a part of the row.
    pub marked: bool,
}

/// The rows of a text that are not empty.
pub fn rows(text: &str) -> impl Iterator<Item = Row> {
    text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}'])
        .map(Row::of)
        .filter(|row| !row.whole.is_empty())
}

impl Row {
    /// Reads one row: folds its characters, and removes the marks around it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let whole: String = text.chars().filter(|c| !is_unseen(*c)).map(fold).collect();
        let whole = whole.trim_matches(is_frame).to_owned();
        let numbered = numbered(&whole);
        Self { whole, numbered }
    }

    /// The text after the last colon of the row.
    #[must_use]
    pub fn behind_label(&self) -> &str {
        without_label(&self.whole)
    }
}

/// The plain form of a character. A line of a frame becomes a blank.
fn fold(c: char) -> char {
    match c {
        '\u{2500}'..='\u{259f}' => ' ',
        c => compatibility_fold(c),
    }
}

/// Quote marks of mail, bullets, frames and marks of emphasis around a row.
fn is_frame(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '>' | '|'
                | '*'
                | '-'
                | '•'
                | '·'
                | '#'
                | '`'
                | '"'
                | '“'
                | '”'
                | '「'
                | '」'
                | '_'
                | '~'
                | '+'
                | '='
                | '\u{feff}'
        )
}

/// The number before a row.
fn numbered(row: &str) -> Option<Numbered> {
    let (before, row) = strip_word(row);
    let opened = row.trim_start_matches(['(', '[', '【', '〔', '<']);
    let (number, rest) = leading_number(opened)?;
    let after_word = rest.trim_start().strip_prefix('行');
    let rest = strip_total(after_word.unwrap_or(rest));
    let closed = rest.trim_start_matches([
        ')', ']', '】', '〕', '>', ':', '.', '、', '-', '—', '–', ',', '行', ' ', '\u{a0}', '|',
    ]);
    let mark = rest.get(..rest.len() - closed.len()).unwrap_or_default();
    let marked = before || after_word.is_some() || mark.contains(|c: char| !c.is_whitespace());
    let separated = marked || mark.contains(char::is_whitespace) || rest.is_empty();
    separated.then(|| Numbered { number, body: closed.trim_start().to_owned(), marked })
}

/// Removes words that announce a number: `Line 3`, `line no. 3`, `第3行`, `行3`. Returns whether there was such a word, and the rest.
fn strip_word(row: &str) -> (bool, &str) {
    let mut rest = row;
    for word in ["license", "activation", "授权码", "code", "receipt", "回执", "line", "no", "nr", "第", "行"]
    {
        let begins = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if begins {
            rest = rest[word.len()..]
                .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '#' | ':' | '，'));
        }
    }
    let number_follows = leading_number(rest.trim_start_matches(['(', '['])).is_some();
    if rest.len() < row.len() && number_follows { (true, rest) } else { (false, row) }
}

/// Reads a number of one or two digits, in Chinese numerals, or in a circle or brackets (one character). Returns it and the rest.
fn leading_number(row: &str) -> Option<(u8, &str)> {
    let first = row.chars().next()?;
    let code = u32::from(first);
    let one_character = match code {
        // ⑩–⑫, ⑴–⑿, ⒈–⒓, ❶–❿; ①–⑨ are folded.
        0x2469..=0x246b => Some(code - 0x2469 + 10),
        0x2474..=0x247f => Some(code - 0x2474 + 1),
        0x2488..=0x2493 => Some(code - 0x2488 + 1),
        0x2776..=0x277f => Some(code - 0x2776 + 1),
        _ => None,
    };
    if let Some(number) = one_character {
        // The character is both the number and the mark.
        return Some((u8::try_from(number).ok()?, row.get(first.len_utf8()..)?));
    }
    let numerals = row.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).count();
    if numerals > 0 {
        return chinese_number(row, numerals);
    }
    let digits = row.len() - row.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = row.split_at_checked(digits).filter(|_| (1..=2).contains(&digits))?;
    Some((number.parse().ok()?, rest))
}

fn chinese_number(row: &str, numerals: usize) -> Option<(u8, &str)> {
    let ones = |c: char| {
        "一二三四五六七八九".chars().position(|own| own == c).and_then(|at| u8::try_from(at + 1).ok())
    };
    let digits: Vec<char> = row.chars().take(numerals).collect();
    let number = match *digits.as_slice() {
        ['十'] => 10,
        ['十', one] => 10 + ones(one)?,
        [one] => ones(one)?,
        _ => return None,
    };
    Some((number, row.get(numerals * '一'.len_utf8()..)?))
}

/// The rest of a row without the count of all lines: `of 7`, `/7`, `（共7行）`.
fn strip_total(rest: &str) -> &str {
    let begins = ["of ", "/", "(共", "共"].iter().find_map(|word| rest.trim_start().strip_prefix(word));
    let Some(after) = begins else { return rest };
    let after = after.trim_start();
    let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=2).contains(&digits) {
        after.get(digits..).unwrap_or(rest).trim_start_matches(['行', ')'])
    } else {
        rest
    }
}
