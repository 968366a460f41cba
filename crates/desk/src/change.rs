//! Changes of keys and profiles: each under a lock on the desk's folder, each leaving files that fit together.
//!
//! A published version never changes. A retired key stays pinned, so that devices go on accepting what it signed.

use std::path::Path;

use thiserror::Error;

use super::desk_data::KEYS;
use super::files;
use super::keys::{KeyError, KeyRing, KeyState};
use super::profiles::{Profiles, ProfilesError};
use countersign_core::profile::Profile;
use countersign_core::protocol::KeyId;
use countersign_core::review::{DeclarePolicy, RULES_VERSION};

/// What may be changed from one profile version to the next. `None` keeps what is.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The product's name.
    pub name: Option<String>,
    /// The host of the desk's page.
    pub host: Option<String>,
    /// Where the interface for devices is; empty: at the host, by HTTPS.
    pub online: Option<String>,
    /// The hotline; empty for none.
    pub hotline: Option<String>,
    /// Which values may be declared.
    pub declared: Option<DeclarePolicy>,
    /// Whether the older binding is offered.
    pub older_binding: Option<bool>,
    /// Whether spoken requests are answered.
    pub spoken: Option<bool>,
}

/// Why keys or profiles stay as they are.
#[derive(Debug, Error)]
pub enum ChangeError {
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The profiles.
    #[error(transparent)]
    Profiles(#[from] ProfilesError),
    /// There is no such key.
    #[error("no key {0}")]
    NoKey(u8),
    /// It is retired already.
    #[error("key {0} is retired already")]
    Retired(u8),
    /// Nothing would sign for the newest profile.
    #[error("key {0} is the last that signs for the newest profile")]
    Last(u8),
    /// Every number of a key is given.
    #[error("no key number is left")]
    Full,
    /// The new version would be the same as the newest.
    #[error("nothing changes")]
    Same,
    /// A setting can't stand in a profile.
    #[error("{0}")]
    Setting(String),
}

/// Makes a key, and publishes a version that pins it; gives both numbers.
///
/// # Errors
/// [`ChangeError`]. Where only publishing fails, the key is there and the next call pins it as well.
pub fn add_key(data: &Path, passphrase: Option<&str>) -> Result<(KeyId, u16), ChangeError> {
    let _lock = lock(data)?;
    let path = data.join(KEYS);
    let mut keys = KeyRing::load(&path, passphrase)?;
    let newest = Profiles::load(data)?.newest().clone();
    let id = keys.add()?.ok_or(ChangeError::Full)?;
    keys.save(&path, passphrase)?;
    let mut next = successor(&newest)?;
    for (pinned, state) in keys.pinned() {
        if state == KeyState::Active && !next.keys.contains(&pinned) {
            next.keys.push(pinned);
        }
    }
    Profiles::publish(data, &next)?;
    Ok((id, next.version))
}

/// Retires a key; gives the published versions that no key is left to sign for.
///
/// # Errors
/// [`ChangeError`]; nothing is changed then.
pub fn retire_key(data: &Path, passphrase: Option<&str>, id: KeyId) -> Result<Vec<u16>, ChangeError> {
    let _lock = lock(data)?;
    let path = data.join(KEYS);
    let mut keys = KeyRing::load(&path, passphrase)?;
    let profiles = Profiles::load(data)?;
    let answered = |keys: &KeyRing| -> Vec<u16> {
        profiles.all().filter(|one| keys.signer(one).is_some()).map(|one| one.version).collect()
    };
    let before = answered(&keys);
    match keys.retire(id) {
        None => return Err(ChangeError::NoKey(id.0)),
        Some(KeyState::Retired) => return Err(ChangeError::Retired(id.0)),
        Some(KeyState::Active) => {}
    }
    if keys.signer(profiles.newest()).is_none() {
        return Err(ChangeError::Last(id.0));
    }
    keys.save(&path, passphrase)?;
    let after = answered(&keys);
    Ok(before.into_iter().filter(|version| !after.contains(version)).collect())
}

/// Publishes a version with these changes.
///
/// # Errors
/// [`ChangeError`]; nothing is published then.
pub fn publish(data: &Path, changes: &Changes) -> Result<Profile, ChangeError> {
    let _lock = lock(data)?;
    let newest = Profiles::load(data)?.newest().clone();
    let mut next = successor(&newest)?;
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
    next.policy.declared = changes.declared.unwrap_or(next.policy.declared);
    next.policy.older_binding = changes.older_binding.unwrap_or(next.policy.older_binding);
    next.policy.spoken = changes.spoken.unwrap_or(next.policy.spoken);
    if (Profile { version: newest.version, ..next.clone() }) == newest {
        return Err(ChangeError::Same);
    }
    let plain = |text: &str| !text.chars().any(char::is_control) && text.chars().count() <= 80;
    if !plain(&next.name) || !next.hotline.as_deref().is_none_or(plain) {
        return Err(ChangeError::Setting("a name or hotline has at most 80 plain characters".to_owned()));
    }
    match Profiles::publish(data, &next) {
        Err(ProfilesError::Bad { error, .. }) => Err(ChangeError::Setting(error.to_string())),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(next),
    }
}

fn successor(newest: &Profile) -> Result<Profile, ChangeError> {
    let version = newest.version.checked_add(1).ok_or(ChangeError::Full)?;
    Ok(Profile { version, rules: RULES_VERSION, ..newest.clone() })
}

fn lock(data: &Path) -> Result<std::fs::File, ProfilesError> {
    files::lock(data).map_err(|error| ProfilesError::Io { path: data.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_core::protocol::Mask;
    use countersign_core::review::Policy;

    fn desk() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let keys = KeyRing::generate().unwrap();
        keys.save_new(&dir.path().join(KEYS), None).unwrap();
        std::fs::create_dir(dir.path().join("profiles")).unwrap();
        let profile = Profile {
            version: 1,
            product: "example".into(),
            name: "Example".into(),
            mask: Mask::parse("A99").unwrap(),
            desk: "desk.example".into(),
            online: None,
            hotline: None,
            rules: RULES_VERSION,
            policy: Policy::default(),
            keys: keys.pinned().into_iter().map(|(pinned, _)| pinned).collect(),
        };
        Profiles::publish(dir.path(), &profile).unwrap();
        dir
    }

    fn signs(dir: &Path) -> Vec<(u16, Option<u8>)> {
        let keys = KeyRing::load(&dir.join(KEYS), None).unwrap();
        let profiles = Profiles::load(dir).unwrap();
        profiles.all().map(|one| (one.version, keys.signer(one).map(|signer| signer.id().0))).collect()
    }

    #[test]
    fn old_versions_are_answered_with_the_newest_key_they_pin() {
        let dir = desk();
        assert!(matches!(retire_key(dir.path(), None, KeyId(0)), Err(ChangeError::Last(0))));
        assert_eq!(add_key(dir.path(), None).unwrap(), (KeyId(1), 2));
        assert_eq!(signs(dir.path()), [(1, Some(0)), (2, Some(1))]);
        assert_eq!(add_key(dir.path(), None).unwrap(), (KeyId(2), 3));
        assert_eq!(retire_key(dir.path(), None, KeyId(2)).unwrap(), [0_u16; 0]);
        assert_eq!(signs(dir.path()), [(1, Some(0)), (2, Some(1)), (3, Some(1))]);
        assert_eq!(retire_key(dir.path(), None, KeyId(0)).unwrap(), [1]);
        assert_eq!(signs(dir.path()), [(1, None), (2, Some(1)), (3, Some(1))]);
        let newest = Profiles::load(dir.path()).unwrap().newest().clone();
        assert_eq!(newest.keys.len(), 3, "what a retired key signed is still accepted");
        assert!(matches!(retire_key(dir.path(), None, KeyId(0)), Err(ChangeError::Retired(0))));
        assert!(matches!(retire_key(dir.path(), None, KeyId(9)), Err(ChangeError::NoKey(9))));
        let text = std::fs::read_to_string(dir.path().join("profile.toml")).unwrap();
        assert_eq!(Profile::parse(&text).unwrap(), newest);
    }

    #[test]
    fn a_version_is_published_for_a_change_alone() {
        let dir = desk();
        assert!(matches!(publish(dir.path(), &Changes::default()), Err(ChangeError::Same)));
        let changes = Changes {
            host: Some("Desk2.Example".into()),
            hotline: Some(" +86 10 1234 ".into()),
            spoken: Some(true),
            ..Changes::default()
        };
        let next = publish(dir.path(), &changes).unwrap();
        assert_eq!((next.version, next.desk.as_str(), next.policy.spoken), (2, "desk2.example", true));
        assert_eq!(next.hotline.as_deref(), Some("+86 10 1234"));
        assert!(matches!(publish(dir.path(), &changes), Err(ChangeError::Same)));
        let wrong = Changes { host: Some("no host".into()), ..Changes::default() };
        assert!(matches!(publish(dir.path(), &wrong), Err(ChangeError::Setting(_))));
        let gone = Changes { hotline: Some(String::new()), ..Changes::default() };
        assert_eq!(publish(dir.path(), &gone).unwrap().hotline, None);
        assert_eq!(Profiles::load(dir.path()).unwrap().get(1).unwrap().desk, "desk.example");
    }

    #[test]
    fn many_at_once_get_numbers_of_their_own() {
        let dir = desk();
        let made: Vec<_> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| add_key(dir.path(), None).unwrap())).collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        let mut made: Vec<_> = made.into_iter().map(|(id, version)| (id.0, version)).collect();
        made.sort_unstable();
        assert_eq!(made, [(1, 2), (2, 3), (3, 4), (4, 5)]);
    }
}
