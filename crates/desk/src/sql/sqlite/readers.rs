//! A pool of connections that read. A caller waits while all are in use, without blocking a thread.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::flushes::Flushes;
use super::{connect, fault, in_snapshot};
use countersign_ledger::StoreError;

/// How many connections read at the same time.
const AT_ONCE: usize = 4;
/// How much of the file each connection holds in memory, in KiB. The system's cache has the rest.
const CACHE: i64 = 512;

/// The pool of connections that read.
pub(super) struct Readers {
    path: PathBuf,
    turns: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
    flushes: Arc<Flushes>,
}

impl Readers {
    /// Creates the pool without an open connection.
    pub fn new(path: &Path, flushes: &Arc<Flushes>) -> Self {
        let turns = Arc::new(Semaphore::new(AT_ONCE));
        Self { path: path.to_owned(), turns, idle: Arc::default(), flushes: Arc::clone(flushes) }
    }

    /// Runs work on a snapshot. What it saw is on the disk when the future is ready. The work runs to its end even if the future is
    /// dropped.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let flushes = Arc::clone(&self.flushes);
        let read = move |connection: &mut Connection| {
            let read = in_snapshot(connection, work)?;
            flushes.wait(flushes.visible())?;
            Ok(read)
        };
        self.alone(read).await
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
            let mut connection = kept.map_or_else(|| connect_reader(&path), Ok)?;
            let outcome = work(&mut connection);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            outcome
        });
        reading.await.map_err(|error| StoreError::Fault(error.to_string()))?
    }
}

fn connect_reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path)?;
    // A negative value counts KiB, a positive value counts pages.
    connection.pragma_update(None, "cache_size", -CACHE).map_err(fault)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_read_ends_when_what_it_may_have_seen_is_on_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        Connection::open(&path).unwrap().execute_batch("CREATE TABLE numbers (number INTEGER)").unwrap();
        let flushes = Arc::new(Flushes::new(&path.with_file_name("missing.db")));
        let readers = Readers::new(&path, &flushes);
        readers.run(|_| Ok(())).await.unwrap();
        flushes.commit(|| ());
        let unflushed = readers.run(|_| Ok(())).await.unwrap_err();
        assert_eq!(unflushed.code(), "STORE-FAULT");
    }
}
