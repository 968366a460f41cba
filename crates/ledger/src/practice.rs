//! The built-in desk for practice: the same rules, a throw-away key, a store in memory.

use std::sync::Arc;

use countersign_core::profile::{PRACTICE_PRODUCT, Profile};
use countersign_core::protocol::{KeyId, Mask, Scheme, Signer};
use countersign_core::review::{Policy, RULES_VERSION};

use super::{
    Answer, AnswerError, IncomingRequest, License, MemoryStore, ProfilesAndKeys, RequestContext, Requester,
    SigningKey, StoreError, UnlistedNumber, answer, poll_once,
};

/// The profile ID of practice. No desk publishes it.
const PRACTICE_ID: u16 = 0;

/// A built-in desk. It accepts every number that fits its mask and stores nothing on disk.
pub struct PracticeDesk {
    published: Arc<Published>,
    store: MemoryStore,
}

/// The profile and the key of the practice desk.
struct Published {
    signer: Signer,
    profile: Profile,
}

impl PracticeDesk {
    /// Creates a desk for license numbers of the given mask. Its key is derived from the seed.
    #[must_use]
    pub fn new(seed: [u8; 32], mask: Mask) -> Self {
        let signer = Signer::from_seed(KeyId(0), seed);
        let profile = Profile {
            id: PRACTICE_ID,
            published: None,
            version: 1,
            product: PRACTICE_PRODUCT.to_owned(),
            name: String::new(),
            mask,
            desk: "practice.invalid".to_owned(),
            online: None,
            hotline: None,
            rules: RULES_VERSION,
            policy: Policy::OPEN,
            keys: vec![signer.pinned()],
        };
        let published = Arc::new(Published { signer, profile });
        Self { published, store: MemoryStore::new(UnlistedNumber::Unused(License::default())) }
    }

    /// Returns the practice profile. Its product name is empty, because the screens name the practice
    /// themselves.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.published.profile
    }

    /// Answers as an operator's desk. `now` is in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`AnswerError`], as for [`answer`]. The store in memory and the built-in key cause none.
    pub fn answer(&self, request: &IncomingRequest, scheme: Scheme, now: i64) -> Result<Answer, AnswerError> {
        let requester = Requester::Operator(PRACTICE_PRODUCT.to_owned());
        let context = RequestContext { now, requester, scheme, bundle: None };
        // The store in memory never waits.
        poll_once(answer(&self.store, &self.published, request, &context))
            .unwrap_or(Err(StoreError::Busy.into()))
    }
}

impl std::fmt::Debug for PracticeDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PracticeDesk").field("profile", &self.profile().product).finish_non_exhaustive()
    }
}

impl ProfilesAndKeys for Published {
    fn generation(&self) -> u64 {
        0
    }

    fn profile(&self, id: u16) -> Option<&Profile> {
        (id == PRACTICE_ID).then_some(&self.profile)
    }

    fn newest_of(&self, _: &str) -> Option<&Profile> {
        Some(&self.profile)
    }

    fn newest(&self) -> Option<&Profile> {
        Some(&self.profile)
    }

    fn living_keys(&self, _: &Profile) -> Vec<KeyId> {
        vec![self.signer.id()]
    }

    fn signer(&self, _: &Profile) -> Option<SigningKey<'_>> {
        Some(SigningKey::Here(&self.signer))
    }
}
