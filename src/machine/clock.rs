//! The clock, and whether it can be right.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Clock;

/// Sets the clock of recordings and samples, in seconds since 1970-01-01 UTC: for tests and drills.
/// The clock of this computer cannot be set by it.
pub const NOW_VARIABLE: &str = "COUNTERSIGN_NOW";

/// 2026-01-01: no clock of a machine that runs this program can stand before it.
const MADE: i64 = 1_767_225_600;

/// 2100-01-01.
const TOO_LATE: i64 = 4_102_444_800;

impl Clock {
    /// A clock that stands there, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self { now, insane: now < MADE || now >= TOO_LATE }
    }

    /// This computer's clock.
    pub(super) fn real() -> Self {
        let since = |(sign, duration): (i64, std::time::Duration)| {
            i64::try_from(duration.as_secs()).unwrap_or(i64::MAX).saturating_mul(sign)
        };
        Self::at(match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => since((1, after)),
            Err(error) => since((-1, error.duration())),
        })
    }

    /// The clock for a recording or sample: the one that [`NOW_VARIABLE`] holds (`set`), else this computer's.
    pub(super) fn of_recording(set: Option<&str>) -> Self {
        set.and_then(|text| text.trim().parse().ok()).map_or_else(Self::real, Self::at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_the_program_or_after_2099_is_insane() {
        for (now, insane) in
            [(0, true), (MADE - 1, true), (MADE, false), (TOO_LATE - 1, false), (TOO_LATE, true), (-5, true)]
        {
            assert_eq!(Clock::at(now), Clock { now, insane });
        }
    }

    #[test]
    fn a_recording_takes_the_set_clock_and_falls_back_on_the_real_one() {
        assert_eq!(Clock::of_recording(Some(" 1800000000\n")).now, 1_800_000_000);
        let before = Clock::real().now;
        for set in [None, Some(""), Some("tomorrow")] {
            assert!(Clock::of_recording(set).now >= before);
        }
    }
}
