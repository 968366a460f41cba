//! How much strangers, operators and programs may write into the audit. The log has all.
//!
//! Never here: what an entry says (`audit_events`).

use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

use governor::clock::{Clock, DefaultClock};

use super::keyed_rate::Rate;

/// How many failures per minute are written into the audit: of all strangers together, and of each operator or program.
const RECORDED_FAILURES: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
/// The same limit for one source, so that one stranger leaves room for the others.
const RECORDED_OF_SOURCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
/// If a program is shown more single objects of a kind than this in an hour, they count as a list.
const SHOWN_OBJECTS: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);

/// An object that a program is shown by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ShownObject {
    /// A license number with its history.
    Number,
    /// A request.
    Request,
    /// A case with its history.
    Case,
}

impl ShownObject {
    /// The name of the list that many of them make.
    pub(super) const fn list(self) -> &'static str {
        match self {
            Self::Number => "numbers one by one",
            Self::Request => "requests one by one",
            Self::Case => "cases one by one",
        }
    }
}

/// Who caused a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailedBy<'a> {
    /// Somebody without a session or a token of the desk.
    Stranger {
        /// The address, or its block.
        source: &'a str,
    },
    /// An operator with a session, or a program with a token.
    Known {
        /// The name in the audit.
        actor: &'a str,
    },
}

/// Counts what was recently written into the audit.
pub(super) struct AuditLimits<C: Clock = DefaultClock> {
    strangers: Rate<(), C>,
    sources: Rate<String, C>,
    actors: Rate<String, C>,
    left_out: AtomicU64,
    shown: Rate<(i64, ShownObject), C>,
    lists: Rate<(i64, &'static str), C>,
}

impl<C: Clock + Clone> AuditLimits<C> {
    pub(super) fn new(clock: &C) -> Self {
        Self {
            strangers: Rate::per_minute(RECORDED_FAILURES, clock.clone()),
            sources: Rate::per_minute(RECORDED_OF_SOURCE, clock.clone()),
            actors: Rate::per_minute(RECORDED_FAILURES, clock.clone()),
            left_out: AtomicU64::new(0),
            shown: Rate::per_hour(SHOWN_OBJECTS, clock.clone()),
            lists: Rate::per_hour(NonZeroU32::MIN, clock.clone()),
        }
    }

    /// Returns whether a failure is written into the audit, and counts it. Strangers share one limit, and each of their sources has its
    /// own, so that none of them can keep the failures of others, of operators or of programs out of the audit.
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

    /// Returns how many failures were left out of the audit since the last call, and resets the count.
    pub(super) fn take_left_out(&self) -> u64 {
        self.left_out.swap(0, Ordering::Relaxed)
    }

    /// Counts an object that is shown to a token, given by its row id. Returns `false` if the token was shown so many of this kind in an
    /// hour that they count as a list.
    #[must_use]
    pub(super) fn count_shown(&self, token: i64, object: ShownObject) -> bool {
        self.shown.take((token, object)).is_ok()
    }

    /// Returns whether the audit records that a token, given by its row id, reads the list: once an hour. Counts the read.
    #[must_use]
    pub(super) fn may_take_list(&self, token: i64, list: &'static str) -> bool {
        self.lists.take((token, list)).is_ok()
    }

    /// Removes entries that no longer count.
    pub(super) fn remove_expired(&self) {
        self.sources.remove_expired();
        self.actors.remove_expired();
        self.shown.remove_expired();
        self.lists.remove_expired();
    }
}
