//! A key on a token, as a signing key of the ledger.

use std::sync::Arc;

use super::place::TokenPlace;
use super::registry::Tokens;
use countersign_core::protocol::PinnedKey;
use countersign_ledger::{DistantKey, SigningFault, SigningFuture};

/// A key on a token.
pub(crate) struct TokenKey {
    /// The tokens of this process.
    pub tokens: Arc<Tokens>,
    /// The place of the key.
    pub place: TokenPlace,
    /// Its ID and public key.
    pub pinned: PinnedKey,
}

impl DistantKey for TokenKey {
    fn pinned(&self) -> PinnedKey {
        self.pinned.clone()
    }

    fn sign(&self, message: &[u8]) -> SigningFuture {
        let tokens = Arc::clone(&self.tokens);
        let (place, key, message) = (self.place.clone(), self.pinned.key, message.to_vec());
        Box::pin(async move {
            let token = place.token().to_owned();
            tokens.sign(place, key, message).await.map_err(|fault| {
                tracing::error!(token, code = fault.code(), %fault, "a token made no signature");
                SigningFault(fault.code())
            })
        })
    }
}
