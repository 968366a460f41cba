//! Spelling words for the characters of typed lines, to read them out on the telephone.

use super::line::Line;
use crate::lang::Lang;

lines! {
    /// A word for each of the 32 characters, in the order of their alphabet.
    pub enum SpellingLine in spelling {
        Zero, One, Two, Three, Four, Five, Six, Seven, Eight, Nine,
        A, B, C, D, E, F, G, H, J, K, M, N, P, Q, R, S, T, V, W, X, Y, Z,
    }
}

/// The characters that have a word, in the order of the lines.
const CHARACTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The word for a character of a typed line; `None` for any other character.
#[must_use]
pub fn spelled(lang: Lang, character: char) -> Option<&'static str> {
    let at = CHARACTERS.find(character.to_ascii_uppercase())?;
    SpellingLine::ALL.get(at).map(|line| line.say(lang))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_character_has_its_own_word() {
        for lang in [Lang::En, Lang::Zh] {
            let words: HashSet<_> = CHARACTERS.chars().filter_map(|c| spelled(lang, c)).collect();
            assert_eq!(words.len(), 32, "{lang:?}");
            assert_eq!(spelled(lang, 'I'), None);
            assert_eq!(spelled(lang, '?'), None);
        }
        for c in CHARACTERS.chars().filter(char::is_ascii_uppercase) {
            assert!(spelled(Lang::En, c).is_some_and(|word| word.starts_with(c)), "{c}");
        }
        assert_eq!((spelled(Lang::En, '7'), spelled(Lang::Zh, 'k')), (Some("Seven"), Some("昆明")));
    }
}
