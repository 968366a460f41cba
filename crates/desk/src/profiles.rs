//! The profiles that the desk has published, of all products. Copies of the newest lie in the desk's folder, for devices.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use super::sql::StoredProfile;
use countersign_core::profile::{Profile, ProfileError};
use countersign_core::review::Policy;
use countersign_ledger::{self as ledger, LicenseId};

/// The newest profile of the first product, as devices get it.
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

/// Why no product is chosen.
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

    /// The newest profile of a product; the newest of all if no product is named, or this one has none.
    #[must_use]
    pub fn newest_for(&self, product: Option<&str>) -> &Profile {
        product.and_then(|product| self.newest_of(product)).unwrap_or_else(|| self.newest())
    }

    /// What the pages of the office call the desk: its product, or its host if it has several.
    #[must_use]
    pub fn site_name(&self) -> &str {
        if self.products().len() > 1 { &self.newest().desk } else { &self.newest().name }
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

    /// The newest profile of the product to work on: the one that is named, or the only one.
    ///
    /// # Errors
    /// [`ProductFault`].
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

    /// The license numbers that a typed text can be, one a product.
    #[must_use]
    pub fn licenses(&self, typed: &str) -> Vec<LicenseId> {
        let license = |profile: &&Profile| {
            let number = profile.mask.find_number(typed).ok()?;
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

    /// Writes the newest profile of each product into a desk's folder, where whoever builds the product finds it: that of the first
    /// product as `profile.toml`, those of others as `profile-PRODUCT.toml`.
    ///
    /// # Errors
    /// [`ProfilesError::Io`].
    pub(crate) fn write_newest(&self, folder: &Path) -> Result<(), ProfilesError> {
        for (at, profile) in self.products().into_iter().enumerate() {
            let path = folder.join(file_name(at, &profile.product));
            let text = self.published(profile.id).map_or("", |published| published.text.as_str());
            atomic_file::replace(&path, atomic_file::PUBLIC, text.as_bytes())
                .map_err(|error| ProfilesError::Io { path, error })?;
        }
        Ok(())
    }

    /// The file of a product's newest profile in a desk's folder, as [`Self::write_newest`] writes it.
    pub(crate) fn file_of(&self, folder: &Path, product: &str) -> PathBuf {
        let at = self.products().iter().position(|one| one.product == product);
        folder.join(file_name(at.unwrap_or(0), product))
    }

    /// Packs a typed license number by the mask of the profile with that id. `None` if there is no such profile, or the
    /// number doesn't fit.
    #[must_use]
    pub fn pack(&self, id: u16, typed: &str) -> Option<[u8; 6]> {
        let mask = &self.get(id)?.mask;
        mask.find_number(typed).ok().and_then(|number| mask.pack(&number))
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

/// The file of a product's newest profile; the first product has the position 0.
pub(crate) fn file_name(position: usize, product: &str) -> String {
    if position == 0 { NEWEST_FILE.to_owned() } else { format!("profile-{product}.toml") }
}
