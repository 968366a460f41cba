//! The state of a connection in use: whether it may be used again, and what the server reported beside its
//! replies.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Counts the faults that may concern every connection of a pool, such as a server that became a standby.
#[derive(Debug, Clone, Default)]
pub(super) struct Doubts(Arc<AtomicU64>);

impl Doubts {
    pub(super) fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    fn add(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
}

/// The state of one connection.
#[derive(Debug)]
pub(super) struct Health {
    doubts: Doubts,
    unusable: AtomicBool,
    interrupted: AtomicBool,
    unreplicated: AtomicU64,
}

impl Health {
    pub(super) const fn new(doubts: Doubts) -> Self {
        Self {
            doubts,
            unusable: AtomicBool::new(false),
            interrupted: AtomicBool::new(false),
            unreplicated: AtomicU64::new(0),
        }
    }

    /// Marks the connection to be closed instead of used again. The other connections of the pool are checked
    /// before their next use.
    pub(super) fn discard(&self) {
        if !self.unusable.swap(true, Ordering::AcqRel) {
            self.doubts.add();
        }
    }

    pub(super) fn is_unusable(&self) -> bool {
        self.unusable.load(Ordering::Acquire)
    }

    /// Begins to wait for a reply. A caller that stops waiting leaves a connection that may still be busy.
    pub(super) const fn wait(&self) -> Waiting<'_> {
        Waiting { health: self, replied: false }
    }

    /// Whether a reply was left unread since the last call.
    pub(super) fn take_interrupted(&self) -> bool {
        self.interrupted.swap(false, Ordering::AcqRel)
    }

    /// Records that the server stopped waiting for a standby: the committed data may be on one server only.
    pub(super) fn not_replicated(&self) {
        self.unreplicated.fetch_add(1, Ordering::AcqRel);
    }

    /// Returns how often the server reported this.
    pub(super) fn unreplicated(&self) -> u64 {
        self.unreplicated.load(Ordering::Acquire)
    }
}

/// A wait for a reply. Dropping it without [`replied`](Self::replied) marks the connection as interrupted.
pub(super) struct Waiting<'a> {
    health: &'a Health,
    replied: bool,
}

impl Waiting<'_> {
    pub(super) fn replied(mut self) {
        self.replied = true;
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.replied {
            self.health.interrupted.store(true, Ordering::Release);
        }
    }
}
