//! The record of a license number: its license, its state, its seats.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use countersign_core::protocol::license::{Day, date_of};
use countersign_core::protocol::{Edition, Number};

use super::Binding;

/// A license number and its product. Numbers of different products may look the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LicenseId {
    /// The product's identifier, as in its profiles.
    pub product: String,
    /// The number.
    pub number: Number,
}

impl LicenseId {
    /// Creates the ID of a product's number.
    #[must_use]
    pub fn new(product: &str, number: Number) -> Self {
        Self { product: product.to_owned(), number }
    }

    /// Returns the number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.number.as_str()
    }
}

impl std::fmt::Display for LicenseId {
    /// Writes only the number.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The license that was sold with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct License {
    /// The edition in every code of the number.
    pub edition: Edition,
    /// When its codes expire.
    pub expiry: Expiry,
    /// The number of machines that it binds at once.
    pub seats: NonZeroU16,
}

impl Default for License {
    fn default() -> Self {
        Self { edition: Edition(0), expiry: Expiry::Never, seats: NonZeroU16::MIN }
    }
}

impl License {
    /// Returns the differences from the other license: the name of the part, its text here and there.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<(&'static str, String, String)> {
        let text = |license: &Self| {
            [license.edition.0.to_string(), license.expiry.to_text(), license.seats.to_string()]
        };
        ["edition", "expiry", "seats"]
            .into_iter()
            .zip(text(self).into_iter().zip(text(other)))
            .filter(|(_, (here, there))| here != there)
            .map(|(what, (here, there))| (what, here, there))
            .collect()
    }
}

/// When the codes of a number expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// Never.
    Never,
    /// After this day, in days since 2020-01-01.
    On(Day),
    /// This many days after the number's first code. A release doesn't restart the count.
    After(u16),
}

impl Expiry {
    /// Returns the last valid day of a number with a first code from the day `first`. `None` if it never
    /// expires.
    #[must_use]
    pub const fn last_day(self, first: Day) -> Option<Day> {
        match self {
            Self::Never => None,
            Self::On(day) => Some(day),
            Self::After(days) => Some(first.saturating_add(days)),
        }
    }

    /// Returns the stable text: `never`, a date such as `2027-01-01`, or a number of days such as `30d`.
    #[must_use]
    pub fn to_text(self) -> String {
        match self {
            Self::Never => "never".to_owned(),
            Self::On(day) => date_of(day),
            Self::After(days) => format!("{days}d"),
        }
    }
}

/// The taken seats, by their number from 1.
pub type Seats = BTreeMap<u16, Binding>;

/// One license number in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseRecord {
    /// The number and its product.
    pub id: LicenseId,
    /// The license that was sold with it.
    pub license: License,
    /// Whether requests are answered.
    pub state: LicenseState,
    /// The taken seats. The record of a suspended or revoked number still has them.
    pub seats: Seats,
    /// The day of its first code, in days since 2020-01-01. [`Expiry::After`] counts from it.
    pub first_issued: Option<Day>,
    /// The version. Each change increases it by one. A change names the version that it was decided on.
    pub version: u64,
}

/// Whether requests for a license number are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenseState {
    /// Requests are answered.
    Active,
    /// An operator suspended the number.
    Suspended,
    /// An operator revoked the number permanently.
    Revoked,
}

/// The state of a license number as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShownState {
    /// No seat is taken.
    Unused,
    /// A seat is taken.
    Bound,
    /// Its last day is past.
    Expired,
    /// An operator suspended it.
    Suspended,
    /// An operator revoked it.
    Revoked,
}

impl ShownState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Unused, Self::Bound, Self::Expired, Self::Suspended, Self::Revoked];

    /// Returns the stable name, as in `licenses list`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unused => "unused",
            Self::Bound => "bound",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
        }
    }

    /// Returns the state with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

impl ShownState {
    /// Returns the shown state of a number. `taken` says that a machine has one of its seats.
    #[must_use]
    pub const fn of(state: LicenseState, expired: bool, taken: bool) -> Self {
        match state {
            LicenseState::Revoked => Self::Revoked,
            LicenseState::Suspended => Self::Suspended,
            LicenseState::Active if expired => Self::Expired,
            LicenseState::Active if taken => Self::Bound,
            LicenseState::Active => Self::Unused,
        }
    }
}

impl LicenseRecord {
    /// Creates the record of a number that was never used.
    #[must_use]
    pub const fn unused(id: LicenseId, license: License) -> Self {
        Self { id, license, state: LicenseState::Active, seats: Seats::new(), first_issued: None, version: 0 }
    }

    /// Returns the last valid day of a code that is issued today. `None` if it never expires.
    #[must_use]
    pub fn last_day(&self, today: Day) -> Option<Day> {
        self.license.expiry.last_day(self.first_issued.unwrap_or(today))
    }

    /// Returns the last valid day of every code, if it is known. `None` if the codes never expire, or if the
    /// day depends on the first code, which is not issued yet.
    #[must_use]
    pub fn known_last_day(&self) -> Option<Day> {
        match (self.license.expiry, self.first_issued) {
            (Expiry::After(_), None) => None,
            (expiry, first) => expiry.last_day(first.unwrap_or_default()),
        }
    }

    /// Whether the last day is past.
    #[must_use]
    pub fn is_expired(&self, today: Day) -> bool {
        self.last_day(today).is_some_and(|last| last < today)
    }

    /// Returns the state as people see it.
    #[must_use]
    pub fn shown_state(&self, today: Day) -> ShownState {
        ShownState::of(self.state, self.is_expired(today), !self.seats.is_empty())
    }

    /// Returns the lowest number of a free seat. `None` if every seat is taken.
    #[must_use]
    pub fn free_seat(&self) -> Option<u16> {
        if self.seats.len() >= usize::from(self.license.seats.get()) {
            return None;
        }
        (1..=u16::MAX).find(|seat| !self.seats.contains_key(seat))
    }
}
