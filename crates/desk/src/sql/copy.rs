//! Copies a whole database into an empty one, and verifies the copy.
//!
//! Rows are copied in pages, so that memory is bounded. A copy to a server is one transaction. A copy to a file is written to a
//! temporary file beside its place, and moved there after it is verified and closed. Both sides are read again at the end. The copy must have
//! the digests of the copied rows. So must one snapshot of the source; otherwise the source was changed meanwhile.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::database::SqlStore;
use super::schema;
use super::tables::{RowHasher, StoredRow, TABLES, Table, TableDigest};
use super::transaction::Tx;
use super::value::Value;
use crate::keys::{KeyError, KeyRing};
use crate::postgres::{ConnectFault, Mode, PostgresAddress, PostgresFault, PostgresPool};
use crate::secrets;
use countersign_ledger::StoreError;

/// A table of a copy, verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopiedTable {
    /// Its name.
    pub table: &'static str,
    /// Its rows.
    pub digest: TableDigest,
}

/// The progress of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyProgress {
    /// Rows are copied.
    Copying {
        /// The table.
        table: &'static str,
        /// How many rows of it are copied.
        done: u64,
        /// How many rows it has.
        of: u64,
    },
    /// Both sides are read again.
    Verifying,
}

/// Why a copy failed. Nothing is left of the copy.
#[derive(Debug, Error)]
pub enum CopyFault {
    /// The target has rows, or tables of another program.
    #[error("the target is not empty")]
    NotEmpty,
    /// Rows of the source changed meanwhile.
    #[error("{0} was changed during the copy")]
    Changed(&'static str),
    /// The copy differs from the source.
    #[error("{0} differs")]
    Differs(&'static str),
    /// The keys or the desk's own secrets are not sealed, so they must not be copied.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// There is no connection to the target.
    #[error(transparent)]
    Connect(#[from] ConnectFault),
    /// One of the databases can't be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file of the target can't be written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
}

impl From<PostgresFault> for CopyFault {
    fn from(fault: PostgresFault) -> Self {
        Self::Store(fault.into())
    }
}

/// Copies a database into an empty database of a server. Creates the tables if they don't exist.
///
/// # Errors
/// [`CopyFault`]; the server's database is as empty as before.
pub async fn copy_to_server(
    source: &SqlStore,
    address: &PostgresAddress,
    progress: &mut (dyn FnMut(CopyProgress) + Send),
) -> Result<Vec<CopiedTable>, CopyFault> {
    let rings = source.published().await?.key_rings;
    if !rings.iter().all(|ring| KeyRing::is_sealed(&ring.text)) {
        return Err(KeyError::Unsealed.into());
    }
    if source.secrets().await?.is_some_and(|text| !secrets::is_sealed(&text)) {
        return Err(KeyError::Unsealed.into());
    }
    let pool = PostgresPool::open(address, &super::upkeep::settings()).await?;
    let mut session = pool.get().await?;
    if schema::postgres_version(&session).await?.is_none() && schema::has_tables(&session).await? {
        return Err(CopyFault::NotEmpty);
    }
    schema::migrate_postgres(&mut session).await?;
    let transaction = session.begin(Mode::Write).await?;
    let mut tx = Tx::Postgres(transaction.statements());
    let names = TABLES.each_ref().map(|table| table.name).join(", ");
    tx.execute(&format!("LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"), []).await?;
    if !is_empty(&mut tx).await? {
        return Err(CopyFault::NotEmpty);
    }
    let copied = copy_rows(source, &mut Target::Session(&mut tx), progress).await?;
    for table in TABLES.iter().filter(|table| table.counted) {
        let name = table.name;
        let next = format!(
            "SELECT setval(pg_get_serial_sequence('{name}', 'id'), MAX(id)) FROM {name} HAVING MAX(id) IS NOT NULL"
        );
        tx.rows(&next, [], |_| Ok(())).await?;
    }
    tx.execute(&format!("ANALYZE {names}"), []).await?;
    super::postgres::commit(transaction).await?;
    Ok(copied)
}

/// Copies a database into a new SQLite file that only its owner may read.
///
/// # Errors
/// [`CopyFault`]; then no file is created.
pub async fn copy_to_file(
    source: &SqlStore,
    path: &Path,
    progress: &mut (dyn FnMut(CopyProgress) + Send),
) -> Result<Vec<CopiedTable>, CopyFault> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(CopyFault::NotEmpty);
    }
    let at_path = |error| CopyFault::Io { path: path.to_owned(), error };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staging = tempfile::Builder::new()
        .prefix(".countersign-")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(parent)
        .map_err(at_path)?;
    let file = staging.path().join("copy.db");
    let target = SqlStore::create(&file)?;
    let copied = copy_rows(source, &mut Target::File(&target), progress).await?;
    target.close_database().await?;
    // A hard link doesn't replace a file that was created meanwhile.
    let placed = File::open(&file).and_then(|written| written.sync_all());
    let placed =
        placed.and_then(|()| fs::hard_link(&file, path)).and_then(|()| File::open(parent)?.sync_all());
    placed.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => CopyFault::NotEmpty,
        _ => at_path(error),
    })?;
    Ok(copied)
}

/// The target of a copy.
enum Target<'a, 'c> {
    /// A transaction with a server.
    Session(&'a mut Tx<'c>),
    /// A file that no other process uses, with one transaction for each page.
    File(&'a SqlStore),
}

impl Target<'_, '_> {
    /// Removes the rows that every new database has.
    async fn clear(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Session(tx) => clear(tx).await,
            Self::File(store) => store.write(|tx| Box::pin(clear(tx))).await,
        }
    }

    async fn insert(&mut self, table: &'static Table, rows: Vec<StoredRow>) -> Result<(), StoreError> {
        match self {
            Self::Session(tx) => table.insert(tx, &rows).await,
            Self::File(store) => {
                store.write(move |tx| Box::pin(async move { table.insert(tx, &rows).await })).await
            }
        }
    }

    async fn digests(&mut self) -> Result<Vec<TableDigest>, StoreError> {
        match self {
            Self::Session(tx) => digests(tx).await,
            Self::File(store) => store.read(|tx| Box::pin(digests(tx))).await,
        }
    }
}

async fn copy_rows(
    source: &SqlStore,
    target: &mut Target<'_, '_>,
    progress: &mut (dyn FnMut(CopyProgress) + Send),
) -> Result<Vec<CopiedTable>, CopyFault> {
    target.clear().await?;
    let mut read = Vec::with_capacity(TABLES.len());
    for table in &TABLES {
        read.push(copy_table(source, table, target, progress).await?);
    }
    progress(CopyProgress::Verifying);
    let written = target.digests().await?;
    let again = source.read(|tx| Box::pin(digests(tx))).await?;
    let differing = |one: &[TableDigest], other: &[TableDigest]| {
        let differs = |((table, one), other): ((&Table, _), _)| (one != other).then_some(table.name);
        TABLES.iter().zip(one).zip(other).find_map(differs)
    };
    if let Some(table) = differing(&read, &again) {
        return Err(CopyFault::Changed(table));
    }
    if let Some(table) = differing(&read, &written) {
        return Err(CopyFault::Differs(table));
    }
    Ok(TABLES.iter().zip(read).map(|(table, digest)| CopiedTable { table: table.name, digest }).collect())
}

/// Copies the rows of a table. Returns the digest of the rows that were read.
async fn copy_table(
    source: &SqlStore,
    table: &'static Table,
    target: &mut Target<'_, '_>,
    progress: &mut (dyn FnMut(CopyProgress) + Send),
) -> Result<TableDigest, CopyFault> {
    let of = source.read(|tx| Box::pin(table.count(tx))).await?;
    let mut hasher = RowHasher::default();
    let (mut last, mut done): (Option<Vec<Value<'static>>>, u64) = (None, 0);
    loop {
        let page =
            source.read(move |tx| Box::pin(async move { table.page(tx, last.as_deref()).await })).await?;
        page.iter().for_each(|row| hasher.add(row));
        last = page.last().map(|row| table.key_of(row));
        let count = page.len();
        target.insert(table, page).await?;
        done += count as u64;
        progress(CopyProgress::Copying { table: table.name, done, of });
        if count < table.page_size() {
            return Ok(hasher.finish());
        }
    }
}

/// The digests of all tables.
async fn digests(tx: &mut Tx<'_>) -> Result<Vec<TableDigest>, StoreError> {
    let mut all = Vec::with_capacity(TABLES.len());
    for table in &TABLES {
        all.push(table.digest(tx).await?);
    }
    Ok(all)
}

async fn clear(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    for table in ["desk", "chain_end"] {
        tx.execute(&format!("DELETE FROM {table}"), []).await?;
    }
    Ok(())
}

/// Whether the tables have only the rows of a new database.
async fn is_empty(tx: &mut Tx<'_>) -> Result<bool, StoreError> {
    let used = TABLES.iter().map(|table| match table.name {
        "desk" => "EXISTS (SELECT 1 FROM desk WHERE generation > 0)".to_owned(),
        "chain_end" => "EXISTS (SELECT 1 FROM chain_end WHERE position > 0)".to_owned(),
        name => format!("EXISTS (SELECT 1 FROM {name})"),
    });
    let statement = format!("SELECT 1 AS used WHERE {}", used.collect::<Vec<_>>().join(" OR "));
    Ok(tx.first(&statement, [], |_| Ok(())).await?.is_none())
}
