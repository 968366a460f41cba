//! The profiles and keys that this process read last, and the lock for reading them again. Never here: their use.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::DeskData;
use countersign_ledger::ProfilesAndKeys as _;

/// The profiles and keys that were read last.
pub(super) struct NewestData {
    data: RwLock<DeskData>,
    /// Only one task reads at a time. Opening the sealed keys takes 19 MiB, and any number of requests can arrive while the data is stale.
    reading: Arc<Mutex<()>>,
}

/// The lock for reading the profiles and keys again. The reader holds it until the read ends, even if its client has disconnected.
pub(super) struct ReadingTurn(OwnedMutexGuard<()>);

impl NewestData {
    pub(super) fn new(data: DeskData) -> Self {
        Self { data: RwLock::new(data), reading: Arc::default() }
    }

    /// Returns the profiles and keys that were read last.
    pub(super) fn get(&self) -> DeskData {
        self.data.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Waits for the lock to read the data again. Returns `None` if the data isn't of generation `stale`, because another task has read it.
    pub(super) async fn turn(&self, stale: u64) -> Option<ReadingTurn> {
        let turn = Arc::clone(&self.reading).lock_owned().await;
        (self.get().published.generation() == stale).then_some(ReadingTurn(turn))
    }

    /// Replaces the data if `data` is newer, and releases the lock.
    pub(super) fn replace(&self, data: DeskData, turn: ReadingTurn) {
        let mut last = self.data.write().unwrap_or_else(PoisonError::into_inner);
        if data.published.generation() > last.published.generation() {
            *last = data;
        }
        drop(last);
        drop(turn.0);
    }
}
