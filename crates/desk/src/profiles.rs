//! The profiles that the desk has published: `profiles/ID.toml`. `profile.toml` is a copy of the newest, for devices.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use countersign_core::profile::{Profile, ProfileError};
use countersign_core::review::Policy;
use countersign_ledger as ledger;

/// The newest profile, as devices get it.
pub(crate) const NEWEST_FILE: &str = "profile.toml";
/// The folder of all profiles.
pub(crate) const FOLDER: &str = "profiles";

/// The published profiles; at least one.
#[derive(Debug)]
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
    /// A file holds no valid profile.
    #[error("{path}: {error}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: ProfileError,
    },
    /// The file's name and its text have different ids, or the id is 0, which is practice.
    #[error("{path}: holds the profile {id}")]
    Misnamed {
        /// The file.
        path: PathBuf,
        /// The id in its text.
        id: u16,
    },
    /// No profile has been published.
    #[error("no profile was published")]
    None,
}

impl Profiles {
    /// Reads every published profile of a desk's folder.
    ///
    /// # Errors
    /// [`ProfilesError`], if a single file is bad: without it the desk would refuse that profile's devices.
    pub fn load(data: &Path) -> Result<Self, ProfilesError> {
        let dir = data.join(FOLDER);
        let io = |path: &Path, error| ProfilesError::Io { path: path.to_owned(), error };
        let mut all = BTreeMap::new();
        for entry in std::fs::read_dir(&dir).map_err(|error| io(&dir, error))? {
            let path = entry.map_err(|error| io(&dir, error))?.path();
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|error| io(&path, error))?;
            let profile = Profile::parse(&text)
                .map_err(|error| ProfilesError::Invalid { path: path.clone(), error })?;
            if profile.id == 0 || path.file_stem().is_none_or(|stem| *stem != *profile.id.to_string()) {
                return Err(ProfilesError::Misnamed { path, id: profile.id });
            }
            all.insert(profile.id, PublishedProfile { profile, text });
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

    /// Publishes a profile.
    ///
    /// # Errors
    /// As [`Profiles::publish_text`].
    pub fn publish(data: &Path, profile: &Profile) -> Result<(), ProfilesError> {
        let path = file_of(data, profile.id);
        let text = profile.to_toml().map_err(|error| ProfilesError::Invalid { path, error })?;
        Self::publish_text(data, profile.id, &text)
    }

    /// Publishes the text of a profile: stores it under its id and replaces `profile.toml`.
    ///
    /// # Errors
    /// The id is 0 or exists already, the profile is invalid, or a file can't be written.
    pub fn publish_text(data: &Path, id: u16, text: &str) -> Result<(), ProfilesError> {
        let path = file_of(data, id);
        // A profile that devices would refuse must not be published.
        let profile =
            Profile::parse(text).map_err(|error| ProfilesError::Invalid { path: path.clone(), error })?;
        if id == 0 || profile.id != id {
            return Err(ProfilesError::Misnamed { path, id: profile.id });
        }
        atomic_file::create(&path, atomic_file::PUBLIC, text.as_bytes())
            .map_err(|error| ProfilesError::Io { path, error })?;
        let newest = data.join(NEWEST_FILE);
        atomic_file::replace(&newest, atomic_file::PUBLIC, text.as_bytes())
            .map_err(|error| ProfilesError::Io { path: newest, error })
    }
}

fn file_of(data: &Path, id: u16) -> PathBuf {
    data.join(FOLDER).join(format!("{id}.toml"))
}
