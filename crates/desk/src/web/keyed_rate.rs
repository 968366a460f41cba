//! One rate limit for many keys, such as sources, in bounded memory. Never here: which keys and rates exist.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::ShrinkableKeyedStateStore;
use governor::{NotUntil, Quota, RateLimiter};

/// How many keys have an entry of their own. It bounds the memory that a stranger with a whole network of addresses can fill.
const MOST_KEYS: usize = 32_768;
/// Further keys share these entries, by their hash.
const SHARED: usize = 1_024;

/// A rate limit for each key: a number of times per minute or per hour. The same number of times is allowed at once.
pub(super) struct Rate<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    limiter: RateLimiter<Asked<K>, Entries<K>, C, NoOpMiddleware<C::Instant>>,
}

/// The seconds until a key may try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wait(pub(super) u64);

impl<K: Hash + Eq + Clone, C: Clock> Rate<K, C> {
    pub(super) fn per_minute(count: NonZeroU32, clock: C) -> Self {
        Self::with_quota(Quota::per_minute(count), clock, MOST_KEYS)
    }

    pub(super) fn per_hour(count: NonZeroU32, clock: C) -> Self {
        Self::with_quota(Quota::per_hour(count), clock, MOST_KEYS)
    }

    fn with_quota(quota: Quota, clock: C, most: usize) -> Self {
        Self { limiter: RateLimiter::new(quota, Entries::new(most), clock) }
    }

    /// Counts one use of the key.
    pub(super) fn take(&self, key: K) -> Result<(), Wait> {
        self.ask(Asked { key, counts: true })
    }

    /// Uses up everything that the key may do at once, so that the key must wait.
    pub(super) fn take_all(&self, key: &K) {
        while self.take(key.clone()).is_ok() {}
    }

    /// Checks whether the key may be used, without counting a use.
    pub(super) fn check(&self, key: K) -> Result<(), Wait> {
        self.ask(Asked { key, counts: false })
    }

    fn ask(&self, asked: Asked<K>) -> Result<(), Wait> {
        let clock = self.limiter.clock();
        let wait =
            |until: NotUntil<C::Instant>| until.wait_time_from(clock.now()).as_secs().saturating_add(1);
        self.limiter.check_key(&asked).map_err(|until| Wait(wait(until)))
    }

    /// Removes the entries that no longer count.
    pub(super) fn remove_expired(&self) {
        self.limiter.retain_recent();
    }
}

/// A key, and whether its entry changes.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Asked<K> {
    key: K,
    counts: bool,
}

/// The entries of the keys. An entry is the time from which the key may do as much at once as a new key.
struct Entries<K> {
    most: usize,
    hasher: RandomState,
    of: Mutex<Own<K>>,
}

struct Own<K> {
    keys: HashMap<K, Nanos>,
    shared: HashMap<usize, Nanos>,
}

impl<K> Entries<K> {
    fn new(most: usize) -> Self {
        let of = Own { keys: HashMap::new(), shared: HashMap::new() };
        Self { most, hasher: RandomState::new(), of: Mutex::new(of) }
    }
}

impl<K: Hash + Eq + Clone> StateStore for Entries<K> {
    type Key = Asked<K>;

    fn measure_and_replace<T, F, E>(&self, asked: &Asked<K>, decide: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let Asked { key, counts } = asked;
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let own = of.keys.get(key).copied();
        if own.is_some() || of.keys.len() < self.most {
            let (outcome, next) = decide(own)?;
            if *counts {
                of.keys.insert(key.clone(), next);
            }
            return Ok(outcome);
        }
        let slot = usize::try_from(self.hasher.hash_one(key)).unwrap_or(usize::MAX) % SHARED;
        let (outcome, next) = decide(of.shared.get(&slot).copied())?;
        if *counts {
            of.shared.insert(slot, next);
        }
        Ok(outcome)
    }
}

impl<K: Hash + Eq + Clone> ShrinkableKeyedStateStore<Asked<K>> for Entries<K> {
    fn retain_recent(&self, drop_below: Nanos) {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        of.keys.retain(|_, time| *time > drop_below);
        of.shared.retain(|_, time| *time > drop_below);
        // Memory that a flood of keys took is given back.
        if of.keys.capacity() > 4 * of.keys.len() {
            of.keys.shrink_to_fit();
        }
    }

    fn shrink_to_fit(&self) {
        self.of.lock().unwrap_or_else(PoisonError::into_inner).keys.shrink_to_fit();
    }

    fn len(&self) -> usize {
        let of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        of.keys.len() + of.shared.len()
    }

    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn rate(count: u32, most: usize) -> (Rate<u32, FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Rate::with_quota(Quota::per_minute(NonZeroU32::new(count).unwrap()), clock.clone(), most), clock)
    }

    #[test]
    fn a_key_waits_after_its_share_and_others_do_not() {
        let (rate, clock) = rate(3, 10);
        assert!((0..3).all(|_| rate.take(1).is_ok()));
        assert_eq!((rate.take(1), rate.take(2)), (Err(Wait(21)), Ok(())));
        clock.advance(Duration::from_secs(20));
        assert_eq!((rate.take(1), rate.take(1)), (Ok(()), Err(Wait(21))));
    }

    #[test]
    fn a_check_consumes_nothing() {
        let (rate, _) = rate(2, 10);
        assert!((0..9).all(|_| rate.check(1).is_ok()));
        assert!(rate.limiter.is_empty(), "a check leaves no entries");
        rate.take_all(&1);
        assert_eq!((rate.check(1), rate.check(2)), (Err(Wait(31)), Ok(())));
    }

    #[test]
    fn entries_are_bounded_and_expire() {
        let (rate, clock) = rate(2, 10);
        for key in 0..100_000 {
            let _ = rate.take(key);
        }
        assert!(rate.limiter.len() <= 10 + SHARED, "{}", rate.limiter.len());
        rate.take_all(&3);
        assert!(rate.check(3).is_err() && rate.check(100_000).is_err(), "further keys share entries");
        clock.advance(Duration::from_secs(300));
        rate.remove_expired();
        assert!(rate.limiter.is_empty());
    }
}
