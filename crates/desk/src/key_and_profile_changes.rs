//! Changes to keys and profiles. Each holds the lock on the desk's folder, and leaves files that agree.
//!
//! A published profile never changes. A retired key stays pinned, so devices still accept what it signed.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::atomic_file;
use super::desk_data::KEYS_FILE;
use super::keys::{KeyError, KeyRing, KeyState};
use super::profile_lines;
use super::profiles::{Profiles, ProfilesError};
use super::regular_file;
use countersign_core::profile::{Profile, ProfileError};
use countersign_core::protocol::KeyId;
use countersign_core::protocol::license::date_at;
use countersign_core::review::{DeclarePolicy, RULES_VERSION};

/// The longest file of a profile, in bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024;

/// The settings that a new profile may change. `None` keeps the setting of the newest.
#[derive(Debug, Clone, Default)]
pub struct ProfileChanges {
    /// The product's name.
    pub name: Option<String>,
    /// The host name of the phone pages.
    pub host: Option<String>,
    /// The address of the interface for devices; empty for HTTPS at the host.
    pub online: Option<String>,
    /// The hotline; empty for none.
    pub hotline: Option<String>,
    /// Whether values of other places on the machine may be bound.
    pub recovered: Option<bool>,
    /// Whether values may be assigned.
    pub assigned: Option<bool>,
    /// Which values a person may declare.
    pub declared: Option<DeclarePolicy>,
    /// Whether the desk offers the older binding.
    pub older_binding: Option<bool>,
    /// Whether the desk answers spoken requests.
    pub spoken: Option<bool>,
}

/// Why keys or profiles are unchanged.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// The key file can't be read or written.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A profile can't be read or written.
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    /// No key has this id.
    #[error("no key {0}")]
    KeyUnknown(u8),
    /// The key is already retired.
    #[error("key {0} is retired already")]
    AlreadyRetired(u8),
    /// Without the key no other would sign for the newest profile.
    #[error("key {0} is the last that signs for the newest profile")]
    LastKey(u8),
    /// Every key id, profile id or version is in use.
    #[error("no number is left")]
    NoneLeft,
    /// The new profile would equal the newest.
    #[error("nothing changes")]
    NothingChanges,
    /// The file's profile is published already, under this id.
    #[error("published already as profile {0}")]
    Published(u16),
    /// The version isn't higher than the newest of the product.
    #[error("the version must be {0} or higher")]
    VersionTooLow(u16),
    /// The desk holds the numbers of another product, or of this product with another mask.
    #[error("the product must be {product} with the mask {mask}")]
    OtherNumbers {
        /// The desk's product.
        product: String,
        /// The mask of its numbers.
        mask: String,
    },
    /// The profile pins no key that the desk signs with.
    #[error("no active key is pinned")]
    NoKeyPinned,
    /// The profile is published, but the file still has its old text.
    #[error("published as profile {id}; {path}: {error}")]
    NotWrittenBack {
        /// The id of the published profile.
        id: u16,
        /// The file.
        path: PathBuf,
        /// The system's error.
        error: std::io::Error,
    },
    /// The profile is invalid.
    #[error(transparent)]
    Invalid(ProfileError),
    /// `id` or `published` isn't a line of its own in the file.
    #[error("'id' and 'published' are lines of their own")]
    IdLines,
    /// What should be a file is a link, a pipe, a folder or a device.
    #[error("{0}: no regular file")]
    NotRegular(PathBuf),
}

/// Adds a key and publishes a profile that pins it. Gives the key's id and the profile's. `now` is in seconds since
/// 1970-01-01 UTC.
///
/// # Errors
/// [`ChangeError`]. If only the publishing fails, the key exists and the next call pins it too.
pub fn add_key(data: &Path, passphrase: Option<&str>, now: i64) -> Result<(KeyId, u16), ChangeError> {
    let _lock = lock(data)?;
    let path = data.join(KEYS_FILE);
    let mut keys = KeyRing::load(&path, passphrase)?;
    let newest = Profiles::load(data)?.newest().clone();
    let id = keys.add()?.ok_or(ChangeError::NoneLeft)?;
    keys.save(&path, passphrase)?;
    let mut next = successor(&newest, now)?;
    for (pinned, state) in keys.pinned() {
        if state == KeyState::Active && !next.keys.contains(&pinned) {
            next.keys.push(pinned);
        }
    }
    Profiles::publish(data, &next)?;
    Ok((id, next.id))
}

/// Retires a key. Gives the ids of the published profiles that no key signs for any more.
///
/// # Errors
/// [`ChangeError`]; then nothing has changed.
pub fn retire_key(data: &Path, passphrase: Option<&str>, id: KeyId) -> Result<Vec<u16>, ChangeError> {
    let _lock = lock(data)?;
    let path = data.join(KEYS_FILE);
    let mut keys = KeyRing::load(&path, passphrase)?;
    let profiles = Profiles::load(data)?;
    let signed_profiles = |keys: &KeyRing| -> Vec<u16> {
        profiles.all().filter(|one| keys.signer(one).is_some()).map(|one| one.id).collect()
    };
    let before = signed_profiles(&keys);
    match keys.retire(id) {
        None => return Err(ChangeError::KeyUnknown(id.0)),
        Some(KeyState::Retired) => return Err(ChangeError::AlreadyRetired(id.0)),
        Some(KeyState::Active) => {}
    }
    if keys.signer(profiles.newest()).is_none() {
        return Err(ChangeError::LastKey(id.0));
    }
    keys.save(&path, passphrase)?;
    let after = signed_profiles(&keys);
    Ok(before.into_iter().filter(|id| !after.contains(id)).collect())
}

/// Publishes a profile with these changes of the newest.
///
/// # Errors
/// [`ChangeError`]; then nothing is published.
pub fn publish_profile(data: &Path, changes: &ProfileChanges, now: i64) -> Result<Profile, ChangeError> {
    let _lock = lock(data)?;
    let newest = Profiles::load(data)?.newest().clone();
    let mut next = successor(&newest, now)?;
    let set = |to: &mut String, from: &Option<String>| {
        if let Some(from) = from {
            from.trim().clone_into(to);
        }
    };
    set(&mut next.name, &changes.name);
    set(&mut next.desk, &changes.host.as_ref().map(|host| host.to_ascii_lowercase()));
    if let Some(online) = &changes.online {
        next.online = Some(online.trim().to_ascii_lowercase()).filter(|online| !online.is_empty());
    }
    if let Some(hotline) = &changes.hotline {
        next.hotline = Some(hotline.trim().to_owned()).filter(|hotline| !hotline.is_empty());
    }
    next.policy.recovered = changes.recovered.unwrap_or(next.policy.recovered);
    next.policy.assigned = changes.assigned.unwrap_or(next.policy.assigned);
    next.policy.declared = changes.declared.unwrap_or(next.policy.declared);
    next.policy.older_binding = changes.older_binding.unwrap_or(next.policy.older_binding);
    next.policy.spoken = changes.spoken.unwrap_or(next.policy.spoken);
    if is_same(&next, &newest) {
        return Err(ChangeError::NothingChanges);
    }
    match Profiles::publish(data, &next) {
        Err(ProfilesError::Invalid { error, .. }) => Err(ChangeError::Invalid(error)),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(next),
    }
}

/// Publishes the profile of a file. It gets the desk's next id and the day; both are written into the file too, which
/// keeps its comments. Gives the published profile.
///
/// # Errors
/// [`ChangeError`]; then nothing is published, but for [`ChangeError::NotWrittenBack`].
pub fn publish_file(
    data: &Path,
    passphrase: Option<&str>,
    path: &Path,
    now: i64,
) -> Result<Profile, ChangeError> {
    let _lock = lock(data)?;
    let io = |error| ProfilesError::Io { path: path.to_owned(), error };
    let text = regular_file::read(path, MAX_FILE_BYTES)
        .map_err(io)?
        .ok_or_else(|| ChangeError::NotRegular(path.to_owned()))?;
    let given = Profile::parse(&text).map_err(ChangeError::Invalid)?;
    let profiles = Profiles::load(data)?;
    let desk = profiles.newest();
    if given.product != desk.product || given.mask != desk.mask {
        let (product, mask) = (desk.product.clone(), desk.mask.as_str().to_owned());
        return Err(ChangeError::OtherNumbers { product, mask });
    }
    let newest = profiles.newest_of(&given.product).unwrap_or(desk);
    if let Some(same) =
        profiles.all().find(|one| **one == given).or(Some(newest).filter(|one| is_same(one, &given)))
    {
        return Err(ChangeError::Published(same.id));
    }
    if given.version <= newest.version {
        return Err(ChangeError::VersionTooLow(newest.version.checked_add(1).ok_or(ChangeError::NoneLeft)?));
    }
    if KeyRing::load(&data.join(KEYS_FILE), passphrase)?.signer(&given).is_none() {
        return Err(ChangeError::NoKeyPinned);
    }
    let id = desk.id.checked_add(1).ok_or(ChangeError::NoneLeft)?;
    let day = date_at(now);
    let text = profile_lines::with_id_and_day(&text, id, &day);
    let published = Profile::parse(&text).map_err(ChangeError::Invalid)?;
    if published != (Profile { id, published: Some(day), ..given }) {
        return Err(ChangeError::IdLines);
    }
    Profiles::publish_text(data, id, &text)?;
    let mode = std::fs::metadata(path).map(|metadata| metadata.permissions().mode() & 0o777);
    mode.and_then(|mode| atomic_file::replace(path, mode, text.as_bytes()))
        .map_err(|error| ChangeError::NotWrittenBack { id, path: path.to_owned(), error })?;
    Ok(published)
}

/// Whether two profiles differ in nothing but id, version and day.
fn is_same(one: &Profile, other: &Profile) -> bool {
    let Profile { id, version, published, .. } = other.clone();
    Profile { id, version, published, ..one.clone() } == *other
}

/// The next profile of the newest's product, under the rules of this program.
fn successor(newest: &Profile, now: i64) -> Result<Profile, ChangeError> {
    let next = |number: u16| number.checked_add(1).ok_or(ChangeError::NoneLeft);
    Ok(Profile {
        id: next(newest.id)?,
        version: next(newest.version)?,
        published: Some(date_at(now)),
        rules: RULES_VERSION,
        ..newest.clone()
    })
}

fn lock(data: &Path) -> Result<std::fs::File, ProfilesError> {
    atomic_file::lock(data).map_err(|error| ProfilesError::Io { path: data.to_owned(), error })
}

#[cfg(test)]
mod tests;
