//! The subject of a person at a provider.

use std::fmt;

/// The maximum length of a subject (OpenID Connect Core 1.0, section 2), in ASCII characters.
const MAX_CHARS: usize = 255;

/// The permanent identifier of a person at a provider: the claim `sub`. Printable ASCII without blanks, at
/// most 255 characters.
///
/// ```
/// use countersign_desk::provider::Subject;
/// assert_eq!(Subject::parse(" 8f0c2a ").unwrap().as_str(), "8f0c2a");
/// assert_eq!(Subject::parse("two words"), None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject(String);

impl Subject {
    /// Parses a subject, ignoring surrounding blanks. `None` if the text is not valid.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let is_one =
            (1..=MAX_CHARS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_one.then(|| Self(text.to_owned()))
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
