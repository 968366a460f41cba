//! How long a name is locked after wrong passwords. Pure; the store keeps the count and the time.

/// So many wrong passwords are free.
pub const FREE: u32 = 5;
/// The first lock, in seconds; each further wrong password doubles it.
const FIRST: i64 = 60;
/// The longest lock, in seconds.
const MOST: i64 = 3_600;
/// Wrong passwords are forgotten after so many seconds without another.
pub const FORGOTTEN: i64 = 24 * 3_600;

/// Until when a name is locked that had so many wrong passwords, the last of them at `last`; `None` where it
/// isn't. All in seconds since 1970-01-01 UTC.
#[must_use]
pub fn until(count: u32, last: i64, now: i64) -> Option<i64> {
    let over = count.checked_sub(FREE)?;
    let lock = FIRST.checked_shl(over.min(16)).unwrap_or(MOST).min(MOST);
    let end = last.saturating_add(lock);
    // A clock that was set back must not lock a name for ever.
    (now < end && last <= now.saturating_add(MOST)).then_some(end)
}

/// The count that stands before a further try: none where the last one is forgotten.
#[must_use]
pub const fn standing(count: u32, last: i64, now: i64) -> u32 {
    if now.saturating_sub(last) >= FORGOTTEN { 0 } else { count }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_grow_and_end() {
        assert_eq!(until(FREE - 1, 1_000, 1_000), None);
        for (more, lock) in [(0, 60), (1, 120), (2, 240), (6, 3_600), (60, 3_600), (u32::MAX - FREE, 3_600)] {
            let end = 1_000 + lock;
            assert_eq!(until(FREE + more, 1_000, end - 1), Some(end), "{more}");
            assert_eq!(until(FREE + more, 1_000, end), None, "{more}");
        }
        assert_eq!(until(FREE, 1_000_000, 1), None, "the clock was set back");
        assert_eq!((standing(9, 0, FORGOTTEN - 1), standing(9, 0, FORGOTTEN)), (9, 0));
    }
}
