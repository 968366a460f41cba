//! A piece of what is said: a paragraph, a field, an entry of a list. It is said whole or not at all, and wrapped at the end.

use textwrap::wrap;

use crate::page::{Tone, line_breaks};

/// A piece of what is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// An empty line between two parts of a page.
    Gap,
    /// Words, wrapped with that indent.
    Words(&'static str, String),
    /// A line that stays whole: a command, an address, a row of a QR.
    Whole(String),
}

impl Piece {
    /// Words without an indent.
    pub fn words(text: impl Into<String>) -> Self {
        Self::Words("", text.into())
    }

    /// Words with a mark in place of colour.
    pub fn toned(tone: Tone, text: &str) -> Self {
        Self::words(if tone == Tone::Bad { format!("! {text}") } else { text.to_owned() })
    }

    /// A choice by its number.
    pub fn choice(number: u8, label: &str) -> Self {
        Self::Words("  ", format!("{number}. {label}"))
    }

    /// A choice with a slash before its number, for a question that asks for a text.
    pub fn choice_beside_text(number: u8, label: &str) -> Self {
        Self::Words("  ", format!("/{number}. {label}"))
    }

    /// The piece as lines of at most that many columns, without control characters: a path or a system's reason may hold anything,
    /// but text from outside must not control the terminal.
    pub fn lines(&self, columns: usize) -> Vec<String> {
        let safe = |text: &str| text.replace(char::is_control, "");
        match self {
            Self::Gap => vec![String::new()],
            Self::Whole(line) => vec![safe(line)],
            Self::Words(indent, text) => {
                let options =
                    line_breaks::wrap_options(columns).initial_indent(indent).subsequent_indent(indent);
                wrap(&safe(text), options).into_iter().map(std::borrow::Cow::into_owned).collect()
            }
        }
    }
}
