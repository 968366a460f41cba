//! Which characters are taken for each other: they look alike, or they sound alike. A candidate for a badly typed line is more likely if
//! it differs from the line in such characters alone.
//!
//! Never here: letters outside of the alphabet, such as O and I, which are always read as another character (`crockford`).

/// Characters that look alike.
const LOOK_ALIKE: [&str; 12] = ["8B", "5S", "2Z", "0DQ", "6G", "VWY", "MN", "CG", "17T", "PR", "EF", "KX"];

/// Characters that sound alike in English, also as Chinese speakers say them.
const SOUND_ALIKE: [&str; 8] = ["BDPTEGCV3", "MN", "FSX", "A8HJK", "59", "1Y", "0Q", "CZS"];

/// Whether the two characters look alike.
pub(super) fn look_alike(one: char, other: char) -> bool {
    in_one_group(&LOOK_ALIKE, one, other)
}

/// Whether the two characters sound alike.
pub(super) fn sound_alike(one: char, other: char) -> bool {
    in_one_group(&SOUND_ALIKE, one, other)
}

fn in_one_group(groups: &[&str], one: char, other: char) -> bool {
    groups.iter().any(|group| group.contains(one) && group.contains(other))
}

#[cfg(test)]
mod tests {
    use super::super::crockford::{Glyph, glyphs};
    use super::*;

    /// A character outside of the alphabet in a table would never be compared.
    #[test]
    fn every_listed_character_is_one_of_the_alphabet() {
        for group in LOOK_ALIKE.iter().chain(&SOUND_ALIKE) {
            assert!(group.len() > 1, "{group}");
            for c in group.chars() {
                let read: Vec<Glyph> = glyphs(&c.to_string()).collect();
                assert!(matches!(read[..], [glyph @ Glyph::Symbol(_)] if glyph.character() == c), "{c}");
            }
        }
    }

    #[test]
    fn characters_of_one_group_are_alike_in_both_orders() {
        for (one, other) in [('8', 'B'), ('B', '8'), ('0', 'Q'), ('1', '7')] {
            assert!(look_alike(one, other), "{one} {other}");
        }
        assert!(sound_alike('B', 'D') && sound_alike('9', '5'));
        assert!(!look_alike('8', 'D') && !sound_alike('8', 'B'));
    }
}
