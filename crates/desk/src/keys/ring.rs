//! The key ring. Its text form is in `ring_text`.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::error::KeyError;
use crate::tokens::TokenPlace;
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey, Signer};

/// All signing keys of a product, oldest first.
pub struct KeyRing {
    pub(super) keys: Vec<Key>,
    /// The input of secrets for other purposes, if no key in the ring's text is active. A ring gets it with
    /// its first key on a token, so that all desks on a database have the same.
    pub(super) secret: Option<Zeroizing<[u8; 32]>>,
}

/// A key and its state.
pub(super) struct Key {
    pub(super) material: Material,
    pub(super) state: KeyState,
}

/// The location of a key.
pub(super) enum Material {
    /// In the ring, with its secret seed.
    Here { signer: Signer, seed: Zeroizing<[u8; 32]> },
    /// On a token. The ring holds its public key.
    OnToken { pinned: PinnedKey, place: TokenPlace },
}

/// A signing key and its location.
#[derive(Clone, Copy)]
pub enum RingKey<'a> {
    /// The key is in the ring.
    Here(&'a Signer),
    /// The key is on a token.
    OnToken(&'a PinnedKey, &'a TokenPlace),
}

/// A key, as in a list of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedKey {
    /// Its ID and public key.
    pub pinned: PinnedKey,
    /// Its state.
    pub state: KeyState,
    /// The token that has it; `None` for a key in the ring.
    pub place: Option<TokenPlace>,
}

/// Whether a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// The key signs for the profiles that pin it.
    #[default]
    Active,
    /// The key doesn't sign. It stays in the ring, so that no other key gets its ID.
    Retired,
}

impl KeyRing {
    /// Creates a ring with one new key, with the ID 0.
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        Ok(Self { keys: vec![Key::generate(KeyId(0))?], secret: None })
    }

    /// Adds a new key and returns its ID; `None` if no ID is left (0 to 31).
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes.
    pub fn add(&mut self) -> Result<Option<KeyId>, KeyError> {
        let Some(id) = self.next_id() else { return Ok(None) };
        self.keys.push(Key::generate(id)?);
        Ok(Some(id))
    }

    /// Adds a key on a token, by its public key, and returns its ID; `None` if no ID is left (0 to 31).
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes.
    pub fn add_on_token(&mut self, key: [u8; 32], place: TokenPlace) -> Result<Option<KeyId>, KeyError> {
        let Some(id) = self.next_id() else { return Ok(None) };
        if self.secret.is_none() {
            self.secret = Some(random_bytes()?);
        }
        let pinned = PinnedKey { id, key };
        self.keys.push(Key { material: Material::OnToken { pinned, place }, state: KeyState::Active });
        Ok(Some(id))
    }

    /// Returns the ID of the key with the given public key.
    #[must_use]
    pub fn id_of(&self, public: &[u8; 32]) -> Option<KeyId> {
        self.keys.iter().map(Key::pinned).find(|pinned| pinned.key == *public).map(|pinned| pinned.id)
    }

    fn next_id(&self) -> Option<KeyId> {
        let next = self.keys.iter().map(|key| key.id().0).max().map_or(0, |id| id.saturating_add(1));
        (next <= 31).then_some(KeyId(next))
    }

    /// Retires a key and returns its previous state; `None` if there is no such key.
    pub fn retire(&mut self, id: KeyId) -> Option<KeyState> {
        let key = self.keys.iter_mut().find(|key| key.id() == id)?;
        Some(std::mem::replace(&mut key.state, KeyState::Retired))
    }

    /// Returns the active keys that the profile pins, oldest first.
    fn living(&self, profile: &Profile) -> impl DoubleEndedIterator<Item = &Key> {
        let active = self.keys.iter().filter(|key| key.state == KeyState::Active);
        active.filter(|key| profile.keys.contains(&key.pinned()))
    }

    /// Returns the IDs of the active keys that the profile pins, oldest first.
    #[must_use]
    pub fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
        self.living(profile).map(Key::id).collect()
    }

    /// Returns the newest active key that the profile pins. If its token is unavailable, no older key signs
    /// instead.
    #[must_use]
    pub fn signer(&self, profile: &Profile) -> Option<RingKey<'_>> {
        self.living(profile).next_back().map(|key| match &key.material {
            Material::Here { signer, .. } => RingKey::Here(signer),
            Material::OnToken { pinned, place } => RingKey::OnToken(pinned, place),
        })
    }

    /// Returns a secret for another purpose than signing, which is the same for every desk with this ring. It
    /// is derived from the oldest active key in the ring, and changes when that key is retired. Without such
    /// a key, it is derived from the ring's own secret, which never changes. Without that, it is derived from
    /// the oldest retired key.
    #[must_use]
    pub fn derived_secret(&self, purpose: &str) -> Option<Zeroizing<[u8; 32]>> {
        let seed = |key: &Key| match &key.material {
            Material::Here { seed, .. } => Some(seed.clone()),
            Material::OnToken { .. } => None,
        };
        let active = self.keys.iter().filter(|key| key.state == KeyState::Active).find_map(seed);
        let from = active.or_else(|| self.secret.clone()).or_else(|| self.keys.iter().find_map(seed))?;
        let mac = Hmac::<Sha256>::new_from_slice(from.as_slice()).ok()?.chain_update(purpose);
        Some(Zeroizing::new(mac.finalize().into_bytes().into()))
    }

    /// Returns the public key and the state of every key, oldest first.
    #[must_use]
    pub fn pinned(&self) -> Vec<(PinnedKey, KeyState)> {
        self.keys.iter().map(|key| (key.pinned(), key.state)).collect()
    }

    /// Returns every key with its state and its place, oldest first.
    #[must_use]
    pub fn listed(&self) -> Vec<ListedKey> {
        let place = |key: &Key| match &key.material {
            Material::Here { .. } => None,
            Material::OnToken { place, .. } => Some(place.clone()),
        };
        let listed = |key| ListedKey { pinned: Key::pinned(key), state: key.state, place: place(key) };
        self.keys.iter().map(listed).collect()
    }
}

impl RingKey<'_> {
    /// Returns the key's ID.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        match self {
            Self::Here(signer) => signer.id(),
            Self::OnToken(pinned, _) => pinned.id,
        }
    }
}

impl Key {
    /// Creates a key from a secret seed.
    pub(super) fn here(id: KeyId, seed: &Zeroizing<[u8; 32]>, state: KeyState) -> Self {
        let signer = Signer::from_seed(id, **seed);
        Self { material: Material::Here { signer, seed: seed.clone() }, state }
    }

    fn generate(id: KeyId) -> Result<Self, KeyError> {
        Ok(Self::here(id, &random_bytes()?, KeyState::Active))
    }

    /// Returns the ID.
    pub(super) const fn id(&self) -> KeyId {
        match &self.material {
            Material::Here { signer, .. } => signer.id(),
            Material::OnToken { pinned, .. } => pinned.id,
        }
    }

    fn pinned(&self) -> PinnedKey {
        match &self.material {
            Material::Here { signer, .. } => signer.pinned(),
            Material::OnToken { pinned, .. } => pinned.clone(),
        }
    }
}

fn random_bytes() -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(bytes.as_mut_slice())?;
    Ok(bytes)
}
