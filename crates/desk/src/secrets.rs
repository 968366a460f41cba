//! The desk's own secrets, besides the signing keys of products: one row of the database, sealed like a key
//! ring.
//!
//! The text is TOML: `format = 1` with `audit-seed` and `second-factor-key`, each 32 bytes in hexadecimal
//! digits, or `[sealed]` with that text. The secrets are generated once, when a command or the server first
//! needs them, and are the same for every desk on the database.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::desk_data::check_private;
use crate::keys::{KeyError, KeyRing, Sealed};
use crate::sql::SqlStore;
use countersign_ledger::StoreError;

/// The newest format that this program knows.
const FORMAT: u32 = 1;

/// The secrets.
pub struct DeskSecrets {
    /// The seed of the key that signs the audit's head (Ed25519).
    pub audit_seed: Zeroizing<[u8; 32]>,
    /// The key that seals secrets of second factors.
    pub second_factor_key: Zeroizing<[u8; 32]>,
}

/// Why the secrets can't be read or generated.
#[derive(Debug, Error)]
pub enum SecretsError {
    /// The secrets can't be opened or sealed.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database can't be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct SecretsText {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<Sealed>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    audit_seed: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    second_factor_key: String,
}

impl Drop for SecretsText {
    fn drop(&mut self) {
        self.audit_seed.zeroize();
        self.second_factor_key.zeroize();
    }
}

impl DeskSecrets {
    /// Reads the secrets of a database. Generates them if there are none.
    ///
    /// # Errors
    /// [`SecretsError`]; a wrong passphrase is a different error from a text without secrets.
    pub async fn read_or_make(store: &SqlStore, passphrase: Option<&str>) -> Result<Self, SecretsError> {
        let text = match store.secrets().await? {
            Some(text) => text,
            None => {
                check_sealable(store, passphrase).await?;
                let made = Self::generate()?.to_text(passphrase)?;
                store.keep_secrets(&made).await?
            }
        };
        if !is_sealed(&text) {
            check_private(store)?;
        }
        Ok(Self::parse(&text, passphrase)?)
    }

    /// Returns the text of the secrets, sealed. `None` if they are sealed already, or there are none.
    ///
    /// # Errors
    /// [`SecretsError`]; the passphrase must open secrets that are sealed.
    pub async fn newly_sealed(store: &SqlStore, passphrase: &str) -> Result<Option<String>, SecretsError> {
        let Some(text) = store.secrets().await? else { return Ok(None) };
        let secrets = Self::parse(&text, Some(passphrase))?;
        if is_sealed(&text) {
            return Ok(None);
        }
        Ok(Some(secrets.to_text(Some(passphrase))?.as_str().to_owned()))
    }

    fn generate() -> Result<Self, KeyError> {
        let mut secrets =
            Self { audit_seed: Zeroizing::new([0; 32]), second_factor_key: Zeroizing::new([0; 32]) };
        getrandom::fill(secrets.audit_seed.as_mut_slice())?;
        getrandom::fill(secrets.second_factor_key.as_mut_slice())?;
        Ok(secrets)
    }

    fn parse(text: &str, passphrase: Option<&str>) -> Result<Self, KeyError> {
        // TOML's own messages quote the bad line, which may contain a secret.
        let malformed = || KeyError::Malformed("the desk's secrets".to_owned());
        let read = |text: &str| toml::from_str::<SecretsText>(text).map_err(|_| malformed());
        let mut secrets = read(text)?;
        if secrets.format > FORMAT {
            return Err(KeyError::Newer(secrets.format));
        }
        if let Some(sealed) = secrets.sealed.take() {
            secrets = read(&sealed.open(FORMAT, passphrase.ok_or(KeyError::NeedsPassphrase)?)?)?;
        }
        let bytes = |hex: &str| -> Result<Zeroizing<[u8; 32]>, KeyError> {
            let bytes = Zeroizing::new(HEXLOWER.decode(hex.as_bytes()).map_err(|_| malformed())?);
            bytes.as_slice().try_into().map(Zeroizing::new).map_err(|_| malformed())
        };
        Ok(Self {
            audit_seed: bytes(&secrets.audit_seed)?,
            second_factor_key: bytes(&secrets.second_factor_key)?,
        })
    }

    fn to_text(&self, passphrase: Option<&str>) -> Result<Zeroizing<String>, KeyError> {
        let text = |secrets: &SecretsText| {
            toml::to_string(secrets)
                .map(Zeroizing::new)
                .map_err(|error| KeyError::Malformed(error.to_string()))
        };
        let plain = text(&SecretsText {
            format: FORMAT,
            sealed: None,
            audit_seed: HEXLOWER.encode(self.audit_seed.as_slice()),
            second_factor_key: HEXLOWER.encode(self.second_factor_key.as_slice()),
        })?;
        let Some(passphrase) = passphrase else { return Ok(plain) };
        let sealed = Some(Sealed::seal(FORMAT, passphrase, &plain)?);
        text(&SecretsText {
            format: FORMAT,
            sealed,
            audit_seed: String::new(),
            second_factor_key: String::new(),
        })
    }
}

/// Checks that new secrets will be sealed if the keys are sealed or the database is on a server.
async fn check_sealable(store: &SqlStore, passphrase: Option<&str>) -> Result<(), SecretsError> {
    if passphrase.is_some() {
        return Ok(());
    }
    let rings = store.published().await?.key_rings;
    if rings.iter().any(|ring| KeyRing::is_sealed(&ring.text)) {
        return Err(KeyError::NeedsPassphrase.into());
    }
    Ok(check_private(store)?)
}

/// Whether the text is sealed. `false` for a text without secrets.
pub(crate) fn is_sealed(text: &str) -> bool {
    toml::from_str::<SecretsText>(text).is_ok_and(|text| text.sealed.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_read_as_they_were_written() {
        let secrets = DeskSecrets::generate().unwrap();
        for passphrase in [None, Some("correct horse battery")] {
            let text = secrets.to_text(passphrase).unwrap();
            assert_eq!(is_sealed(&text), passphrase.is_some());
            let again = DeskSecrets::parse(&text, passphrase).unwrap();
            assert_eq!(again.audit_seed, secrets.audit_seed);
            assert_eq!(again.second_factor_key, secrets.second_factor_key);
            assert_eq!(text.contains(&HEXLOWER.encode(secrets.audit_seed.as_slice())), passphrase.is_none());
        }
        let sealed = secrets.to_text(Some("correct horse battery")).unwrap();
        assert!(matches!(DeskSecrets::parse(&sealed, None), Err(KeyError::NeedsPassphrase)));
        assert!(matches!(DeskSecrets::parse(&sealed, Some("wrong")), Err(KeyError::WrongPassphrase)));
        for text in
            ["", "format = 1", "format = 1\naudit-seed = \"00\"\nsecond-factor-key = \"00\"", "format = 2"]
        {
            assert!(DeskSecrets::parse(text, None).is_err(), "{text}");
        }
    }
}
