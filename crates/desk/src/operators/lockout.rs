//! How long a name is locked after wrong passwords. Pure; the store keeps the count and the time.

/// This many wrong passwords cause no lock.
pub const FREE_ATTEMPTS: u32 = 5;
/// The first lock, in seconds. Each further wrong password doubles it.
const FIRST_LOCK: i64 = 60;
/// The longest lock, in seconds.
const LONGEST_LOCK: i64 = 3_600;
/// Wrong passwords are forgotten this many seconds after the last one.
pub const FORGET_AFTER: i64 = 24 * 3_600;

/// When the lock of a name ends that had `count` wrong passwords, the last of them at `last`; `None` if the name isn't
/// locked. All times are seconds since 1970-01-01 UTC.
#[must_use]
pub fn locked_until(count: u32, last: i64, now: i64) -> Option<i64> {
    let over = count.checked_sub(FREE_ATTEMPTS)?;
    let lock = FIRST_LOCK.checked_shl(over.min(16)).unwrap_or(LONGEST_LOCK).min(LONGEST_LOCK);
    let end = last.saturating_add(lock);
    // A clock that was set back must not lock a name for ever.
    (now < end && last <= now.saturating_add(LONGEST_LOCK)).then_some(end)
}

/// The number of wrong passwords that still counts: 0 if the last one is forgotten.
#[must_use]
pub const fn remembered(count: u32, last: i64, now: i64) -> u32 {
    if now.saturating_sub(last) >= FORGET_AFTER { 0 } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_double_up_to_the_longest_and_end() {
        assert_eq!(locked_until(FREE_ATTEMPTS - 1, 1_000, 1_000), None);
        for (more, lock) in
            [(0, 60), (1, 120), (2, 240), (6, 3_600), (60, 3_600), (u32::MAX - FREE_ATTEMPTS, 3_600)]
        {
            let end = 1_000 + lock;
            assert_eq!(locked_until(FREE_ATTEMPTS + more, 1_000, end - 1), Some(end), "{more}");
            assert_eq!(locked_until(FREE_ATTEMPTS + more, 1_000, end), None, "{more}");
        }
        assert_eq!(locked_until(FREE_ATTEMPTS, 1_000_000, 1), None, "the clock was set back");
        assert_eq!((remembered(9, 0, FORGET_AFTER - 1), remembered(9, 0, FORGET_AFTER)), (9, 0));
    }
}
