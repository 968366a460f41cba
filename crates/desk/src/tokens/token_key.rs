//! A key on a token, as the ledger asks it.

use std::sync::Arc;

use super::place::TokenPlace;
use super::registry::Tokens;
use countersign_core::protocol::PinnedKey;
use countersign_ledger::{DistantKey, SigningFault, SigningFuture};

/// A key on a token.
pub(crate) struct TokenKey {
    /// Where it is reached from.
    pub tokens: Arc<Tokens>,
    /// Where it is.
    pub place: TokenPlace,
    /// Its id and public key.
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
