//! The keys that sign codes: one in this process, or one in a device of its own, which may be away. Never here: how such a device
//! is reached; the desk knows.

use std::pin::Pin;

use thiserror::Error;

use super::{AnswerError, ProfilesAndKeys};
use countersign_core::protocol::{Code, KeyId, PinnedKey, Signer, UnsignedCode};

/// A key that signs.
pub enum SigningKey<'a> {
    /// It signs at once.
    Here(&'a Signer),
    /// It signs elsewhere, may take its time and may fail.
    Elsewhere(Box<dyn DistantKey>),
}

/// A key whose secret part this process doesn't have, such as one in a hardware security module.
pub trait DistantKey: Send + Sync {
    /// Its id and its public key.
    fn pinned(&self) -> PinnedKey;

    /// Asks it for the Ed25519 signature of a message. The future ends within a time limit, whatever the key does.
    fn sign(&self, message: &[u8]) -> SigningFuture;
}

/// The 64 bytes of a signature, or why there is none.
pub type SigningFuture = Pin<Box<dyn Future<Output = Result<[u8; 64], SigningFault>> + Send>>;

/// Why a key elsewhere made no signature, as the stable code of whoever holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct SigningFault(pub &'static str);

/// The code of a signature that doesn't verify.
const SIGNATURE_WRONG: SigningFault = SigningFault("TOKEN-SIGNATURE-WRONG");

/// A code that a key elsewhere has signed, with what it signed.
pub(crate) struct SignedCode {
    unsigned: UnsignedCode,
    code: Code,
}

impl SignedCode {
    /// Has a code signed by the key of that profile. The signature is verified.
    ///
    /// # Errors
    /// [`AnswerError::NoKey`], [`AnswerError::KeyUnavailable`].
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

    /// The code, if exactly that was signed.
    pub fn of(&self, unsigned: &UnsignedCode) -> Option<Code> {
        (self.unsigned == *unsigned).then(|| self.code.clone())
    }
}

impl SigningKey<'_> {
    /// The key's id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        match self {
            Self::Here(signer) => signer.id(),
            Self::Elsewhere(key) => key.pinned().id,
        }
    }
}
