//! The words of an area: lines, which are fixed, and sentences, which contain values.

use crate::lang::Lang;

/// A fixed line of text with words in every language.
pub trait Line: Copy + std::fmt::Debug + 'static {
    /// Every line of this area.
    const ALL: &'static [Self];
    /// The English words.
    fn en(self) -> &'static str;
    /// The Chinese words.
    fn zh(self) -> &'static str;

    /// The words in this language.
    fn say(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en(),
            Lang::Zh => self.zh(),
        }
    }
}

/// A label, a colon and a text: `MODEL-BLANK: There is no value here.`
#[must_use]
pub fn labelled(lang: Lang, label: &str, text: &str) -> String {
    format!("{label}{}{text}", colon(lang))
}

/// The mark between a label and its text: `: `, `：`.
#[must_use]
pub const fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ": ",
        Lang::Zh => "：",
    }
}

/// A note in brackets, for use behind a text: ` (note)`, `（note）`.
#[must_use]
pub fn in_brackets(lang: Lang, note: &str) -> String {
    match lang {
        Lang::En => format!(" ({note})"),
        Lang::Zh => format!("（{note}）"),
    }
}

/// The separator between clauses: `a, b`, `a，b`.
#[must_use]
pub const fn comma(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Zh => "，",
    }
}

/// The separator between parts that contain commas: `a; b`, `a；b`.
#[must_use]
pub const fn semicolon(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "; ",
        Lang::Zh => "；",
    }
}

/// Puts a blank between a value and the Chinese characters beside it, at each end where the value has a Latin letter or a digit.
#[must_use]
pub fn spaced(value: &str) -> String {
    let gap = |end: Option<char>| if end.is_some_and(|c| c.is_ascii_alphanumeric()) { " " } else { "" };
    format!("{}{value}{}", gap(value.chars().next()), gap(value.chars().next_back()))
}

/// Joins names or numbers to a list: `9, 11`.
#[must_use]
pub fn listed<T: ToString>(lang: Lang, items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    items.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Makes a text a complete sentence before another one: with exactly one full stop, even where the text ends in an abbreviation
/// (`O.E.M.`).
#[must_use]
pub fn as_sentence(lang: Lang, text: &str) -> String {
    let ended = text.ends_with(if lang == Lang::Zh { ['。', '！', '？'] } else { ['.', '!', '?'] });
    let stop = if lang == Lang::Zh { "。" } else { "." };
    format!("{text}{}", if ended { "" } else { stop })
}

/// Joins two sentences with the gap of the language.
#[must_use]
pub fn join_sentences(lang: Lang, one: &str, other: &str) -> String {
    let gap = if lang == Lang::Zh { "" } else { " " };
    format!("{one}{gap}{other}")
}

/// Joins items to a list within a sentence: `a, b and c`, `a、b、c`.
#[must_use]
pub fn join_list<T: AsRef<str>>(lang: Lang, items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match (lang, items.split_last()) {
        (Lang::En, Some((last, rest))) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        (Lang::En, _) => items.concat(),
        (Lang::Zh, _) => items.join("、"),
    }
}

/// Declares the lines of an area as an enum that implements [`Line`](crate::text::Line).
///
/// `lines! { /// Doc.  pub enum Name in area { A, B } }` is used in `text/area.rs` of a crate. The modules `text::en` and
/// `text::zh` of this crate each have a function `area(Name) -> &'static str`.
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

/// Declares the sentences of an area that contain values, as an enum. The fields of each variant are the values.
///
/// `sentences! { /// Doc.  pub enum Name in area_sentence { A { path }, B { count, most } } }` is used in `text/area.rs` of a crate.
/// The modules `text::en` and `text::zh` of this crate each have a function `area_sentence(Name<'_>) -> String` that matches every
/// variant. A value is anything that implements [`Display`](std::fmt::Display). A forgotten or misspelt value doesn't compile, and
/// `#![deny(unused_variables)]` in `en` and `zh` refuses a sentence that leaves a value out.
#[macro_export]
macro_rules! sentences {
    (
        $(#[$doc:meta])*
        pub enum $name:ident in $area:ident { $($(#[$sentence_doc:meta])* $sentence:ident { $($value:ident),+ }),* $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        #[allow(missing_docs, reason = "the words themselves stand in en/ and zh/")]
        pub enum $name<'a> { $($(#[$sentence_doc])* $sentence { $($value: &'a dyn ::std::fmt::Display),+ }),* }

        impl $name<'_> {
            /// The words in this language.
            #[must_use]
            pub fn say(self, lang: $crate::lang::Lang) -> String {
                match lang {
                    $crate::lang::Lang::En => super::en::$area(self),
                    $crate::lang::Lang::Zh => super::zh::$area(self),
                }
            }

            /// Each sentence with its name, for tests. Each value is its own name in braces.
            #[must_use]
            pub fn samples() -> Vec<(&'static str, Self)> {
                vec![$((
                    stringify!($sentence),
                    Self::$sentence { $($value: &concat!("{", stringify!($value), "}")),+ },
                )),*]
            }
        }
    };
}
