//! Publishes a product's next profile: with some settings changed, or as a file has it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{Author, ChangeError, change, newest_of, stored_profile, successor};
use crate::atomic_file;
use crate::profile_lines;
use crate::profiles::{self, Profiles, ProfilesError};
use crate::regular_file;
use crate::sql::{PublishedChange, SqlStore};
use countersign_core::profile::Profile;
use countersign_core::protocol::license::date_at;
use countersign_core::review::DeclarePolicy;

/// The maximum size of a profile file, in bytes.
const MAX_FILE_BYTES: u64 = 64 * 1024;

/// The settings that a new profile may change. `None` keeps the setting of the newest profile.
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
    /// Whether recovered values may be bound.
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

/// Publishes a profile that differs from the product's newest by the given changes.
///
/// # Errors
/// [`ChangeError`] if the profile can't be published. Then nothing is published.
pub async fn publish_profile(
    store: &SqlStore,
    author: Author<'_>,
    product: &str,
    changes: &ProfileChanges,
) -> Result<Profile, ChangeError> {
    change(store, author, |profiles, _| {
        let newest = newest_of(profiles, product)?;
        let next = changed(successor(newest, profiles.newest().id, author.now)?, changes);
        if is_same(&next, newest) {
            return Err(ChangeError::NothingChanges);
        }
        let change = PublishedChange {
            profiles: vec![stored_profile(&next)?],
            events: vec![author.event("profile-published", &next.id)],
            ..PublishedChange::default()
        };
        Ok((next, change))
    })
    .await
}

/// Returns the profile with the changes.
fn changed(mut next: Profile, changes: &ProfileChanges) -> Profile {
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
    next
}

/// Publishes the profile in a file. The profile gets the desk's next ID and the current day; both are also
/// written into the file, which keeps its comments. Returns the published profile.
///
/// # Errors
/// [`ChangeError`] if the profile can't be published. Nothing is published then, except for
/// [`ChangeError::NotWrittenBack`].
pub async fn publish_file(store: &SqlStore, author: Author<'_>, path: &Path) -> Result<Profile, ChangeError> {
    let io = |error| ProfilesError::Io { path: path.to_owned(), error };
    let text = regular_file::read(path, MAX_FILE_BYTES)
        .map_err(io)?
        .ok_or_else(|| ChangeError::NotRegular(path.to_owned()))?;
    let given = Profile::parse(&text).map_err(ChangeError::Invalid)?;
    let (published, text) = change(store, author, |profiles, published| {
        acceptable(&given, profiles)?;
        if author.key_ring(published, &given.product)?.signer(&given).is_none() {
            return Err(ChangeError::NoKeyPinned);
        }
        let id = profiles.newest().id.checked_add(1).ok_or(ChangeError::NoneLeft)?;
        let day = date_at(author.now);
        let text = profile_lines::with_id_and_day(&text, id, &day);
        let published = Profile::parse(&text).map_err(ChangeError::Invalid)?;
        if published != (Profile { id, published: Some(day), ..given.clone() }) {
            return Err(ChangeError::IdLines);
        }
        let change = PublishedChange {
            profiles: vec![profiles::stored(id, &text)?],
            events: vec![author.event("profile-published", &id)],
            ..PublishedChange::default()
        };
        Ok(((published, text), change))
    })
    .await?;
    let mode = std::fs::metadata(path).map(|metadata| metadata.permissions().mode() & 0o777);
    mode.and_then(|mode| atomic_file::replace(path, mode, text.as_bytes()))
        .map_err(|error| ChangeError::NotWrittenBack { id: published.id, path: path.to_owned(), error })?;
    Ok(published)
}

/// Checks that a profile may follow the published profiles of its product.
fn acceptable(given: &Profile, profiles: &Profiles) -> Result<(), ChangeError> {
    let Some(newest) = profiles.newest_of(&given.product).filter(|newest| newest.mask == given.mask) else {
        let known = profiles.products().into_iter();
        let products: Vec<String> =
            known.map(|one| format!("{} ({})", one.product, one.mask.as_str())).collect();
        return Err(ChangeError::OtherNumbers { products: products.join(", ") });
    };
    if let Some(same) =
        profiles.all().find(|one| *one == given).or(Some(newest).filter(|one| is_same(one, given)))
    {
        return Err(ChangeError::Published(same.id));
    }
    if given.version <= newest.version {
        return Err(ChangeError::VersionTooLow(newest.version.checked_add(1).ok_or(ChangeError::NoneLeft)?));
    }
    Ok(())
}

/// Whether two profiles are equal except for ID, version and day.
fn is_same(one: &Profile, other: &Profile) -> bool {
    let Profile { id, version, published, .. } = other.clone();
    Profile { id, version, published, ..one.clone() } == *other
}
