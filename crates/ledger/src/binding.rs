//! The binding of a seat: its machine, and the answers that the machine got.

use countersign_core::machine::Origin;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Marker, Nonce, Scheme};

use super::IncomingRequest;

/// The number of changes of identity per year that a seat needs no operator for.
pub const CHANGES_A_YEAR: usize = 2;

/// The number of new nonces per day that the public gets answers for on one binding.
pub const PUBLIC_NONCES_A_DAY: u32 = 8;

/// The maximum number of identities that a binding stores.
const MAX_IDENTITIES: usize = 32;

/// The number of days, up to today, in which changes count.
const YEAR: Day = 365;

/// The machine on a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The scheme of the marker that binds.
    pub scheme: Scheme,
    /// The machine's scheme 2 marker, if it has one.
    pub marker2: Option<Marker>,
    /// The machine's scheme 3 marker; `None` under the older binding.
    pub marker3: Option<Marker>,
    /// The bound manufacturer, model and serial; `None` if the machine was bound by a spoken request.
    pub values: Option<[String; 3]>,
    /// The origins of manufacturer, model and serial.
    pub origins: [Origin; 3],
    /// The day the seat was bound to this machine, in days since 2020-01-01.
    pub bound: Day,
    /// The days of the changes of identity within a year, oldest first.
    pub changes: Vec<Day>,
    /// The identities that were answered under scheme 3, the latest last.
    pub identities: Vec<Identity>,
    /// The number of answered nonces, including the spent ones.
    pub answered: u32,
    /// The number of new nonces that the public got answers for, on the last day with such an answer.
    pub public_nonces: DayCount,
}

/// The identity of a machine, as one request shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The machine's scheme 2 marker.
    pub marker2: Option<Marker>,
    /// The machine's scheme 3 marker.
    pub marker3: Marker,
    /// The plain scheme 3 marker of its values; `marker3` if the values are unknown.
    pub values: Marker,
    /// The origins of its values.
    pub origins: [Origin; 3],
}

impl Identity {
    /// Whether scheme 2 marker and values are the same. The origins are not compared.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.marker2 == other.marker2 && (self.values == other.values || self.marker3 == other.marker3)
    }
}

/// A count on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayCount {
    /// The day, in days since 2020-01-01.
    pub day: Day,
    /// The count.
    pub count: u32,
}

impl DayCount {
    /// Returns the count on the given day.
    #[must_use]
    pub fn on(self, day: Day) -> u32 {
        if self.day == day { self.count } else { 0 }
    }

    /// Returns the count with one more on the given day.
    #[must_use]
    pub fn plus_one(self, day: Day) -> Self {
        Self { day, count: self.on(day).saturating_add(1) }
    }
}

impl Binding {
    /// Whether the machine was bound by a spoken request, so that its values are unknown.
    #[must_use]
    pub const fn is_by_word(&self) -> bool {
        self.values.is_none()
    }

    /// Returns the number of changes of identity in the year that ends today.
    #[must_use]
    pub fn changes_in_year(&self, today: Day) -> usize {
        self.recent_changes(today).count()
    }

    /// Returns the days of the changes in the year that ends today. Future days count too, so that setting
    /// back the desk's clock doesn't clear the count.
    pub(super) fn recent_changes(&self, today: Day) -> impl Iterator<Item = Day> + '_ {
        self.changes.iter().copied().filter(move |day| day.saturating_add(YEAR) > today)
    }

    /// Returns the machine's identity, as a request shows it. If the request has no scheme 2 marker, the
    /// bound marker is used.
    #[must_use]
    pub fn identity_of(&self, request: &IncomingRequest) -> Identity {
        let identity = request.identity();
        Identity { marker2: identity.marker2.or(self.marker2), ..identity }
    }

    /// Whether the binding was already answered with that scheme 2 marker and those values.
    #[must_use]
    pub fn knows(&self, identity: &Identity) -> bool {
        self.identities.iter().any(|known| known.is_same(identity))
    }

    /// Whether the binding was ever answered with that scheme 2 marker.
    #[must_use]
    pub fn had_marker2(&self, marker2: Marker) -> bool {
        let known = self.identities.iter().map(|identity| identity.marker2).chain([self.marker2]);
        known.flatten().any(|known| known == marker2)
    }

    /// Makes an identity the latest one, and drops the oldest beyond [`MAX_IDENTITIES`].
    pub(super) fn remember(&mut self, identity: Identity) {
        self.identities.retain(|known| *known != identity);
        self.identities.push(identity);
        let spare = self.identities.len().saturating_sub(MAX_IDENTITIES);
        self.identities.drain(..spare);
    }
}

/// A nonce that was answered for a license number. It is never deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredNonce {
    /// The nonce.
    pub nonce: Nonce,
    /// The seat that the nonce was answered for.
    pub seat: u16,
    /// The request's name.
    pub name: String,
    /// The scheme of the answer.
    pub scheme: Scheme,
    /// The request's scheme 2 marker.
    pub marker2: Option<Marker>,
    /// The request's scheme 3 marker.
    pub marker3: Marker,
    /// The request's origins.
    pub origins: [Origin; 3],
    /// Whether the request is still answered.
    pub state: NonceState,
}

impl AnsweredNonce {
    /// Whether the nonce was answered for that request. The scheme is not compared, because a request doesn't
    /// contain it. The request's form, profile, platform and surroundings are not compared either.
    #[must_use]
    pub fn is_of(&self, request: &IncomingRequest) -> bool {
        let head = request.head();
        self.nonce == head.nonce
            && self.marker2 == head.marker2
            && self.marker3 == request.marker3()
            && self.origins == head.origins
    }
}

/// Whether the request of an answered nonce is still answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NonceState {
    /// It is answered with this code while the terms are the same.
    Live(Code),
    /// It is never answered again.
    Spent,
}

/// Which answered nonces of a number a change spends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spend {
    /// All nonces.
    All,
    /// The nonces of one seat.
    Seat(u16),
    /// The nonces of one seat, except those of requests with this scheme 3 marker.
    SeatExcept(u16, Marker),
}

impl Spend {
    /// Whether the change spends that nonce.
    #[must_use]
    pub fn takes(self, nonce: &AnsweredNonce) -> bool {
        match self {
            Self::All => true,
            Self::Seat(seat) => nonce.seat == seat,
            Self::SeatExcept(seat, marker3) => nonce.seat == seat && nonce.marker3 != marker3,
        }
    }
}
