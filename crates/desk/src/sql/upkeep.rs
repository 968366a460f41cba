//! A database opened as it is, for upkeep: no migration unless it is asked for, and no limit on how long a statement takes.

use std::path::Path;
use std::time::Duration;

use rusqlite::TransactionBehavior;

use super::schema::{self, SchemaVersion};
use super::sqlite;
use super::transaction::{BoxFuture, Tx};
use crate::postgres::{ConnectFault, DatabaseAddress, Mode, PoolSettings, PostgresAddress, PostgresPool};
use countersign_ledger::StoreError;

/// How long a transaction may wait for the other database.
const IDLE: Duration = Duration::from_secs(3_600);

/// A database as it is.
pub struct Upkeep {
    database: Database,
}

enum Database {
    Sqlite(rusqlite::Connection),
    Postgres(PostgresPool),
}

/// The session for upkeep.
pub(super) const fn settings() -> PoolSettings {
    PoolSettings { statement: None, idle_in_transaction: IDLE, ..PoolSettings::of_size(1) }
}

impl Upkeep {
    /// Opens a SQLite file for reading.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn open_file(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { database: Database::Sqlite(sqlite::connect_to_read(path)?) })
    }

    /// Connects to a server.
    ///
    /// # Errors
    /// [`ConnectFault`].
    pub async fn connect(address: &PostgresAddress) -> Result<Self, ConnectFault> {
        Ok(Self { database: Database::Postgres(PostgresPool::open(address, &settings()).await?) })
    }

    /// The version of its schema.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn schema(&self) -> Result<SchemaVersion, StoreError> {
        match &self.database {
            Database::Sqlite(connection) => schema::sqlite_schema(connection),
            Database::Postgres(pool) => schema::postgres_schema(&pool.get().await?).await,
        }
    }

    /// Reads in one snapshot.
    pub(super) async fn read<T: Send>(
        &mut self,
        work: impl for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        match &mut self.database {
            Database::Sqlite(connection) => {
                sqlite::in_transaction(connection, TransactionBehavior::Deferred, |connection| {
                    sqlite::run(connection, work)
                })
            }
            Database::Postgres(pool) => {
                let mut session = pool.get().await?;
                let snapshot = session.begin(Mode::Snapshot).await?;
                work(&mut Tx::Postgres(snapshot.statements())).await
            }
        }
    }
}

/// Brings a database to the newest schema. Gives the version that it had.
///
/// # Errors
/// The outer error is one of the connection, the inner one is one of the database; it is as before then.
pub async fn migrate(address: &DatabaseAddress) -> Result<Result<SchemaVersion, StoreError>, ConnectFault> {
    Ok(match address {
        DatabaseAddress::Sqlite(path) => {
            sqlite::connect(path).and_then(|mut connection| schema::migrate_sqlite(&mut connection))
        }
        DatabaseAddress::Postgres(address) => {
            let pool = PostgresPool::open(address, &settings()).await?;
            match pool.get().await {
                Ok(mut session) => schema::migrate_postgres(&mut session).await,
                Err(fault) => Err(fault.into()),
            }
        }
    })
}
