//! Runs statements: prepared once for each session, with a limit on the wait, and with every error judged.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::StatementCache;
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, RowStream};

use super::fault::{FaultKind, Outcome, PostgresFault};
use super::health::Health;

/// Runs statements in one session. Two that are polled at once go to the server one behind the other, in one round trip.
#[derive(Clone, Copy)]
pub struct Statements<'a> {
    pub(super) client: &'a Client,
    pub(super) cache: &'a StatementCache,
    pub(super) health: &'a Health,
    pub(super) reply: Option<Duration>,
    pub(super) scope: Scope<'a>,
}

/// What a statement is part of.
#[derive(Clone, Copy)]
pub(super) enum Scope<'a> {
    /// Each statement is a transaction by itself.
    Each,
    /// A transaction, and whether a statement of it has failed.
    Transaction(&'a AtomicBool),
}

/// The values of a statement's `$1`, `$2`, ….
pub type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Statements<'_> {
    /// The rows of a statement.
    ///
    /// # Errors
    /// [`PostgresFault`].
    pub async fn query(&self, sql: &str, values: Values<'_>) -> Result<Vec<Row>, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query(&statement, values).await
        })
        .await
    }

    /// The one row of a statement, if it has one. More than one is a fault.
    ///
    /// # Errors
    /// [`PostgresFault`].
    pub async fn query_opt(&self, sql: &str, values: Values<'_>) -> Result<Option<Row>, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query_opt(&statement, values).await
        })
        .await
    }

    /// The one row of a statement. None, or more than one, is a fault.
    ///
    /// # Errors
    /// [`PostgresFault`].
    pub async fn query_one(&self, sql: &str, values: Values<'_>) -> Result<Row, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query_one(&statement, values).await
        })
        .await
    }

    /// Runs a statement; the number of rows that it changed.
    ///
    /// # Errors
    /// [`PostgresFault`].
    pub async fn execute(&self, sql: &str, values: Values<'_>) -> Result<u64, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.execute(&statement, values).await
        })
        .await
    }

    /// Prepares statements that are to be sent at once. Only then do they reach the server in the order in which they are polled first:
    /// one that is prepared on its way lets those behind it pass.
    ///
    /// # Errors
    /// [`PostgresFault`].
    pub async fn prepare(&self, statements: &[&str]) -> Result<(), PostgresFault> {
        self.run(async {
            for sql in statements {
                self.cache.prepare(self.client, sql).await?;
            }
            Ok(())
        })
        .await
    }

    /// The rows of a statement as they come, without holding them all. An error of a row is judged by
    /// [`judge`](Self::judge). The limit of the wait ends with the first reply.
    ///
    /// # Errors
    /// [`PostgresFault`].
    pub async fn stream(&self, sql: &str, values: Values<'_>) -> Result<RowStream, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query_raw(&statement, values.iter().copied()).await
        })
        .await
    }

    /// Runs several statements without values, as a migration has them.
    ///
    /// # Errors
    /// [`PostgresFault`].
    pub async fn batch(&self, sql: &str) -> Result<(), PostgresFault> {
        self.run(self.client.batch_execute(sql)).await
    }

    /// The driver itself, for what isn't here (`COPY`). Its errors belong to [`judge`](Self::judge).
    #[must_use]
    pub const fn driver(&self) -> &Client {
        self.client
    }

    /// What an error of the driver means. The session is thrown away if need be, and a failed transaction isn't committed.
    #[must_use]
    pub fn judge(&self, error: &tokio_postgres::Error) -> PostgresFault {
        let fault = match self.scope {
            Scope::Each => PostgresFault::at_commit(error),
            Scope::Transaction(_) => PostgresFault::in_transaction(error),
        };
        self.note(fault)
    }

    fn note(&self, fault: PostgresFault) -> PostgresFault {
        if let Scope::Transaction(failed) = self.scope {
            failed.store(true, Ordering::Release);
        }
        if fault.kind.spoils_connection() {
            self.health.discard();
        }
        fault
    }

    pub(super) async fn run<T>(
        &self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, PostgresFault> {
        let unreplicated = self.health.unreplicated();
        match waited(self.health, self.reply, work).await {
            Some(Ok(_))
                if matches!(self.scope, Scope::Each) && self.health.unreplicated() != unreplicated =>
            {
                Err(PostgresFault { kind: FaultKind::NotReplicated, outcome: Outcome::Unknown })
            }
            Some(Ok(value)) => Ok(value),
            Some(Err(error)) => Err(self.judge(&error)),
            None => Err(self.note(PostgresFault {
                kind: FaultKind::Lost,
                outcome: match self.scope {
                    Scope::Each => Outcome::Unknown,
                    Scope::Transaction(_) => Outcome::NothingWritten,
                },
            })),
        }
    }
}

/// Waits for a reply; `None` if none comes within the limit.
pub(super) async fn waited<T>(
    health: &Health,
    limit: Option<Duration>,
    work: impl Future<Output = T>,
) -> Option<T> {
    let waiting = health.wait();
    let reply = match limit {
        Some(limit) => timeout(limit, work).await.ok(),
        None => Some(work.await),
    };
    if reply.is_some() {
        waiting.replied();
    }
    reply
}
