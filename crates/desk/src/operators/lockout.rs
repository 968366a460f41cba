//! Computes how long a name is locked after wrong passwords or codes. Pure; the store holds the count and the
//! time.

/// From this number of wrong passwords, the name is locked.
pub const FREE_ATTEMPTS: u32 = 5;
/// The duration of the first lock, in seconds. Each further wrong password doubles it.
const FIRST_LOCK: i64 = 60;
/// The maximum duration of a lock, in seconds.
const LONGEST_LOCK: i64 = 3_600;
/// Wrong passwords are forgotten this number of seconds after the last one.
pub const FORGET_AFTER: i64 = 24 * 3_600;

/// Returns when the lock of a name ends after `count` wrong passwords, the last of them at `last`; `None` if
/// the name isn't locked. All times are in seconds since 1970-01-01 UTC.
#[must_use]
pub fn locked_until(count: u32, last: i64, now: i64) -> Option<i64> {
    let over = count.checked_sub(FREE_ATTEMPTS)?;
    let lock = FIRST_LOCK.checked_shl(over.min(16)).unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK);
    let end = last.saturating_add(lock);
    // A clock that was set back must not lock a name forever.
    (now < end && last <= now.saturating_add(LONGEST_LOCK)).then_some(end)
}

/// From this number of wrong codes from all sources together, codes are delayed.
pub const FREE_CODES_OF_ALL: u32 = 50;
/// The minimum time between two codes of any source after that, in seconds.
const CODE_PACE: i64 = 30;

/// Returns when the next code of an operator may be tried after `count` wrong codes from all sources, the
/// last of them at `last`; `None` if it may be tried at once. An attacker with the password and many
/// addresses can guess at most 2,880 of a million codes a day.
#[must_use]
pub fn codes_wait_until(count: u32, last: i64, now: i64) -> Option<i64> {
    count.checked_sub(FREE_CODES_OF_ALL)?;
    let end = last.saturating_add(CODE_PACE);
    (now < end && last <= now.saturating_add(CODE_PACE)).then_some(end)
}

/// Returns the number of wrong passwords that still count: 0 if the last one is forgotten.
#[must_use]
pub const fn remembered(count: u32, last: i64, now: i64) -> u32 {
    if now.saturating_sub(last) >= FORGET_AFTER { 0 } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_from_all_sources_are_delayed_and_never_locked() {
        assert_eq!(codes_wait_until(FREE_CODES_OF_ALL - 1, 1_000, 1_000), None);
        for count in [FREE_CODES_OF_ALL, u32::MAX] {
            assert_eq!(codes_wait_until(count, 1_000, 1_029), Some(1_030));
            assert_eq!(codes_wait_until(count, 1_000, 1_030), None);
            assert_eq!(codes_wait_until(count, 1_000, 1), None, "a clock that was set back ends the delay");
        }
    }

    #[test]
    fn lock_times_double_up_to_a_maximum_and_expire() {
        assert_eq!(locked_until(FREE_ATTEMPTS - 1, 1_000, 1_000), None);
        for (more, lock) in
            [(0, 60), (1, 120), (2, 240), (6, 3_600), (60, 3_600), (u32::MAX - FREE_ATTEMPTS, 3_600)]
        {
            let end = 1_000 + lock;
            assert_eq!(locked_until(FREE_ATTEMPTS + more, 1_000, end - 1), Some(end), "{more}");
            assert_eq!(locked_until(FREE_ATTEMPTS + more, 1_000, end), None, "{more}");
        }
        assert_eq!(
            locked_until(FREE_ATTEMPTS, 1_000_000, 1),
            None,
            "a clock that was set back ends the lock"
        );
        assert_eq!((remembered(9, 0, FORGET_AFTER - 1), remembered(9, 0, FORGET_AFTER)), (9, 0));
    }
}
