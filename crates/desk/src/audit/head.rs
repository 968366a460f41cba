//! A signed head of the chain, and its text:
//!
//! ```text
//! countersign audit head 1
//! position: 4711
//! hash: 64 hexadecimal digits
//! at: 2026-11-29T06:28:04Z
//! key: 64 hexadecimal digits
//! signature: 128 hexadecimal digits
//! ```
//!
//! The signature (Ed25519, RFC 8032) covers the lines above it, each with its line feed.

use std::fmt::Write as _;

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use jiff::Timestamp;
use thiserror::Error;

use super::chain::ChainHash;

/// The first line.
const TITLE: &str = "countersign audit head 1";
/// The longest text, in bytes.
pub const MAX_BYTES: u64 = 1024;

/// The end of the chain at one time, signed by the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedHead {
    /// The position.
    pub position: u64,
    /// The hash at that position.
    pub hash: ChainHash,
    /// When it was signed, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The desk's public key for heads.
    pub key: [u8; 32],
    /// The signature.
    pub signature: [u8; 64],
}

/// Why a text is not a valid signed head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HeadError {
    /// The text doesn't have the format of a signed head.
    #[error("not the text of a signed head")]
    Malformed,
    /// The signature is not valid for the key.
    #[error("the signature does not match")]
    Signature,
}

impl HeadError {
    /// Returns the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "AUDIT-HEAD-MALFORMED",
            Self::Signature => "AUDIT-HEAD-FORGED",
        }
    }
}

impl SignedHead {
    /// Signs a head.
    #[must_use]
    pub fn sign(seed: &[u8; 32], position: u64, hash: ChainHash, at: i64) -> Self {
        let signer = SigningKey::from_bytes(seed);
        let key = signer.verifying_key().to_bytes();
        let mut head = Self { position, hash, at, key, signature: [0; 64] };
        head.signature = signer.sign(head.signed_text().as_bytes()).to_bytes();
        head
    }

    /// Whether the signature is valid for the head's own key.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        let signature = Signature::from_bytes(&self.signature);
        VerifyingKey::from_bytes(&self.key)
            .is_ok_and(|key| key.verify_strict(self.signed_text().as_bytes(), &signature).is_ok())
    }

    /// Returns the whole text.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{}signature: {}\n", self.signed_text(), HEXLOWER.encode(&self.signature))
    }

    /// Parses a text, and checks its signature.
    ///
    /// # Errors
    /// [`HeadError`] if the text is malformed or the signature is not valid.
    pub fn parse(text: &str) -> Result<Self, HeadError> {
        if text.len() as u64 > MAX_BYTES {
            return Err(HeadError::Malformed);
        }
        let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if lines.next() != Some(TITLE) {
            return Err(HeadError::Malformed);
        }
        let mut value = |name: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(name)?.strip_prefix(": "));
            line.ok_or(HeadError::Malformed)
        };
        let position = value("position")?.parse().map_err(|_| HeadError::Malformed)?;
        let hash = bytes(value("hash")?)?;
        let at: Timestamp = value("at")?.parse().map_err(|_| HeadError::Malformed)?;
        let (key, signature) = (bytes(value("key")?)?, bytes(value("signature")?)?);
        if lines.next().is_some() {
            return Err(HeadError::Malformed);
        }
        let head = Self { position, hash, at: at.as_second(), key, signature };
        if head.is_signed() { Ok(head) } else { Err(HeadError::Signature) }
    }

    fn signed_text(&self) -> String {
        let mut text = format!("{TITLE}\n");
        let at = Timestamp::from_second(self.at).map_or_else(|_| self.at.to_string(), |at| at.to_string());
        let (hash, key) = (HEXLOWER.encode(&self.hash), HEXLOWER.encode(&self.key));
        let _ = write!(text, "position: {}\nhash: {hash}\nat: {at}\nkey: {key}\n", self.position);
        text
    }
}

fn bytes<const N: usize>(hex: &str) -> Result<[u8; N], HeadError> {
    let bytes = HEXLOWER.decode(hex.as_bytes()).map_err(|_| HeadError::Malformed)?;
    bytes.try_into().map_err(|_| HeadError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_accepted_only_as_it_was_signed() {
        let head = SignedHead::sign(&[7; 32], 4711, [1; 32], 1_764_397_684);
        let text = head.to_text();
        insta::assert_snapshot!(text);
        assert_eq!(SignedHead::parse(&text), Ok(head.clone()));
        assert_eq!(SignedHead::parse(&text.replace('\n', "\r\n")), Ok(head));
        assert_eq!(SignedHead::parse(&text.replace("4711", "4712")), Err(HeadError::Signature));
        assert_eq!(SignedHead::parse(&text.replace("06:28", "06:29")), Err(HeadError::Signature));
        let other = SignedHead::sign(&[8; 32], 4711, [1; 32], 1_764_397_684);
        let forged =
            text.replace(&HEXLOWER.encode(&bytes::<32>(&key_of(&text)).unwrap()), &key_of(&other.to_text()));
        assert_eq!(SignedHead::parse(&forged), Err(HeadError::Signature));
        for cut in 0..text.len() - 1 {
            assert!(SignedHead::parse(&text[..cut]).is_err(), "{cut}");
        }
        assert_eq!(SignedHead::parse(&format!("{text}more")), Err(HeadError::Malformed));
        assert_eq!(SignedHead::parse(&" ".repeat(1025)), Err(HeadError::Malformed));
    }

    fn key_of(text: &str) -> String {
        text.lines().find_map(|line| line.strip_prefix("key: ")).unwrap().to_owned()
    }
}
