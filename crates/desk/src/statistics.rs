//! What the start page and the command `statistics` tell: counts over a period of days, and counts of now. Pure types; the store
//! fills them.
//!
//! Never here: SQL, words, drawings.

use countersign_core::protocol::Platform;
use countersign_core::protocol::license::{Day, day_of};
use countersign_ledger::Reason;

use crate::dates;
use crate::sql::TimeSpan;

/// The time zone in which days begin.
pub const ZONE: &str = "UTC";
/// The most days of a period.
pub const MAX_DAYS: u16 = 366;
/// How many days ahead numbers are counted that expire, least first.
pub const EXPIRING_WITHIN: [u16; 3] = [7, 30, 90];

/// A period of whole days. The last of them has not ended yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    last: Day,
    days: u16,
}

impl Period {
    /// So many days up to the one of this time: at least one, at most [`MAX_DAYS`].
    #[must_use]
    pub fn until(now: i64, days: u16) -> Self {
        Self { last: day_of(now), days: days.clamp(1, MAX_DAYS) }
    }

    /// How many days it has.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.days
    }

    /// The first day.
    #[must_use]
    pub const fn first(self) -> Day {
        self.last.saturating_sub(self.days - 1)
    }

    /// The last day.
    #[must_use]
    pub const fn last(self) -> Day {
        self.last
    }

    /// Each day, the oldest first.
    pub fn each_day(self) -> impl Iterator<Item = Day> + Clone {
        self.first()..=self.last
    }

    /// The time of the whole period.
    #[must_use]
    pub fn time(self) -> TimeSpan {
        TimeSpan { from: time_of(self.first()).from, before: time_of(self.last).before }
    }
}

/// When a day begins and ends. Whatever counts by day asks this function alone.
#[must_use]
pub fn time_of(day: Day) -> TimeSpan {
    let start = dates::start_of(day);
    TimeSpan { from: Some(start), before: Some(start + dates::DAY_SECONDS) }
}

/// Counts over a period, of one product or of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// The period.
    pub period: Period,
    /// The product; `None` for all.
    pub product: Option<String>,
    /// Requests on each day of the period, the oldest day first.
    pub days: Vec<DayCounts>,
    /// Refused requests by reason, the most frequent first.
    pub reasons: Vec<ReasonCount>,
    /// Requests by firmware family or hypervisor, the most frequent first.
    pub platforms: Vec<PlatformCounts>,
    /// What became of the cases that opened in the period.
    pub endings: EndingCounts,
    /// Numbers that expire, as of the last day of the period.
    pub expiring: ExpiringCounts,
}

/// Requests that got a code, and requests that were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcomes {
    /// How many got a code.
    pub issued: u64,
    /// How many were refused.
    pub refused: u64,
}

impl Outcomes {
    /// Both together.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.issued + self.refused
    }
}

/// The requests of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCounts {
    /// The day.
    pub day: Day,
    /// Its requests.
    pub requests: Outcomes,
}

/// The requests that were refused for a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonCount {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub requests: u64,
}

/// The requests of a platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlatformCounts {
    /// The firmware family or hypervisor.
    pub platform: Platform,
    /// Its requests.
    pub requests: Outcomes,
}

/// What became of a case: how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseEnding {
    /// The machine got a code, and the ledger shows no hand of an operator: none of the case's requests was brought by one, nobody
    /// changed the case or wrote a note, and nobody acted on its license number meanwhile.
    Alone,
    /// The machine got a code, and an operator had a hand in it.
    Helped,
    /// An operator closed it without a code.
    ByHand,
}

impl CaseEnding {
    /// Every ending.
    pub const ALL: [Self; 3] = [Self::Alone, Self::Helped, Self::ByHand];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Helped => "helped",
            Self::ByHand => "by-hand",
        }
    }

    /// The ending with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ending| ending.name() == name)
    }
}

/// Cases by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct EndingCounts {
    /// [`CaseEnding::Alone`].
    pub alone: u64,
    /// [`CaseEnding::Helped`].
    pub helped: u64,
    /// [`CaseEnding::ByHand`].
    pub by_hand: u64,
    /// Those that are open.
    pub open: u64,
}

impl EndingCounts {
    /// All cases.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.alone + self.helped + self.by_hand + self.open
    }
}

/// License numbers that expire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ExpiringCounts {
    /// How many have their last day within so many days ahead, as [`EXPIRING_WITHIN`] has them.
    pub within: [u64; EXPIRING_WITHIN.len()],
    /// How many have expired.
    pub expired: u64,
}

impl ExpiringCounts {
    /// Each number of days ahead with its count.
    pub fn each(self) -> impl Iterator<Item = (u16, u64)> {
        EXPIRING_WITHIN.into_iter().zip(self.within)
    }

    /// Whether none expires in the time that is counted, and none has expired.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        let [_, _, most] = self.within;
        most == 0 && self.expired == 0
    }
}

/// The open cases of now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenCaseCounts {
    /// How many wait for the desk.
    pub desk: u64,
    /// How many wait for the customer.
    pub customer: u64,
    /// How many are in the hands of the operator who asks.
    pub own: u64,
    /// When the oldest that waits for the desk was opened, in seconds since 1970-01-01 UTC.
    pub oldest: Option<i64>,
}

impl OpenCaseCounts {
    /// All open cases.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.desk + self.customer
    }
}

impl Statistics {
    /// The requests of the whole period.
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

    /// 2026-11-22 15:31 UTC.
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
        assert_eq!(Period::until(0, 30).first(), 0, "no day is before 2020");
    }

    #[test]
    fn an_ending_has_a_name_of_its_own() {
        for ending in CaseEnding::ALL {
            assert_eq!(CaseEnding::from_name(ending.name()), Some(ending));
        }
        assert_eq!(CaseEnding::from_name("open"), None);
    }
}
