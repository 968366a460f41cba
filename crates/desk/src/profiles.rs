//! Every profile version the desk published: `profiles/N.toml`; `profile.toml` is the newest, for devices.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::files;
use countersign_core::profile::{Profile, ProfileError};

/// The published profiles. There is always one.
#[derive(Debug)]
pub struct Profiles {
    older: BTreeMap<u16, Profile>,
    newest: Profile,
}

/// Why the profiles can't be had.
#[derive(Debug, Error)]
pub enum ProfilesError {
    /// A file can't be read or written.
    #[error("{path}: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file holds no profile.
    #[error("{path}: {error}")]
    Bad {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        error: ProfileError,
    },
    /// The file's name says another version than its text.
    #[error("{path}: holds version {version}")]
    Misnamed {
        /// Which.
        path: PathBuf,
        /// The version in its text.
        version: u16,
    },
    /// None was published.
    #[error("no profile was published")]
    None,
}

impl Profiles {
    /// Reads every published profile of a desk's folder.
    ///
    /// # Errors
    /// [`ProfilesError`] names the file: a desk that forgot a version would refuse its devices.
    pub fn load(data: &Path) -> Result<Self, ProfilesError> {
        let dir = data.join("profiles");
        let io = |path: &Path, error| ProfilesError::Io { path: path.to_owned(), error };
        let mut all = BTreeMap::new();
        for entry in std::fs::read_dir(&dir).map_err(|error| io(&dir, error))? {
            let path = entry.map_err(|error| io(&dir, error))?.path();
            if path.extension().is_none_or(|ending| ending != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|error| io(&path, error))?;
            let profile =
                Profile::parse(&text).map_err(|error| ProfilesError::Bad { path: path.clone(), error })?;
            if path.file_stem().is_none_or(|stem| *stem != *profile.version.to_string()) {
                return Err(ProfilesError::Misnamed { path, version: profile.version });
            }
            all.insert(profile.version, profile);
        }
        let (_, newest) = all.pop_last().ok_or(ProfilesError::None)?;
        Ok(Self { older: all, newest })
    }

    /// The newest.
    #[must_use]
    pub const fn newest(&self) -> &Profile {
        &self.newest
    }

    /// The profile of that version.
    #[must_use]
    pub fn get(&self, version: u16) -> Option<&Profile> {
        if self.newest.version == version { Some(&self.newest) } else { self.older.get(&version) }
    }

    /// Every version, the oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Profile> {
        self.older.values().chain([&self.newest])
    }

    /// Publishes a version: it is kept under its number for good, and becomes `profile.toml`.
    ///
    /// # Errors
    /// The version was published before, or a file can't be written.
    pub fn publish(data: &Path, profile: &Profile) -> Result<(), ProfilesError> {
        let kept = data.join("profiles").join(format!("{}.toml", profile.version));
        let text = profile.to_toml().map_err(|error| ProfilesError::Bad { path: kept.clone(), error })?;
        // What devices will refuse must not be published.
        Profile::parse(&text).map_err(|error| ProfilesError::Bad { path: kept.clone(), error })?;
        files::create(&kept, files::PUBLIC, text.as_bytes())
            .map_err(|error| ProfilesError::Io { path: kept, error })?;
        let current = data.join("profile.toml");
        files::replace(&current, files::PUBLIC, text.as_bytes())
            .map_err(|error| ProfilesError::Io { path: current, error })
    }
}
