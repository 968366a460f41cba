//! A transaction: rolled back unless it is committed, and never committed after a statement that failed.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::{ClientWrapper, Transaction};
use tokio_postgres::IsolationLevel;

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
    inner: Transaction<'a>,
    health: Arc<Health>,
    reply: Option<Duration>,
    failed: AtomicBool,
}

impl<'a> PostgresTransaction<'a> {
    pub(super) async fn begin(
        client: &'a mut ClientWrapper,
        health: Arc<Health>,
        reply: Option<Duration>,
        mode: Mode,
    ) -> Result<Self, PostgresFault> {
        let builder = match mode {
            Mode::Write => client.build_transaction(),
            Mode::Snapshot => {
                client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true)
            }
        };
        let begun = waited(&health, reply, builder.start()).await;
        let fault = match begun {
            Some(Ok(inner)) => return Ok(Self { inner, health, reply, failed: AtomicBool::new(false) }),
            Some(Err(error)) => PostgresFault::in_transaction(&error),
            None => PostgresFault::nothing_written(FaultKind::Lost),
        };
        if fault.kind.spoils_connection() {
            health.discard();
        }
        Err(fault)
    }

    /// Returns a runner of statements in this transaction.
    #[must_use]
    pub fn statements(&self) -> Statements<'_> {
        Statements {
            client: self.inner.client(),
            cache: &self.inner.statement_cache,
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
        let health = self.health;
        let unreplicated = health.unreplicated();
        let fault = match waited(&health, self.reply, self.inner.commit()).await {
            Some(Ok(())) if health.unreplicated() == unreplicated => return Ok(()),
            Some(Ok(())) => PostgresFault { kind: FaultKind::NotReplicated, outcome: Outcome::Unknown },
            Some(Err(error)) => PostgresFault::at_commit(&error),
            None => PostgresFault { kind: FaultKind::Lost, outcome: Outcome::Unknown },
        };
        if fault.kind.spoils_connection() {
            health.discard();
        }
        Err(fault)
    }

    /// Rolls back, and waits for the reply. Dropping the transaction also rolls back, but doesn't wait.
    ///
    /// # Errors
    /// [`PostgresFault`] if the rollback failed; nothing was written.
    pub async fn rollback(self) -> Result<(), PostgresFault> {
        let health = self.health;
        let fault = match waited(&health, self.reply, self.inner.rollback()).await {
            Some(Ok(())) => return Ok(()),
            Some(Err(error)) => PostgresFault::in_transaction(&error),
            None => PostgresFault::nothing_written(FaultKind::Lost),
        };
        if fault.kind.spoils_connection() {
            health.discard();
        }
        Err(fault)
    }
}

impl fmt::Debug for PostgresTransaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresTransaction").finish_non_exhaustive()
    }
}
