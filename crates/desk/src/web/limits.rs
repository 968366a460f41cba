//! Limits on how often one source, and one license number, may ask. Each process counts on its own. Two processes allow
//! twice as much, which is still too little to try numbers out.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::error::WebError;

/// Requests per minute; as many may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Requests of one source to the phone pages and the interface.
    pub source: NonZeroU32,
    /// Answers for one license number.
    pub number: NonZeroU32,
}

/// The recent requests of each source and number.
pub struct Limits {
    sources: DefaultKeyedRateLimiter<IpAddr>,
    numbers: DefaultKeyedRateLimiter<[u8; 6]>,
    clock: DefaultClock,
}

impl Limits {
    /// Limits without any recent request.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self {
            sources: RateLimiter::keyed(Quota::per_minute(rates.source)),
            numbers: RateLimiter::keyed(Quota::per_minute(rates.number)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts one request of a source.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_source(&self, source: IpAddr) -> Result<(), WebError> {
        self.sources.check_key(&source_block(source)).map_err(|until| self.too_often(until))
    }

    /// Counts one answer for a number, packed as in the request. Unknown numbers count too.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_number(&self, packed: [u8; 6]) -> Result<(), WebError> {
        self.numbers.check_key(&packed).map_err(|until| self.too_often(until))
    }

    /// Removes entries that no longer count, so that many sources don't fill the memory.
    pub fn remove_expired(&self) {
        self.sources.retain_recent();
        self.numbers.retain_recent();
    }

    fn too_often(
        &self,
        until: governor::NotUntil<<DefaultClock as governor::clock::Clock>::Instant>,
    ) -> WebError {
        WebError::TooOften(until.wait_time_from(self.clock.now()).as_secs().saturating_add(1))
    }
}

/// The block of addresses that count as one source. An IPv6 subscriber has at least a /64.
pub(super) fn source_block(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_numbers_are_counted_separately() {
        let some = |n| NonZeroU32::new(n).unwrap();
        let limits = Limits::new(Rates { source: some(3), number: some(2) });
        let [one, two] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());
        for _ in 0..3 {
            assert!(limits.count_source(one).is_ok());
        }
        assert!(matches!(limits.count_source(one), Err(WebError::TooOften(1..=21))));
        assert!(limits.count_source(two).is_ok());
        assert!(limits.count_number([0; 6]).is_ok() && limits.count_number([0; 6]).is_ok());
        assert!(limits.count_number([0; 6]).is_err() && limits.count_number([1; 6]).is_ok());
    }

    #[test]
    fn the_addresses_of_a_subscriber_are_one_source() {
        let block = |text: &str| source_block(text.parse().unwrap());
        assert_eq!(block("2001:db8:1:2::1"), block("2001:db8:1:2:ffff::9"));
        assert_ne!(block("2001:db8:1:2::1"), block("2001:db8:1:3::1"));
        assert_ne!(block("192.0.2.1"), block("192.0.2.2"));
    }
}
