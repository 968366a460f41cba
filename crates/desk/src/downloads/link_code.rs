//! The code in a link's address: nine characters, short enough to type and to read out on the telephone, and
//! too many combinations to guess.

use std::fmt;

/// The characters of a code: digits and letters that don't look alike. 29 to the power of 9 is more than
/// 2 to the power of 43.
const ALPHABET: &[u8; 29] = b"0123456789acdefghjkmnpqrtvwxy";
/// The number of characters. With `/d/` before it, a path has twelve.
const LENGTH: usize = 9;

/// A code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LinkCode(String);

impl LinkCode {
    /// Generates a random code.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn generate() -> Result<Self, getrandom::Error> {
        let mut code = String::with_capacity(LENGTH);
        while code.len() < LENGTH {
            let mut bytes = [0; 2 * LENGTH];
            getrandom::fill(&mut bytes)?;
            code.extend(bytes.into_iter().filter_map(symbol).take(LENGTH - code.len()));
        }
        Ok(Self(code))
    }

    /// Parses a typed code. Case is ignored, and a letter that looks like a character of the alphabet is
    /// replaced by it.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let fold = |c: char| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            'z' => '2',
            's' => '5',
            'b' => '8',
            'u' => 'v',
            other => other,
        };
        // A longer text is rejected without reading all of it.
        let code: String = typed.chars().take(LENGTH + 1).map(fold).collect();
        let is_code = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
        is_code.then_some(Self(code))
    }

    /// Returns the code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path of the link.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/d/{}", self.0)
    }
}

impl fmt::Display for LinkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the character for a random byte; `None` for the bytes that would make some characters more likely
/// than others.
fn symbol(byte: u8) -> Option<char> {
    let most = 256 / ALPHABET.len() * ALPHABET.len();
    let at = usize::from(byte);
    (at < most).then(|| char::from(ALPHABET[at % ALPHABET.len()]))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn a_code_reads_back_and_its_path_has_twelve_characters() {
        for _ in 0..1_000 {
            let code = LinkCode::generate().unwrap();
            assert_eq!(LinkCode::read(code.as_str()).as_ref(), Some(&code));
            assert_eq!(LinkCode::read(&code.as_str().to_ascii_uppercase()).as_ref(), Some(&code));
            assert_eq!(code.path().len(), 12);
        }
    }

    #[test]
    fn characters_that_look_alike_are_read_as_one() {
        let read = |typed: &str| LinkCode::read(typed).map(|code| code.0);
        assert_eq!(read("OilzSBu00"), read("011258v00"));
        assert!(read("OilzSBu00").is_some());
        for bad in ["", "12345678", "1234567890", "12345678-", "12345678\u{e9}", "../../../"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn each_character_is_as_likely_as_another() {
        let mut counts: HashMap<char, u32> = HashMap::new();
        for symbol in (0..=u8::MAX).filter_map(symbol) {
            *counts.entry(symbol).or_default() += 1;
        }
        assert_eq!(counts.len(), ALPHABET.len());
        assert!(counts.values().all(|count| *count == 8), "{counts:?}");
        assert!(f64::from(29).log2() * f64::from(9) > 43.0);
    }
}
