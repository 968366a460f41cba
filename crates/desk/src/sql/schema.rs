//! The schema and its migrations, each in one transaction, by one process at a time.
//!
//! SQLite counts them in `user_version`, PostgreSQL in the table `schema_version`. Databases of before carry a table of another
//! program's instead, which is read once.

use rusqlite::{Connection, OptionalExtension as _};

use super::sqlite;
use crate::postgres::{Mode, PostgresConnection, PostgresFault};
use countersign_ledger::StoreError;

/// SQLite's migrations, oldest first; the position from 1 is the version. A released migration must never change.
pub(super) const SQLITE: [&str; 4] = [
    include_str!("../migrations/sqlite/0001_ledger.sql"),
    include_str!("../migrations/sqlite/0002_office.sql"),
    include_str!("../migrations/sqlite/0003_sign_in_sources.sql"),
    include_str!("../migrations/sqlite/0004_products.sql"),
];

/// PostgreSQL's migrations. Its first one is SQLite's fourth.
pub(super) const POSTGRES: [&str; 1] = [include_str!("../migrations/postgres/0001_ledger.sql")];

/// The lock that one process holds while it migrates a PostgreSQL database.
const MIGRATION_LOCK: i64 = 0x636f_756e_7465_7273;

/// Brings a SQLite database to the newest schema.
pub(super) fn migrate_sqlite(connection: &mut Connection) -> Result<(), StoreError> {
    if sqlite_version(connection)? == SQLITE.len() {
        return Ok(());
    }
    // Tables that others refer to are made anew. The references are checked before the commit.
    connection.pragma_update(None, "foreign_keys", "OFF").map_err(sqlite::fault)?;
    let migrated = migrate_in_transaction(connection);
    connection.pragma_update(None, "foreign_keys", "ON").map_err(sqlite::fault)?;
    migrated
}

fn migrate_in_transaction(connection: &mut Connection) -> Result<(), StoreError> {
    connection.execute_batch("BEGIN EXCLUSIVE").map_err(sqlite::fault)?;
    let migrated = apply_missing(connection);
    let end = if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(end).map_err(sqlite::fault)?;
    migrated
}

fn apply_missing(connection: &Connection) -> Result<(), StoreError> {
    // Another process may have migrated meanwhile.
    let version = sqlite_version(connection)?;
    for statements in SQLITE.iter().skip(version) {
        connection.execute_batch(statements).map_err(sqlite::fault)?;
    }
    let newest = i64::try_from(SQLITE.len()).unwrap_or(i64::MAX);
    connection.execute_batch("DROP TABLE IF EXISTS _sqlx_migrations").map_err(sqlite::fault)?;
    connection.pragma_update(None, "user_version", newest).map_err(sqlite::fault)?;
    let broken = connection
        .query_row("PRAGMA foreign_key_check", [], |row| row.get::<_, String>(0))
        .optional()
        .map_err(sqlite::fault)?;
    broken.map_or(Ok(()), |table| Err(StoreError::Damaged(format!("a reference from {table} is broken"))))
}

/// How many migrations a SQLite database has.
pub(super) fn sqlite_version(connection: &Connection) -> Result<usize, StoreError> {
    let number = |statement: &str| {
        connection.query_row(statement, [], |row| row.get::<_, i64>(0)).optional().map_err(sqlite::fault)
    };
    let of_before = "SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'";
    let version = match (number("PRAGMA user_version")?, number(of_before)?) {
        (Some(0), Some(_)) => number("SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success")?,
        (version, _) => version,
    };
    known(version.unwrap_or(0), SQLITE.len())
}

/// Whether a PostgreSQL database has the desk's tables, of whatever version.
pub(super) async fn has_tables(session: &PostgresConnection) -> Result<bool, StoreError> {
    let statement = "SELECT to_regclass('schema_version') IS NOT NULL";
    let row = session.statements().query_one(statement, &[]).await?;
    Ok(row.try_get(0).map_err(PostgresFault::from)?)
}

/// Brings a PostgreSQL database to the newest schema.
pub(super) async fn migrate_postgres(session: &mut PostgresConnection) -> Result<(), StoreError> {
    let transaction = session.begin(Mode::Write).await?;
    let statements = transaction.statements();
    statements.query("SELECT pg_advisory_xact_lock($1)", &[&MIGRATION_LOCK]).await?;
    statements.batch("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)").await?;
    let version = statements.query_opt("SELECT version FROM schema_version", &[]).await?;
    let version = version.map(|row| row.try_get::<_, i64>(0)).transpose().map_err(PostgresFault::from)?;
    let version = known(version.unwrap_or(0), POSTGRES.len())?;
    if version == POSTGRES.len() {
        return Ok(transaction.commit().await?);
    }
    for migration in POSTGRES.iter().skip(version) {
        statements.batch(migration).await?;
    }
    let newest = i64::try_from(POSTGRES.len()).unwrap_or(i64::MAX);
    statements.batch("DELETE FROM schema_version").await?;
    statements.execute("INSERT INTO schema_version VALUES ($1)", &[&newest]).await?;
    Ok(transaction.commit().await?)
}

/// A version, if this program knows it.
fn known(version: i64, newest: usize) -> Result<usize, StoreError> {
    match usize::try_from(version) {
        Ok(version) if version <= newest => Ok(version),
        _ => Err(StoreError::Newer(version)),
    }
}
