//! License numbers, and the mask that defines their form.
//!
//! **Mask.** `A` is a place for a letter (radix 26, `A` = 0), `9` is a place for a digit (radix 10). Any other printable ASCII
//! character, except lower-case letters, is a place for itself (radix 1). `-` and blanks are separators for display and not part of
//! the number. A mask has 1 to 64 places and at most 128 characters, and the product of its radices is at most 2^48.
//!
//! **Packed.** A number is packed as the mixed-radix value of its places, the first place the most significant, in six bytes,
//! big-endian. A value at or above the product of the radices is not a number.
//!
//! **Typed.** Compatibility forms of letters and digits are folded ([`compatibility_fold`]), letters become upper case; blanks,
//! dashes and invisible characters are skipped. A place for a digit reads `O` as 0 and `I` or `L` as 1; a place for a letter reads 0
//! as `O` and 1 as `I`. At most 256 characters are read. [`reader`] removes labels before a number, and mail around it.

use std::fmt;

use thiserror::Error;

pub use super::mask_place::MaskPlace;

use super::crockford::{is_dash, is_invisible};
use crate::machine::compatibility_fold;
use crate::reader::{self, rows};

/// The most places of a mask.
const PLACES: usize = 64;
/// The maximum number of characters of a mask with its separators. A number in its form has fewer than a typed text may have.
const MASK: usize = 2 * PLACES;
/// The most characters that are read of a typed text.
const TYPED: usize = 256;
/// The most characters of a text in which a number is searched.
const INPUT: usize = 65_536;
/// Punctuation that may follow a number in a sentence.
const END: [char; 6] = ['.', ',', ';', '。', '，', '；'];

/// The form of a product's license numbers, such as `AA99999999999`: `A` is a letter, `9` a digit, any other character itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    text: String,
    places: Vec<MaskPlace>,
    /// The product of the radices, at most 2^48.
    count: u64,
}

/// A license number that fits its mask, in upper case without separators.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(String);

/// The reason why a text is not a mask.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MaskError {
    /// The mask has no places, or separators only.
    #[error("empty")]
    Empty,
    /// The mask has more than 64 places, or more than 128 characters with its separators.
    #[error("longer than 64 places or 128 characters")]
    Long,
    /// The product of the radices is over 2^48.
    #[error("more values than fit in 6 bytes")]
    TooLarge,
    /// A control character, a lower-case letter, or a character outside ASCII.
    #[error("the character {0:?} is not allowed in a mask")]
    Character(char),
}

/// The reason why a text is not a license number of a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// The characters fit, but the end is missing.
    #[error("too short by {missing} characters")]
    Short {
        /// How many characters are missing.
        missing: usize,
    },
    /// The characters fit, but more follow.
    #[error("too long by {extra} characters")]
    Long {
        /// How many characters are too many, of the 256 that are read.
        extra: usize,
    },
    /// The first character that doesn't fit.
    #[error("character {position} should be {wanted}")]
    Character {
        /// The position, from 1, without separators.
        position: usize,
        /// The place of the mask at this position.
        wanted: MaskPlace,
    },
}

impl Mask {
    /// Parses a mask.
    ///
    /// # Errors
    /// [`MaskError`], for the first fault.
    pub fn parse(mask: &str) -> Result<Self, MaskError> {
        let mut places = Vec::new();
        let mut count: u64 = 1;
        for c in mask.chars().filter(|&c| c != ' ' && c != '-') {
            let wanted = match c {
                'A' => MaskPlace::Letter,
                '9' => MaskPlace::Digit,
                c if c.is_ascii_graphic() && !c.is_ascii_lowercase() => MaskPlace::Literal(c),
                c => return Err(MaskError::Character(c)),
            };
            count = count
                .checked_mul(wanted.radix())
                .filter(|&count| count <= 1 << 48)
                .ok_or(MaskError::TooLarge)?;
            places.push(wanted);
            if places.len() > PLACES {
                return Err(MaskError::Long);
            }
        }
        if places.is_empty() {
            Err(MaskError::Empty)
        } else if mask.len() > MASK {
            Err(MaskError::Long)
        } else {
            Ok(Self { text: mask.to_owned(), places, count })
        }
    }

    /// The mask as the profile spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Parses a license number that a person typed or pasted. The module's documentation has the rules under "Typed".
    ///
    /// # Errors
    /// [`NumberError::Character`] for the first character that doesn't fit; where all fit, [`NumberError::Short`] or
    /// [`NumberError::Long`].
    pub fn parse_number(&self, typed: &str) -> Result<Number, NumberError> {
        let typed: Vec<char> = typed
            .chars()
            .take(TYPED)
            .map(compatibility_fold)
            .filter(|&c| !c.is_whitespace() && !is_dash(c) && !is_invisible(c))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let number = self
            .places
            .iter()
            .zip(&typed)
            .enumerate()
            .map(|(at, (wanted, &c))| {
                wanted.mend(c).ok_or(NumberError::Character { position: at + 1, wanted: *wanted })
            })
            .collect::<Result<String, _>>()?;
        if typed.len() < self.places.len() {
            Err(NumberError::Short { missing: self.places.len() - typed.len() })
        } else if typed.len() > self.places.len() {
            Err(NumberError::Long { extra: typed.len() - self.places.len() })
        } else {
            Ok(Number(number))
        }
    }

    /// Finds a license number in a text that a person typed or pasted: alone, after a label in English or Chinese, or on a row of its
    /// own in a mail.
    ///
    /// # Errors
    /// The error of [`Mask::parse_number`] for the whole text, where no row holds a license number.
    pub fn find_number(&self, text: &str) -> Result<Number, NumberError> {
        let fault = match self.parse_number(text) {
            Ok(number) => return Ok(number),
            Err(fault) => fault,
        };
        let input: String = text.chars().take(INPUT).collect();
        reader::readings(&input)
            .find_map(|text| rows(&text).find_map(|row| self.number_in_row(&row.whole)))
            .ok_or(fault)
    }

    /// The number in a row: the whole row, the part after the last colon, or the part after the words of a label.
    fn number_in_row(&self, row: &str) -> Option<Number> {
        let behind_colon =
            row.contains([':', '：', '﹕', '=']).then(|| row.rsplit([':', '：', '﹕', '=']).next()).flatten();
        let whole = self.parse_number(row).ok();
        let behind_colon = || self.parse_number(behind_colon?.trim_end_matches(END)).ok();
        let behind_label = || {
            let (label, number) = self.split_label(row.trim_end_matches(END))?;
            reader::is_number_label(label).then(|| self.parse_number(number).ok()).flatten()
        };
        whole.or_else(behind_colon).or_else(behind_label)
    }

    /// Splits a row before its last N characters, where N is the number of places. Separators and invisible characters don't count.
    fn split_label<'a>(&self, row: &'a str) -> Option<(&'a str, &'a str)> {
        let counts = |c: char| !c.is_whitespace() && !is_dash(c) && !is_invisible(c);
        let mut ends = row.char_indices().rev().filter(|(_, c)| counts(*c));
        let (at, _) = ends.nth(self.places.len().checked_sub(1)?)?;
        row.split_at_checked(at)
    }

    /// The six packed bytes of a number; `None` where the number doesn't fit this mask.
    #[must_use]
    pub fn pack(&self, number: &Number) -> Option<[u8; 6]> {
        if number.0.chars().count() != self.places.len() {
            return None;
        }
        let value = self
            .places
            .iter()
            .zip(number.0.chars())
            .try_fold(0_u64, |sum, (wanted, c)| Some(sum * wanted.radix() + wanted.value(c)?))?;
        let [_, _, packed @ ..] = value.to_be_bytes();
        Some(packed)
    }

    /// The number of six packed bytes; `None` where they are not a number of this mask.
    #[must_use]
    pub fn unpack(&self, packed: [u8; 6]) -> Option<Number> {
        let mut value = packed.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
        if value >= self.count {
            return None;
        }
        let mut number: Vec<char> = Vec::with_capacity(self.places.len());
        for wanted in self.places.iter().rev() {
            number.push(wanted.character(value));
            value /= wanted.radix();
        }
        Some(Number(number.into_iter().rev().collect()))
    }

    /// The number of six packed bytes as text without separators; empty where they are not a number of this mask.
    #[must_use]
    pub fn shown(&self, packed: [u8; 6]) -> String {
        self.unpack(packed).map_or_else(String::new, |number| number.to_string())
    }

    /// The number of places, at least 1; separators don't count.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a mask is never empty")]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The places.
    #[must_use]
    pub fn places(&self) -> &[MaskPlace] {
        &self.places
    }

    /// A number with the separators of the mask, for display.
    #[must_use]
    pub fn format(&self, number: &Number) -> String {
        let mut characters = number.0.chars();
        let mut out = String::with_capacity(self.text.len());
        for c in self.text.chars() {
            if c == ' ' || c == '-' {
                out.push(c);
            } else {
                out.extend(characters.next());
            }
        }
        out.extend(characters);
        out
    }

    /// An example number: `AA03220123951` under the mask `AA99999999999`.
    #[must_use]
    pub fn example(&self) -> Number {
        let mut digits = "03220123951".chars().cycle();
        Number(
            self.places
                .iter()
                .map(|wanted| match wanted {
                    MaskPlace::Letter => 'A',
                    MaskPlace::Digit => digits.next().unwrap_or('0'),
                    MaskPlace::Literal(c) => *c,
                })
                .collect(),
        )
    }
}

impl Number {
    /// The number of a text that [`Number::as_str`] returned, for any mask; `None` for any other text.
    #[must_use]
    pub fn from_stored(text: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_graphic() && !c.is_ascii_lowercase() && c != '-';
        (!text.is_empty() && text.len() <= PLACES && text.chars().all(plain)).then(|| Self(text.to_owned()))
    }

    /// The characters of the number, without separators.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
