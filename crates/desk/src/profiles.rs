//! The profile versions that the desk has published: `profiles/N.toml`. `profile.toml` is a copy of the newest, for devices.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use countersign_core::profile::{Profile, ProfileError};

/// The newest profile version, as devices get it.
pub(crate) const NEWEST_FILE: &str = "profile.toml";
/// The folder of all versions.
pub(crate) const FOLDER: &str = "profiles";

/// The published profiles; at least one.
#[derive(Debug)]
pub struct Profiles {
    older: BTreeMap<u16, Profile>,
    newest: Profile,
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
    /// The file's name and its text name different versions.
    #[error("{path}: holds version {version}")]
    Misnamed {
        /// The file.
        path: PathBuf,
        /// The version in its text.
        version: u16,
    },
    /// No profile has been published.
    #[error("no profile was published")]
    None,
}

impl Profiles {
    /// Reads every published profile of a desk's folder.
    ///
    /// # Errors
    /// [`ProfilesError`], if a single file is bad: without its version the desk would refuse that version's devices.
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
            if path.file_stem().is_none_or(|stem| *stem != *profile.version.to_string()) {
                return Err(ProfilesError::Misnamed { path, version: profile.version });
            }
            all.insert(profile.version, profile);
        }
        let (_, newest) = all.pop_last().ok_or(ProfilesError::None)?;
        Ok(Self { older: all, newest })
    }

    /// The newest profile.
    #[must_use]
    pub const fn newest(&self) -> &Profile {
        &self.newest
    }

    /// The profile of that version.
    #[must_use]
    pub fn get(&self, version: u16) -> Option<&Profile> {
        if self.newest.version == version { Some(&self.newest) } else { self.older.get(&version) }
    }

    /// Every version, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Profile> {
        self.older.values().chain([&self.newest])
    }

    /// Publishes a version: stores it under its number and replaces `profile.toml`.
    ///
    /// # Errors
    /// The version exists already, the profile is invalid, or a file can't be written.
    pub fn publish(data: &Path, profile: &Profile) -> Result<(), ProfilesError> {
        let numbered = data.join(FOLDER).join(format!("{}.toml", profile.version));
        let text =
            profile.to_toml().map_err(|error| ProfilesError::Invalid { path: numbered.clone(), error })?;
        // A profile that devices would refuse must not be published.
        Profile::parse(&text).map_err(|error| ProfilesError::Invalid { path: numbered.clone(), error })?;
        atomic_file::create(&numbered, atomic_file::PUBLIC, text.as_bytes())
            .map_err(|error| ProfilesError::Io { path: numbered, error })?;
        let newest = data.join(NEWEST_FILE);
        atomic_file::replace(&newest, atomic_file::PUBLIC, text.as_bytes())
            .map_err(|error| ProfilesError::Io { path: newest, error })
    }
}
