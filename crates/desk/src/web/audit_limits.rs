//! How much strangers, operators and programs may write into the audit. The log has all.
//!
//! Never here: what an entry says (`audit_events`).

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use governor::clock::{Clock, DefaultClock};

use super::rate::Rate;

/// The most failures of strangers that are written into the audit in a minute, and of each operator or program. The log has all.
const RECORDED_FAILURES: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
/// The same of one source, so that one stranger alone leaves room for the others.
const RECORDED_OF_SOURCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
/// So many numbers one by one in an hour are a list.
const SHOWN_NUMBERS: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);

/// Whose failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailedBy<'a> {
    /// Somebody without a session or a token of the desk.
    Stranger {
        /// The address, or its block.
        source: &'a str,
    },
    /// An operator with a session, or a program with a token.
    Known {
        /// As the audit names them.
        actor: &'a str,
    },
}

/// What was written recently.
pub(super) struct AuditLimits<C: Clock = DefaultClock> {
    strangers: Rate<(), C>,
    sources: Rate<String, C>,
    actors: Rate<String, C>,
    left_out: AtomicU64,
    shown_numbers: Rate<i64, C>,
    lists: Rate<(i64, &'static str), C>,
}

impl<C: Clock + Clone> AuditLimits<C> {
    pub(super) fn new(clock: &C) -> Self {
        Self {
            strangers: Rate::per_minute(RECORDED_FAILURES, clock.clone()),
            sources: Rate::per_minute(RECORDED_OF_SOURCE, clock.clone()),
            actors: Rate::per_minute(RECORDED_FAILURES, clock.clone()),
            left_out: AtomicU64::new(0),
            shown_numbers: Rate::per_hour(SHOWN_NUMBERS, clock.clone()),
            lists: Rate::per_hour(NonZeroU32::MIN, clock.clone()),
        }
    }

    /// Whether a failure is written into the audit; counts it. Strangers share one limit, and each of their sources has its own, so that
    /// none of them can keep the failures of others, of operators or of programs out of the audit.
    #[must_use]
    pub(super) fn may_take_failure(&self, by: &FailedBy<'_>) -> bool {
        let may = match by {
            FailedBy::Stranger { source } => {
                self.sources.take((*source).to_owned()).is_ok() && self.strangers.take(()).is_ok()
            }
            FailedBy::Known { actor } => self.actors.take((*actor).to_owned()).is_ok(),
        };
        if !may {
            self.left_out.fetch_add(1, Ordering::Relaxed);
        }
        may
    }

    /// How many failures were not written into the audit since this was asked last.
    pub(super) fn take_left_out(&self) -> u64 {
        self.left_out.swap(0, Ordering::Relaxed)
    }

    /// Counts a number that a token, by its row id, is shown. `false` if it has been shown so many in an hour that they are a list.
    #[must_use]
    pub(super) fn count_shown_number(&self, token: i64) -> bool {
        self.shown_numbers.take(token).is_ok()
    }

    /// Whether it is written into the audit that a token, by its row id, reads the list: once an hour. Counts it.
    #[must_use]
    pub(super) fn may_take_list(&self, token: i64, list: &'static str) -> bool {
        self.lists.take((token, list)).is_ok()
    }

    /// Removes entries that no longer count.
    pub(super) fn remove_expired(&self) {
        self.sources.remove_expired();
        self.actors.remove_expired();
        self.shown_numbers.remove_expired();
        self.lists.remove_expired();
    }
}
