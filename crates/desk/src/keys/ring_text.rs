//! The text of a key ring. Format 1 has only keys with their seeds. A ring with a key on a token, and so with
//! its own secret, has format 2, which an older program refuses as newer.

use std::path::Path;

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::error::KeyError;
use super::ring::{Key, KeyRing, KeyState, Material};
use super::sealed::Sealed;
use crate::tokens::TokenPlace;
use countersign_core::protocol::{KeyId, PinnedKey};

/// The format of a ring with all its keys in the text.
const FORMAT: u32 = 1;
/// The format of a ring with keys on tokens.
const FORMAT_WITH_TOKENS: u32 = 2;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct KeyFile {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    keys: Vec<KeyEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyEntry {
    id: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<String>,
    #[serde(default)]
    state: KeyState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    token: Option<TokenEntry>,
}

/// A key on a token: its place and its public key.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenEntry {
    module: String,
    token: String,
    label: String,
    public: String,
}

impl Drop for KeyEntry {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl Drop for KeyFile {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl KeyRing {
    /// Parses the text of a ring.
    ///
    /// # Errors
    /// [`KeyError`]; a wrong passphrase is a different error from a text that is no ring.
    pub fn parse(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        // The format number is read first, because a newer format may have other fields.
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        // TOML's own messages quote the bad line, which may contain a seed.
        let malformed = |_| KeyError::Malformed("not TOML of this shape".into());
        let format = match toml::from_str::<Format>(text).map_err(malformed)?.format {
            format @ (FORMAT | FORMAT_WITH_TOKENS) => format,
            format if format > FORMAT_WITH_TOKENS => return Err(KeyError::Newer(format)),
            format => return Err(KeyError::Malformed(format!("format {format}"))),
        };
        let file: KeyFile = toml::from_str(text).map_err(malformed)?;
        let Some(sealed) = &file.sealed else { return Self::from_file(&file) };
        let passphrase = passphrase.ok_or(KeyError::NeedsPassphrase)?;
        let opened = sealed.open(format, passphrase)?;
        Self::from_file(&toml::from_str(&opened).map_err(malformed)?)
    }

    fn from_file(file: &KeyFile) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::with_capacity(file.keys.len());
        for entry in &file.keys {
            let duplicate = keys.iter().any(|key| key.id() == KeyId(entry.id));
            match entry.key() {
                Some(key) if entry.id < 32 && !duplicate => keys.push(key),
                _ => return Err(KeyError::Malformed(format!("key {}", entry.id))),
            }
        }
        let secret = match &file.secret {
            None => None,
            Some(text) => Some(bytes(text).ok_or_else(|| KeyError::Malformed("the secret".into()))?),
        };
        if keys.is_empty() { Err(KeyError::Malformed("no keys".into())) } else { Ok(Self { keys, secret }) }
    }

    /// Whether the text of a ring is sealed. `false` for a text that is no ring.
    #[must_use]
    pub fn is_sealed(text: &str) -> bool {
        toml::from_str::<KeyFile>(text).is_ok_and(|file| file.sealed.is_some())
    }

    /// Returns the text of the ring, sealed if there is a passphrase.
    ///
    /// # Errors
    /// [`KeyError::System`] if the system gives no random bytes, or no memory for the key derivation.
    pub fn to_text(&self, passphrase: Option<&str>) -> Result<Zeroizing<String>, KeyError> {
        let on_token = |key: &Key| matches!(key.material, Material::OnToken { .. });
        let has_tokens = self.secret.is_some() || self.keys.iter().any(on_token);
        let format = if has_tokens { FORMAT_WITH_TOKENS } else { FORMAT };
        let keys = self.keys.iter().map(KeyEntry::of).collect();
        let secret = self.secret.as_ref().map(|secret| HEXLOWER.encode(secret.as_slice()));
        let plain = to_toml(&KeyFile { format, secret, sealed: None, keys })?;
        match passphrase {
            None => Ok(plain),
            Some(passphrase) => {
                let sealed = Some(Sealed::seal(format, passphrase, &plain)?);
                to_toml(&KeyFile { format, secret: None, sealed, keys: Vec::new() })
            }
        }
    }
}

impl KeyEntry {
    fn of(key: &Key) -> Self {
        let (seed, token) = match &key.material {
            Material::Here { seed, .. } => (Some(HEXLOWER.encode(seed.as_slice())), None),
            Material::OnToken { pinned, place } => {
                let entry = TokenEntry {
                    module: place.module().to_string_lossy().into_owned(),
                    token: place.token().to_owned(),
                    label: place.label().to_owned(),
                    public: HEXLOWER.encode(&pinned.key),
                };
                (None, Some(entry))
            }
        };
        Self { id: key.id().0, seed, state: key.state, token }
    }

    /// Returns the key of this entry; `None` if it has neither or both of seed and token, or if one of them
    /// is malformed.
    fn key(&self) -> Option<Key> {
        let id = KeyId(self.id);
        match (&self.seed, &self.token) {
            (Some(seed), None) => Some(Key::here(id, &bytes(seed)?, self.state)),
            (None, Some(entry)) => {
                let place = TokenPlace::new(Path::new(&entry.module), &entry.token, &entry.label).ok()?;
                let pinned = PinnedKey { id, key: *bytes(&entry.public)? };
                Some(Key { material: Material::OnToken { pinned, place }, state: self.state })
            }
            _ => None,
        }
    }
}

/// Returns the 32 bytes of 64 hexadecimal digits.
fn bytes(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let bytes = Zeroizing::new(HEXLOWER.decode(text.as_bytes()).ok()?);
    bytes.as_slice().try_into().ok().map(Zeroizing::new)
}

fn to_toml(file: &KeyFile) -> Result<Zeroizing<String>, KeyError> {
    toml::to_string(file).map(Zeroizing::new).map_err(|error| KeyError::Malformed(error.to_string()))
}
