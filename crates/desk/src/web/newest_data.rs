//! Profiles and keys as this process read them last, and whose turn it is to read them again. Never here: who needs them.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::DeskData;
use countersign_ledger::ProfilesAndKeys as _;

/// Profiles and keys as they were read last.
pub(super) struct NewestData {
    data: RwLock<DeskData>,
    /// One reads at a time: opening sealed keys takes 19 MiB, and anybody may ask while they are stale.
    reading: Arc<Mutex<()>>,
}

/// The turn to read again. It is kept until the reading ends, also where who asked has hung up.
pub(super) struct ReadingTurn(OwnedMutexGuard<()>);

impl NewestData {
    pub(super) fn new(data: DeskData) -> Self {
        Self { data: RwLock::new(data), reading: Arc::default() }
    }

    /// What was read last.
    pub(super) fn get(&self) -> DeskData {
        self.data.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The turn to read again what is stale since that generation; `None` if another has done so meanwhile.
    pub(super) async fn turn(&self, stale: u64) -> Option<ReadingTurn> {
        let turn = Arc::clone(&self.reading).lock_owned().await;
        (self.get().published.generation() == stale).then_some(ReadingTurn(turn))
    }

    /// Keeps what was read, if it is newer.
    pub(super) fn replace(&self, data: DeskData, turn: ReadingTurn) {
        let mut last = self.data.write().unwrap_or_else(PoisonError::into_inner);
        if data.published.generation() > last.published.generation() {
            *last = data;
        }
        drop(last);
        drop(turn.0);
    }
}
