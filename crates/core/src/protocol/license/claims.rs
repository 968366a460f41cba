//! What a license says besides whom it is for: bytes 1 to 5 of its code.

use serde::{Deserialize, Serialize};

use super::day::Day;

/// Which marker a license binds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scheme {
    /// Board serial, UUID or MAC address: the older one.
    Two,
    /// Manufacturer, model and serial.
    Three,
}

impl Scheme {
    /// Its number, as it is signed.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}

/// 0–15, as the product means it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition(pub u8);

/// What a license says besides whom it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// 0–15, as the product means it.
    pub edition: Edition,
    /// Which marker it binds to.
    pub scheme: Scheme,
    /// Whether a value was declared.
    pub declared: bool,
    /// The day it was signed.
    pub issued: Day,
    /// The last day it is good, never 0 and not before `issued`; `None` for ever.
    pub expires: Option<Day>,
}

/// How claims stand to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// Good that day.
    Valid,
    /// That day is before the issued day: the clock is behind (`CLOCK-BEHIND`, a warning).
    ClockBehind,
    /// Good until this day, which is over.
    Expired(Day),
}

const SCHEME_2: u8 = 1 << 3;
const DECLARED: u8 = 1 << 2;
const RESERVED: u8 = 0b11;

impl Claims {
    /// How they stand to a day.
    #[must_use]
    pub fn validity(&self, today: Day) -> Validity {
        match self.expires {
            _ if today < self.issued => Validity::ClockBehind,
            Some(last) if today > last => Validity::Expired(last),
            _ => Validity::Valid,
        }
    }

    /// Bytes 1 to 5 of the code; `None` for an edition over 15 and an expiry of 0 or before the issued day.
    pub(super) fn encode(&self) -> Option<[u8; 5]> {
        if self.edition.0 > 15 || self.expires.is_some_and(|last| last == 0 || last < self.issued) {
            return None;
        }
        let scheme = if self.scheme == Scheme::Two { SCHEME_2 } else { 0 };
        let declared = if self.declared { DECLARED } else { 0 };
        let [i, j] = self.issued.to_be_bytes();
        let [e, f] = self.expires.unwrap_or(0).to_be_bytes();
        Some([self.edition.0 << 4 | scheme | declared, i, j, e, f])
    }

    /// The claims of bytes 1 to 5; `None` where a reserved bit is set or the expiry is before the issued day.
    pub(super) fn decode([flags, i, j, e, f]: [u8; 5]) -> Option<Self> {
        let issued = u16::from_be_bytes([i, j]);
        let expires = Some(u16::from_be_bytes([e, f])).filter(|&day| day != 0);
        if flags & RESERVED != 0 || expires.is_some_and(|last| last < issued) {
            return None;
        }
        Some(Self {
            edition: Edition(flags >> 4),
            scheme: if flags & SCHEME_2 == 0 { Scheme::Three } else { Scheme::Two },
            declared: flags & DECLARED != 0,
            issued,
            expires,
        })
    }
}
