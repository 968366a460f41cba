//! What the ledger knows of a license number.

use serde::{Deserialize, Serialize};

use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Edition, Marker, Nonce, Number, Scheme};

/// How many moves of a binding in a year are made without an operator.
pub const MOVES_A_YEAR: usize = 2;

/// How many codes a binding remembers, the newest; one older than these is signed anew when asked for.
pub const MAX_ISSUANCES: usize = 32;

/// Days of the year in which moves are counted, up to today.
const YEAR: Day = 365;

/// What was sold with a license number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct License {
    /// The edition every code of this number carries.
    pub edition: Edition,
    /// When its codes stop being good.
    pub expiry: Expiry,
}

impl Default for License {
    fn default() -> Self {
        Self { edition: Edition(0), expiry: Expiry::Never }
    }
}

/// When the codes of a number stop being good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Expiry {
    /// Never.
    Never,
    /// After this day.
    On(Day),
    /// This many days after the first code of the number; releasing the number doesn't start them anew.
    After(u16),
}

impl Expiry {
    /// The last good day of a number whose first code was issued on `first`.
    #[must_use]
    pub const fn last_day(self, first: Day) -> Option<Day> {
        match self {
            Self::Never => None,
            Self::On(day) => Some(day),
            Self::After(days) => Some(first.saturating_add(days)),
        }
    }
}

/// One license number, as the ledger stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenseRecord {
    /// The number.
    pub number: Number,
    /// What was sold with it.
    pub license: License,
    /// Unused, bound, suspended or revoked.
    pub state: LicenseState,
    /// The day of its first code ever, which [`Expiry::After`] counts from.
    pub first_issued: Option<Day>,
    /// Goes up by one with every change; a change names the version it was decided on.
    pub version: u64,
}

impl LicenseRecord {
    /// A number nobody has used.
    #[must_use]
    pub const fn unused(number: Number, license: License) -> Self {
        Self { number, license, state: LicenseState::Unused, first_issued: None, version: 0 }
    }

    /// The last good day of its codes, if its next code (or its first) is issued on `today`.
    #[must_use]
    pub fn last_day(&self, today: Day) -> Option<Day> {
        self.license.expiry.last_day(self.first_issued.unwrap_or(today))
    }
}

/// The states of a number. Only a binding state holds a binding, so that none can be bound to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LicenseState {
    /// Known, and bound to nothing.
    Unused,
    /// Bound to a machine.
    Bound(Box<Binding>),
    /// Held back by an operator; what it was bound to stays known.
    Suspended(Option<Box<Binding>>),
    /// Ended for good; what it was bound to stays known.
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

    /// What it is, or was last, bound to.
    #[must_use]
    pub fn binding(&self) -> Option<&Binding> {
        match self {
            Self::Unused => None,
            Self::Bound(binding) => Some(binding),
            Self::Suspended(binding) | Self::Revoked(binding) => binding.as_deref(),
        }
    }
}

/// The machine a number is bound to, and the codes it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Which marker binds.
    pub scheme: Scheme,
    /// The machine's scheme 2 marker, where it has one.
    pub marker2: Option<Marker>,
    /// Its scheme 3 marker; `None` while only the older binding stands.
    pub marker3: Option<Marker>,
    /// Manufacturer, model and serial as the request spelled them; `None` for a request by word.
    pub values: Option<[String; 3]>,
    /// One of the values was declared by a person.
    pub declared: bool,
    /// The day the number was bound to this machine.
    pub bound: Day,
    /// The days of moves within the past year, oldest first.
    pub moves: Vec<Day>,
    /// The codes given to this machine, oldest first, at most [`MAX_ISSUANCES`]. Never empty in a store.
    pub issued: Vec<Issuance>,
}

/// One code, and the request it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuance {
    /// The request's nonce.
    pub nonce: Nonce,
    /// The request's name, as it is read out.
    pub name: String,
    /// The request's scheme 2 marker.
    pub marker2: Option<Marker>,
    /// The request's scheme 3 marker.
    pub marker3: Marker,
    /// The answer.
    pub code: Code,
}

impl Binding {
    /// The moves in the year that ends today.
    #[must_use]
    pub fn moves_in_year(&self, today: Day) -> usize {
        self.recent_moves(today).count()
    }

    /// The days of the moves in the year that ends today. A day that is still to come counts as well:
    /// a desk's clock that was set back must not clear the count.
    pub(super) fn recent_moves(&self, today: Day) -> impl Iterator<Item = Day> + '_ {
        self.moves.iter().copied().filter(move |day| day.saturating_add(YEAR) > today)
    }

    /// Adds a code, and lets go of the oldest beyond [`MAX_ISSUANCES`].
    pub fn remember(&mut self, issuance: Issuance) {
        self.issued.push(issuance);
        let spare = self.issued.len().saturating_sub(MAX_ISSUANCES);
        self.issued.drain(..spare);
    }
}
