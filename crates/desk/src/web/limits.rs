//! Limits on what strangers may ask, by source, by license number and in total. Each process counts on its own. Two processes
//! allow twice as much, which is still too little to guess numbers.
//!
//! Never here: how one rate is counted (`keyed_rate` does that), and what is asked.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;

use governor::clock::{Clock, DefaultClock};

use super::audit_limits::AuditLimits;
use super::error::WebError;
use super::keyed_rate::{Rate, Wait};
use crate::metrics::{Limit, limit_hit};

/// How often something may be done per minute. The same number of times is allowed at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Requests of one source without a valid session or token: to the phone pages, the links, the interface, the sign-in and the office.
    pub source: NonZeroU32,
    /// Answers of one source for one license number.
    pub number: NonZeroU32,
    /// Answers for one license number, of all sources.
    pub number_total: NonZeroU32,
    /// Unknown numbers of one source.
    pub unknown: NonZeroU32,
    /// Unknown numbers of all sources.
    pub unknown_total: NonZeroU32,
    /// Sign-ins of one source. Fewer than the queue of password hashing holds, so that one source alone never fills it.
    pub sign_ins: NonZeroU32,
    /// Requests with one token.
    pub token: NonZeroU32,
}

/// How many sign-ins by a provider one network may begin, as a multiple of those of one source.
const SOURCES_OF_A_NETWORK: NonZeroU32 = NonZeroU32::MIN.saturating_add(5);

/// A license number, packed as in a request.
type Packed = [u8; 6];

/// Counts what was asked recently.
pub struct Limits<C: Clock = DefaultClock> {
    sources: Rate<IpAddr, C>,
    numbers: Rate<(Packed, IpAddr), C>,
    number_totals: Rate<Packed, C>,
    unknown: Rate<IpAddr, C>,
    unknown_total: Rate<(), C>,
    sign_ins: Rate<IpAddr, C>,
    provider_sign_ins: Rate<IpAddr, C>,
    tokens: Rate<i64, C>,
    audit: AuditLimits<C>,
}

impl Limits {
    /// Limits without any recent request.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self::with_clock(rates, &DefaultClock::default())
    }
}

impl<C: Clock + Clone> Limits<C> {
    fn with_clock(rates: Rates, clock: &C) -> Self {
        Self {
            sources: Rate::per_minute(rates.source, clock.clone()),
            numbers: Rate::per_minute(rates.number, clock.clone()),
            number_totals: Rate::per_minute(rates.number_total, clock.clone()),
            unknown: Rate::per_minute(rates.unknown, clock.clone()),
            unknown_total: Rate::per_minute(rates.unknown_total, clock.clone()),
            sign_ins: Rate::per_minute(rates.sign_ins, clock.clone()),
            provider_sign_ins: Rate::per_minute(
                rates.sign_ins.saturating_mul(SOURCES_OF_A_NETWORK),
                clock.clone(),
            ),
            tokens: Rate::per_minute(rates.token, clock.clone()),
            audit: AuditLimits::new(clock),
        }
    }

    /// Counts one request of a source.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_source(&self, source: IpAddr) -> Result<(), WebError> {
        too_often(Limit::Source, self.sources.take(source_block(source)))
    }

    /// Counts one sign-in of a source.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_sign_in(&self, source: IpAddr) -> Result<(), WebError> {
        too_often(Limit::SignIns, self.sign_ins.take(source_block(source)))
    }

    /// Counts one sign-in by a provider that a source begins. The desk stores each of them for a while, so those of a whole network are
    /// counted too: a stranger with many blocks of addresses can't keep other networks from signing in.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_begun_by_provider(&self, source: IpAddr) -> Result<(), WebError> {
        self.count_sign_in(source)?;
        too_often(Limit::SignIns, self.provider_sign_ins.take(source_network(source)))
    }

    /// Counts one request with a token, by its row id.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_token(&self, token: i64) -> Result<(), WebError> {
        too_often(Limit::Token, self.tokens.take(token))
    }

    /// The limits of the audit.
    pub(super) const fn audit(&self) -> &AuditLimits<C> {
        &self.audit
    }

    /// Counts one answer for a number, known or unknown. A source that has tried too many unknown numbers gets no answer for
    /// known numbers either, so that its next guess reveals nothing.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_answer(&self, source: IpAddr, number: Packed) -> Result<(), WebError> {
        too_often(Limit::Unknown, self.unknown.check(source_block(source)))?;
        self.count_look(source, number)
    }

    /// Counts one view of an answer that was given before. The viewer has sent the request before, so a view is no guess.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn count_look(&self, source: IpAddr, number: Packed) -> Result<(), WebError> {
        too_often(Limit::Number, self.numbers.take((number, source_block(source))))?;
        too_often(Limit::NumberTotal, self.number_totals.take(number))
    }

    /// Checks that a source may try a code of a link, known or unknown. A source that has tried too many unknown codes must wait, so
    /// that its next guess reveals nothing.
    ///
    /// # Errors
    /// [`WebError::TooOften`] with the seconds to wait.
    pub fn check_guesses(&self, source: IpAddr) -> Result<(), WebError> {
        too_often(Limit::Unknown, self.unknown.check(source_block(source)))
    }

    /// Counts an unknown number or code. The source learns that it is unknown.
    pub fn count_unknown(&self, source: IpAddr) {
        // A source that has no guess left must wait before its next answer.
        let _ = self.unknown.take(source_block(source));
        let _ = self.unknown_total.take(());
    }

    /// Whether all sources together have sent so many unknown numbers that the next one is refused before the ledger stores it.
    #[must_use]
    pub fn too_many_unknown(&self) -> bool {
        self.unknown_total.check(()).is_err()
    }

    /// Refuses an unknown number because of [`Self::too_many_unknown`]. Its source waits before it can try another, so that many
    /// sources together guess slowly too.
    #[must_use]
    pub fn refuse_unknown(&self, source: IpAddr) -> WebError {
        let source = source_block(source);
        self.unknown.take_all(&source);
        limit_hit(Limit::UnknownTotal);
        let Wait(seconds) = self.unknown.check(source).err().unwrap_or(Wait(1));
        WebError::TooOften(seconds)
    }

    /// Removes entries that no longer count, so that many sources don't fill the memory.
    pub fn remove_expired(&self) {
        self.sources.remove_expired();
        self.numbers.remove_expired();
        self.number_totals.remove_expired();
        self.unknown.remove_expired();
        self.sign_ins.remove_expired();
        self.provider_sign_ins.remove_expired();
        self.tokens.remove_expired();
        self.audit.remove_expired();
    }
}

fn too_often(limit: Limit, taken: Result<(), Wait>) -> Result<(), WebError> {
    taken.map_err(|Wait(seconds)| {
        limit_hit(limit);
        WebError::TooOften(seconds)
    })
}

/// The block of addresses that count as one source. An IPv6 subscriber has at least a /64.
pub(super) fn source_block(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
    }
}

/// The network of a source: a /48 of IPv6, which one subscriber may have, or a /24 of IPv4.
fn source_network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(v4) => IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() >> 8 << 8)),
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    const NUMBER: Packed = [7; 6];

    fn limits() -> (Limits<FakeRelativeClock>, FakeRelativeClock) {
        let [source, number, number_total, unknown, unknown_total, sign_ins, token] =
            [3, 2, 5, 4, 10, 1, 2].map(|n| NonZeroU32::new(n).unwrap());
        let rates = Rates { source, number, number_total, unknown, unknown_total, sign_ins, token };
        let clock = FakeRelativeClock::default();
        (Limits::with_clock(rates, &clock), clock)
    }

    fn source(last: u16) -> IpAddr {
        IpAddr::from([0x2001, 0xdb8, 0, last, 0, 0, 0, 1])
    }

    #[test]
    fn sources_sign_ins_and_numbers_are_counted_separately() {
        let (limits, _) = limits();
        assert!((0..3).all(|_| limits.count_source(source(1)).is_ok()));
        assert_eq!(limits.count_source(source(1)), Err(WebError::TooOften(21)));
        assert!(limits.count_source(source(2)).is_ok());
        assert!(limits.count_sign_in(source(1)).is_ok());
        assert_eq!(limits.count_sign_in(source(1)), Err(WebError::TooOften(61)));
        assert!(limits.count_sign_in(source(2)).is_ok());
        assert!((0..2).all(|_| limits.count_token(7).is_ok()) && limits.count_token(8).is_ok());
        assert_eq!(limits.count_token(7), Err(WebError::TooOften(31)));
        assert!((0..2).all(|_| limits.count_answer(source(1), NUMBER).is_ok()));
        assert_eq!(limits.count_answer(source(1), NUMBER), Err(WebError::TooOften(31)));
        assert!(limits.count_answer(source(1), [8; 6]).is_ok());
    }

    #[test]
    fn a_stranger_does_not_delay_the_owner_of_a_number() {
        let (limits, _) = limits();
        let stranger = (0..100).filter(|_| limits.count_answer(source(1), NUMBER).is_ok()).count();
        assert_eq!(stranger, 2);
        assert!(limits.count_answer(source(2), NUMBER).is_ok(), "the owner is answered");
        let many = (3..100).filter(|at| limits.count_answer(source(*at), NUMBER).is_ok()).count();
        assert_eq!(many, 2, "the total limit applies to all sources");
    }

    #[test]
    fn a_guessing_source_is_also_delayed_for_a_known_number() {
        let (limits, clock) = limits();
        for at in 0..4 {
            assert!(limits.count_answer(source(1), [at; 6]).is_ok(), "{at}");
            limits.count_unknown(source(1));
        }
        assert_eq!(limits.count_answer(source(1), NUMBER), Err(WebError::TooOften(16)));
        assert!(limits.count_answer(source(2), NUMBER).is_ok());
        clock.advance(Duration::from_secs(15));
        assert!(limits.count_answer(source(1), NUMBER).is_ok());
        limits.count_unknown(source(1));
        assert!(limits.count_answer(source(1), NUMBER).is_err(), "one guess is allowed each 15 seconds");
    }

    #[test]
    fn many_sources_that_guess_slow_each_other_down() {
        let (limits, clock) = limits();
        for at in 0..10 {
            assert!(!limits.too_many_unknown(), "{at}");
            limits.count_unknown(source(at));
        }
        assert!(limits.too_many_unknown());
        assert!(
            limits.count_answer(source(20), NUMBER).is_ok(),
            "a source that asks for a known number is answered"
        );
        assert_eq!(limits.refuse_unknown(source(30)), WebError::TooOften(16));
        assert!(limits.count_answer(source(30), NUMBER).is_err(), "no second guess is allowed");
        clock.advance(Duration::from_secs(6));
        assert!(!limits.too_many_unknown());
    }

    #[test]
    fn a_network_begins_few_sign_ins_by_provider_and_delays_no_other() {
        let (limits, _) = limits();
        let begun = (0..1_100).filter(|at| limits.count_begun_by_provider(source(*at)).is_ok()).count();
        assert_eq!(begun, 6, "the network's share is that of six sources");
        assert!(
            limits.count_sign_in(source(2_000)).is_ok(),
            "a sign-in by password isn't counted by network"
        );
        let other = IpAddr::from([0x2001, 0xdb8, 1, 0, 0, 0, 0, 1]);
        assert!(limits.count_begun_by_provider(other).is_ok());
        let begun = |network: u8| {
            let source = |at| IpAddr::from([192, 0, network, at]);
            (0..=255).filter(|at| limits.count_begun_by_provider(source(*at)).is_ok()).count()
        };
        assert_eq!([begun(2), begun(3)], [6, 6]);
    }

    #[test]
    fn the_addresses_of_a_subscriber_are_one_source() {
        let block = |text: &str| source_block(text.parse().unwrap());
        assert_eq!(block("2001:db8:1:2::1"), block("2001:db8:1:2:ffff::9"));
        assert_ne!(block("2001:db8:1:2::1"), block("2001:db8:1:3::1"));
        assert_ne!(block("192.0.2.1"), block("192.0.2.2"));
    }
}
