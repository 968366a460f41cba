//! Folds full-width, superscript, circled and mathematical forms of ASCII characters into the plain ones.
//!
//! The mapping is the part of Unicode's compatibility mapping (NFKC, UAX #15) that typed text and firmware values need; the complete
//! tables take a hundred kilobytes. It is part of the wire, because it defines the meaning of typed characters.

/// The plain ASCII form of a character; the character itself where it has none.
#[must_use]
pub fn compatibility_fold(c: char) -> char {
    let code = u32::from(c);
    let from = |first: char, step: u32| char::from_u32(u32::from(first) + step).unwrap_or(c);
    match code {
        0..=0x7f => c,
        0xa0 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => ' ',
        0xb2..=0xb3 => from('2', code - 0xb2),
        0xb9 => '1',
        0x2070 | 0x24ea => '0',
        0x2074..=0x2079 => from('4', code - 0x2074),
        0x2080..=0x2089 => from('0', code - 0x2080),
        0x2024 => '.',
        0x2460..=0x2468 => from('1', code - 0x2460),
        0x24b6..=0x24cf => from('A', code - 0x24b6),
        0x24d0..=0x24e9 => from('a', code - 0x24d0),
        0xff01..=0xff5e => from('!', code - 0xff01),
        0x1d400..=0x1d6a3 => match (code - 0x1d400) % 52 {
            capital @ 0..26 => from('A', capital),
            small => from('a', small - 26),
        },
        0x1d7ce..=0x1d7ff => from('0', (code - 0x1d7ce) % 10),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn each_mapping_equals_nfkc() {
        let mut changed = 0;
        for c in '\0'..=char::MAX {
            let plain = compatibility_fold(c);
            if plain != c {
                changed += 1;
                assert!(plain.is_ascii(), "{c:?}");
                // Some code points among the mathematical letters are unassigned.
                assert!(
                    c.nfkc().eq([plain]) || (0x1d400..0x1d6a4).contains(&u32::from(c)),
                    "{c:?}: {plain:?}"
                );
            }
        }
        assert!(changed > 800);
        assert_eq!("Ｔｏ ＢＥ，①②Ⓐ𝐁𝟗".chars().map(compatibility_fold).collect::<String>(), "To BE,12AB9");
    }
}
