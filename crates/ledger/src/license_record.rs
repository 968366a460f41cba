//! What the ledger knows about a license number: its license, its state, its binding.

use serde::{Deserialize, Serialize};

use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Edition, Marker, Nonce, Number, Scheme};

/// How many moves of a binding a year need no operator.
pub const MOVES_A_YEAR: usize = 2;

/// How many codes a binding remembers. An older one is signed again when its request returns.
pub const MAX_ISSUANCES: usize = 32;

/// The days, up to today, in which moves count.
const YEAR: Day = 365;

/// The license that was sold with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct License {
    /// The edition in every code of the number.
    pub edition: Edition,
    /// When its codes expire.
    pub expiry: Expiry,
}

impl Default for License {
    fn default() -> Self {
        Self { edition: Edition(0), expiry: Expiry::Never }
    }
}

/// When the codes of a number expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expiry {
    /// Never.
    Never,
    /// After this day, in days since 2020-01-01.
    On(Day),
    /// This many days after the number's first code. A release doesn't restart the count.
    After(u16),
}

impl Expiry {
    /// The last valid day of a number whose first code was issued on `first`. `None` if it never expires.
    #[must_use]
    pub const fn last_day(self, first: Day) -> Option<Day> {
        match self {
            Self::Never => None,
            Self::On(day) => Some(day),
            Self::After(days) => Some(first.saturating_add(days)),
        }
    }
}

/// One license number in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseRecord {
    /// The number.
    pub number: Number,
    /// The license that was sold with it.
    pub license: License,
    /// Unused, bound, suspended or revoked.
    pub state: LicenseState,
    /// The day of its first code, in days since 2020-01-01. [`Expiry::After`] counts from it.
    pub first_issued: Option<Day>,
    /// Goes up by one with every change. A change names the version that it was decided on.
    pub version: u64,
}

impl LicenseRecord {
    /// A number that was never used.
    #[must_use]
    pub const fn unused(number: Number, license: License) -> Self {
        Self { number, license, state: LicenseState::Unused, first_issued: None, version: 0 }
    }

    /// The last valid day of a code that is issued today. `None` if it never expires.
    #[must_use]
    pub fn last_day(&self, today: Day) -> Option<Day> {
        self.license.expiry.last_day(self.first_issued.unwrap_or(today))
    }
}

/// The state of a license number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LicenseState {
    /// Not bound.
    Unused,
    /// Bound to a machine.
    Bound(Box<Binding>),
    /// Suspended by an operator. The binding stays known.
    Suspended(Option<Box<Binding>>),
    /// Revoked for good. The binding stays known.
    Revoked(Option<Box<Binding>>),
}

impl LicenseState {
    /// The stable name, as in `licenses list`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Unused => "unused",
            Self::Bound(_) => "bound",
            Self::Suspended(_) => "suspended",
            Self::Revoked(_) => "revoked",
        }
    }

    /// The binding, or the last one of a suspended or revoked number.
    #[must_use]
    pub fn binding(&self) -> Option<&Binding> {
        match self {
            Self::Unused => None,
            Self::Bound(binding) => Some(binding),
            Self::Suspended(binding) | Self::Revoked(binding) => binding.as_deref(),
        }
    }
}

/// The machine that a number is bound to, and the codes that the machine was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Which marker binds.
    pub scheme: Scheme,
    /// The machine's scheme 2 marker, if it has one.
    pub marker2: Option<Marker>,
    /// Its scheme 3 marker; `None` under the older binding.
    pub marker3: Option<Marker>,
    /// Manufacturer, model and serial as the request spells them; `None` for a spoken request.
    pub values: Option<[String; 3]>,
    /// A person declared one of the values.
    pub declared: bool,
    /// The day the number was bound to this machine, in days since 2020-01-01.
    pub bound: Day,
    /// The days of the moves within a year, oldest first.
    pub moves: Vec<Day>,
    /// The codes for this machine, oldest first, at most [`MAX_ISSUANCES`]. Never empty in a store.
    pub issued: Vec<Issuance>,
}

/// One code and the request that it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuance {
    /// The request's nonce.
    pub nonce: Nonce,
    /// The request's name.
    pub name: String,
    /// The request's scheme 2 marker.
    pub marker2: Option<Marker>,
    /// The request's scheme 3 marker.
    pub marker3: Marker,
    /// The license code.
    pub code: Code,
}

impl Binding {
    /// How many moves there were in the year that ends today.
    #[must_use]
    pub fn moves_in_year(&self, today: Day) -> usize {
        self.recent_moves(today).count()
    }

    /// The days of the moves in the year that ends today. Future days count too, so that setting the desk's clock
    /// back doesn't clear the count.
    pub(super) fn recent_moves(&self, today: Day) -> impl Iterator<Item = Day> + '_ {
        self.moves.iter().copied().filter(move |day| day.saturating_add(YEAR) > today)
    }

    /// Adds a code and drops the oldest beyond [`MAX_ISSUANCES`].
    pub fn remember(&mut self, issuance: Issuance) {
        self.issued.push(issuance);
        let spare = self.issued.len().saturating_sub(MAX_ISSUANCES);
        self.issued.drain(..spare);
    }
}
