//! The folded form of a value, which the rules compare.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// One value, folded: NFKC, lower case, blanks collapsed.
#[derive(Debug)]
pub(super) struct Folded {
    /// The whole text.
    pub text: String,
    /// Letters and digits alone.
    pub squeezed: String,
    /// Its words: runs of letters and digits, with the usual abbreviations (`O.E.M.`, `N/A`, `S/N`) made one.
    pub words: Vec<String>,
    /// Its words with `CamelCase` taken apart as well, where that makes a difference.
    pub apart: Option<Vec<String>>,
}

impl Folded {
    /// Folds a value.
    pub fn of(value: &str) -> Self {
        let compatible = if value.is_ascii() {
            Cow::Borrowed(value)
        } else {
            Cow::Owned(value.nfkc().collect::<String>())
        };
        let mut collapsed = String::with_capacity(compatible.len());
        for word in compatible.split_whitespace() {
            if !collapsed.is_empty() {
                collapsed.push(' ');
            }
            collapsed.push_str(word);
        }
        let text = collapsed.to_lowercase();
        let squeezed = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let words = split(&abbreviations(&text));
        let apart = apart(&collapsed).map(|text| split(&abbreviations(&text.to_lowercase())));
        Self { text, squeezed, words, apart }
    }

    /// Its words with `CamelCase` taken apart.
    pub fn camel(&self) -> &[String] {
        self.apart.as_deref().unwrap_or(&self.words)
    }
}

/// Runs of letters and digits.
fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Abbreviations written with marks between their letters, made into one word.
fn abbreviations(text: &str) -> Cow<'_, str> {
    const WRITTEN: [(&str, &str); 6] =
        [("o.e.m", "oem"), ("o.d.m", "odm"), ("t.b.d", "tbd"), ("n/a", "na"), ("n.a.", "na"), ("s/n", "sn")];
    if !text.contains(['.', '/']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(WRITTEN.iter().fold(text.to_owned(), |text, (marks, word)| {
        if text.contains(marks) { text.replace(marks, word) } else { text }
    }))
}

/// A blank before each capital that follows a small letter or a digit; `None` where there is none.
fn apart(text: &str) -> Option<String> {
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
