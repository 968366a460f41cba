//! The key that seals the secrets of second factors (XChaCha20-Poly1305), each for its operator. It is one of
//! the desk's secrets.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::name::OperatorName;
use super::second_factor::{SECRET_BYTES, SecondFactorSecret};

/// The number of bytes of a nonce.
const NONCE_BYTES: usize = 24;
/// The number of seconds in which a proposed secret can be confirmed.
pub const PROPOSAL_SECONDS: i64 = 30 * 60;

/// The purpose of a proposed secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposal {
    /// The second factor of an operator who has none.
    First,
    /// The replacement of a second factor; the operator has given the password.
    Replacement,
}

/// The key.
pub struct SecondFactorKey(Zeroizing<[u8; 32]>);

impl Proposal {
    const fn purpose(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Replacement => "replacement",
        }
    }
}

impl SecondFactorKey {
    /// Creates the key from its bytes.
    #[must_use]
    pub const fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// Seals an operator's secret for the store.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn seal(
        &self,
        operator: &OperatorName,
        secret: &SecondFactorSecret,
    ) -> Result<Vec<u8>, getrandom::Error> {
        self.seal_text(&header("kept", operator), secret.bytes())
    }

    /// Opens the output of [`Self::seal`]; `None` if it was sealed with another key or for another operator.
    #[must_use]
    pub fn open(&self, operator: &OperatorName, sealed: &[u8]) -> Option<SecondFactorSecret> {
        SecondFactorSecret::from_bytes(&self.open_text(&header("kept", operator), sealed)?)
    }

    /// Seals a secret that is shown to the operator and is not confirmed yet. The operator's browser stores
    /// it.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn propose(
        &self,
        operator: &OperatorName,
        proposal: Proposal,
        secret: &SecondFactorSecret,
        now: i64,
    ) -> Result<Vec<u8>, getrandom::Error> {
        let mut text = Zeroizing::new([0; SECRET_BYTES + 8]);
        text[..SECRET_BYTES].copy_from_slice(secret.bytes());
        text[SECRET_BYTES..].copy_from_slice(&now.to_be_bytes());
        self.seal_text(&header(proposal.purpose(), operator), text.as_slice())
    }

    /// Opens the output of [`Self::propose`]; `None` also if it is too old.
    #[must_use]
    pub fn proposed(
        &self,
        operator: &OperatorName,
        proposal: Proposal,
        sealed: &[u8],
        now: i64,
    ) -> Option<SecondFactorSecret> {
        let text = self.open_text(&header(proposal.purpose(), operator), sealed)?;
        let (secret, made) = text.split_at_checked(SECRET_BYTES)?;
        let made = i64::from_be_bytes(made.try_into().ok()?);
        let is_young = now.saturating_sub(made) < PROPOSAL_SECONDS && made <= now.saturating_add(60);
        is_young.then(|| SecondFactorSecret::from_bytes(secret)).flatten()
    }

    fn seal_text(&self, header: &str, text: &[u8]) -> Result<Vec<u8>, getrandom::Error> {
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce)?;
        let payload = Payload { msg: text, aad: header.as_bytes() };
        // Encryption fails only for texts of gigabytes.
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| getrandom::Error::UNEXPECTED)?;
        Ok([&nonce[..], &sealed].concat())
    }

    fn open_text(&self, header: &str, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: header.as_bytes() };
        self.cipher().decrypt(&XNonce::from(nonce), payload).ok().map(Zeroizing::new)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&Key::from(*self.0))
    }
}

/// Returns the data that is authenticated with a secret: its purpose and its operator.
fn header(purpose: &str, operator: &OperatorName) -> String {
    format!("countersign second factor 1 {purpose} {operator}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_for_its_operator_and_purpose() {
        let key = SecondFactorKey::new(Zeroizing::new([1; 32]));
        let (li, wang) = (OperatorName::parse("li").unwrap(), OperatorName::parse("wang").unwrap());
        let secret = SecondFactorSecret::from_bytes(&[9; 20]).unwrap();
        let kept = key.seal(&li, &secret).unwrap();
        assert_eq!(key.open(&li, &kept).unwrap().bytes(), secret.bytes());
        assert!(!kept.windows(8).any(|part| part == [9; 8]));
        let other = SecondFactorKey::new(Zeroizing::new([2; 32]));
        assert!(key.open(&wang, &kept).is_none() && other.open(&li, &kept).is_none());
        let first = Proposal::First;
        assert!(key.proposed(&li, first, &kept, 0).is_none() && key.open(&li, &kept[..20]).is_none());
        let mut changed = kept.clone();
        changed[40] ^= 1;
        assert!(key.open(&li, &changed).is_none());
        let proposed = key.propose(&li, first, &secret, 1_000).unwrap();
        for (now, opens) in
            [(1_000, true), (999 + PROPOSAL_SECONDS, true), (1_000 + PROPOSAL_SECONDS, false), (900, false)]
        {
            assert_eq!(key.proposed(&li, first, &proposed, now).is_some(), opens, "{now}");
        }
        assert!(key.open(&li, &proposed).is_none() && key.proposed(&wang, first, &proposed, 1_000).is_none());
        assert!(key.proposed(&li, Proposal::Replacement, &proposed, 1_000).is_none());
    }
}
