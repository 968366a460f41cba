//! A pool of connections that read. A caller waits while all are in use, without blocking a thread.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::Semaphore;

use super::{connect, in_transaction};
use countersign_ledger::StoreError;

/// How many connections read at the same time.
const AT_ONCE: usize = 4;

/// The pool of connections that read.
pub(super) struct Readers {
    path: PathBuf,
    turns: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    /// Creates the pool without an open connection.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), turns: Arc::new(Semaphore::new(AT_ONCE)), idle: Arc::default() }
    }

    /// Runs work on a snapshot. The work runs to its end even if the future is dropped.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.alone(|connection| in_transaction(connection, TransactionBehavior::Deferred, work)).await
    }

    /// Runs work outside of a transaction. The work runs to its end even if the future is dropped.
    pub async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let ended = |_| StoreError::Fault("a reader has ended".to_owned());
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(ended)?;
        let (path, idle) = (self.path.clone(), Arc::clone(&self.idle));
        let reading = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let kept = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = kept.map_or_else(|| connect(&path), Ok)?;
            let outcome = work(&mut connection);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            outcome
        });
        reading.await.map_err(|error| StoreError::Fault(error.to_string()))?
    }
}
