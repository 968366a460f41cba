//! One place of a mask of license numbers: the characters that it accepts, and their values.

use std::fmt;

/// A place of a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaskPlace {
    /// A letter `A` to `Z`.
    Letter,
    /// A digit.
    Digit,
    /// This character itself.
    Literal(char),
}

impl fmt::Display for MaskPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Letter => f.write_str("a letter"),
            Self::Digit => f.write_str("a digit"),
            Self::Literal(c) => write!(f, "{c:?}"),
        }
    }
}

impl MaskPlace {
    pub(super) const fn radix(self) -> u64 {
        match self {
            Self::Letter => 26,
            Self::Digit => 10,
            Self::Literal(_) => 1,
        }
    }

    /// The character that `typed` (upper case) means at this place; `None` where it doesn't fit.
    pub(super) fn mend(self, typed: char) -> Option<char> {
        let as_digit = match typed {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let as_letter = match typed {
            '0' => 'O',
            '1' => 'I',
            other => other,
        };
        match self {
            Self::Letter => as_letter.is_ascii_uppercase().then_some(as_letter),
            Self::Digit => as_digit.is_ascii_digit().then_some(as_digit),
            Self::Literal(c) => (typed == c
                || (c.is_ascii_digit() && as_digit == c)
                || (c.is_ascii_uppercase() && as_letter == c))
                .then_some(c),
        }
    }

    /// The value of a character at this place, below the radix.
    pub(super) fn value(self, c: char) -> Option<u64> {
        match self {
            Self::Letter => c.is_ascii_uppercase().then(|| u64::from(c) - u64::from('A')),
            Self::Digit => c.to_digit(10).map(u64::from),
            Self::Literal(own) => (c == own).then_some(0),
        }
    }

    /// The character of a value, modulo the radix.
    pub(super) fn character(self, value: u64) -> char {
        let offset = u8::try_from(value % self.radix()).unwrap_or(0);
        match self {
            Self::Letter => char::from(b'A' + offset),
            Self::Digit => char::from(b'0' + offset),
            Self::Literal(c) => c,
        }
    }
}
