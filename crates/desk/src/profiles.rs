//! The profiles that the desk has published, of all products. The desk's folder has copies of the newest
//! ones, for devices.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use super::sql::StoredProfile;
use countersign_core::profile::{Profile, ProfileError};
use countersign_core::review::Policy;
use countersign_ledger::{self as ledger, LicenseId};

/// The file of the newest profile of the first product, as devices get it.
pub(crate) const NEWEST_FILE: &str = "profile.toml";

/// The published profiles, at least one.
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
    /// The text of the profile, as devices get it.
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
    /// A text is not a valid profile.
    #[error("profile {id}: {error}")]
    Invalid {
        /// The ID that it is stored under.
        id: u16,
        /// The fault.
        error: ProfileError,
    },
    /// The ID in a text differs from the ID that it is stored under, or is 0, which is reserved for practice.
    #[error("profile {id}: its text has the id {other}")]
    Misnamed {
        /// The ID that it is stored under.
        id: u16,
        /// The ID in its text.
        other: u16,
    },
    /// No profile has been published.
    #[error("no profile was published")]
    None,
}

/// Why no product could be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProductFault {
    /// The desk has no such product.
    #[error("no product {0}")]
    Unknown(String),
    /// The desk has several products, and none was named.
    #[error("which product?")]
    Missing(Vec<String>),
}

impl Profiles {
    /// Parses every published profile.
    ///
    /// # Errors
    /// [`ProfilesError`] if any profile is bad, because without it the desk would refuse that profile's
    /// devices.
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

    /// Returns the newest profile: the one with the highest ID.
    #[must_use]
    pub const fn newest(&self) -> &Profile {
        &self.newest.profile
    }

    /// Returns the newest profile of a product: the one with the highest version.
    #[must_use]
    pub fn newest_of(&self, product: &str) -> Option<&Profile> {
        self.all().filter(|one| one.product == product).max_by_key(|one| (one.version, one.id))
    }

    /// Returns the newest profile of a product. If no product is named, or it has no profile, returns the
    /// newest of all.
    #[must_use]
    pub fn newest_for(&self, product: Option<&str>) -> &Profile {
        product.and_then(|product| self.newest_of(product)).unwrap_or_else(|| self.newest())
    }

    /// Returns the desk's name for the pages of the office: its product, or its host if it has several
    /// products.
    #[must_use]
    pub fn site_name(&self) -> &str {
        if self.products().len() > 1 { &self.newest().desk } else { &self.newest().name }
    }

    /// Returns the newest profile of each product, in the order in which the products were added.
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

    /// Returns the newest profile of the named product, or of the only one.
    ///
    /// # Errors
    /// [`ProductFault`] if the product is unknown, or none is named and there are several.
    pub fn product(&self, named: Option<&str>) -> Result<&Profile, ProductFault> {
        let products = self.products();
        match (named, products.as_slice()) {
            (Some(named), _) => self.newest_of(named).ok_or_else(|| ProductFault::Unknown(named.to_owned())),
            (None, [only]) => Ok(only),
            (None, several) => {
                Err(ProductFault::Missing(several.iter().map(|one| one.product.clone()).collect()))
            }
        }
    }

    /// Returns the license numbers that a typed text may mean, one for each product.
    #[must_use]
    pub fn licenses(&self, typed: &str) -> Vec<LicenseId> {
        let license = |profile: &&Profile| {
            let number = profile.mask.find_number(typed).ok()?;
            Some(LicenseId::new(&profile.product, number))
        };
        self.products().iter().filter_map(license).collect()
    }

    /// Returns the profile with the given ID, with its text.
    #[must_use]
    pub fn published(&self, id: u16) -> Option<&PublishedProfile> {
        if self.newest.profile.id == id { Some(&self.newest) } else { self.older.get(&id) }
    }

    /// Returns the profile with the given ID.
    #[must_use]
    pub fn get(&self, id: u16) -> Option<&Profile> {
        self.published(id).map(|published| &published.profile)
    }

    /// Returns the policy that the profile with the given ID and the newest profile of its product both
    /// allow. If there is no such profile, returns the policy of the newest.
    #[must_use]
    pub fn policy(&self, id: u16) -> Policy {
        let Some(named) = self.get(id) else { return self.newest().policy };
        let newest = self.newest_of(&named.product).unwrap_or(named);
        ledger::Profiles { named, newest }.policy()
    }

    /// Returns all profiles, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Profile> {
        self.older.values().chain([&self.newest]).map(|published| &published.profile)
    }

    /// Writes the newest profile of each product into a desk's folder, for the build of the product: the
    /// profile of the first product to `profile.toml`, the others to `profile-PRODUCT.toml`.
    ///
    /// # Errors
    /// [`ProfilesError::Io`] if a file can't be written.
    pub(crate) fn write_newest(&self, folder: &Path) -> Result<(), ProfilesError> {
        for (at, profile) in self.products().into_iter().enumerate() {
            let path = folder.join(file_name(at, &profile.product));
            let text = self.published(profile.id).map_or("", |published| published.text.as_str());
            atomic_file::replace(&path, atomic_file::PUBLIC, text.as_bytes())
                .map_err(|error| ProfilesError::Io { path, error })?;
        }
        Ok(())
    }

    /// Returns the path of a product's newest profile in a desk's folder, as [`Self::write_newest`] writes
    /// it.
    pub(crate) fn file_of(&self, folder: &Path, product: &str) -> PathBuf {
        let at = self.products().iter().position(|one| one.product == product);
        folder.join(file_name(at.unwrap_or(0), product))
    }

    /// Packs a typed license number with the mask of the profile with the given ID. `None` if there is no
    /// such profile, or the number doesn't fit.
    #[must_use]
    pub fn pack(&self, id: u16, typed: &str) -> Option<[u8; 6]> {
        let mask = &self.get(id)?.mask;
        mask.find_number(typed).ok().and_then(|number| mask.pack(&number))
    }
}

/// Returns a profile in its stored form.
///
/// # Errors
/// [`ProfilesError`] if devices would refuse its text, or its ID is 0.
pub(crate) fn stored(id: u16, text: &str) -> Result<StoredProfile, ProfilesError> {
    let profile = Profile::parse(text).map_err(|error| ProfilesError::Invalid { id, error })?;
    if id == 0 || profile.id != id {
        return Err(ProfilesError::Misnamed { id, other: profile.id });
    }
    Ok(StoredProfile { id, product: profile.product, version: profile.version, text: text.to_owned() })
}

/// Returns the file name of a product's newest profile; the first product has position 0.
pub(crate) fn file_name(position: usize, product: &str) -> String {
    if position == 0 { NEWEST_FILE.to_owned() } else { format!("profile-{product}.toml") }
}
