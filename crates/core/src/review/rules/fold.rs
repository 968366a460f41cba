//! The folded form of a value. The rules compare this form.

use crate::machine::compatibility_fold;

/// The owned texts of a folded value; [`Texts::folded`] borrows them.
#[derive(Debug)]
pub(super) struct Texts {
    /// The whole text: in lower case, with compatibility forms folded and blanks collapsed.
    text: String,
    /// The text with abbreviations (`O.E.M.`, `N/A`, `S/N`) as words; `None` where it has none.
    spelled: Option<String>,
    /// The text with `CamelCase` split; `None` where it has none.
    apart: Option<String>,
    /// The letters and digits of the text; `None` where it has nothing else.
    squeezed: Option<String>,
}

/// A folded value.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    /// The whole text: in lower case, with compatibility forms folded and blanks collapsed.
    pub text: &'a str,
    /// The letters and digits of the text.
    pub squeezed: &'a str,
    /// The words: runs of letters and digits. An abbreviation is one word.
    pub words: Vec<&'a str>,
    /// The words with `CamelCase` split; `None` where there is none.
    pub apart: Option<Vec<&'a str>>,
}

impl Texts {
    /// Folds a value that [`binding_value`](crate::review::binding_value) returned.
    pub fn of(value: &str) -> Self {
        if value.is_ascii() {
            // The blanks are collapsed already.
            return Self::of_collapsed(value, value.to_ascii_lowercase());
        }
        let compatible: String = value.chars().map(compatibility_fold).collect();
        let collapsed = compatible.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::of_collapsed(&collapsed, collapsed.to_lowercase())
    }

    fn of_collapsed(collapsed: &str, text: String) -> Self {
        let squeezed = squeezed(&text);
        let apart =
            apart(collapsed).map(|text| text.to_lowercase()).map(|text| abbreviations(&text).unwrap_or(text));
        Self { spelled: abbreviations(&text), apart, squeezed, text }
    }

    /// Borrows the texts and splits them into words.
    pub fn folded(&self) -> Folded<'_> {
        Folded {
            text: &self.text,
            squeezed: self.squeezed.as_ref().unwrap_or(&self.text),
            words: split(self.spelled.as_ref().unwrap_or(&self.text)),
            apart: self.apart.as_ref().map(|text| split(text)),
        }
    }
}

impl Folded<'_> {
    /// The words with `CamelCase` split.
    pub fn camel(&self) -> &[&str] {
        self.apart.as_ref().unwrap_or(&self.words)
    }
}

/// The letters and digits of a text; `None` where it has nothing else.
fn squeezed(text: &str) -> Option<String> {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    if !text.is_ascii() {
        return Some(text.chars().filter(|c| c.is_alphanumeric()).collect());
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !byte.is_ascii_alphanumeric() {
            out.push_str(text.get(from..at).unwrap_or_default());
            from = at + 1;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Some(out)
}

/// The runs of letters and digits in a text.
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

/// Replaces abbreviations that have marks between their letters by words; `None` where there are none.
fn abbreviations(text: &str) -> Option<String> {
    const WRITTEN: [(&str, &str); 6] =
        [("o.e.m", "oem"), ("o.d.m", "odm"), ("t.b.d", "tbd"), ("n/a", "na"), ("n.a.", "na"), ("s/n", "sn")];
    let written = |part: &[u8]| matches!(part, b"o.e" | b"o.d" | b"t.b" | b"n/a" | b"n.a" | b"s/n");
    if !text.as_bytes().windows(3).any(written) {
        return None;
    }
    WRITTEN
        .iter()
        .filter(|(marks, _)| text.contains(marks))
        .fold(None, |spelled, (marks, word)| Some(spelled.as_deref().unwrap_or(text).replace(marks, word)))
}

/// Inserts a blank before each upper-case letter that follows a lower-case letter or a digit; `None` where there is no such letter.
fn apart(text: &str) -> Option<String> {
    let turns = |pair: &[u8]| {
        matches!(pair, [before, capital] if capital.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || before.is_ascii_digit()))
    };
    if text.is_ascii() && !text.as_bytes().windows(2).any(turns) {
        return None;
    }
    let inner =
        |before: char, c: char| c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit());
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut any = false;
    for c in text.chars() {
        if inner(before, c) {
            any = true;
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    any.then_some(out)
}
