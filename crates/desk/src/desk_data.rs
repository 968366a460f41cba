//! The data of one desk: its keys, profiles and database, opened from its folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::keys::{KeyError, KeyRing};
use super::profiles::{NEWEST_FILE, Profiles, ProfilesError};
use super::sql::SqlStore;
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, Signer};
use countersign_ledger::{ProfilesAndKeys, StoreError};

/// The name of the key file in a desk's folder.
pub(crate) const KEYS_FILE: &str = "keys.toml";
/// The name of the database in a desk's folder.
pub(crate) const DATABASE_FILE: &str = "ledger.db";

/// A desk's data, opened.
pub struct DeskData {
    /// The ledger.
    pub store: Arc<SqlStore>,
    /// Every published profile.
    pub profiles: Profiles,
    /// The signing keys.
    pub keys: KeyRing,
}

/// Why a desk can't be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The folder holds no desk.
    #[error("{0}: no desk here")]
    NoDesk(PathBuf),
    /// The keys can't be read.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The profiles can't be read.
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    /// The database can't be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeskData {
    /// Opens the desk of a folder.
    ///
    /// # Errors
    /// [`OpenError`] names the part that can't be opened.
    pub fn open(data: &Path, passphrase: Option<&str>) -> Result<Self, OpenError> {
        Self::open_with(data, &data.join(DATABASE_FILE), passphrase)
    }

    /// Opens the desk of a folder, with a database elsewhere.
    ///
    /// # Errors
    /// [`OpenError`] names the part that can't be opened.
    pub fn open_with(data: &Path, database: &Path, passphrase: Option<&str>) -> Result<Self, OpenError> {
        let profiles = open_profiles(data)?;
        let keys = KeyRing::load(&data.join(KEYS_FILE), passphrase)?;
        Ok(Self { store: Arc::new(SqlStore::open(database)?), profiles, keys })
    }

    /// Reads the keys and profiles again; the database stays open.
    ///
    /// # Errors
    /// [`OpenError`] names the part that can't be read.
    pub fn reload(&self, data: &Path, passphrase: Option<&str>) -> Result<Self, OpenError> {
        let profiles = open_profiles(data)?;
        let keys = KeyRing::load(&data.join(KEYS_FILE), passphrase)?;
        Ok(Self { store: Arc::clone(&self.store), profiles, keys })
    }

    /// Packs a typed license number by the mask of the profile with that id. `None` if there is no such profile, or the
    /// number doesn't fit.
    #[must_use]
    pub fn pack(&self, profile: u16, typed: &str) -> Option<[u8; 6]> {
        self.profiles.pack(profile, typed)
    }
}

/// Opens only the profiles, for commands that sign nothing and so need no passphrase.
pub(crate) fn open_profiles(data: &Path) -> Result<Profiles, OpenError> {
    if data.join(NEWEST_FILE).is_file() {
        Ok(Profiles::load(data)?)
    } else {
        Err(OpenError::NoDesk(data.to_owned()))
    }
}

/// Opens only the database.
pub(crate) fn open_store(data: &Path) -> Result<SqlStore, OpenError> {
    Ok(SqlStore::open(&data.join(DATABASE_FILE))?)
}

impl ProfilesAndKeys for DeskData {
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
        self.keys.living_keys(profile)
    }

    fn signer(&self, profile: &Profile) -> Option<&Signer> {
        self.keys.signer(profile)
    }
}
