//! The data of one desk: its database, and the profiles and keys that were last read from it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;
use zeroize::Zeroizing;

use super::files_of_before;
use super::keys::{KeyError, KeyRing, ListedKey, RingKey};
use super::postgres::{ConnectFault, DatabaseAddress, PostgresAddress};
use super::profiles::{Profiles, ProfilesError};
use super::sql::{Published, SqlStore};
use super::tokens::{TokenKey, TokenPlace, Tokens};
use countersign_core::profile::Profile;
use countersign_core::protocol::KeyId;
use countersign_ledger::{ProfilesAndKeys, SigningKey, StoreError};

/// The file name of the database in a desk's folder.
pub(crate) const DATABASE_FILE: &str = "ledger.db";

/// The location of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskPlace {
    /// Its folder.
    pub folder: PathBuf,
    /// Its database; `None` for the file in the folder.
    pub database: Option<DatabaseAddress>,
}

/// The maximum number of connections to a database server.
const SESSIONS: usize = 16;

impl DeskPlace {
    /// Returns the address of the database.
    #[must_use]
    pub fn database(&self) -> DatabaseAddress {
        self.database.clone().unwrap_or_else(|| DatabaseAddress::Sqlite(self.folder.join(DATABASE_FILE)))
    }

    /// Opens the database. Imports profiles and keys that an older desk has in files.
    ///
    /// # Errors
    /// [`OpenError`] names the part that can't be opened.
    pub async fn open(&self) -> Result<SqlStore, OpenError> {
        let store = match self.database() {
            DatabaseAddress::Sqlite(file) if !file.exists() => return Err(OpenError::NoDesk(file)),
            DatabaseAddress::Sqlite(file) => SqlStore::open(&file)?,
            DatabaseAddress::Postgres(address) => {
                let desk = SqlStore::connect_to_desk(&address, SESSIONS).await??;
                desk.ok_or_else(|| OpenError::NoDesk(address.to_string().into()))?
            }
        };
        files_of_before::adopt(&store, &self.folder).await?;
        Ok(store)
    }
}

/// Connects to a server, and creates missing tables.
pub(crate) async fn connect(address: &PostgresAddress) -> Result<SqlStore, OpenError> {
    Ok(SqlStore::connect(address, SESSIONS).await??)
}

/// A desk's data, opened.
#[derive(Clone)]
pub struct DeskData {
    /// The ledger.
    pub store: Arc<SqlStore>,
    /// The profiles and keys that were last read from the database.
    pub published: PublishedData,
}

/// The parsed profiles and opened keys of one generation. It never holds the store: the writer thread keeps a
/// copy of this while it decides, and must not be the last owner of the store.
#[derive(Clone)]
pub struct PublishedData {
    /// All published profiles.
    pub profiles: Arc<Profiles>,
    keys: Arc<BTreeMap<String, KeyRing>>,
    tokens: Arc<Tokens>,
    generation: u64,
}

/// Why a desk can't be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// There is no desk.
    #[error("{0}: no desk here")]
    NoDesk(PathBuf),
    /// The keys can't be read.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The profiles can't be read.
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    /// There is no connection to the database.
    #[error(transparent)]
    Connect(#[from] ConnectFault),
    /// The database can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeskData {
    /// Reads the profiles and keys of a database. Keys on tokens sign through `tokens`; no token needs to be
    /// connected yet.
    ///
    /// # Errors
    /// [`OpenError`] names the part that can't be read.
    pub async fn read(
        store: Arc<SqlStore>,
        passphrase: Option<&str>,
        tokens: Arc<Tokens>,
    ) -> Result<Self, OpenError> {
        let published = store.published().await?;
        let profiles = Profiles::parse(&published.profiles)?;
        let keys = open_keys(&store, &published, passphrase)?;
        let generation = published.generation;
        let (profiles, keys) = (Arc::new(profiles), Arc::new(keys));
        let published = PublishedData { profiles, keys, tokens, generation };
        Ok(Self { store, published })
    }
}

impl PublishedData {
    /// Returns the keys of a product.
    #[must_use]
    pub fn keys_of(&self, product: &str) -> Option<&KeyRing> {
        self.keys.get(product)
    }

    /// Returns a secret for another purpose than signing. All desks on this database get the same secret.
    /// `None` if the product has no keys.
    #[must_use]
    pub fn derived_secret(&self, product: &str, purpose: &str) -> Option<Zeroizing<[u8; 32]>> {
        self.keys_of(product)?.derived_secret(purpose)
    }

    /// Returns the tokens of this process.
    #[must_use]
    pub fn tokens(&self) -> &Arc<Tokens> {
        &self.tokens
    }

    /// Returns the keys on tokens that sign for a published profile, each once.
    #[must_use]
    pub fn needed_tokens(&self) -> Vec<(TokenPlace, [u8; 32])> {
        let mut needed = Vec::new();
        for profile in self.profiles.all() {
            let signer = self.keys_of(&profile.product).and_then(|keys| keys.signer(profile));
            if let Some(RingKey::OnToken(pinned, place)) = signer
                && !needed.iter().any(|(_, key)| *key == pinned.key)
            {
                needed.push((place.clone(), pinned.key));
            }
        }
        needed
    }

    /// Returns the keys of a product for a list, oldest first.
    #[must_use]
    pub fn listed_keys(&self, product: &str) -> Vec<ListedKey> {
        self.keys_of(product).map(KeyRing::listed).unwrap_or_default()
    }

    /// Packs a typed license number with the mask of the profile with the given ID. `None` if there is no
    /// such profile, or the number doesn't fit.
    #[must_use]
    pub fn pack(&self, profile: u16, typed: &str) -> Option<[u8; 6]> {
        self.profiles.pack(profile, typed)
    }
}

/// Reads only the profiles, for commands that sign nothing and so need no passphrase.
pub(crate) async fn read_profiles(store: &SqlStore) -> Result<Profiles, OpenError> {
    Ok(Profiles::parse(&store.published().await?.profiles)?)
}

/// Reads the keys of every product.
pub(crate) fn open_keys(
    store: &SqlStore,
    published: &Published,
    passphrase: Option<&str>,
) -> Result<BTreeMap<String, KeyRing>, KeyError> {
    let mut keys = BTreeMap::new();
    for ring in &published.key_rings {
        if !KeyRing::is_sealed(&ring.text) {
            check_private(store)?;
        }
        keys.insert(ring.product.clone(), KeyRing::parse(&ring.text, passphrase)?);
    }
    Ok(keys)
}

/// Checks that only the owner of the database can read keys that are not sealed.
pub(crate) fn check_private(store: &SqlStore) -> Result<(), KeyError> {
    let Some(path) = store.file() else { return Err(KeyError::Unsealed) };
    match mode(path) {
        Some(mode) if mode & 0o077 != 0 => Err(KeyError::Exposed { path: path.to_owned(), mode }),
        _ => Ok(()),
    }
}

fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|metadata| metadata.mode() & 0o777)
}

impl ProfilesAndKeys for PublishedData {
    fn generation(&self) -> u64 {
        self.generation
    }

    fn profile(&self, id: u16) -> Option<&Profile> {
        self.profiles.get(id)
    }

    fn newest_of(&self, product: &str) -> Option<&Profile> {
        self.profiles.newest_of(product)
    }

    fn newest(&self) -> Option<&Profile> {
        Some(self.profiles.newest())
    }

    fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
        self.keys_of(&profile.product).map(|keys| keys.living_keys(profile)).unwrap_or_default()
    }

    fn signer(&self, profile: &Profile) -> Option<SigningKey<'_>> {
        Some(match self.keys_of(&profile.product)?.signer(profile)? {
            RingKey::Here(signer) => SigningKey::Here(signer),
            RingKey::OnToken(pinned, place) => {
                let (tokens, place, pinned) = (Arc::clone(&self.tokens), place.clone(), pinned.clone());
                SigningKey::Elsewhere(Box::new(TokenKey { tokens, place, pinned }))
            }
        })
    }
}
