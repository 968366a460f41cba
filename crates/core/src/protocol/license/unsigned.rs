//! A code without its signature. The key that signs it may be outside of this process.

use ed25519_dalek::Signature;

use super::code::{FORMAT, Prepared};
use super::{Claims, Code, CodeError, KeyId, PinnedKey, Terms};

/// The first six bytes of a code, and the message that the key has to sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsignedCode {
    key: KeyId,
    first: [u8; 6],
    message: Vec<u8>,
}

impl UnsignedCode {
    /// Prepares the code of these claims and terms for the key with this id. The same arguments give the same message.
    ///
    /// # Errors
    /// [`CodeError::Claims`] for claims that can't be encoded (an edition over 15, an expiry of 0 or before the issued day),
    /// [`CodeError::NoMarker`], and [`CodeError::UnknownKey`] for a key id over 31.
    pub fn new(key: KeyId, claims: Claims, terms: &Terms) -> Result<Self, CodeError> {
        if key.0 > 31 {
            return Err(CodeError::UnknownKey(key));
        }
        let [a, b, c, d, e] = claims.encode().ok_or(CodeError::Claims)?;
        let first = [FORMAT | key.0, a, b, c, d, e];
        let message = Prepared::of(terms).message(&first, claims.scheme)?;
        Ok(Self { key, first, message })
    }

    /// The id of the key that has to sign.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.key
    }

    /// The message that the key signs with Ed25519 (RFC 8032), 97 bytes.
    #[must_use]
    pub fn message(&self) -> &[u8] {
        &self.message
    }

    /// Verifies a signature like a device, and adds it to the code.
    ///
    /// # Errors
    /// [`CodeError::UnknownKey`] if `key` has another id than [`UnsignedCode::key`]; [`CodeError::Signature`] if it didn't sign this
    /// message.
    pub fn with_signature(&self, signature: &[u8; 64], key: &PinnedKey) -> Result<Code, CodeError> {
        if key.id != self.key {
            return Err(CodeError::UnknownKey(key.id));
        }
        let verifying = key.verifying_key().ok_or(CodeError::Signature)?;
        verifying
            .verify_strict(&self.message, &Signature::from_bytes(signature))
            .map_err(|_| CodeError::Signature)?;
        Ok(self.join(signature))
    }

    /// Adds a signature of this message without verifying it.
    pub(super) fn join(&self, signature: &[u8; 64]) -> Code {
        let mut code = [0; 70];
        code[..6].copy_from_slice(&self.first);
        code[6..].copy_from_slice(signature);
        Code(code)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{claims, signer, terms};
    use super::*;
    use crate::protocol::Signer;
    use ed25519_dalek::{Signer as _, SigningKey};

    #[test]
    fn an_external_signature_gives_the_same_code() {
        let unsigned = UnsignedCode::new(KeyId(3), claims(), &terms()).unwrap();
        let signature = SigningKey::from_bytes(&[7; 32]).sign(unsigned.message()).to_bytes();
        let code = unsigned.with_signature(&signature, &signer().pinned()).unwrap();
        assert_eq!(code, signer().sign(claims(), &terms()).unwrap());
        assert_eq!(unsigned.message().len(), 97);
    }

    #[test]
    fn a_signature_by_another_key_or_of_another_message_is_refused() {
        let unsigned = UnsignedCode::new(KeyId(3), claims(), &terms()).unwrap();
        let sign = |seed, message: &[u8]| SigningKey::from_bytes(&[seed; 32]).sign(message).to_bytes();
        let pinned = signer().pinned();
        for signature in [sign(8, unsigned.message()), sign(7, b"countersign"), [0; 64]] {
            assert_eq!(unsigned.with_signature(&signature, &pinned), Err(CodeError::Signature));
        }
        let other = Signer::from_seed(KeyId(4), [7; 32]).pinned();
        let signature = sign(7, unsigned.message());
        assert_eq!(unsigned.with_signature(&signature, &other), Err(CodeError::UnknownKey(KeyId(4))));
        assert_eq!(UnsignedCode::new(KeyId(32), claims(), &terms()), Err(CodeError::UnknownKey(KeyId(32))));
    }
}
