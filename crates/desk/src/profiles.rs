//! The profiles that the desk has published, of all products. `profile.toml` in the desk's folder is a copy of the newest, for devices.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use super::sql::StoredProfile;
use countersign_core::profile::{Profile, ProfileError};
use countersign_core::review::Policy;
use countersign_ledger::{self as ledger, LicenseId};

/// The newest profile, as devices get it.
pub(crate) const NEWEST_FILE: &str = "profile.toml";

/// The published profiles; at least one.
#[derive(Debug, Clone)]
pub struct Profiles {
    older: BTreeMap<u16, PublishedProfile>,
    newest: PublishedProfile,
}

/// A published profile.
#[derive(Debug, Clone)]
pub struct PublishedProfile {
    /// The profile.
    pub profile: Profile,
    /// Its text, as devices get it.
    pub text: String,
}

/// Why the profiles can't be read or published.
#[derive(Debug, Error)]
pub enum ProfilesError {
    /// A file can't be read or written.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: io::Error,
    },
    /// A text is no valid profile.
    #[error("profile {id}: {error}")]
    Invalid {
        /// The id that it is stored under.
        id: u16,
        /// What is wrong with it.
        error: ProfileError,
    },
    /// A text has another id than it is stored under, or the id is 0, which is practice.
    #[error("profile {id}: its text has the id {other}")]
    Misnamed {
        /// The id that it is stored under.
        id: u16,
        /// The id in its text.
        other: u16,
    },
    /// No profile has been published.
    #[error("no profile was published")]
    None,
}

impl Profiles {
    /// Reads every published profile.
    ///
    /// # Errors
    /// [`ProfilesError`], if a single one is bad: without it the desk would refuse that profile's devices.
    pub fn parse(stored: &[StoredProfile]) -> Result<Self, ProfilesError> {
        let mut all = BTreeMap::new();
        for StoredProfile { id, text, .. } in stored {
            let profile = Profile::parse(text).map_err(|error| ProfilesError::Invalid { id: *id, error })?;
            if *id == 0 || profile.id != *id {
                return Err(ProfilesError::Misnamed { id: *id, other: profile.id });
            }
            all.insert(*id, PublishedProfile { profile, text: text.clone() });
        }
        let (_, newest) = all.pop_last().ok_or(ProfilesError::None)?;
        Ok(Self { older: all, newest })
    }

    /// The newest profile: the one with the highest id.
    #[must_use]
    pub const fn newest(&self) -> &Profile {
        &self.newest.profile
    }

    /// The newest profile of a product: the one with the highest version.
    #[must_use]
    pub fn newest_of(&self, product: &str) -> Option<&Profile> {
        self.all().filter(|one| one.product == product).max_by_key(|one| (one.version, one.id))
    }

    /// The newest profile of each product, in the order in which the products were added.
    #[must_use]
    pub fn products(&self) -> Vec<&Profile> {
        let mut products: Vec<&str> = Vec::new();
        for profile in self.all() {
            if !products.contains(&profile.product.as_str()) {
                products.push(&profile.product);
            }
        }
        products.into_iter().filter_map(|product| self.newest_of(product)).collect()
    }

    /// The license numbers that a typed text can be, one a product.
    #[must_use]
    pub fn licenses(&self, typed: &str) -> Vec<LicenseId> {
        let license = |profile: &&Profile| {
            let number = profile.mask.parse_number(typed).ok()?;
            Some(LicenseId::new(&profile.product, number))
        };
        self.products().iter().filter_map(license).collect()
    }

    /// The profile with that id and its text.
    #[must_use]
    pub fn published(&self, id: u16) -> Option<&PublishedProfile> {
        if self.newest.profile.id == id { Some(&self.newest) } else { self.older.get(&id) }
    }

    /// The profile with that id.
    #[must_use]
    pub fn get(&self, id: u16) -> Option<&Profile> {
        self.published(id).map(|published| &published.profile)
    }

    /// What the profile with that id and the newest of its product both allow. Where there is no such profile: what the newest allows.
    #[must_use]
    pub fn policy(&self, id: u16) -> Policy {
        let Some(named) = self.get(id) else { return self.newest().policy };
        let newest = self.newest_of(&named.product).unwrap_or(named);
        ledger::Profiles { named, newest }.policy()
    }

    /// Every profile, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Profile> {
        self.older.values().chain([&self.newest]).map(|published| &published.profile)
    }

    /// Packs a typed license number by the mask of the profile with that id. `None` if there is no such profile, or the
    /// number doesn't fit.
    #[must_use]
    pub fn pack(&self, id: u16, typed: &str) -> Option<[u8; 6]> {
        let mask = &self.get(id)?.mask;
        mask.parse_number(typed).ok().and_then(|number| mask.pack(&number))
    }
}

/// A profile as it is stored.
///
/// # Errors
/// [`ProfilesError`] if devices would refuse its text, or its id is 0.
pub(crate) fn stored(id: u16, text: &str) -> Result<StoredProfile, ProfilesError> {
    let profile = Profile::parse(text).map_err(|error| ProfilesError::Invalid { id, error })?;
    if id == 0 || profile.id != id {
        return Err(ProfilesError::Misnamed { id, other: profile.id });
    }
    Ok(StoredProfile { id, product: profile.product, version: profile.version, text: text.to_owned() })
}

/// Writes the newest profile into a desk's folder, where whoever builds the product finds it.
///
/// # Errors
/// [`ProfilesError::Io`].
pub(crate) fn write_newest(folder: &Path, text: &str) -> Result<(), ProfilesError> {
    let path = folder.join(NEWEST_FILE);
    atomic_file::replace(&path, atomic_file::PUBLIC, text.as_bytes())
        .map_err(|error| ProfilesError::Io { path, error })
}
