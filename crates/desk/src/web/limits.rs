//! How often one source, and one license number, may ask. Counted by each process for itself: two processes allow
//! twice as much, which is still no way to try numbers out.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::error::WebError;
use super::state::{Desk, Source};

/// How often a minute; as many may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Anything that a source asks of phone pages and interface.
    pub source: NonZeroU32,
    /// Answers for one license number.
    pub number: NonZeroU32,
}

/// What was asked lately.
pub struct Limits {
    sources: DefaultKeyedRateLimiter<IpAddr>,
    numbers: DefaultKeyedRateLimiter<[u8; 6]>,
    clock: DefaultClock,
}

impl Limits {
    /// Limits at which nothing was asked yet.
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
    pub fn source(&self, source: Source) -> Result<(), WebError> {
        self.sources.check_key(&block(source.0)).map_err(|until| self.wait(until))
    }

    /// Counts one answer for a number, as the request packed it. Whether the number is known plays no part.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn number(&self, packed: [u8; 6]) -> Result<(), WebError> {
        self.numbers.check_key(&packed).map_err(|until| self.wait(until))
    }

    /// Forgets what no longer counts, so that many sources don't fill the memory.
    pub fn forget(&self) {
        self.sources.retain_recent();
        self.numbers.retain_recent();
    }

    fn wait(&self, until: governor::NotUntil<<DefaultClock as governor::clock::Clock>::Instant>) -> WebError {
        WebError::TooOften(until.wait_time_from(self.clock.now()).as_secs().saturating_add(1))
    }
}

/// The addresses that count as one source: of IPv6 one subscriber has at least a /64.
fn block(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

/// Lets a request pass that its source hasn't asked too often for.
///
/// # Errors
/// [`WebError::TooOften`].
pub async fn by_source(
    State(desk): State<Desk>,
    source: Source,
    request: Request,
    next: Next,
) -> Result<Response, WebError> {
    desk.limits().source(source)?;
    Ok(next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_numbers_are_counted_apart() {
        let some = |n| NonZeroU32::new(n).unwrap();
        let limits = Limits::new(Rates { source: some(3), number: some(2) });
        let [one, two] = ["192.0.2.1", "192.0.2.2"].map(|text| Source(text.parse().unwrap()));
        for _ in 0..3 {
            assert!(limits.source(one).is_ok());
        }
        assert!(matches!(limits.source(one), Err(WebError::TooOften(1..=21))));
        assert!(limits.source(two).is_ok());
        assert!(limits.number([0; 6]).is_ok() && limits.number([0; 6]).is_ok());
        assert!(limits.number([0; 6]).is_err() && limits.number([1; 6]).is_ok());
    }

    #[test]
    fn a_subscribers_addresses_are_one_source() {
        let block = |text: &str| block(text.parse().unwrap());
        assert_eq!(block("2001:db8:1:2::1"), block("2001:db8:1:2:ffff::9"));
        assert_ne!(block("2001:db8:1:2::1"), block("2001:db8:1:3::1"));
        assert_ne!(block("192.0.2.1"), block("192.0.2.2"));
    }
}
