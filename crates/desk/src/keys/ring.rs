//! The key ring, and its text.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::error::KeyError;
use super::sealed::Sealed;
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey, Signer};

/// The newest format that this program knows.
const FORMAT: u32 = 1;

/// All signing keys of a product, oldest first.
pub struct KeyRing {
    keys: Vec<Key>,
}

struct Key {
    signer: Signer,
    seed: Zeroizing<[u8; 32]>,
    state: KeyState,
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct KeyFile {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    keys: Vec<KeyEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    id: u8,
    seed: String,
    #[serde(default)]
    state: KeyState,
}

impl Drop for KeyEntry {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl KeyRing {
    /// Makes a ring with one new key, whose id is 0.
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice())?;
        Ok(Self { keys: vec![Key::new(KeyId(0), &seed, KeyState::Active)] })
    }

    /// Adds a new key and gives its id; `None` if no id is left (0 to 31).
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes.
    pub fn add(&mut self) -> Result<Option<KeyId>, KeyError> {
        let next = self.keys.iter().map(|key| key.signer.id().0).max().map_or(0, |id| id.saturating_add(1));
        if next > 31 {
            return Ok(None);
        }
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice())?;
        self.keys.push(Key::new(KeyId(next), &seed, KeyState::Active));
        Ok(Some(KeyId(next)))
    }

    /// Retires a key and gives the state it had; `None` if there is no such key.
    pub fn retire(&mut self, id: KeyId) -> Option<KeyState> {
        let key = self.keys.iter_mut().find(|key| key.signer.id() == id)?;
        Some(std::mem::replace(&mut key.state, KeyState::Retired))
    }

    /// The active keys that the profile pins, oldest first.
    fn living(&self, profile: &Profile) -> impl DoubleEndedIterator<Item = &Signer> {
        self.keys
            .iter()
            .filter(|key| key.state == KeyState::Active)
            .map(|key| &key.signer)
            .filter(|signer| profile.keys.contains(&signer.pinned()))
    }

    /// The ids of the active keys that the profile pins, oldest first.
    #[must_use]
    pub fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
        self.living(profile).map(Signer::id).collect()
    }

    /// The newest active key that the profile pins.
    #[must_use]
    pub fn signer(&self, profile: &Profile) -> Option<&Signer> {
        self.living(profile).next_back()
    }

    /// A secret for another purpose than signing, which every desk with this ring has. It changes when its key is retired.
    #[must_use]
    pub fn derived_secret(&self, purpose: &str) -> Option<Zeroizing<[u8; 32]>> {
        let key = self.keys.iter().find(|key| key.state == KeyState::Active).or(self.keys.first())?;
        let mac = Hmac::<Sha256>::new_from_slice(key.seed.as_slice()).ok()?.chain_update(purpose);
        Some(Zeroizing::new(mac.finalize().into_bytes().into()))
    }

    /// The public key and the state of every key, oldest first.
    #[must_use]
    pub fn pinned(&self) -> Vec<(PinnedKey, KeyState)> {
        self.keys.iter().map(|key| (key.signer.pinned(), key.state)).collect()
    }

    /// Reads the text of a ring.
    ///
    /// # Errors
    /// [`KeyError`]; a wrong passphrase differs from a text that is no ring.
    pub fn parse(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        // The format number comes first: a newer format may have other keys.
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        // TOML's own messages quote the bad line, which may hold a seed.
        let malformed = |_| KeyError::Malformed("not TOML of this shape".into());
        match toml::from_str::<Format>(text).map_err(malformed)?.format {
            FORMAT => {}
            format if format > FORMAT => return Err(KeyError::Newer(format)),
            format => return Err(KeyError::Malformed(format!("format {format}"))),
        }
        let file: KeyFile = toml::from_str(text).map_err(malformed)?;
        let Some(sealed) = file.sealed else { return Self::from_entries(&file.keys) };
        let passphrase = passphrase.ok_or(KeyError::NeedsPassphrase)?;
        let opened = sealed.open(FORMAT, passphrase)?;
        let inner: KeyFile = toml::from_str(&opened).map_err(malformed)?;
        Self::from_entries(&inner.keys)
    }

    fn from_entries(entries: &[KeyEntry]) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::with_capacity(entries.len());
        for entry in entries {
            let bytes = Zeroizing::new(HEXLOWER.decode(entry.seed.as_bytes()).unwrap_or_default());
            let seed = <[u8; 32]>::try_from(bytes.as_slice()).map(Zeroizing::new);
            let duplicate = keys.iter().any(|key| key.signer.id() == KeyId(entry.id));
            match seed {
                Ok(seed) if entry.id < 32 && !duplicate => {
                    keys.push(Key::new(KeyId(entry.id), &seed, entry.state));
                }
                _ => return Err(KeyError::Malformed(format!("key {}", entry.id))),
            }
        }
        if keys.is_empty() { Err(KeyError::Malformed("no keys".into())) } else { Ok(Self { keys }) }
    }

    /// Whether the text of a ring is sealed. `false` for a text that is no ring.
    #[must_use]
    pub fn is_sealed(text: &str) -> bool {
        toml::from_str::<KeyFile>(text).is_ok_and(|file| file.sealed.is_some())
    }

    /// The text of the ring, sealed if there is a passphrase.
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes, or no memory for the key derivation.
    pub fn to_text(&self, passphrase: Option<&str>) -> Result<Zeroizing<String>, KeyError> {
        let keys = self
            .keys
            .iter()
            .map(|key| KeyEntry {
                id: key.signer.id().0,
                seed: HEXLOWER.encode(key.seed.as_slice()),
                state: key.state,
            })
            .collect();
        let plain = to_toml(&KeyFile { format: FORMAT, sealed: None, keys })?;
        match passphrase {
            None => Ok(plain),
            Some(passphrase) => {
                let sealed = Some(Sealed::seal(FORMAT, passphrase, &plain)?);
                to_toml(&KeyFile { format: FORMAT, sealed, keys: Vec::new() })
            }
        }
    }
}

impl Key {
    fn new(id: KeyId, seed: &Zeroizing<[u8; 32]>, state: KeyState) -> Self {
        Self { signer: Signer::from_seed(id, **seed), seed: seed.clone(), state }
    }
}

fn to_toml(file: &KeyFile) -> Result<Zeroizing<String>, KeyError> {
    toml::to_string(file).map(Zeroizing::new).map_err(|error| KeyError::Malformed(error.to_string()))
}
