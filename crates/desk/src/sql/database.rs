//! The connection to the database: opening, migrating, transactions, snapshots, and what the driver's errors mean.

use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions};
use sqlx::{SqlSafeStr, Sqlite, SqlitePool, Transaction};
use tokio::runtime::Runtime;

use crate::atomic_file;
use countersign_ledger::StoreError;

/// How long to wait while another program holds the write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The migrations, oldest first: version, name, statements. A released migration must never change.
pub(super) const MIGRATIONS: [(i64, &str, &str); 3] = [
    (1, "ledger", include_str!("../migrations/0001_ledger.sql")),
    (2, "office", include_str!("../migrations/0002_office.sql")),
    (3, "sign-in sources", include_str!("../migrations/0003_sign_in_sources.sql")),
];

/// The ledger in a database. Its methods block; it owns the small runtime that its driver needs.
pub struct SqlStore {
    pub(super) pool: SqlitePool,
    pub(super) runtime: Runtime,
}

impl SqlStore {
    /// Creates a database file that only its owner may read, with the newest schema.
    ///
    /// # Errors
    /// The file exists, or can't be created.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        atomic_file::create(path, atomic_file::PRIVATE, b"")
            .map_err(|error| StoreError::Fault(error.to_string()))?;
        Self::open(path)
    }

    /// Opens a database file and migrates its schema.
    ///
    /// # Errors
    /// [`StoreError`]; it tells a locked, full, read-only and damaged database apart.
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
            .busy_timeout(BUSY_TIMEOUT);
        let migrations = MIGRATIONS.map(|(version, name, sql)| {
            let (name, sql) = (Cow::Borrowed(name), sql.into_sql_str());
            Migration::new(version, name, MigrationType::Simple, sql, false)
        });
        let pool = runtime.block_on(async {
            let pool = SqlitePoolOptions::new()
                .max_connections(4)
                .acquire_timeout(BUSY_TIMEOUT * 2)
                .connect_with(options)
                .await
                .map_err(fault)?;
            Migrator::with_migrations(migrations.into()).run(&pool).await.map_err(migration_fault)?;
            Ok::<_, StoreError>(pool)
        })?;
        Ok(Self { pool, runtime })
    }

    /// Checks that the database can be read now.
    ///
    /// # Errors
    /// [`StoreError`] if it can't.
    pub fn check_readable(&self) -> Result<(), StoreError> {
        let read = sqlx::query_scalar::<_, i64>("SELECT 1").fetch_one(&self.pool);
        self.runtime.block_on(read).map(drop).map_err(fault)
    }

    /// Writes a snapshot of the database into a new file. Others may read and write meanwhile.
    ///
    /// # Errors
    /// [`StoreError`]; an incomplete file may be left behind.
    pub fn snapshot(&self, to: &Path) -> Result<(), StoreError> {
        let path = to.to_str().ok_or_else(|| StoreError::Fault(format!("{}: not UTF-8", to.display())))?;
        let copy = sqlx::query("VACUUM INTO ?").bind(path).execute(&self.pool);
        self.runtime.block_on(copy).map(drop).map_err(fault)
    }

    /// Checks the integrity of every page of the database.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] with the first fault.
    pub fn check_integrity(&self) -> Result<(), StoreError> {
        let result = sqlx::query_scalar::<_, String>("PRAGMA integrity_check(1)").fetch_one(&self.pool);
        match self.runtime.block_on(result).map_err(fault)?.as_str() {
            "ok" => Ok(()),
            fault => Err(StoreError::Damaged(fault.to_owned())),
        }
    }

    /// Begins a transaction that holds the write lock from its start.
    pub(super) async fn begin_write(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(fault)
    }

    /// Begins a transaction for reading; it sees one snapshot.
    pub(super) async fn begin_read(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.pool.begin().await.map_err(fault)
    }
}

/// Maps an error of the driver. SQLite's primary result codes: 5 busy, 6 locked, 8 read-only, 11 corrupt,
/// 13 full, 26 not a database.
pub(super) fn fault(error: sqlx::Error) -> StoreError {
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
