//! A transaction: rolled back unless it is committed, and never committed after a statement that failed.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use deadpool_postgres::ClientWrapper;

use super::fault::{FaultKind, Outcome, PostgresFault};
use super::health::Health;
use super::statements::{Scope, Statements, waited};

/// The isolation of a transaction, and whether it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Read committed: each statement sees the data that is committed when it begins.
    Write,
    /// Repeatable read, read-only: all statements see the same snapshot.
    Snapshot,
}

/// A transaction. Dropping it rolls it back.
pub struct PostgresTransaction<'a> {
    client: &'a ClientWrapper,
    health: Arc<Health>,
    reply: Option<Duration>,
    failed: AtomicBool,
    /// Whether `BEGIN` was sent, and no `COMMIT` or `ROLLBACK` after it.
    open: AtomicBool,
}

impl<'a> PostgresTransaction<'a> {
    pub(super) const fn new(client: &'a ClientWrapper, health: Arc<Health>, reply: Option<Duration>) -> Self {
        Self { client, health, reply, failed: AtomicBool::new(false), open: AtomicBool::new(false) }
    }

    /// Begins. Statements that are first polled after this one are sent after it, so they need not wait for its reply. They must not write
    /// before that, because the server may refuse to begin.
    ///
    /// # Errors
    /// [`PostgresFault`] if the server doesn't begin a transaction.
    pub async fn begin(&self, mode: Mode) -> Result<(), PostgresFault> {
        self.open.store(true, Ordering::Release);
        let begun = waited(&self.health, self.reply, self.client.batch_execute(mode.begin())).await;
        self.ended(begun, PostgresFault::in_transaction, Outcome::NothingWritten)
    }

    /// Returns a runner of statements in this transaction.
    #[must_use]
    pub fn statements(&self) -> Statements<'_> {
        Statements {
            client: self.client,
            cache: &self.client.statement_cache,
            health: &self.health,
            reply: self.reply,
            scope: Scope::Transaction(&self.failed),
        }
    }

    /// Commits. PostgreSQL replies to `COMMIT` with success even if it rolls back after a failed statement;
    /// this function returns an error then.
    ///
    /// # Errors
    /// [`PostgresFault`] if the commit failed. Its [`Outcome`] says whether the data may have been written
    /// anyway.
    pub async fn commit(self) -> Result<(), PostgresFault> {
        if self.failed.load(Ordering::Acquire) {
            return Err(PostgresFault::nothing_written(FaultKind::Aborted));
        }
        let unreplicated = self.health.unreplicated();
        self.open.store(false, Ordering::Release);
        let committed = waited(&self.health, self.reply, self.client.batch_execute("COMMIT")).await;
        self.ended(committed, PostgresFault::at_commit, Outcome::Unknown)?;
        if self.health.unreplicated() == unreplicated {
            Ok(())
        } else {
            Err(PostgresFault { kind: FaultKind::NotReplicated, outcome: Outcome::Unknown })
        }
    }

    /// Rolls back, and waits for the reply. Dropping the transaction also rolls back, but doesn't wait.
    ///
    /// # Errors
    /// [`PostgresFault`] if the rollback failed; nothing was written.
    pub async fn rollback(self) -> Result<(), PostgresFault> {
        self.open.store(false, Ordering::Release);
        let ended = waited(&self.health, self.reply, self.client.batch_execute("ROLLBACK")).await;
        self.ended(ended, PostgresFault::in_transaction, Outcome::NothingWritten)
    }

    /// Converts the end of a wait, and marks the connection to be closed if necessary.
    fn ended(
        &self,
        reply: Option<Result<(), tokio_postgres::Error>>,
        fault: impl FnOnce(&tokio_postgres::Error) -> PostgresFault,
        unanswered: Outcome,
    ) -> Result<(), PostgresFault> {
        let fault = match reply {
            Some(Ok(())) => return Ok(()),
            Some(Err(error)) => fault(&error),
            None => PostgresFault { kind: FaultKind::Lost, outcome: unanswered },
        };
        if fault.kind.spoils_connection() {
            self.health.discard();
        }
        Err(fault)
    }
}

impl Drop for PostgresTransaction<'_> {
    fn drop(&mut self) {
        if *self.open.get_mut() {
            // The first poll sends it. A lost connection ends the transaction by itself.
            let _ = pin!(self.client.batch_execute("ROLLBACK")).poll(&mut Context::from_waker(Waker::noop()));
        }
    }
}

impl Mode {
    const fn begin(self) -> &'static str {
        match self {
            Self::Write => "BEGIN",
            Self::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        }
    }
}

impl fmt::Debug for PostgresTransaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresTransaction").finish_non_exhaustive()
    }
}
