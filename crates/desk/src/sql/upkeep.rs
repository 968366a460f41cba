//! A database that is opened for upkeep: without migration unless the caller asks for it, and without a limit on how long a statement
//! takes.

use std::path::Path;
use std::time::Duration;

use super::schema::{self, SchemaVersion};
use super::sqlite;
use super::transaction::{BoxFuture, Tx};
use crate::postgres::{ConnectFault, DatabaseAddress, Mode, PoolSettings, PostgresAddress, PostgresPool};
use countersign_ledger::StoreError;

/// How long a transaction may be idle while it waits for the other database.
const IDLE: Duration = Duration::from_secs(3_600);

/// A database that is opened without migration.
pub struct Upkeep {
    database: Database,
}

enum Database {
    Sqlite(rusqlite::Connection),
    Postgres(PostgresPool),
}

/// The settings of the session for upkeep.
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
                sqlite::in_snapshot(connection, |connection| sqlite::run(connection, work))
            }
            Database::Postgres(pool) => {
                let mut session = pool.get().await?;
                let snapshot = session.begin(Mode::Snapshot).await?;
                work(&mut Tx::Postgres(snapshot.statements())).await
            }
        }
    }
}

/// Migrates a database to the newest schema. Returns the version that it had.
///
/// # Errors
/// The outer error comes from the connection, the inner one from the database, which is then unchanged.
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
