//! The counts on the start page and in the command `statistics`: counts over a period of days, and current
//! counts. Pure types; the store fills them.
//!
//! This module never has SQL, words or drawings.

use countersign_core::protocol::Platform;
use countersign_core::protocol::license::{Day, day_of};
use countersign_ledger::Reason;

use crate::dates;
use crate::sql::TimeSpan;

/// The time zone of the days.
pub const ZONE: &str = "UTC";
/// The maximum number of days in a period.
pub const MAX_DAYS: u16 = 366;
/// The numbers of days ahead in which expiring license numbers are counted, in ascending order.
pub const EXPIRING_WITHIN: [u16; 3] = [7, 30, 90];
/// The place in [`EXPIRING_WITHIN`] of the number of days that counts as soon.
const SOON_AT: usize = 1;
/// An expiry within this many days counts as soon.
pub const SOON: u16 = EXPIRING_WITHIN[SOON_AT];

/// A period of whole days. The last day has not ended yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    last: Day,
    days: u16,
}

impl Period {
    /// Returns the period of `days` days up to the day of `now`: at least one day, at most [`MAX_DAYS`].
    #[must_use]
    pub fn until(now: i64, days: u16) -> Self {
        Self { last: day_of(now), days: days.clamp(1, MAX_DAYS) }
    }

    /// Returns the number of days.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.days
    }

    /// Returns the first day.
    #[must_use]
    pub const fn first(self) -> Day {
        self.last.saturating_sub(self.days - 1)
    }

    /// Returns the last day.
    #[must_use]
    pub const fn last(self) -> Day {
        self.last
    }

    /// Returns each day, the oldest first.
    pub fn each_day(self) -> impl Iterator<Item = Day> + Clone {
        self.first()..=self.last
    }

    /// Returns the time span of the whole period.
    #[must_use]
    pub fn time(self) -> TimeSpan {
        TimeSpan { from: time_of(self.first()).from, before: time_of(self.last).before }
    }
}

/// Returns the time span of a day. All counts by day use this function.
#[must_use]
pub fn time_of(day: Day) -> TimeSpan {
    let start = dates::start_of(day);
    TimeSpan { from: Some(start), before: Some(start + dates::DAY_SECONDS) }
}

/// Counts over a period, for one product or for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// The period.
    pub period: Period,
    /// The product; `None` for all products.
    pub product: Option<String>,
    /// Requests on each day of the period, the oldest day first.
    pub days: Vec<DayCounts>,
    /// Refused requests by reason, the most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// Requests by firmware family or hypervisor, the most frequent first.
    pub platforms: Vec<PlatformCounts>,
    /// The endings of the cases that were opened in the period.
    pub endings: EndingCounts,
    /// License numbers that expire, as of the last day of the period.
    pub expiring: ExpiringCounts,
}

/// The number of requests that got a code, and of refused requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// The number of requests that got a code.
    pub issued: u64,
    /// The number of refused requests.
    pub refused: u64,
}

impl Outcomes {
    /// Returns the sum of both.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.issued + self.refused
    }
}

/// The requests of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCounts {
    /// The day.
    pub day: Day,
    /// Its requests.
    pub requests: Outcomes,
}

/// The number of requests that were refused for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonCount {
    /// The reason.
    pub reason: Reason,
    /// The number of requests.
    pub requests: u64,
}

/// The requests from one platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlatformCounts {
    /// The firmware family or hypervisor.
    pub platform: Platform,
    /// Its requests.
    pub requests: Outcomes,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseEnding {
    /// The machine got a code without an operator: no operator sent a request of the case, changed the case,
    /// wrote a note, or acted on its license number while it was open.
    Alone,
    /// The machine got a code, and an operator was involved: with the code or before it, or by closing the case later.
    Helped,
    /// An operator closed it, and a machine of it has no code.
    ByHand,
}

impl CaseEnding {
    /// All endings.
    pub const ALL: [Self; 3] = [Self::Alone, Self::Helped, Self::ByHand];

    /// Returns the stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Helped => "helped",
            Self::ByHand => "by-hand",
        }
    }

    /// Returns the ending with the given name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.name() == name)
    }
}

/// The numbers of cases by their ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EndingCounts {
    /// Cases with the ending [`CaseEnding::Alone`].
    pub alone: u64,
    /// Cases with the ending [`CaseEnding::Helped`].
    pub helped: u64,
    /// Cases with the ending [`CaseEnding::ByHand`].
    pub by_hand: u64,
    /// Cases that are open.
    pub open: u64,
}

impl EndingCounts {
    /// Returns the number of all cases.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.alone + self.helped + self.by_hand + self.open
    }
}

/// The numbers of license numbers that expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExpiringCounts {
    /// The number of license numbers with a last day within each number of days in [`EXPIRING_WITHIN`].
    pub within: [u64; EXPIRING_WITHIN.len()],
    /// The number of expired license numbers.
    pub expired: u64,
}

impl ExpiringCounts {
    /// Returns each number of days ahead with its count.
    pub fn each(self) -> impl Iterator<Item = (u16, u64)> {
        EXPIRING_WITHIN.into_iter().zip(self.within)
    }

    /// Returns the number of license numbers that expire within [`SOON`] days.
    #[must_use]
    pub const fn soon(self) -> u64 {
        self.within[SOON_AT]
    }

    /// Whether no license number has expired or expires within the counted days.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        let [_, _, most] = self.within;
        most == 0 && self.expired == 0
    }
}

/// The numbers of currently open cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenCaseCounts {
    /// Cases that wait for the desk.
    pub desk: u64,
    /// Cases that wait for the customer.
    pub customer: u64,
    /// Cases that are assigned to the operator who asks.
    pub own: u64,
    /// When the oldest case that waits for the desk was opened, in seconds since 1970-01-01 UTC.
    pub oldest: Option<i64>,
}

impl OpenCaseCounts {
    /// Returns the number of all open cases.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.desk + self.customer
    }
}

impl Statistics {
    /// Returns the requests of the whole period.
    #[must_use]
    pub fn requests(&self) -> Outcomes {
        self.days.iter().fold(Outcomes::default(), |sum, day| Outcomes {
            issued: sum.issued + day.requests.issued,
            refused: sum.refused + day.requests.refused,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The time 2026-11-22 15:31 UTC.
    const NOW: i64 = 1_795_361_511;

    #[test]
    fn a_period_has_whole_days_without_a_gap() {
        for days in [1, 7, 30, 90, MAX_DAYS] {
            let period = Period::until(NOW, days);
            assert_eq!(period.each_day().count(), usize::from(days));
            assert_eq!((period.each_day().next(), period.last()), (Some(period.first()), 2517));
            let times: Vec<_> = period.each_day().map(time_of).collect();
            assert!(times.windows(2).all(|pair| pair[0].before == pair[1].from));
            assert_eq!(period.time().from, times[0].from);
            assert!(period.time().before.unwrap() - NOW <= dates::DAY_SECONDS);
        }
        assert_eq!(Period::until(NOW, 0).days(), 1);
        assert_eq!(Period::until(NOW, u16::MAX).days(), MAX_DAYS);
        assert_eq!(Period::until(0, 30).first(), 0, "a period does not start before 2020");
    }

    #[test]
    fn each_ending_has_a_unique_name() {
        for ending in CaseEnding::ALL {
            assert_eq!(CaseEnding::from_name(ending.name()), Some(ending));
        }
        assert_eq!(CaseEnding::from_name("open"), None);
    }
}
