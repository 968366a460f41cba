//! The claims of a license: bytes 1 to 5 of its code.

use serde::{Deserialize, Serialize};

use super::day::Day;

/// The scheme of the marker that a license binds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scheme {
    /// Scheme 2: board serial, UUID or MAC address.
    Two,
    /// Scheme 3: manufacturer, model and serial.
    Three,
}

impl Scheme {
    /// The number of the scheme, 2 or 3, as it is signed.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

/// The edition, 0–15; the product defines its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition(pub u8);

/// The claims of a license. Unverified unless they come from [`Code::verify`](super::Code::verify).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// The edition, 0–15.
    pub edition: Edition,
    /// The scheme of the marker that the license binds to.
    pub scheme: Scheme,
    /// The day of the signature.
    pub issued: Day,
    /// The last valid day, never 0 and not before `issued`; `None` for no end.
    pub expires: Option<Day>,
}

/// The validity of claims on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// Valid on that day.
    Valid,
    /// The day is before the issued day, so the clock is slow: valid, with a warning (`CLOCK-BEHIND`).
    ClockBehind,
    /// Expired: this day was the last valid one.
    Expired(Day),
}

const SCHEME_2: u8 = 1 << 3;
const RESERVED: u8 = 0b111;

impl Claims {
    /// The validity on a day.
    #[must_use]
    pub fn validity(&self, today: Day) -> Validity {
        match self.expires {
            _ if today < self.issued => Validity::ClockBehind,
            Some(last) if today > last => Validity::Expired(last),
            _ => Validity::Valid,
        }
    }

    /// Bytes 1 to 5 of the code; `None` for an edition over 15, and for an expiry of 0 or before the issued day.
    pub(super) fn encode(&self) -> Option<[u8; 5]> {
        if self.edition.0 > 15 || self.expires.is_some_and(|last| last == 0 || last < self.issued) {
            return None;
        }
        let scheme = if self.scheme == Scheme::Two { SCHEME_2 } else { 0 };
        let [i, j] = self.issued.to_be_bytes();
        let [e, f] = self.expires.unwrap_or(0).to_be_bytes();
        Some([self.edition.0 << 4 | scheme, i, j, e, f])
    }

    /// Decodes bytes 1 to 5; `None` where a reserved bit is set or the expiry is before the issued day.
    pub(super) fn decode([flags, i, j, e, f]: [u8; 5]) -> Option<Self> {
        let issued = u16::from_be_bytes([i, j]);
        let expires = Some(u16::from_be_bytes([e, f])).filter(|&day| day != 0);
        if flags & RESERVED != 0 || expires.is_some_and(|last| last < issued) {
            return None;
        }
        Some(Self {
            edition: Edition(flags >> 4),
            scheme: if flags & SCHEME_2 == 0 { Scheme::Three } else { Scheme::Two },
            issued,
            expires,
        })
    }
}
