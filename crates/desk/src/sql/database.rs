//! The store: one of the two databases, with reads for answers, reads for pages and lists, and writes.

use std::path::Path;
use std::time::Instant;

use super::ledger::{read_bases, read_basis, write_unit};
use super::postgres::Postgres;
use super::published;
use super::schema;
use super::sqlite::{self, Sqlite};
use super::transaction::{BoxFuture, Tx};
use super::upkeep;
use crate::atomic_file;
use crate::metrics;
use crate::postgres::{ConnectFault, Mode, PostgresAddress, PostgresPool};
use countersign_ledger::{
    AnswerError, Answered, Basis, CaseNumber, Decide, Question, StoreError, UnitOfWork,
};

/// The ledger and the back office in a database. Clones of an `Arc` of it share its connections.
pub struct SqlStore {
    database: Database,
}

enum Database {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

/// How often a unit of work is tried if its transaction conflicts with another transaction on the server.
const MAX_TRIES: usize = 5;

impl SqlStore {
    /// Creates a SQLite file that only its owner may read, with the newest schema.
    ///
    /// # Errors
    /// The file exists, or can't be created.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        atomic_file::create(path, atomic_file::PRIVATE, b"")
            .map_err(|error| StoreError::Fault(error.to_string()))?;
        Self::open(path)
    }

    /// Opens a SQLite file and migrates its schema.
    ///
    /// # Errors
    /// [`StoreError`]; it distinguishes a locked, full, read-only and damaged database.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { database: Database::Sqlite(Sqlite::open(path)?) })
    }

    /// Connects to a PostgreSQL server, with `sessions` sessions for answers, and migrates its schema.
    ///
    /// # Errors
    /// [`ConnectFault`] if there is no connection. The inner error comes from the database.
    pub async fn connect(
        address: &PostgresAddress,
        sessions: usize,
    ) -> Result<Result<Self, StoreError>, ConnectFault> {
        let postgres = Postgres::connect(address, sessions).await?;
        let upkeep = PostgresPool::new(address, &upkeep::settings())?;
        Ok(Self::migrated(postgres, &upkeep).await)
    }

    /// Like [`connect`](Self::connect), but only if the database already has the desk's tables: with a wrong address, no tables are
    /// created in the database of another program.
    ///
    /// # Errors
    /// Like [`SqlStore::connect`].
    pub async fn connect_to_desk(
        address: &PostgresAddress,
        sessions: usize,
    ) -> Result<Result<Option<Self>, StoreError>, ConnectFault> {
        let postgres = Postgres::connect(address, sessions).await?;
        let upkeep = PostgresPool::new(address, &upkeep::settings())?;
        Ok(Self::migrated_desk(postgres, &upkeep).await)
    }

    async fn migrated_desk(postgres: Postgres, upkeep: &PostgresPool) -> Result<Option<Self>, StoreError> {
        if schema::postgres_version(&upkeep.get().await?).await?.is_some() {
            Self::migrated(postgres, upkeep).await.map(Some)
        } else {
            Ok(None)
        }
    }

    /// Migrates the schema in a session of its own, because a migration of many rows takes long.
    async fn migrated(postgres: Postgres, upkeep: &PostgresPool) -> Result<Self, StoreError> {
        schema::migrate_postgres(&mut upkeep.get().await?).await?;
        Ok(Self { database: Database::Postgres(postgres) })
    }

    /// Reads for a page or a list, in one snapshot.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.read(|connection| sqlite::run(connection, work)).await,
            Database::Postgres(postgres) => postgres.read(work).await,
        }
    }

    /// Writes in one transaction, which is on disk when this returns.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl for<'t, 'c> FnOnce(&'t mut Tx<'c>) -> BoxFuture<'t, Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.write(|connection| sqlite::run(connection, work)).await,
            Database::Postgres(postgres) => postgres.write(work).await,
        }
    }

    pub(super) async fn read_for_answer(&self, question: &Question) -> Result<Basis, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => {
                let question = question.clone();
                let read = move |connection: &mut rusqlite::Connection| {
                    sqlite::run(connection, |tx| Box::pin(async move { read_basis(tx, &question).await }))
                };
                sqlite.read_for_answer(read).await
            }
            Database::Postgres(postgres) => {
                let session = postgres.for_answer().await?;
                read_bases(session.statements(), &[question]).await?.pop().ok_or(StoreError::Conflict)
            }
        }
    }

    /// Answers a request in one transaction with others that wait.
    pub(super) async fn answer_with_others(&self, decide: Box<dyn Decide>) -> Result<Answered, AnswerError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.answer(decide).await,
            Database::Postgres(postgres) => postgres.answer(decide).await,
        }
    }

    /// The generation of profiles and keys. Pages of strangers read it too, so it is read like the basis of an answer: these
    /// pages don't wait for operators' pages, nor operators' pages for them.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn generation(&self) -> Result<u64, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => {
                let read = |connection: &mut rusqlite::Connection| {
                    sqlite::run(connection, |tx| Box::pin(published::generation(tx)))
                };
                sqlite.read_for_answer(read).await
            }
            Database::Postgres(postgres) => {
                let session = postgres.for_answer().await?;
                published::generation(&mut Tx::Postgres(session.statements())).await
            }
        }
    }

    pub(super) async fn commit_unit(&self, unit: UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => {
                let write = move |connection: &mut rusqlite::Connection| {
                    sqlite::run(connection, |tx| Box::pin(async move { write_unit(tx, &unit).await }))
                };
                sqlite.write(write).await
            }
            Database::Postgres(postgres) => {
                let began = Instant::now();
                let committed = commit_with_retries(postgres, &unit).await;
                metrics::committed(1, began.elapsed());
                postgres.tell_how_busy();
                committed
            }
        }
    }

    /// Copies committed pages from the log of a SQLite database into its file, without waiting for readers or writers. A server does so
    /// itself.
    ///
    /// # Errors
    /// The database can't be read or written.
    pub async fn copy_log(&self) -> Result<(), StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => sqlite.copy_log().await,
            Database::Postgres(_) => Ok(()),
        }
    }

    /// Checks that the database can be read now.
    ///
    /// # Errors
    /// [`StoreError`] if it can't.
    pub async fn check_readable(&self) -> Result<(), StoreError> {
        self.read(|tx| Box::pin(async move { tx.one("SELECT id FROM desk", [], |_| Ok(())).await })).await
    }

    /// Checks that the database can be written now: it inserts a row and deletes it. An update without a change isn't enough: SQLite
    /// doesn't write such a page. On a full disk SQLite can still overwrite an existing part of its log, so the free space is
    /// checked too.
    ///
    /// # Errors
    /// [`StoreError`] if it can't.
    pub async fn check_writable(&self) -> Result<(), StoreError> {
        if let Database::Sqlite(sqlite) = &self.database {
            sqlite.check_room()?;
        }
        let written = self.write(|tx| {
            Box::pin(async move {
                tx.execute("INSERT INTO guesses (name, source, count, last) VALUES ('', '', 0, 0)", [])
                    .await?;
                tx.execute("DELETE FROM guesses WHERE name = '' AND source = ''", []).await.map(drop)
            })
        });
        written.await
    }

    /// Writes a snapshot of a SQLite database into a new file. Other connections may read and write meanwhile.
    ///
    /// # Errors
    /// [`StoreError`]; an incomplete file may be left behind. A PostgreSQL server has its own tools for copies.
    pub async fn snapshot(&self, to: &Path) -> Result<(), StoreError> {
        let path = to.to_str().ok_or_else(|| StoreError::Fault(format!("{}: not UTF-8", to.display())))?;
        let path = path.to_owned();
        self.sqlite()?
            .alone(move |connection| {
                connection.execute("VACUUM INTO ?1", [path]).map(drop).map_err(sqlite::fault)
            })
            .await
    }

    /// Closes a SQLite database. Then its file alone has all that is committed, every page of it is intact, and no reference is broken.
    ///
    /// # Errors
    /// [`StoreError`]: the log can't be copied into the file, or [`StoreError::Damaged`] with the first fault. The file may be damaged.
    pub async fn close_database(self) -> Result<(), StoreError> {
        match self.database {
            Database::Sqlite(sqlite) => sqlite.close().await,
            Database::Postgres(_) => Ok(()),
        }
    }

    /// The file of a SQLite database; `None` for a server.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.database {
            Database::Sqlite(sqlite) => Some(sqlite.path()),
            Database::Postgres(_) => None,
        }
    }

    pub(super) fn sqlite(&self) -> Result<&Sqlite, StoreError> {
        match &self.database {
            Database::Sqlite(sqlite) => Ok(sqlite),
            Database::Postgres(_) => Err(StoreError::Fault("the database is no file".to_owned())),
        }
    }
}

/// Writes a unit, and tries again if its transaction conflicts with another transaction on the server.
async fn commit_with_retries(
    postgres: &Postgres,
    unit: &UnitOfWork,
) -> Result<Option<CaseNumber>, StoreError> {
    for _ in 1..MAX_TRIES {
        match commit_on_server(postgres, unit).await {
            Err(StoreError::Conflict) => {}
            done => return done,
        }
    }
    commit_on_server(postgres, unit).await
}

async fn commit_on_server(postgres: &Postgres, unit: &UnitOfWork) -> Result<Option<CaseNumber>, StoreError> {
    let mut session = postgres.for_answer().await?;
    let transaction = session.begin(Mode::Write).await?;
    let opened = write_unit(&mut Tx::Postgres(transaction.statements()), unit).await?;
    super::postgres::commit(transaction).await?;
    Ok(opened)
}
