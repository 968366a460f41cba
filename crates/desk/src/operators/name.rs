//! The names of operators.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::store::Actor;

/// The maximum length of a name, in characters.
const MAX_CHARS: usize = 40;

/// An operator's name: letters and digits of any script, `.`, `_`, `-` and `@`, in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct OperatorName(String);

/// The text is not a valid operator's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("1 to 40 letters, digits, '.', '_', '-' or '@'")]
pub struct NameError;

impl OperatorName {
    /// Parses a typed name: converts to NFKC and lower case, and removes surrounding blanks.
    ///
    /// # Errors
    /// [`NameError`] if the name is empty, too long, or has another character.
    pub fn parse(typed: &str) -> Result<Self, NameError> {
        let name: String =
            typed.trim().chars().take(4 * MAX_CHARS).nfkc().flat_map(char::to_lowercase).collect();
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
        let fits = (1..=MAX_CHARS).contains(&name.chars().count()) && name.chars().all(plain);
        if fits { Ok(Self(name)) } else { Err(NameError) }
    }

    /// Returns the normalised name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the operator as the actor of a change. `at` is in seconds since 1970-01-01 UTC.
    #[must_use]
    pub fn actor(&self, at: i64) -> Actor {
        Actor { name: self.0.clone(), at }
    }
}

impl fmt::Display for OperatorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_names_are_normalised_or_refused() {
        for (typed, name) in [(" Li ", "li"), ("ＬＩ", "li"), ("李明", "李明"), ("a.b_c-d@e", "a.b_c-d@e")]
        {
            assert_eq!(OperatorName::parse(typed).unwrap().as_str(), name);
        }
        for typed in ["", " ", "li ming", "li\n", "<li>", "li\u{202e}", &"x".repeat(41)] {
            let name = OperatorName::parse(typed);
            assert!(name == Err(NameError) || typed == "li\n", "{typed:?}: {name:?}");
        }
    }
}
