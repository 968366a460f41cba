//! Builds of the device program in SQL, with their bytes in pieces: several desks share one database and have no files of their own.

use sha2::{Digest as _, Sha256};

use super::database::SqlStore;
use super::events::{OfficeEvent, insert_event};
use super::transaction::Tx;
use super::value::{Row, damaged, values};
use crate::downloads::{Build, PIECE_BYTES, Processor, Route, Signature};
use countersign_ledger::StoreError;

/// A build to add.
#[derive(Debug, Clone)]
pub struct NewBuild {
    /// The product that it is for; `None` for every product.
    pub product: Option<String>,
    /// The processor.
    pub processor: Processor,
    /// Whether it can ask the desk itself.
    pub route: Route,
    /// The version.
    pub version: String,
    /// The program.
    pub bytes: Vec<u8>,
    /// Its signature.
    pub signature: Option<Signature>,
    /// Who adds it.
    pub by: String,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
}

impl SqlStore {
    /// Adds a build in one transaction, and writes that to the log.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn add_build(&self, new: NewBuild) -> Result<Build, StoreError> {
        self.write(move |tx| Box::pin(async move { add(tx, new).await })).await
    }

    /// All builds, newest first.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn builds(&self) -> Result<Vec<Build>, StoreError> {
        self.read(|tx| {
            Box::pin(async move { tx.rows("SELECT * FROM builds ORDER BY id DESC", [], build).await })
        })
        .await
    }

    /// Removes a build, and writes that to the log. Downloads of the build that are under way fail. `None` if there is no such build.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn remove_build(&self, id: i64, by: &str, at: i64) -> Result<Option<Build>, StoreError> {
        let by = by.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let found = tx.first("SELECT * FROM builds WHERE id = $1", values![id], build).await?;
                let Some(found) = found else { return Ok(None) };
                tx.execute("DELETE FROM build_pieces WHERE build = $1", values![id]).await?;
                tx.execute("DELETE FROM builds WHERE id = $1", values![id]).await?;
                insert_event(tx, &event("build-removed", &found, &by, at)).await?;
                Ok(Some(found))
            })
        })
        .await
    }

    /// A piece of a build, counted from 0. `None` if the build was removed, even if another build has its id by now.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn build_piece(&self, build: &Build, piece: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let (id, sha256) = (build.id, build.sha256);
        let piece = i64::try_from(piece).unwrap_or(i64::MAX);
        self.read(move |tx| {
            Box::pin(async move {
                let statement = "SELECT bytes FROM build_pieces JOIN builds ON builds.id = build
                    WHERE build = $1 AND piece = $2 AND sha256 = $3";
                tx.first(statement, values![id, piece, &sha256], |row| row.get("bytes")).await
            })
        })
        .await
    }
}

async fn add(tx: &mut Tx<'_>, new: NewBuild) -> Result<Build, StoreError> {
    let sha256: [u8; 32] = Sha256::digest(&new.bytes).into();
    let size = i64::try_from(new.bytes.len()).map_err(|_| StoreError::Full)?;
    let inserted = tx.one(
        "INSERT INTO builds (product, processor, route, version, size, sha256, signature_name, signature, added_at, added_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *",
        values![
            new.product.as_ref(),
            new.processor.name(),
            new.route.name(),
            &new.version,
            size,
            &sha256,
            new.signature.as_ref().map(|one| &one.name),
            new.signature.as_ref().map(|one| one.bytes.as_slice()),
            new.at,
            &new.by,
        ],
        build,
    );
    let added = inserted.await?;
    for (piece, bytes) in (0_i64..).zip(new.bytes.chunks(PIECE_BYTES)) {
        let insert = "INSERT INTO build_pieces (build, piece, bytes) VALUES ($1, $2, $3)";
        tx.execute(insert, values![added.id, piece, bytes]).await?;
    }
    insert_event(tx, &event("build-added", &added, &new.by, new.at)).await?;
    Ok(added)
}

fn event(name: &str, build: &Build, by: &str, at: i64) -> OfficeEvent {
    let mut subject = format!("{} {} {}", build.id, build.processor.name(), build.version);
    if let Some(product) = &build.product {
        subject = format!("{subject} {product}");
    }
    OfficeEvent { at, operator: by.to_owned(), event: name.to_owned(), subject }
}

fn build(row: &Row<'_>) -> Result<Build, StoreError> {
    let signature: Option<Vec<u8>> = row.get("signature")?;
    let signature = match (row.get::<Option<String>>("signature_name")?, signature) {
        (Some(name), Some(bytes)) => Some(Signature { name, bytes }),
        _ => None,
    };
    Ok(Build {
        id: row.get("id")?,
        product: row.get("product")?,
        processor: processor(row)?,
        route: Route::from_name(&row.get::<String>("route")?).ok_or_else(|| damaged("route"))?,
        version: row.get("version")?,
        size: row.integer("size")?,
        sha256: row.get::<Vec<u8>>("sha256")?.try_into().map_err(|_| damaged("sha256"))?,
        signature,
        added_at: row.get("added_at")?,
        added_by: row.get("added_by")?,
    })
}

pub(super) fn processor(row: &Row<'_>) -> Result<Processor, StoreError> {
    Processor::from_name(&row.get::<String>("processor")?).ok_or_else(|| damaged("processor"))
}
