//! Faults in the TOML text of a profile or of other settings: the line, the key, the kind of fault.
//!
//! Never here: rules for the values.

use serde::de::DeserializeOwned;
use thiserror::Error;

/// The reason why a text can't be read as a profile, or as other settings.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SyntaxFault {
    /// The text is not TOML from this line on, counted from 1.
    #[error("line {line}: not TOML")]
    NotToml {
        /// The line.
        line: usize,
    },
    /// A key is missing.
    #[error("{key}: missing")]
    Missing {
        /// The key.
        key: String,
    },
    /// A key is not known.
    #[error("line {line}: {key}: unknown key")]
    Unknown {
        /// The line, counted from 1.
        line: usize,
        /// The key.
        key: String,
    },
    /// A value is of another kind than its key needs.
    #[error("line {line}: {key}: a value of another kind is needed")]
    Value {
        /// The line, counted from 1.
        line: usize,
        /// The key; the text of the line, where the line has no key.
        key: String,
    },
}

impl SyntaxFault {
    /// Reads a TOML text.
    ///
    /// # Errors
    /// The first fault.
    pub fn read<T: DeserializeOwned>(toml: &str) -> Result<T, Self> {
        toml::from_str(toml).map_err(|error| Self::of(&error, toml))
    }

    /// The fault in `toml` that the parser found.
    fn of(error: &toml::de::Error, toml: &str) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        let before = toml.get(..at).unwrap_or(toml);
        let line = before.matches('\n').count() + 1;
        let row = toml.lines().nth(line - 1).unwrap_or_default();
        let key = row.split('=').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
        let key = crate::machine::printable(key.as_bytes());
        // The message is the parser's only sign for the kind of fault.
        let message = error.message();
        let quoted = || message.split('`').nth(1).unwrap_or_default().to_owned();
        if toml.parse::<toml::Table>().is_err() {
            Self::NotToml { line }
        } else if message.starts_with("missing field") {
            Self::Missing { key: quoted() }
        } else if message.starts_with("unknown field") {
            Self::Unknown { line, key }
        } else {
            Self::Value { line, key }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SyntaxFault::{self, Missing, NotToml, Unknown, Value};
    use crate::profile::{Profile, ProfileError};

    const GOOD: &str = "version = 1\nproduct = \"p\"\nname = \"P\"\nnumber-mask = \"A99\"\ndesk = \"d\"\nrules = 2\n\
                        [policy]\nassigned = true\n[[keys]]\nid = 0\npublic = \"00\"\n";

    #[test]
    fn a_fault_names_its_line_and_key() {
        let key = |key: &str| key.to_owned();
        let table: [(&str, &str, SyntaxFault); 9] = [
            ("version = 1", "version 1", NotToml { line: 1 }),
            ("desk = \"d\"", "desk = \"d", NotToml { line: 5 }),
            ("version = 1", "version = 1\nversion = 2", NotToml { line: 2 }),
            ("number-mask = \"A99\"\n", "", Missing { key: key("number-mask") }),
            ("public = \"00\"\n", "", Missing { key: key("public") }),
            ("rules = 2", "rulez = 2", Unknown { line: 6, key: key("rulez") }),
            ("assigned = true", "assinged = true", Unknown { line: 8, key: key("assinged") }),
            ("version = 1", "version = 70000", Value { line: 1, key: key("version") }),
            ("assigned = true", "declared = \"all\"", Value { line: 8, key: key("declared") }),
        ];
        for (from, to, expected) in table {
            let text = GOOD.replacen(from, to, 1);
            assert_eq!(Profile::parse(&text), Err(ProfileError::Syntax(expected)), "{text}");
        }
    }
}
