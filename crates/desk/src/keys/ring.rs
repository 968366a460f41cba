//! The key ring. Its text is in `ring_text`.

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
    /// What secrets for other purposes are derived from once no key in the ring's text signs. A ring gets it with its first key on a
    /// token, so that all desks on a database have the same.
    pub(super) secret: Option<Zeroizing<[u8; 32]>>,
}

/// A key and its state.
pub(super) struct Key {
    pub(super) material: Material,
    pub(super) state: KeyState,
}

/// Where a key is.
pub(super) enum Material {
    /// In the ring, with its secret seed.
    Here { signer: Signer, seed: Zeroizing<[u8; 32]> },
    /// On a token. The ring knows its public key.
    OnToken { pinned: PinnedKey, place: TokenPlace },
}

/// A key that signs, and where.
#[derive(Clone, Copy)]
pub enum RingKey<'a> {
    /// The ring has it.
    Here(&'a Signer),
    /// A token has it.
    OnToken(&'a PinnedKey, &'a TokenPlace),
}

/// A key as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedKey {
    /// Its id and public key.
    pub pinned: PinnedKey,
    /// Whether it signs.
    pub state: KeyState,
    /// The token that has it; `None` for a key in the ring.
    pub place: Option<TokenPlace>,
}

/// Whether a key still signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    /// It signs for the profiles that pin it.
    #[default]
    Active,
    /// It no longer signs. It stays in the ring, so that no other key gets its id.
    Retired,
}

impl KeyRing {
    /// Makes a ring with one new key, whose id is 0.
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        Ok(Self { keys: vec![Key::generate(KeyId(0))?], secret: None })
    }

    /// Adds a new key and gives its id; `None` if no id is left (0 to 31).
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes.
    pub fn add(&mut self) -> Result<Option<KeyId>, KeyError> {
        let Some(id) = self.next_id() else { return Ok(None) };
        self.keys.push(Key::generate(id)?);
        Ok(Some(id))
    }

    /// Adds a key on a token, by its public key, and gives its id; `None` if no id is left (0 to 31).
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

    /// The id of the key with that public key.
    #[must_use]
    pub fn id_of(&self, public: &[u8; 32]) -> Option<KeyId> {
        self.keys.iter().map(Key::pinned).find(|pinned| pinned.key == *public).map(|pinned| pinned.id)
    }

    fn next_id(&self) -> Option<KeyId> {
        let next = self.keys.iter().map(|key| key.id().0).max().map_or(0, |id| id.saturating_add(1));
        (next <= 31).then_some(KeyId(next))
    }

    /// Retires a key and gives the state it had; `None` if there is no such key.
    pub fn retire(&mut self, id: KeyId) -> Option<KeyState> {
        let key = self.keys.iter_mut().find(|key| key.id() == id)?;
        Some(std::mem::replace(&mut key.state, KeyState::Retired))
    }

    /// The active keys that the profile pins, oldest first.
    fn living(&self, profile: &Profile) -> impl DoubleEndedIterator<Item = &Key> {
        let active = self.keys.iter().filter(|key| key.state == KeyState::Active);
        active.filter(|key| profile.keys.contains(&key.pinned()))
    }

    /// The ids of the active keys that the profile pins, oldest first.
    #[must_use]
    pub fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
        self.living(profile).map(Key::id).collect()
    }

    /// The newest active key that the profile pins. Where that is on a token which is away, no older key signs in its place.
    #[must_use]
    pub fn signer(&self, profile: &Profile) -> Option<RingKey<'_>> {
        self.living(profile).next_back().map(|key| match &key.material {
            Material::Here { signer, .. } => RingKey::Here(signer),
            Material::OnToken { pinned, place } => RingKey::OnToken(pinned, place),
        })
    }

    /// A secret for another purpose than signing, which every desk with this ring has. It comes from the oldest active key in the ring,
    /// and changes when that is retired; where no such key is left, from the ring's own secret, which never changes.
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

    /// The public key and the state of every key, oldest first.
    #[must_use]
    pub fn pinned(&self) -> Vec<(PinnedKey, KeyState)> {
        self.keys.iter().map(|key| (key.pinned(), key.state)).collect()
    }

    /// Every key with its state and its place, oldest first.
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
    /// The key's id.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        match self {
            Self::Here(signer) => signer.id(),
            Self::OnToken(pinned, _) => pinned.id,
        }
    }
}

impl Key {
    /// A key of a secret seed.
    pub(super) fn here(id: KeyId, seed: &Zeroizing<[u8; 32]>, state: KeyState) -> Self {
        let signer = Signer::from_seed(id, **seed);
        Self { material: Material::Here { signer, seed: seed.clone() }, state }
    }

    fn generate(id: KeyId) -> Result<Self, KeyError> {
        Ok(Self::here(id, &random_bytes()?, KeyState::Active))
    }

    /// The id.
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
