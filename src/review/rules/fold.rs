//! The folded form of a value, which the rules compare.

use std::borrow::Cow;

use crate::machine::compatible;

/// The texts that a value folds into; [`Texts::folded`] lends them to the rules, taken apart.
#[derive(Debug)]
pub(super) struct Texts {
    /// in plain forms, lower case, blanks collapsed.
    text: String,
    /// The same with the usual abbreviations (`O.E.M.`, `N/A`, `S/N`) made words, where there are any.
    spelled: Option<String>,
    /// The same with `CamelCase` taken apart, where that makes a difference.
    apart: Option<String>,
    /// Letters and digits alone.
    squeezed: String,
}

/// One value, folded.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    /// The whole text: in plain forms, lower case, blanks collapsed.
    pub text: &'a str,
    /// Letters and digits alone.
    pub squeezed: &'a str,
    /// Its words: runs of letters and digits, with the usual abbreviations made one.
    pub words: Vec<&'a str>,
    /// Its words with `CamelCase` taken apart as well, where that makes a difference.
    pub apart: Option<Vec<&'a str>>,
}

impl Texts {
    /// Folds a value.
    pub fn of(value: &str) -> Self {
        let compatible = if value.is_ascii() {
            Cow::Borrowed(value)
        } else {
            Cow::Owned(value.chars().map(compatible).collect::<String>())
        };
        let collapsed = collapsed(&compatible);
        let text = lower(&collapsed);
        let squeezed = split(&text).concat();
        let apart =
            apart(&collapsed).map(|text| lower(&text)).map(|text| abbreviations(&text).unwrap_or(text));
        Self { spelled: abbreviations(&text), apart, squeezed, text }
    }

    /// The texts and their words.
    pub fn folded(&self) -> Folded<'_> {
        Folded {
            text: &self.text,
            squeezed: &self.squeezed,
            words: split(self.spelled.as_ref().unwrap_or(&self.text)),
            apart: self.apart.as_ref().map(|text| split(text)),
        }
    }
}

impl Folded<'_> {
    /// Its words with `CamelCase` taken apart.
    pub fn camel(&self) -> &[&str] {
        self.apart.as_ref().unwrap_or(&self.words)
    }
}

/// Blanks of any kind made one space each; most values come that way.
fn collapsed(text: &str) -> Cow<'_, str> {
    let single = text.is_ascii()
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.bytes().zip(text.bytes().skip(1)).any(|pair| pair == (b' ', b' '))
        && text.bytes().all(|byte| byte == b' ' || !byte.is_ascii_whitespace());
    if single {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn lower(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// Runs of letters and digits.
fn split(text: &str) -> Vec<&str> {
    if text.is_ascii() {
        let mut words = Vec::with_capacity(8);
        let mut from = 0;
        for (at, byte) in text.bytes().chain([b' ']).enumerate() {
            if !byte.is_ascii_alphanumeric() {
                words.extend(text.get(from..at).filter(|word| !word.is_empty()));
                from = at + 1;
            }
        }
        return words;
    }
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Abbreviations written with marks between their letters, made into one word; `None` where there are none.
fn abbreviations(text: &str) -> Option<String> {
    const WRITTEN: [(&str, &str); 6] =
        [("o.e.m", "oem"), ("o.d.m", "odm"), ("t.b.d", "tbd"), ("n/a", "na"), ("n.a.", "na"), ("s/n", "sn")];
    if !text.bytes().any(|byte| matches!(byte, b'.' | b'/')) {
        return None;
    }
    WRITTEN
        .iter()
        .filter(|(marks, _)| text.contains(marks))
        .fold(None, |spelled, (marks, word)| Some(spelled.as_deref().unwrap_or(text).replace(marks, word)))
}

/// A blank before each capital that follows a small letter or a digit; `None` where there is none.
fn apart(text: &str) -> Option<String> {
    let turns = |pair: (u8, u8)| {
        pair.1.is_ascii_uppercase() && (pair.0.is_ascii_lowercase() || pair.0.is_ascii_digit())
    };
    if text.is_ascii() && !text.bytes().zip(text.bytes().skip(1)).any(turns) {
        return None;
    }
    let inner =
        |before: char, c: char| c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit());
    if !text.chars().zip(text.chars().skip(1)).any(|(before, c)| inner(before, c)) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        if inner(before, c) {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    Some(out)
}
