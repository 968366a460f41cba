//! The short name of a request, which people read out on the telephone.
//!
//! The name is the first 30 bits of the digest (`digest`) of the head, with its four kind bits zero, and the scheme 3 marker, with the
//! tag `countersign name 2`. It is written as six symbols (`crockford`) with a dash after the third, such as `K7Q-F2M`. QR, text and
//! spoken forms of a request have the same name. The name helps people to distinguish requests and proves nothing.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::crockford::{self, Glyph};
use super::{Head, Marker};
use crate::digest;

/// The name of a request, such as `K7Q-F2M`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestName(u32);

/// The text is not a request name: six symbols or their look-alikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a request name has six letters or digits, such as K7Q-F2M")]
pub struct NameError;

impl RequestName {
    /// The name of the request with this head and scheme 3 marker.
    #[must_use]
    pub fn of(head: &Head, marker3: Marker) -> Self {
        let digest: [u8; 4] = digest::tagged(digest::NAME, &[&head.nameless(), &marker3.0]);
        Self(u32::from_be_bytes(digest) >> 2)
    }
}

impl fmt::Display for RequestName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(7);
        for place in 0..6 {
            if place == 3 {
                text.push('-');
            }
            text.push(crockford::character((self.0 >> (25 - 5 * place) & 31) as u8));
        }
        f.pad(&text)
    }
}

impl FromStr for RequestName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let glyphs: Vec<Glyph> = crockford::glyphs(text).take(7).collect();
        if glyphs.len() != 6 {
            return Err(NameError);
        }
        glyphs
            .into_iter()
            .try_fold(0, |sum, glyph| match glyph {
                Glyph::Symbol(symbol) => Ok(sum << 5 | u32::from(symbol)),
                Glyph::Unreadable | Glyph::Foreign(_) => Err(NameError),
            })
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_parse_in_every_usual_spelling() {
        let name: RequestName = "K7Q-F2M".parse().unwrap();
        for text in ["k7qf2m", " k7q f2m.", "Ｋ7Q—F2M"] {
            assert_eq!(text.parse(), Ok(name), "{text}");
        }
        for text in ["", "K7Q-F2", "K7Q-F2MM", "K7Q-F2?", "K7Q-F2!"] {
            assert_eq!(text.parse::<RequestName>(), Err(NameError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_inverts_display(bits in 0_u32..1 << 30) {
            let name = RequestName(bits);
            prop_assert_eq!(name.to_string().parse(), Ok(name));
        }
    }
}
