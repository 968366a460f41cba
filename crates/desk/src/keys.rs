//! The desk's signing keys, in one file that only its owner can read, sealed where a passphrase is given.
//!
//! The file is TOML. `format = 1` and either `[[keys]]`, or a sealed box: the same `[[keys]]` text under
//! XChaCha20-Poly1305 (24-byte nonce), by a key that Argon2id makes of the passphrase; the parameters
//! and the salt are written beside and are authenticated with the box.

mod sealed;

use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use super::files;
use countersign_core::profile::Profile;
use countersign_core::protocol::{KeyId, PinnedKey, Signer};
use sealed::Sealed;

/// The newest form of the file that this program knows.
const FORMAT: u32 = 1;
/// The keys, oldest first.
pub struct KeyRing {
    keys: Vec<Key>,
}

/// One key.
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
    /// It signs no more; it stays listed, so that its number is never given again.
    Retired,
}

/// Why keys can't be had.
#[derive(Debug, Error)]
pub enum KeyError {
    /// The file can't be read or written.
    #[error("{path}: {error}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Others than the owner may read it.
    #[error("{path}: mode {mode:o}, others may read it")]
    Exposed {
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It is of a newer program.
    #[error("format {0} is of a newer program")]
    Newer(u32),
    /// It is no key file.
    #[error("not a key file: {0}")]
    Malformed(String),
    /// It is sealed, and no passphrase was given.
    #[error("sealed: a passphrase is needed")]
    NeedsPassphrase,
    /// The passphrase doesn't open it, or it was changed.
    #[error("the passphrase doesn't open it")]
    WrongPassphrase,
    /// No random bytes could be had, or no memory for the passphrase.
    #[error("{0}")]
    System(String),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    keys: Vec<KeyLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyLine {
    id: u8,
    seed: String,
    #[serde(default)]
    state: KeyState,
}

impl Drop for KeyLine {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl KeyRing {
    /// A ring with one new key, of number 0.
    ///
    /// # Errors
    /// [`KeyError::System`] where the system gives no random bytes.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        random(seed.as_mut_slice())?;
        Ok(Self { keys: vec![Key::new(KeyId(0), &seed, KeyState::Active)] })
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// [`KeyError`] names what is wrong; a wrong passphrase is told apart from a file that is none.
    pub fn load(path: &Path, passphrase: Option<&str>) -> Result<Self, KeyError> {
        let io = |error| KeyError::Io { path: path.to_owned(), error };
        let mode = std::fs::metadata(path).map_err(io)?.mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(KeyError::Exposed { path: path.to_owned(), mode });
        }
        let text = Zeroizing::new(std::fs::read_to_string(path).map_err(io)?);
        Self::parse(&text, passphrase)
    }

    /// Writes a key file that wasn't there, sealed where there is a passphrase.
    ///
    /// # Errors
    /// The file is there already, or can't be written.
    pub fn save_new(&self, path: &Path, passphrase: Option<&str>) -> Result<(), KeyError> {
        let text = self.to_text(passphrase)?;
        files::create(path, files::PRIVATE, text.as_bytes())
            .map_err(|error| KeyError::Io { path: path.to_owned(), error })
    }

    /// Writes the key file in place of the one that is there, in one step.
    ///
    /// # Errors
    /// It can't be written; what was there then still is.
    pub fn save(&self, path: &Path, passphrase: Option<&str>) -> Result<(), KeyError> {
        let text = self.to_text(passphrase)?;
        files::replace(path, files::PRIVATE, text.as_bytes())
            .map_err(|error| KeyError::Io { path: path.to_owned(), error })
    }

    /// Adds a new key under the next number; `None` where no number is left.
    ///
    /// # Errors
    /// [`KeyError::System`] where the system gives no random bytes.
    pub fn add(&mut self) -> Result<Option<KeyId>, KeyError> {
        let next = self.keys.iter().map(|key| key.signer.id().0).max().map_or(0, |id| id.saturating_add(1));
        if next > 31 {
            return Ok(None);
        }
        let mut seed = Zeroizing::new([0; 32]);
        random(seed.as_mut_slice())?;
        self.keys.push(Key::new(KeyId(next), &seed, KeyState::Active));
        Ok(Some(KeyId(next)))
    }

    /// Retires a key; gives the state it was in, `None` where there is no such key.
    pub fn retire(&mut self, id: KeyId) -> Option<KeyState> {
        let key = self.keys.iter_mut().find(|key| key.signer.id() == id)?;
        Some(std::mem::replace(&mut key.state, KeyState::Retired))
    }

    /// The newest active key that this profile pins.
    #[must_use]
    pub fn signer(&self, profile: &Profile) -> Option<&Signer> {
        self.keys
            .iter()
            .rev()
            .filter(|key| key.state == KeyState::Active)
            .map(|key| &key.signer)
            .find(|signer| profile.keys.contains(&signer.pinned()))
    }

    /// The public halves of every key, retired ones too, oldest first.
    #[must_use]
    pub fn pinned(&self) -> Vec<(PinnedKey, KeyState)> {
        self.keys.iter().map(|key| (key.signer.pinned(), key.state)).collect()
    }

    fn parse(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        // The number is looked at first: a newer form may have another shape.
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        // TOML's own messages quote the line at fault, which may hold a seed.
        let malformed = |_| KeyError::Malformed("not TOML of this shape".into());
        match toml::from_str::<Format>(text).map_err(malformed)?.format {
            FORMAT => {}
            format if format > FORMAT => return Err(KeyError::Newer(format)),
            format => return Err(KeyError::Malformed(format!("format {format}"))),
        }
        let file: File = toml::from_str(text).map_err(malformed)?;
        let Some(sealed) = file.sealed else { return Self::from_lines(&file.keys) };
        let passphrase = passphrase.ok_or(KeyError::NeedsPassphrase)?;
        let opened = sealed.open(passphrase)?;
        let inner: File = toml::from_str(&opened).map_err(malformed)?;
        Self::from_lines(&inner.keys)
    }

    fn from_lines(lines: &[KeyLine]) -> Result<Self, KeyError> {
        let mut keys: Vec<Key> = Vec::with_capacity(lines.len());
        for line in lines {
            let bytes = Zeroizing::new(HEXLOWER.decode(line.seed.as_bytes()).unwrap_or_default());
            let seed = <[u8; 32]>::try_from(bytes.as_slice()).map(Zeroizing::new);
            let twin = keys.iter().any(|key| key.signer.id() == KeyId(line.id));
            match seed {
                Ok(seed) if line.id < 32 && !twin => {
                    keys.push(Key::new(KeyId(line.id), &seed, line.state));
                }
                _ => return Err(KeyError::Malformed(format!("key {}", line.id))),
            }
        }
        if keys.is_empty() { Err(KeyError::Malformed("no keys".into())) } else { Ok(Self { keys }) }
    }

    fn to_text(&self, passphrase: Option<&str>) -> Result<Zeroizing<String>, KeyError> {
        let keys = self
            .keys
            .iter()
            .map(|key| KeyLine {
                id: key.signer.id().0,
                seed: HEXLOWER.encode(key.seed.as_slice()),
                state: key.state,
            })
            .collect();
        let plain = write(&File { format: FORMAT, sealed: None, keys })?;
        match passphrase {
            None => Ok(plain),
            Some(passphrase) => {
                let sealed = Some(Sealed::close(passphrase, &plain)?);
                write(&File { format: FORMAT, sealed, keys: Vec::new() })
            }
        }
    }
}

impl Key {
    fn new(id: KeyId, seed: &Zeroizing<[u8; 32]>, state: KeyState) -> Self {
        Self { signer: Signer::from_seed(id, **seed), seed: seed.clone(), state }
    }
}

fn write(file: &File) -> Result<Zeroizing<String>, KeyError> {
    toml::to_string(file).map(Zeroizing::new).map_err(|error| KeyError::Malformed(error.to_string()))
}

fn random(bytes: &mut [u8]) -> Result<(), KeyError> {
    getrandom::fill(bytes).map_err(|error| KeyError::System(error.to_string()))
}

#[cfg(test)]
mod tests;
