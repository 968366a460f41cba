//! The ledger's store in SQL (SQLite; the statements and the schema are plain enough for PostgreSQL).
//!
//! Lives here: opening and migrating, the statements, the shape of rows. Every write is one transaction
//! that takes the write lock first, so that two programs can't both decide on what they read.
//! Never here: a rule; what is stored that can't be made out is [`StoreError::Damaged`].

mod admin;
mod cases;
mod operators;
mod read;
mod rows;
mod search;
mod store;

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{SqlSafeStr, Sqlite, SqlitePool, Transaction};
use tokio::runtime::Runtime;

use super::files;
use countersign_ledger::StoreError;

pub use admin::Added;
pub use cases::{CaseListed, Which};
pub use operators::Event;
pub use read::{Kept, Listed};
pub use search::Hits;

/// How long to wait for another program that holds the database.
const PATIENCE: Duration = Duration::from_secs(5);

/// The migrations, oldest first. One that was released is never edited.
const MIGRATIONS: [(i64, &str, &str); 2] = [
    (1, "ledger", include_str!("../migrations/0001_ledger.sql")),
    (2, "office", include_str!("../migrations/0002_office.sql")),
];

/// The ledger in a database, used synchronously: it owns the small runtime its driver needs.
pub struct SqlStore {
    pool: SqlitePool,
    runtime: Runtime,
}

impl SqlStore {
    /// Makes an empty database file that only its owner can read, with the newest schema.
    ///
    /// # Errors
    /// The file is there already, or can't be made.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        files::create(path, files::PRIVATE, b"").map_err(|error| StoreError::Fault(error.to_string()))?;
        Self::open(path)
    }

    /// Opens a database file, and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError`] says whether it is locked, full, read-only or damaged.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_time()
            .build()
            .map_err(|error| StoreError::Fault(error.to_string()))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(false)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(PATIENCE);
        let migrations = MIGRATIONS.map(|(version, name, sql)| {
            let (name, sql) = (Cow::Borrowed(name), sql.into_sql_str());
            Migration::new(version, name, MigrationType::Simple, sql, false)
        });
        let pool = runtime.block_on(async {
            let pool = SqlitePoolOptions::new()
                .max_connections(4)
                .acquire_timeout(PATIENCE * 2)
                .connect_with(options)
                .await
                .map_err(fault)?;
            Migrator::with_migrations(migrations.into()).run(&pool).await.map_err(migration_fault)?;
            Ok::<_, StoreError>(pool)
        })?;
        Ok(Self { pool, runtime })
    }

    /// Whether the database can be read, now.
    ///
    /// # Errors
    /// [`StoreError`] says why not.
    pub fn ready(&self) -> Result<(), StoreError> {
        let read = sqlx::query_scalar::<_, i64>("SELECT 1").fetch_one(&self.pool);
        self.runtime.block_on(read).map(drop).map_err(fault)
    }

    /// Writes the database as it is at one moment into a new file, while others go on reading and writing.
    ///
    /// # Errors
    /// [`StoreError`]; a file that was begun is left.
    pub fn snapshot(&self, to: &Path) -> Result<(), StoreError> {
        let path = to.to_str().ok_or_else(|| StoreError::Fault(format!("{}: not UTF-8", to.display())))?;
        let copy = sqlx::query("VACUUM INTO ?").bind(path).execute(&self.pool);
        self.runtime.block_on(copy).map(drop).map_err(fault)
    }

    /// Whether every page of the database is as it should be.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first thing that isn't.
    pub fn check(&self) -> Result<(), StoreError> {
        let said = sqlx::query_scalar::<_, String>("PRAGMA integrity_check(1)").fetch_one(&self.pool);
        match self.runtime.block_on(said).map_err(fault)?.as_str() {
            "ok" => Ok(()),
            wrong => Err(StoreError::Damaged(wrong.to_owned())),
        }
    }

    /// A transaction that holds the write lock from its beginning.
    async fn write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(fault)
    }

    /// A transaction to read in: everything it sees is of one moment.
    async fn read(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.pool.begin().await.map_err(fault)
    }
}

/// What a driver's error means. SQLite's primary result codes: 5 busy, 6 locked, 8 read-only, 11 corrupt,
/// 13 full, 26 not a database.
fn fault(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => {
            let primary = error.code().and_then(|code| code.parse::<i64>().ok()).map(|code| code & 0xff);
            match primary {
                Some(5 | 6) => StoreError::Busy,
                Some(8) => StoreError::ReadOnly,
                Some(13) => StoreError::Full,
                Some(11 | 26) => StoreError::Damaged(error.message().to_owned()),
                _ => StoreError::Fault(error.message().to_owned()),
            }
        }
        sqlx::Error::PoolTimedOut => StoreError::Busy,
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::ColumnNotFound(_) => {
            StoreError::Damaged(error.to_string())
        }
        other => StoreError::Fault(other.to_string()),
    }
}

fn migration_fault(error: sqlx::migrate::MigrateError) -> StoreError {
    use sqlx::migrate::MigrateError as E;
    match error {
        E::Execute(error) | E::ExecuteMigration(error, _) => fault(error),
        E::VersionMissing(version) => {
            StoreError::Fault(format!("the database is of a newer program (schema {version})"))
        }
        other => StoreError::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
