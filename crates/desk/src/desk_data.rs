//! One desk's folder, opened: keys, profiles, database.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::keys::{KeyError, KeyRing};
use super::profiles::{Profiles, ProfilesError};
use super::sql::SqlStore;
use countersign_core::profile::Profile;
use countersign_core::protocol::Signer;
use countersign_core::protocol::spoken::SpokenRequest;
use countersign_ledger::{ProfilesAndKeys, Store as _, StoreError};

/// The name of the key file in a desk's folder.
pub(crate) const KEYS: &str = "keys.toml";
/// The name of the database in a desk's folder.
pub(crate) const DATABASE: &str = "ledger.db";

/// A desk, open for work.
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
    /// There is no desk in this folder.
    #[error("{0}: no desk here")]
    NoDesk(PathBuf),
    /// Its keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// Its profiles.
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    /// Its database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeskData {
    /// Opens all of a desk.
    ///
    /// # Errors
    /// [`OpenError`] says which part can't be opened, and why.
    pub fn open(data: &Path, passphrase: Option<&str>) -> Result<Self, OpenError> {
        Self::open_with(data, &data.join(DATABASE), passphrase)
    }

    /// Opens all of a desk, whose database is elsewhere.
    ///
    /// # Errors
    /// [`OpenError`] says which part can't be opened, and why.
    pub fn open_with(data: &Path, database: &Path, passphrase: Option<&str>) -> Result<Self, OpenError> {
        let profiles = open_profiles(data)?;
        let keys = KeyRing::load(&data.join(KEYS), passphrase)?;
        Ok(Self { store: Arc::new(SqlStore::open(database)?), profiles, keys })
    }

    /// The same desk, its keys and profiles read anew.
    ///
    /// # Errors
    /// [`OpenError`] says which part can't be opened, and why.
    pub fn reopened(&self, data: &Path, passphrase: Option<&str>) -> Result<Self, OpenError> {
        let profiles = open_profiles(data)?;
        let keys = KeyRing::load(&data.join(KEYS), passphrase)?;
        Ok(Self { store: Arc::clone(&self.store), profiles, keys })
    }

    /// Whether the ledger has the license number of a spoken request: the second judge of what was heard. Where it
    /// can't be asked, nothing is known.
    #[must_use]
    pub fn knows(&self, spoken: &SpokenRequest) -> bool {
        let version = spoken.head.profile_version;
        let profile = self.profiles.get(version).unwrap_or_else(|| self.profiles.newest());
        let number = profile.mask.unpack(spoken.head.number);
        number.is_some_and(|number| matches!(self.store.load(&number), Ok(Some(_))))
    }
}

/// The profiles alone: for commands that sign nothing, and so need no passphrase.
pub(crate) fn open_profiles(data: &Path) -> Result<Profiles, OpenError> {
    if data.join("profile.toml").is_file() {
        Ok(Profiles::load(data)?)
    } else {
        Err(OpenError::NoDesk(data.to_owned()))
    }
}

/// The database alone.
pub(crate) fn open_store(data: &Path) -> Result<SqlStore, OpenError> {
    Ok(SqlStore::open(&data.join(DATABASE))?)
}

impl ProfilesAndKeys for DeskData {
    fn profile(&self, version: u16) -> Option<&Profile> {
        self.profiles.get(version)
    }

    fn newest(&self) -> &Profile {
        self.profiles.newest()
    }

    fn signer(&self, profile: &Profile) -> Option<&Signer> {
        self.keys.signer(profile)
    }
}
