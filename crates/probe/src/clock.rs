//! The clock of this computer, and of a recording.

use std::time::{SystemTime, UNIX_EPOCH};

use countersign_core::machine::Clock;

/// The environment variable that sets the clock of recordings and samples, in seconds since 1970-01-01 UTC, for tests. It has no
/// effect on the clock of this computer.
const NOW_VARIABLE: &str = "COUNTERSIGN_NOW";

/// This computer's clock.
pub fn of_this_computer() -> Clock {
    let seconds = |duration: std::time::Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    Clock::at(match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(after) => seconds(after),
        Err(error) => -seconds(error.duration()),
    })
}

/// The clock of a recording or sample: `COUNTERSIGN_NOW`, else this computer's clock.
pub fn of_recording() -> Clock {
    parsed_or_real(std::env::var(NOW_VARIABLE).ok().as_deref())
}

fn parsed_or_real(set: Option<&str>) -> Clock {
    set.and_then(|text| text.trim().parse().ok()).map_or_else(of_this_computer, Clock::at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_uses_the_given_clock_or_the_real_one() {
        assert_eq!(parsed_or_real(Some(" 1800000000\n")).now, 1_800_000_000);
        let before = of_this_computer().now;
        for set in [None, Some(""), Some("tomorrow")] {
            assert!(parsed_or_real(set).now >= before);
        }
    }
}
