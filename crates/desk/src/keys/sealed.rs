//! A text sealed with a passphrase: Argon2id derives the key, XChaCha20-Poly1305 encrypts the text and authenticates the
//! parameters and the salt with it.

use argon2::Params;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key as CipherKey, XChaCha20Poly1305, XNonce};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::KeyError;
use crate::argon2id;

/// The cost of a new box: 19 MiB, two passes, one lane (the minimum that OWASP recommends for Argon2id).
const COST: Cost = Cost { memory_kib: 19_456, passes: 2, lanes: 1 };
/// The highest cost that a box may have, so that a forged file can't exhaust the machine.
const MAX_COST: Cost = Cost { memory_kib: 1_048_576, passes: 16, lanes: 8 };

/// The parameters of Argon2id.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// A sealed box, as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sealed {
    cipher: String,
    #[serde(flatten)]
    cost: Cost,
    salt: String,
    nonce: String,
    r#box: String,
}

/// The only cipher of formats 1 and 2.
const CIPHER: &str = "argon2id-xchacha20poly1305";

impl Sealed {
    /// Seals a text for a ring of the given format.
    pub(crate) fn seal(format: u32, passphrase: &str, plain: &str) -> Result<Self, KeyError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        getrandom::fill(&mut salt)?;
        getrandom::fill(&mut nonce)?;
        let mut sealed = Self {
            cipher: CIPHER.to_owned(),
            cost: COST,
            salt: BASE64.encode(&salt),
            nonce: BASE64.encode(&nonce),
            r#box: String::new(),
        };
        let aad = sealed.authenticated_header(format);
        let bytes = cipher(passphrase, COST, &salt)?
            .encrypt(&XNonce::from(nonce), Payload { msg: plain.as_bytes(), aad: aad.as_bytes() })
            .map_err(|_| KeyError::System("sealing failed".into()))?;
        sealed.r#box = BASE64.encode(&bytes);
        Ok(sealed)
    }

    /// Opens the box of a ring of the given format.
    pub(crate) fn open(&self, format: u32, passphrase: &str) -> Result<Zeroizing<String>, KeyError> {
        let malformed = || KeyError::Malformed("the sealed box".into());
        let Cost { memory_kib, passes, lanes } = self.cost;
        let too_costly =
            memory_kib > MAX_COST.memory_kib || passes > MAX_COST.passes || lanes > MAX_COST.lanes;
        if self.cipher != CIPHER || too_costly {
            return Err(malformed());
        }
        let bytes = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| malformed());
        let salt = bytes(&self.salt)?;
        let nonce = <[u8; 24]>::try_from(bytes(&self.nonce)?).map_err(|_| malformed())?;
        let plain = cipher(passphrase, self.cost, &salt)?
            .decrypt(
                &XNonce::from(nonce),
                Payload { msg: &bytes(&self.r#box)?, aad: self.authenticated_header(format).as_bytes() },
            )
            .map_err(|_| KeyError::WrongPassphrase)?;
        String::from_utf8(plain).map(Zeroizing::new).map_err(|_| malformed())
    }

    /// Returns the data that is authenticated with the text.
    fn authenticated_header(&self, format: u32) -> String {
        let Cost { memory_kib, passes, lanes } = self.cost;
        format!("countersign keys {format} {} {memory_kib} {passes} {lanes} {}", self.cipher, self.salt)
    }
}

fn cipher(passphrase: &str, cost: Cost, salt: &[u8]) -> Result<XChaCha20Poly1305, KeyError> {
    let system = |error: argon2::Error| KeyError::System(error.to_string());
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(system)?;
    let mut key = Zeroizing::new([0; 32]);
    argon2id::derive(params, passphrase.as_bytes(), salt, key.as_mut_slice()).map_err(system)?;
    Ok(XChaCha20Poly1305::new(&CipherKey::from(*key)))
}
