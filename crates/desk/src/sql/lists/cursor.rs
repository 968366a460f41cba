//! The cursor of a list: where a page begins.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The most parts that a cursor has.
const MAX_PARTS: usize = 2;

/// The key of the last row of a page: one or two texts or numbers, depending on the list's order. The next page begins after that row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(Vec<String>);

/// The text is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a cursor")]
pub struct InvalidCursor;

impl Cursor {
    pub(in crate::sql) fn of(parts: impl IntoIterator<Item = String>) -> Self {
        Self(parts.into_iter().collect())
    }

    /// A part as text.
    pub(super) fn text(&self, at: usize) -> Option<&str> {
        self.0.get(at).map(String::as_str)
    }

    /// A part as a number.
    pub(in crate::sql) fn number(&self, at: usize) -> Option<i64> {
        self.text(at)?.parse().ok()
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let parts: Vec<String> = text.split('.').map(str::to_owned).collect();
        if text.len() > 128 || !text.chars().all(is_plain) || parts.len() > MAX_PARTS || text.is_empty() {
            return Err(InvalidCursor);
        }
        Ok(Self(parts))
    }
}
