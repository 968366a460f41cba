//! The place of a key in hardware.

use std::path::{Path, PathBuf};

use thiserror::Error;

use countersign_core::machine::printable;

/// The maximum length of a token's label, in bytes: PKCS#11 pads it to this length.
const MAX_TOKEN_LABEL: usize = 32;
/// The maximum length of a key's label, in bytes.
const MAX_KEY_LABEL: usize = 64;

/// The place of a key in hardware: the module, the token, and the key on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenPlace {
    module: PathBuf,
    token: String,
    label: String,
}

/// Why the words of a place are not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PlaceError {
    /// The path of the module isn't absolute, or isn't UTF-8.
    #[error("the path of the module")]
    Module,
    /// The token's label is empty, longer than 32 bytes, or contains characters that can't be shown.
    #[error("the label of the token")]
    Token,
    /// The key's label is empty, longer than 64 bytes, or contains characters that can't be shown.
    #[error("the label of the key")]
    Label,
}

impl TokenPlace {
    /// Creates the place of the key with the label `label` on the token with the label `token`, accessed
    /// through the module in the file `module`. The path must be absolute.
    ///
    /// # Errors
    /// [`PlaceError`] names the part that is not valid.
    pub fn new(module: &Path, token: &str, label: &str) -> Result<Self, PlaceError> {
        let shown = |text: &str| !text.trim().is_empty() && printable(text.as_bytes()) == text;
        if !module.is_absolute() || module.to_str().is_none_or(|path| path.contains('\0')) {
            return Err(PlaceError::Module);
        }
        // The standard pads with blanks, so blanks at the end don't belong to a label.
        let token = token.trim_end();
        if token.len() > MAX_TOKEN_LABEL || !shown(token) {
            return Err(PlaceError::Token);
        }
        if label.len() > MAX_KEY_LABEL || !shown(label) {
            return Err(PlaceError::Label);
        }
        Ok(Self { module: module.to_owned(), token: token.to_owned(), label: label.to_owned() })
    }

    /// Returns the file of the module.
    #[must_use]
    pub fn module(&self) -> &Path {
        &self.module
    }

    /// Returns the label of the token.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the label of the key.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_contains_only_texts_that_can_be_stored_and_shown() {
        let place = |module: &str, token: &str, label: &str| TokenPlace::new(Path::new(module), token, label);
        let whole = place("/usr/lib/module.so", "desk  ", "licenses 2027").unwrap();
        assert_eq!((whole.token(), whole.label()), ("desk", "licenses 2027"));
        for (module, token, label, fault) in [
            ("module.so", "desk", "one", PlaceError::Module),
            ("/m.so", "", "one", PlaceError::Token),
            ("/m.so", " ", "one", PlaceError::Token),
            ("/m.so", "123456789012345678901234567890123", "one", PlaceError::Token),
            ("/m.so", "desk\u{1b}[2J", "one", PlaceError::Token),
            ("/m.so", "desk", "", PlaceError::Label),
            ("/m.so", "desk", "a\nb", PlaceError::Label),
        ] {
            assert_eq!(place(module, token, label), Err(fault), "{module:?} {token:?} {label:?}");
        }
    }
}
