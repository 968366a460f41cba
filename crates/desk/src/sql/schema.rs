//! The schema and its migrations, each in one transaction, by one process at a time.
//!
//! SQLite counts them in `user_version`, PostgreSQL in the table `schema_version`. SQLite databases of earlier versions have
//! the table `_sqlx_migrations` instead, which is read once.

use rusqlite::{Connection, OptionalExtension as _};

use super::sqlite;
use crate::postgres::{Mode, PostgresConnection, PostgresFault, Statements};
use countersign_ledger::StoreError;

/// SQLite's migrations, oldest first; the position from 1 is the version. A released migration must never change.
pub(super) const SQLITE: [&str; 9] = [
    include_str!("../migrations/sqlite/0001_ledger.sql"),
    include_str!("../migrations/sqlite/0002_office.sql"),
    include_str!("../migrations/sqlite/0003_sign_in_sources.sql"),
    include_str!("../migrations/sqlite/0004_products.sql"),
    include_str!("../migrations/sqlite/0005_customers.sql"),
    include_str!("../migrations/sqlite/0006_access.sql"),
    include_str!("../migrations/sqlite/0007_case_machines.sql"),
    include_str!("../migrations/sqlite/0008_case_models.sql"),
    include_str!("../migrations/sqlite/0009_serials.sql"),
];

/// PostgreSQL's migrations. Its first one is SQLite's fourth.
pub(super) const POSTGRES: [&str; 6] = [
    include_str!("../migrations/postgres/0001_ledger.sql"),
    include_str!("../migrations/postgres/0002_customers.sql"),
    include_str!("../migrations/postgres/0003_access.sql"),
    include_str!("../migrations/postgres/0004_case_machines.sql"),
    include_str!("../migrations/postgres/0005_case_models.sql"),
    include_str!("../migrations/postgres/0006_serials.sql"),
];

/// The lock that one process holds while it migrates a PostgreSQL database.
const MIGRATION_LOCK: i64 = 0x636f_756e_7465_7273;

/// The schema version of a database, and the newest version that this program knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SchemaVersion {
    /// The version of the database; 0 if it has no tables.
    pub found: i64,
    /// The newest version for this kind of database.
    pub newest: i64,
}

impl SchemaVersion {
    const fn of(found: i64, migrations: &[&str]) -> Self {
        Self { found, newest: migrations.len() as i64 }
    }

    /// How many migrations the database has, if this program knows its schema.
    fn known(self) -> Result<usize, StoreError> {
        match usize::try_from(self.found) {
            Ok(version) if self.found <= self.newest => Ok(version),
            _ => Err(StoreError::Newer(self.found)),
        }
    }
}

/// Migrates a SQLite database to the newest schema. Returns the version that it had.
pub(super) fn migrate_sqlite(connection: &mut Connection) -> Result<SchemaVersion, StoreError> {
    let schema = sqlite_schema(connection)?;
    if schema.known()? == SQLITE.len() {
        return Ok(schema);
    }
    // A migration creates tables again that others refer to. The references are checked before the commit.
    connection.pragma_update(None, "foreign_keys", "OFF").map_err(sqlite::fault)?;
    let migrated = migrate_in_transaction(connection);
    connection.pragma_update(None, "foreign_keys", "ON").map_err(sqlite::fault)?;
    migrated
}

fn migrate_in_transaction(connection: &mut Connection) -> Result<SchemaVersion, StoreError> {
    connection.execute_batch("BEGIN EXCLUSIVE").map_err(sqlite::fault)?;
    let migrated = apply_missing(connection);
    let end = if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(end).map_err(sqlite::fault)?;
    migrated
}

fn apply_missing(connection: &Connection) -> Result<SchemaVersion, StoreError> {
    // Another process may have migrated meanwhile.
    let schema = sqlite_schema(connection)?;
    for statements in SQLITE.iter().skip(schema.known()?) {
        connection.execute_batch(statements).map_err(sqlite::fault)?;
    }
    connection.execute_batch("DROP TABLE IF EXISTS _sqlx_migrations").map_err(sqlite::fault)?;
    connection.pragma_update(None, "user_version", schema.newest).map_err(sqlite::fault)?;
    let broken = connection
        .query_row("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0))
        .optional()
        .map_err(sqlite::fault)?;
    broken.map_or(Ok(schema), |table| Err(StoreError::Damaged(format!("a reference from {table} is broken"))))
}

/// The schema of a SQLite database.
pub(super) fn sqlite_schema(connection: &Connection) -> Result<SchemaVersion, StoreError> {
    let number = |statement: &str| {
        connection.query_row(statement, [], |row| row.get::<_, i64>(0)).optional().map_err(sqlite::fault)
    };
    let of_before = "SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'";
    let version = match (number("PRAGMA user_version")?, number(of_before)?) {
        (Some(0), Some(_)) => number("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success")?,
        (version, _) => version,
    };
    Ok(SchemaVersion::of(version.unwrap_or(0), &SQLITE))
}

/// Migrates a PostgreSQL database to the newest schema. Returns the version that it had.
pub(super) async fn migrate_postgres(session: &mut PostgresConnection) -> Result<SchemaVersion, StoreError> {
    let transaction = session.begin(Mode::Write).await?;
    let statements = transaction.statements();
    statements.query("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK]).await?;
    statements.batch("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)").await?;
    let schema = SchemaVersion::of(version_row(statements).await?, &POSTGRES);
    if schema.known()? < POSTGRES.len() {
        for migration in POSTGRES.iter().skip(schema.known()?) {
            statements.batch(migration).await?;
        }
        statements.batch("DELETE FROM schema_version").await?;
        statements.execute("INSERT INTO schema_version VALUES ($1)", &[&schema.newest]).await?;
    }
    transaction.commit().await?;
    Ok(schema)
}

/// The schema of a PostgreSQL database.
pub(super) async fn postgres_schema(session: &PostgresConnection) -> Result<SchemaVersion, StoreError> {
    Ok(SchemaVersion::of(postgres_version(session).await?.unwrap_or(0), &POSTGRES))
}

/// The version of a PostgreSQL database; `None` if no desk ever opened it.
pub(super) async fn postgres_version(session: &PostgresConnection) -> Result<Option<i64>, PostgresFault> {
    let statements = session.statements();
    let there = statements.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[]).await?;
    match there.try_get(0).map_err(PostgresFault::from)? {
        true => Ok(Some(version_row(statements).await?)),
        false => Ok(None),
    }
}

async fn version_row(statements: Statements<'_>) -> Result<i64, PostgresFault> {
    let version = statements.query_opt("SELECT version FROM schema_version", &[]).await?;
    Ok(version.map(|row| row.try_get::<_, i64>(0)).transpose().map_err(PostgresFault::from)?.unwrap_or(0))
}

/// Whether the current schema of a session has tables.
pub(super) async fn has_tables(session: &PostgresConnection) -> Result<bool, PostgresFault> {
    let statement = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())";
    let found = session.statements().query_one(statement, &[]).await?;
    found.try_get(0).map_err(PostgresFault::from)
}
