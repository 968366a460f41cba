//! Whether a clock can be right.

use super::Clock;

/// 2026-01-01: no clock of a machine that runs this program can stand before it.
const MADE: i64 = 1_767_225_600;

/// 2100-01-01.
const TOO_LATE: i64 = 4_102_444_800;

impl Clock {
    /// A clock that shows `now`, in seconds since 1970-01-01 UTC.
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self { now, insane: now < MADE || now >= TOO_LATE }
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
}
