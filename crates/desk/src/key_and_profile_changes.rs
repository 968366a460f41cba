//! Changes products, keys and profiles. Each change is decided on the published data, and is made only if
//! that data is still current.
//!
//! A desk opens all its keys with one passphrase. So a change of keys opens all of them first, and seals with a passphrase what isn't
//! sealed yet: the keys of all products, and the desk's own secrets.
//!
//! A published profile never changes. A retired key stays pinned, so devices still accept its signatures.

mod error;
mod publish;

pub use error::ChangeError;
pub use publish::{ProfileChanges, publish_file, publish_profile};

use super::keys::{KeyRing, KeyState};
use super::profiles::{self, Profiles, ProfilesError};
use super::secrets::DeskSecrets;
use super::sql::{OfficeEvent, Published, PublishedChange, SqlStore, StoredKeyRing, StoredProfile};
use super::tokens::TokenPlace;
use countersign_core::profile::Profile;
use countersign_core::protocol::KeyId;
use countersign_core::protocol::license::date_at;
use countersign_core::review::RULES_VERSION;
use countersign_ledger::StoreError;

/// The author of a change: the operator, the time and the passphrase.
#[derive(Clone, Copy)]
pub struct Author<'a> {
    /// The operator, for the audit.
    pub operator: &'a str,
    /// The time, in seconds since 1970-01-01 UTC.
    pub now: i64,
    /// The passphrase, if the keys are sealed.
    pub passphrase: Option<&'a str>,
}

/// The maximum number of attempts if other changes come first.
const MAX_TRIES: usize = 8;

/// Makes a change on the published data, and repeats it if other data was published in the meantime.
async fn change<T>(
    store: &SqlStore,
    author: Author<'_>,
    decide: impl Fn(&Profiles, &Published) -> Result<(T, PublishedChange), ChangeError>,
) -> Result<T, ChangeError> {
    for _ in 0..MAX_TRIES {
        let published = store.published().await?;
        let profiles = Profiles::parse(&published.profiles)?;
        let (done, change) = decide(&profiles, &published)?;
        let (generation, at, by) = (published.generation, author.now, author.operator.to_owned());
        match store.change_published(PublishedChange { generation, at, by, ..change }).await {
            Err(StoreError::Conflict) => {}
            changed => return changed.map(|()| done).map_err(ChangeError::Store),
        }
    }
    Err(StoreError::Conflict.into())
}

impl Author<'_> {
    fn event(&self, event: &str, subject: &dyn std::fmt::Display) -> OfficeEvent {
        let (operator, event) = (self.operator.to_owned(), event.to_owned());
        OfficeEvent { at: self.now, operator, event, subject: subject.to_string() }
    }

    /// Returns the keys of a product.
    fn key_ring(&self, published: &Published, product: &str) -> Result<KeyRing, ChangeError> {
        let ring = published.key_rings.iter().find(|ring| ring.product == product);
        let ring = ring.ok_or_else(|| ChangeError::ProductUnknown(product.to_owned()))?;
        Ok(KeyRing::parse(&ring.text, self.passphrase)?)
    }

    /// Returns the key rings to write when those of a product change: with a passphrase, those of other products too that are not
    /// sealed yet. The passphrase must open all that are.
    fn stored_rings(
        &self,
        published: &Published,
        product: &str,
        keys: &KeyRing,
    ) -> Result<Vec<StoredKeyRing>, ChangeError> {
        let mut rings = vec![self.stored_ring(product, keys)?];
        for other in published.key_rings.iter().filter(|ring| ring.product != product) {
            let keys = KeyRing::parse(&other.text, self.passphrase)?;
            if self.passphrase.is_some() && !KeyRing::is_sealed(&other.text) {
                rings.push(self.stored_ring(&other.product, &keys)?);
            }
        }
        Ok(rings)
    }

    /// Returns the desk's own secrets, sealed, if there is a passphrase and they are not sealed yet.
    async fn newly_sealed_secrets(&self, store: &SqlStore) -> Result<Option<String>, ChangeError> {
        match self.passphrase {
            Some(passphrase) => Ok(DeskSecrets::newly_sealed(store, passphrase).await?),
            None => Ok(None),
        }
    }

    fn stored_ring(&self, product: &str, ring: &KeyRing) -> Result<StoredKeyRing, ChangeError> {
        let text = ring.to_text(self.passphrase)?.as_str().to_owned();
        Ok(StoredKeyRing { product: product.to_owned(), text })
    }
}

/// Returns the newest profile of a product.
fn newest_of<'p>(profiles: &'p Profiles, product: &str) -> Result<&'p Profile, ChangeError> {
    profiles.newest_of(product).ok_or_else(|| ChangeError::ProductUnknown(product.to_owned()))
}

/// Adds a product with its first profile and its keys. The profile gets the desk's next ID.
///
/// # Errors
/// [`ChangeError`] if the product can't be added. Then nothing has changed.
pub async fn add_product(
    store: &SqlStore,
    author: Author<'_>,
    first: &Profile,
) -> Result<Profile, ChangeError> {
    let keys = KeyRing::generate()?;
    let secrets = author.newly_sealed_secrets(store).await?;
    for _ in 0..MAX_TRIES {
        let published = store.published().await?;
        let newest = published.profiles.last().map_or(0, |newest| newest.id);
        if published.profiles.iter().any(|profile| profile.product == first.product) {
            return Err(ChangeError::ProductThere(first.product.clone()));
        }
        let profile = Profile {
            id: newest.checked_add(1).ok_or(ChangeError::NoneLeft)?,
            published: Some(date_at(author.now)),
            rules: RULES_VERSION,
            keys: keys.pinned().into_iter().map(|(pinned, _)| pinned).collect(),
            ..first.clone()
        };
        let change = PublishedChange {
            generation: published.generation,
            profiles: vec![stored_profile(&profile)?],
            key_rings: author.stored_rings(&published, &profile.product, &keys)?,
            secrets: secrets.clone(),
            events: vec![
                author.event("product-added", &profile.product),
                author.event("profile-published", &profile.id),
            ],
            at: author.now,
            by: author.operator.to_owned(),
        };
        match store.change_published(change).await {
            Err(StoreError::Conflict) => {}
            changed => return changed.map(|()| profile).map_err(ChangeError::Store),
        }
    }
    Err(StoreError::Conflict.into())
}

/// Adds a key to a product and publishes a profile that pins it. Returns the key's ID and the profile.
///
/// # Errors
/// [`ChangeError`] if the key can't be added. Then nothing has changed.
pub async fn add_key(
    store: &SqlStore,
    author: Author<'_>,
    product: &str,
) -> Result<(KeyId, Profile), ChangeError> {
    add_key_by(store, author, product, |keys| Ok(keys.add()?)).await
}

/// Adds a key on a token to a product, by its public key, and publishes a profile that pins it. Returns the
/// key's ID and the profile.
///
/// # Errors
/// [`ChangeError`] if the key can't be added. Then nothing has changed.
pub async fn add_token_key(
    store: &SqlStore,
    author: Author<'_>,
    product: &str,
    key: [u8; 32],
    place: &TokenPlace,
) -> Result<(KeyId, Profile), ChangeError> {
    let add = |keys: &mut KeyRing| match keys.id_of(&key) {
        Some(id) => Err(ChangeError::KeyThere(id.0)),
        None => Ok(keys.add_on_token(key, place.clone())?),
    };
    add_key_by(store, author, product, add).await
}

/// Adds a key to a product and publishes a profile that pins it.
async fn add_key_by(
    store: &SqlStore,
    author: Author<'_>,
    product: &str,
    add: impl Fn(&mut KeyRing) -> Result<Option<KeyId>, ChangeError>,
) -> Result<(KeyId, Profile), ChangeError> {
    let secrets = author.newly_sealed_secrets(store).await?;
    change(store, author, |profiles, published| {
        let mut keys = author.key_ring(published, product)?;
        let id = add(&mut keys)?.ok_or(ChangeError::NoneLeft)?;
        let mut next = successor(newest_of(profiles, product)?, profiles.newest().id, author.now)?;
        for (pinned, state) in keys.pinned() {
            if state == KeyState::Active && !next.keys.contains(&pinned) {
                next.keys.push(pinned);
            }
        }
        let change = PublishedChange {
            profiles: vec![stored_profile(&next)?],
            key_rings: author.stored_rings(published, product, &keys)?,
            secrets: secrets.clone(),
            events: vec![author.event("key-added", &id.0), author.event("profile-published", &next.id)],
            ..PublishedChange::default()
        };
        Ok(((id, next), change))
    })
    .await
}

/// Retires a key of a product. Returns the IDs of the published profiles that have no signing key after this.
///
/// # Errors
/// [`ChangeError`] if the key can't be retired. Then nothing has changed.
pub async fn retire_key(
    store: &SqlStore,
    author: Author<'_>,
    product: &str,
    id: KeyId,
) -> Result<Vec<u16>, ChangeError> {
    let secrets = author.newly_sealed_secrets(store).await?;
    change(store, author, |profiles, published| {
        let mut keys = author.key_ring(published, product)?;
        let signed_profiles = |keys: &KeyRing| -> Vec<u16> {
            let of_product = profiles.all().filter(|one| one.product == product);
            of_product.filter(|one| keys.signer(one).is_some()).map(|one| one.id).collect()
        };
        let before = signed_profiles(&keys);
        match keys.retire(id) {
            None => return Err(ChangeError::KeyUnknown(id.0)),
            Some(KeyState::Retired) => return Err(ChangeError::AlreadyRetired(id.0)),
            Some(KeyState::Active) => {}
        }
        if keys.signer(newest_of(profiles, product)?).is_none() {
            return Err(ChangeError::LastKey(id.0));
        }
        let after = signed_profiles(&keys);
        let change = PublishedChange {
            key_rings: author.stored_rings(published, product, &keys)?,
            secrets: secrets.clone(),
            events: vec![author.event("key-retired", &id.0)],
            ..PublishedChange::default()
        };
        Ok((before.into_iter().filter(|id| !after.contains(id)).collect(), change))
    })
    .await
}

/// Returns a profile as it is stored. A profile that devices would refuse is an error.
fn stored_profile(profile: &Profile) -> Result<StoredProfile, ChangeError> {
    let text = profile.to_toml().map_err(ChangeError::Invalid)?;
    match profiles::stored(profile.id, &text) {
        Err(ProfilesError::Invalid { error, .. }) => Err(ChangeError::Invalid(error)),
        stored => Ok(stored?),
    }
}

/// Returns the next profile of a product, under the rules of this program. `last` is the highest profile ID
/// of the desk.
fn successor(newest: &Profile, last: u16, now: i64) -> Result<Profile, ChangeError> {
    let next = |number: u16| number.checked_add(1).ok_or(ChangeError::NoneLeft);
    Ok(Profile {
        id: next(last)?,
        version: next(newest.version)?,
        published: Some(date_at(now)),
        rules: RULES_VERSION,
        ..newest.clone()
    })
}

#[cfg(test)]
mod tests;
