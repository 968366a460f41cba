//! A transaction on either database, and the statements in it.
//!
//! Statements are written once. Their parameters are `$1`, `$2`, …, which PostgreSQL takes as they are and SQLite as `?1`, `?2`, ….
//! They are async because PostgreSQL needs it; on SQLite a statement is done after one poll of its future.

use std::future::Future;
use std::pin::Pin;

use rusqlite::params_from_iter;
use tokio_postgres::types::ToSql;

use super::sqlite;
use super::value::{Row, Value};
use crate::postgres::Statements;
use countersign_ledger::StoreError;

/// A future that another thread may poll.
pub(super) type BoxFuture<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;

/// A transaction, or a snapshot for reading.
pub(super) enum Tx<'c> {
    Sqlite(&'c mut rusqlite::Connection),
    Postgres(Statements<'c>),
}

impl Tx<'_> {
    /// Whether the database is a PostgreSQL server. A few statements have another syntax there.
    pub const fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// The statements of a server, which can be sent at the same time; `None` on SQLite, where no statement waits.
    pub const fn server(&self) -> Option<Statements<'_>> {
        match self {
            Self::Sqlite(_) => None,
            Self::Postgres(statements) => Some(*statements),
        }
    }

    /// The rows of a statement, each read by `read`.
    pub async fn rows<'v, T>(
        &mut self,
        statement: &str,
        values: impl AsRef<[Value<'v>]> + Send,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&numbered(statement)).map_err(sqlite::fault)?;
                let mut rows = statement.query(params_from_iter(values.as_ref())).map_err(sqlite::fault)?;
                let mut all = Vec::new();
                while let Some(row) = rows.next().map_err(sqlite::fault)? {
                    all.push(read(&Row::from(row))?);
                }
                Ok(all)
            }
            Self::Postgres(statements) => {
                let rows = statements.query(statement, &parameters(values.as_ref())).await?;
                rows.iter().map(|row| read(&Row::from(row))).collect()
            }
        }
    }

    /// The first row of a statement.
    pub async fn first<'v, T>(
        &mut self,
        statement: &str,
        values: impl AsRef<[Value<'v>]> + Send,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(statement, values, read).await?.into_iter().next())
    }

    /// The first row of a statement that always has one.
    pub async fn one<'v, T>(
        &mut self,
        statement: &str,
        values: impl AsRef<[Value<'v>]> + Send,
        read: impl Fn(&Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<T, StoreError> {
        let first = self.first(statement, values, read).await?;
        first.ok_or_else(|| StoreError::Damaged("a row is missing".to_owned()))
    }

    /// Runs a statement that returns no rows. Returns how many rows it changed.
    pub async fn execute<'v>(
        &mut self,
        statement: &str,
        values: impl AsRef<[Value<'v>]> + Send,
    ) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(&numbered(statement)).map_err(sqlite::fault)?;
                let changed = statement.execute(params_from_iter(values.as_ref())).map_err(sqlite::fault)?;
                Ok(u64::try_from(changed).unwrap_or(u64::MAX))
            }
            Self::Postgres(statements) => {
                Ok(statements.execute(statement, &parameters(values.as_ref())).await?)
            }
        }
    }
}

/// A statement with SQLite's parameter names.
fn numbered(statement: &str) -> String {
    statement.replace('$', "?")
}

/// Parameters as PostgreSQL's driver takes them.
pub(super) fn parameters<'a>(values: &'a [Value<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
