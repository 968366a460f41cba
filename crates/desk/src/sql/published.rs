//! The published profiles and the signing keys in SQL. Every change raises the desk's generation, so that all processes notice
//! the change at their next answer.

use super::OfficeEvent;
use super::database::SqlStore;
use super::events::insert_event;
use super::transaction::Tx;
use super::value::values;
use countersign_ledger::StoreError;

/// All profiles and keys, as of one generation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// The generation.
    pub generation: u64,
    /// The profiles, by ascending id.
    pub profiles: Vec<StoredProfile>,
    /// The key rings.
    pub key_rings: Vec<StoredKeyRing>,
}

/// A published profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredProfile {
    /// Its id.
    pub id: u16,
    /// Its product.
    pub product: String,
    /// Its version.
    pub version: u16,
    /// Its text, as devices get it.
    pub text: String,
}

/// The keys of a product.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredKeyRing {
    /// The product.
    pub product: String,
    /// The text of a key file; it may hold private keys.
    pub text: String,
}

impl std::fmt::Debug for StoredKeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredKeyRing").field("product", &self.product).finish_non_exhaustive()
    }
}

/// A change of profiles and keys.
#[derive(Debug, Clone, Default)]
pub struct PublishedChange {
    /// The generation that the change was decided on.
    pub generation: u64,
    /// New profiles.
    pub profiles: Vec<StoredProfile>,
    /// New or changed key rings.
    pub key_rings: Vec<StoredKeyRing>,
    /// The desk's own secrets, sealed.
    pub secrets: Option<String>,
    /// The events for the log.
    pub events: Vec<OfficeEvent>,
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who makes the change.
    pub by: String,
}

impl SqlStore {
    /// All profiles and keys.
    ///
    /// # Errors
    /// The database can't be read.
    pub async fn published(&self) -> Result<Published, StoreError> {
        self.read(|tx| Box::pin(published(tx))).await
    }

    /// Changes profiles and keys, and writes the events to the log.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if they have changed since they were read; then nothing is written.
    pub async fn change_published(&self, change: PublishedChange) -> Result<(), StoreError> {
        self.write(move |tx| Box::pin(async move { write(tx, &change).await })).await
    }

    /// Imports the profiles and keys of a desk that had them in files, and gives its licenses their product.
    ///
    /// # Errors
    /// The database can't be written.
    pub async fn adopt(&self, change: PublishedChange, product: &str) -> Result<(), StoreError> {
        let product = product.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                write(tx, &change).await?;
                for table in ["licenses", "attempts"] {
                    let statement = format!("UPDATE {table} SET product = $1 WHERE product = ''");
                    tx.execute(&statement, values![&product]).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// The generation of profiles and keys.
pub(super) async fn generation(tx: &mut Tx<'_>) -> Result<u64, StoreError> {
    tx.one("SELECT generation FROM desk", [], |row| row.integer("generation")).await
}

async fn published(tx: &mut Tx<'_>) -> Result<Published, StoreError> {
    let profiles = tx.rows("SELECT id, product, version, text FROM profiles ORDER BY id", [], |row| {
        Ok(StoredProfile {
            id: row.integer("id")?,
            product: row.get("product")?,
            version: row.integer("version")?,
            text: row.get("text")?,
        })
    });
    let profiles = profiles.await?;
    let key_rings = tx.rows("SELECT product, text FROM key_rings ORDER BY product", [], |row| {
        Ok(StoredKeyRing { product: row.get("product")?, text: row.get("text")? })
    });
    let key_rings = key_rings.await?;
    Ok(Published { generation: generation(tx).await?, profiles, key_rings })
}

async fn write(tx: &mut Tx<'_>, change: &PublishedChange) -> Result<(), StoreError> {
    let generation = i64::try_from(change.generation).map_err(|_| StoreError::Conflict)?;
    let raised =
        tx.execute("UPDATE desk SET generation = generation + 1 WHERE generation = $1", values![generation]);
    if raised.await? != 1 {
        return Err(StoreError::Conflict);
    }
    for profile in &change.profiles {
        tx.execute(
            "INSERT INTO profiles (id, product, version, text, published_at, published_by)
             VALUES ($1, $2, $3, $4, $5, $6)",
            values![profile.id, &profile.product, profile.version, &profile.text, change.at, &change.by],
        )
        .await?;
    }
    for ring in &change.key_rings {
        tx.execute(
            "INSERT INTO key_rings (product, text) VALUES ($1, $2) ON CONFLICT (product) DO UPDATE SET text = $2",
            values![&ring.product, &ring.text],
        )
        .await?;
    }
    if let Some(sealed) = &change.secrets {
        tx.execute("UPDATE secrets SET text = $1", values![sealed]).await?;
    }
    for event in &change.events {
        insert_event(tx, event).await?;
    }
    Ok(())
}
