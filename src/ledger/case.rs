//! Support cases: a refusal opens one, a later success of the same machine closes it.

use std::fmt;

use crate::protocol::Marker;

use super::{Asked, Reason};

/// The number of a case, shown `CAS-000042`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseNumber(pub u32);

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CAS-{:06}", self.0)
    }
}

/// What tells whose case it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseKey {
    /// The license number as the request packed it.
    pub number: [u8; 6],
    /// The machine's scheme 2 marker.
    pub marker2: Option<Marker>,
    /// Its scheme 3 marker, where its values were good: one of fillers stands on many machines.
    pub marker3: Option<Marker>,
}

impl CaseKey {
    /// The key of a request.
    #[must_use]
    pub fn of(asked: &Asked, values_good: bool) -> Self {
        let head = asked.head();
        Self { number: head.number, marker2: head.scheme2, marker3: values_good.then(|| asked.marker3()) }
    }

    /// Whether both are the same machine's. The number counts only where neither marker can tell:
    /// otherwise the success of one machine would close the case of another that used its number.
    #[must_use]
    pub fn same_machine(&self, other: &Self) -> bool {
        let differ = |one: Option<Marker>, two: Option<Marker>| match (one, two) {
            (Some(one), Some(two)) => Some(one != two),
            _ => None,
        };
        match (differ(self.marker2, other.marker2), differ(self.marker3, other.marker3)) {
            (Some(false), _) | (_, Some(false)) => true,
            (Some(true), _) | (_, Some(true)) => false,
            (None, None) => self.number == other.number,
        }
    }
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is.
    pub key: CaseKey,
    /// The reason of its first refusal.
    pub reason: Reason,
    /// When it was opened, seconds since 1970-01-01 UTC.
    pub opened: i64,
    /// When a success closed it.
    pub closed: Option<i64>,
}
