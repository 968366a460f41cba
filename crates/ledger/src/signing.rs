//! The keys that sign codes: a key in this process, or a key in a separate device, which may be unavailable.
//! The access to such a device is not here but in the desk crate.

use std::pin::Pin;

use thiserror::Error;

use super::{AnswerError, ProfilesAndKeys};
use countersign_core::protocol::{Code, KeyId, PinnedKey, Signer, UnsignedCode};

/// A key that signs.
pub enum SigningKey<'a> {
    /// The key is in this process and signs at once.
    Here(&'a Signer),
    /// The key is elsewhere. Signing may take time and may fail.
    Elsewhere(Box<dyn DistantKey>),
}

/// A key with its private part outside this process, such as a key in a hardware security module.
pub trait DistantKey: Send + Sync {
    /// Returns its ID and its public key.
    fn pinned(&self) -> PinnedKey;

    /// Requests the Ed25519 signature of a message. The future ends within a time limit, whatever the key
    /// does.
    fn sign(&self, message: &[u8]) -> SigningFuture;
}

/// The 64 bytes of a signature, or why there is none.
pub type SigningFuture = Pin<Box<dyn Future<Output = Result<[u8; 64], SigningFault>> + Send>>;

/// Why a key elsewhere made no signature, as the stable code of the key's implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct SigningFault(pub &'static str);

/// The code of a signature that doesn't verify.
const SIGNATURE_WRONG: SigningFault = SigningFault("TOKEN-SIGNATURE-WRONG");

/// A code that a key elsewhere has signed, with the unsigned code.
pub(crate) struct SignedCode {
    unsigned: UnsignedCode,
    code: Code,
}

impl SignedCode {
    /// Lets the key of the given profile sign a code, and verifies the signature.
    ///
    /// # Errors
    /// [`AnswerError::NoKey`] if the profile has no key elsewhere, [`AnswerError::KeyUnavailable`] if the key
    /// makes no valid signature.
    pub async fn make(
        desk: &impl ProfilesAndKeys,
        profile: u16,
        unsigned: UnsignedCode,
    ) -> Result<Self, AnswerError> {
        let signature = {
            let key = desk.profile(profile).and_then(|profile| desk.signer(profile));
            let Some(SigningKey::Elsewhere(key)) = key else { return Err(AnswerError::NoKey(profile)) };
            let unavailable = |fault| AnswerError::KeyUnavailable { key: unsigned.key(), fault };
            let signature = key.sign(unsigned.message()).await.map_err(unavailable)?;
            unsigned.with_signature(&signature, &key.pinned()).map_err(|_| unavailable(SIGNATURE_WRONG))
        };
        Ok(Self { code: signature?, unsigned })
    }

    /// Returns the code if `unsigned` is what was signed.
    pub fn of(&self, unsigned: &UnsignedCode) -> Option<Code> {
        (self.unsigned == *unsigned).then(|| self.code.clone())
    }
}

impl SigningKey<'_> {
    /// Returns the key's ID.
    #[must_use]
    pub fn id(&self) -> KeyId {
        match self {
            Self::Here(signer) => signer.id(),
            Self::Elsewhere(key) => key.pinned().id,
        }
    }
}
