//! The SQLite database: one file, one thread that writes, and connections that read.
//!
//! A write is on disk when its future is ready, and so is what a reader has seen ([`flushes`]). The threads that write also answer
//! requests. Each reader sees a snapshot. Strangers have readers of their own, so that an operator's search never delays a stranger.

mod flushes;
mod readers;
mod writer;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema;
use super::transaction::{BoxFuture, Tx};
use super::waiting::caught;
use countersign_ledger::{AnswerError, Answered, Decide, StoreError, poll_once};
use flushes::{Flushes, empty_log};
use readers::Readers;
use writer::Writer;

/// How long to wait while another program holds the write lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The pause before the switch to the write-ahead log is tried again.
const SWITCH_PAUSE: Duration = Duration::from_millis(10);
/// How many statements a connection keeps prepared.
const STATEMENTS: usize = 64;
/// How much of the file the writing connection holds in memory, in KiB. A larger cache takes longer: most commits visit all of it.
const WRITER_CACHE: i64 = 2 * 1024;
/// How many pages the log has before it is begun anew, when all of it is copied into the database.
const LOG_PAGES: i64 = 8_192;
/// How many pages the log has before a commit waits until all of them are copied, because readers or the load left no other time.
const MOST_LOG_PAGES: i64 = 4 * LOG_PAGES;
/// How many pages the writing thread copies while the answers wait.
const FEW_PAGES: i64 = 128;
/// How often the log is copied at most until few pages are left.
const COPIES: usize = 8;
/// How much disk space the next commits need, in bytes. A group of answers takes less.
const ROOM: u64 = 1024 * 1024;

/// An open SQLite database.
pub(super) struct Sqlite {
    path: PathBuf,
    answers: Readers,
    people: Readers,
    writer: Writer,
    flushes: Arc<Flushes>,
}

impl Sqlite {
    /// Opens a database file and migrates its schema.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = connect(path)?;
        schema::migrate_sqlite(&mut connection)?;
        // A negative value counts KiB, a positive value counts pages.
        connection.pragma_update(None, "cache_size", -WRITER_CACHE).map_err(fault)?;
        connection.pragma_update(None, "wal_autocheckpoint", MOST_LOG_PAGES).map_err(fault)?;
        connection.pragma_update(None, "synchronous", "NORMAL").map_err(fault)?;
        let flushes = Arc::new(Flushes::new(path));
        Ok(Self {
            path: path.to_owned(),
            answers: Readers::new(path, &flushes),
            people: Readers::new(path, &flushes),
            writer: Writer::start(connection, &flushes)?,
            flushes,
        })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads for an answer, in one snapshot.
    pub async fn read_for_answer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.answers.run(work).await
    }

    /// Reads for a page or a list, in one snapshot.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.people.run(work).await
    }

    /// Checks that the disk has room for the next commits.
    pub fn check_room(&self) -> Result<(), StoreError> {
        let disk = rustix::fs::statvfs(&self.path).map_err(|error| StoreError::Fault(error.to_string()))?;
        if disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM { Err(StoreError::Full) } else { Ok(()) }
    }

    /// Copies committed pages from the log into the database, as far as readers allow, and without waiting for readers or writers. A long
    /// log is copied to its end, so that the next commit begins it anew; answers wait only for its last pages.
    pub async fn copy_log(&self) -> Result<(), StoreError> {
        if self.flushes.have_failed() {
            // A part of a log with a gap must not reach the database. Any job of the writer first empties such a log.
            return self.writer.alone(|_| Ok(())).await;
        }
        let mut before = self.answers.alone(|connection| copied_log(connection)).await?;
        if before.pages < LOG_PAGES {
            return Ok(());
        }
        for _ in 0..COPIES {
            let log = self.answers.alone(|connection| copied_log(connection)).await?;
            if log.pages - before.copied <= FEW_PAGES {
                break;
            }
            before = log;
        }
        self.writer.alone(copied_log).await.map(drop)
    }

    /// Writes in one transaction, and returns after its commit.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work).await
    }

    /// Answers a request, in one transaction with other requests, and returns after its commit.
    pub async fn answer(&self, decide: Box<dyn Decide>) -> Result<Answered, AnswerError> {
        self.writer.answer(decide).await
    }

    /// Closes the database. Then its file alone has all that is committed, and every page of it is intact. SQLite itself ignores
    /// what fails while it copies the log at the end.
    pub async fn close(self) -> Result<(), StoreError> {
        self.writer.alone(empty_log).await?;
        let closed = tokio::task::spawn_blocking(move || {
            let path = self.path.clone();
            drop(self);
            let connection = connect(&path)?;
            check_integrity(&connection)?;
            drop(connection);
            match fs::metadata(log_of(&path)) {
                Ok(log) if log.len() > 0 => {
                    Err(StoreError::Fault("the log of the database is not empty".to_owned()))
                }
                _ => Ok(()),
            }
        });
        closed.await.map_err(|error| StoreError::Fault(error.to_string()))?
    }

    /// Runs work outside of a transaction on the writing connection.
    pub async fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.alone(work).await
    }
}

/// The write-ahead log of a database file.
fn log_of(database: &Path) -> PathBuf {
    let mut log = database.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// A log after committed pages were copied into the database.
struct CopiedLog {
    /// How many pages it has.
    pages: i64,
    /// How many of them are copied.
    copied: i64,
}

/// Copies committed pages, as far as readers allow, and without waiting.
fn copied_log(connection: &Connection) -> Result<CopiedLog, StoreError> {
    let log =
        |row: &rusqlite::Row<'_>| Ok(CopiedLog { pages: row.get("log")?, copied: row.get("checkpointed")? });
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], log).map_err(fault)
}

/// Opens a connection to an existing database file.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Without this, SQLite compiles a statement again whenever a changed parameter could select another index.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
    use_write_ahead_log(&connection)?;
    for (pragma, value) in [("synchronous", "FULL"), ("foreign_keys", "ON")] {
        connection.pragma_update(None, pragma, value).map_err(fault)?;
    }
    Ok(connection)
}

/// Switches a database to the write-ahead log, if it doesn't have one yet.
///
/// While another program makes the same switch, SQLite reports a busy database at once and ignores its busy timeout.
fn use_write_ahead_log(connection: &Connection) -> Result<(), StoreError> {
    let deadline = Instant::now() + BUSY_TIMEOUT;
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL").map_err(fault) {
            Err(StoreError::Busy) if Instant::now() < deadline => thread::sleep(SWITCH_PAUSE),
            switched => return switched,
        }
    }
}

/// Opens a read-only connection to an existing database file.
pub(super) fn connect_to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
    Ok(connection)
}

/// Runs work in a transaction that sees one snapshot.
pub(super) fn in_snapshot<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    transaction(connection, "BEGIN DEFERRED", work, |connection| run_cached(connection, "COMMIT"))
}

/// Runs work in a transaction that holds the write lock from its start. Its commit is on the disk when `flushes` says so.
fn in_transaction<T, E: From<StoreError>>(
    connection: &mut Connection,
    flushes: &Flushes,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
) -> Result<T, E> {
    let commit = |connection: &Connection| flushes.commit(|| run_cached(connection, "COMMIT"));
    transaction(connection, "BEGIN IMMEDIATE", work, commit)
}

fn transaction<T, E: From<StoreError>>(
    connection: &mut Connection,
    begin: &str,
    work: impl FnOnce(&mut Connection) -> Result<T, E>,
    commit: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<T, E> {
    run_cached(connection, begin)?;
    let done = caught(|| work(connection)).and_then(|done| {
        commit(connection)?;
        Ok(done)
    });
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK").map_err(fault)?;
    }
    done
}

fn run_cached(connection: &Connection, statement: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(statement)
        .and_then(|mut prepared| prepared.execute([]))
        .map(drop)
        .map_err(fault)
}

/// Runs statements to their end, in one poll: on SQLite they never wait.
pub(super) fn run<T>(
    connection: &mut Connection,
    work: impl for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, StoreError>>,
) -> Result<T, StoreError> {
    let mut tx = Tx::Sqlite(connection);
    poll_once(work(&mut tx)).unwrap_or(Err(StoreError::Busy))
}

/// Converts an error of SQLite.
pub(super) fn fault(error: rusqlite::Error) -> StoreError {
    use rusqlite::Error as E;
    match &error {
        E::SqliteFailure(code, message) => match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
            ErrorCode::ReadOnly => StoreError::ReadOnly,
            ErrorCode::DiskFull => StoreError::Full,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                StoreError::Damaged(message.clone().unwrap_or_else(|| code.to_string()))
            }
            _ => StoreError::Fault(message.clone().unwrap_or_else(|| code.to_string())),
        },
        E::InvalidColumnName(_)
        | E::InvalidColumnType(..)
        | E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::Utf8Error(..) => StoreError::Damaged(error.to_string()),
        _ => StoreError::Fault(error.to_string()),
    }
}

/// Checks every page and every reference.
pub(super) fn check_integrity(connection: &Connection) -> Result<(), StoreError> {
    let first = |statement: &str| {
        let mut statement = connection.prepare(statement)?;
        let mut rows = statement.query([])?;
        rows.next()?.map(|row| row.get::<_, String>(0)).transpose()
    };
    let pages = first("PRAGMA integrity_check(1)").map_err(fault)?;
    let references = first("PRAGMA foreign_key_check").map_err(fault)?;
    match (pages.as_deref(), references) {
        (Some("ok"), None) => Ok(()),
        (_, Some(table)) => Err(StoreError::Damaged(format!("a reference from {table} is broken"))),
        (found, None) => Err(StoreError::Damaged(found.unwrap_or_default().to_owned())),
    }
}
