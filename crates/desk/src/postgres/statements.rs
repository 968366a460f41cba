//! Runs statements: prepared once for each connection, with a time limit for the reply, and with every error
//! classified.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::StatementCache;
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, RowStream};

use super::fault::{FaultKind, Outcome, PostgresFault};
use super::health::Health;

/// Runs statements on one connection. Two that are polled at once are sent one after the other, in one round
/// trip.
#[derive(Clone, Copy)]
pub struct Statements<'a> {
    pub(super) client: &'a Client,
    pub(super) cache: &'a StatementCache,
    pub(super) health: &'a Health,
    pub(super) reply: Option<Duration>,
    pub(super) scope: Scope<'a>,
}

/// The transaction that a statement belongs to.
#[derive(Clone, Copy)]
pub(super) enum Scope<'a> {
    /// Each statement is a transaction by itself.
    Each,
    /// A transaction, with a flag whether one of its statements has failed.
    Transaction(&'a AtomicBool),
}

/// The values for `$1`, `$2`, … of a statement.
pub type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

impl Statements<'_> {
    /// Returns the rows of a statement.
    ///
    /// # Errors
    /// [`PostgresFault`] if the statement fails.
    pub async fn query(&self, sql: &str, values: Values<'_>) -> Result<Vec<Row>, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query(&statement, values).await
        })
        .await
    }

    /// Returns the row of a statement, if it has one. Several rows are a fault.
    ///
    /// # Errors
    /// [`PostgresFault`] if the statement fails or has several rows.
    pub async fn query_opt(&self, sql: &str, values: Values<'_>) -> Result<Option<Row>, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query_opt(&statement, values).await
        })
        .await
    }

    /// Returns the only row of a statement. No row, or several rows, are a fault.
    ///
    /// # Errors
    /// [`PostgresFault`] if the statement fails or doesn't have exactly one row.
    pub async fn query_one(&self, sql: &str, values: Values<'_>) -> Result<Row, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query_one(&statement, values).await
        })
        .await
    }

    /// Runs a statement. Returns the number of rows that it changed.
    ///
    /// # Errors
    /// [`PostgresFault`] if the statement fails.
    pub async fn execute(&self, sql: &str, values: Values<'_>) -> Result<u64, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.execute(&statement, values).await
        })
        .await
    }

    /// Prepares statements that will be sent at once. Only prepared statements reach the server in the order
    /// of their first poll, because a statement that is not prepared yet lets later ones overtake it.
    ///
    /// # Errors
    /// [`PostgresFault`] if a statement can't be prepared.
    pub async fn prepare(&self, statements: &[&str]) -> Result<(), PostgresFault> {
        self.run(async {
            for sql in statements {
                self.cache.prepare(self.client, sql).await?;
            }
            Ok(())
        })
        .await
    }

    /// Returns the names of the types of a statement's parameters.
    ///
    /// # Errors
    /// [`PostgresFault`] if the statement can't be prepared.
    pub async fn parameter_types(&self, sql: &str) -> Result<Vec<String>, PostgresFault> {
        let statement = self.run(self.cache.prepare(self.client, sql)).await?;
        Ok(statement.params().iter().map(|kind| kind.name().to_owned()).collect())
    }

    /// Returns the rows of a statement as a stream, without holding all of them. Pass an error of a row to
    /// [`judge`](Self::judge). The time limit ends with the first reply.
    ///
    /// # Errors
    /// [`PostgresFault`] if the statement fails.
    pub async fn stream(&self, sql: &str, values: Values<'_>) -> Result<RowStream, PostgresFault> {
        self.run(async {
            let statement = self.cache.prepare(self.client, sql).await?;
            self.client.query_raw(&statement, values.iter().copied()).await
        })
        .await
    }

    /// Runs several statements without values, for example of a migration.
    ///
    /// # Errors
    /// [`PostgresFault`] if a statement fails.
    pub async fn batch(&self, sql: &str) -> Result<(), PostgresFault> {
        self.run(self.client.batch_execute(sql)).await
    }

    /// Returns the driver's client, for functions that are not here (`COPY`). Pass its errors to
    /// [`judge`](Self::judge).
    #[must_use]
    pub const fn driver(&self) -> &Client {
        self.client
    }

    /// Converts an error of the driver. Marks the connection to be closed if necessary, and the transaction
    /// as failed.
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

/// Waits for a reply; `None` if none comes within the time limit.
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
