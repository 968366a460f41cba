//! The folded form of a value, which the rules compare.

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
    /// Its words with `CamelCase` taken apart as well.
    pub camel: Vec<String>,
}

impl Folded {
    /// Folds a value.
    pub fn of(value: &str) -> Self {
        let compatible: String = value.nfkc().collect();
        let collapsed = compatible.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = collapsed.to_lowercase();
        let squeezed = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let words = split(&abbreviations(&text));
        let camel = split(&abbreviations(&apart(&collapsed).to_lowercase()));
        Self { text, squeezed, words, camel }
    }
}

/// Runs of letters and digits.
fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Abbreviations written with marks between their letters, made into one word.
fn abbreviations(text: &str) -> String {
    const WRITTEN: [(&str, &str); 6] =
        [("o.e.m", "oem"), ("o.d.m", "odm"), ("t.b.d", "tbd"), ("n/a", "na"), ("n.a.", "na"), ("s/n", "sn")];
    WRITTEN.iter().fold(text.to_owned(), |text, (marks, word)| text.replace(marks, word))
}

/// A blank before each capital that follows a small letter or a digit.
fn apart(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    for c in text.chars() {
        if c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit()) {
            out.push(' ');
        }
        out.push(c);
        before = c;
    }
    out
}
