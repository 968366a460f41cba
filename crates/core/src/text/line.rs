//! What every area of text is made of: the [`Line`] trait, the `lines!` macro, filling of `{name}` placeholders.

use crate::lang::Lang;

/// A line of text that exists in every language.
pub trait Line: Copy + std::fmt::Debug + 'static {
    /// Every line of this area.
    const ALL: &'static [Self];
    /// Its English words.
    fn en(self) -> &'static str;
    /// Its Chinese words.
    fn zh(self) -> &'static str;

    /// Its words in that language.
    fn say(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en(),
            Lang::Zh => self.zh(),
        }
    }

    /// Its words with each `{name}` replaced.
    fn fill(self, lang: Lang, with: &[(&str, &str)]) -> String {
        fill(self.say(lang), with)
    }
}

/// A text with each `{name}` replaced; values are never looked into for more.
#[must_use]
pub fn fill(template: &str, with: &[(&str, &str)]) -> String {
    let mut rest = template;
    let mut out = String::with_capacity(rest.len() + 32);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(before);
        match with.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[before.len()..rest.len() - behind.len()]),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// `MODEL-BLANK: Nobody ever set this field.`, `Model: ...`: a code or a name before what it is about.
#[must_use]
pub fn labelled(lang: Lang, label: &str, text: &str) -> String {
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    format!("{label}{colon}{text}")
}

/// One sentence after the other.
#[must_use]
pub fn sentences(lang: Lang, one: &str, other: &str) -> String {
    let gap = if lang == Lang::Zh { "" } else { " " };
    format!("{one}{gap}{other}")
}

/// Declares the lines of one area: `lines! { /// doc  pub enum Name in area { A, B } }`, in the file `text/area.rs` of a
/// crate whose `text/en` and `text/zh` have a function `area` each.
#[macro_export]
macro_rules! lines {
    ($(#[$doc:meta])* pub enum $name:ident in $area:ident { $($(#[$line_doc:meta])* $line:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the words themselves stand in en/ and zh/")]
        pub enum $name { $($(#[$line_doc])* $line),* }

        impl $crate::text::Line for $name {
            const ALL: &'static [Self] = &[$(Self::$line),*];
            fn en(self) -> &'static str { super::en::$area(self) }
            fn zh(self) -> &'static str { super::zh::$area(self) }
        }
    };
}
