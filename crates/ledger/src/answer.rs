//! An answer to a request, and what the desk needs to give one.

use std::sync::Arc;

use thiserror::Error;

use countersign_core::profile::Profile;
use countersign_core::protocol::license::CodeError;
use countersign_core::protocol::{Claims, Code, KeyId, Marker, Platform, Scheme};
use countersign_core::remedy::PlannedWay;
use countersign_core::review::{Finding, Policy};

use super::{
    ActionRefusal, BundleDigest, CaseNumber, Difference, GrantKind, IncomingRequest, LicenseId, Note, Reason,
    Refusal, Requester, SigningFault, SigningKey, StoreError,
};

/// The published profiles and the keys that they pin, as they were read last.
pub trait ProfilesAndKeys: Sync {
    /// The generation that they are of ([`Basis::generation`](super::Basis::generation)).
    fn generation(&self) -> u64;
    /// The profile with that id, if it was ever published.
    fn profile(&self, id: u16) -> Option<&Profile>;
    /// The newest profile of a product.
    fn newest_of(&self, product: &str) -> Option<&Profile>;
    /// The newest profile. Its mask reads the numbers of requests with an unknown profile.
    fn newest(&self) -> Option<&Profile>;
    /// The keys that the profile pins and the desk still signs with.
    fn living_keys(&self, profile: &Profile) -> Vec<KeyId>;
    /// The newest of these keys.
    fn signer(&self, profile: &Profile) -> Option<SigningKey<'_>>;

    /// The license number of a request; `None` if it doesn't fit the mask.
    fn license_of(&self, request: &IncomingRequest) -> Option<LicenseId> {
        let head = request.head();
        let profile = self.profile(head.profile_id).or_else(|| self.newest())?;
        Some(LicenseId { product: profile.product.clone(), number: profile.mask.unpack(head.number)? })
    }
}

impl<D: ProfilesAndKeys + Send> ProfilesAndKeys for Arc<D> {
    fn generation(&self) -> u64 {
        self.as_ref().generation()
    }

    fn profile(&self, id: u16) -> Option<&Profile> {
        self.as_ref().profile(id)
    }

    fn newest_of(&self, product: &str) -> Option<&Profile> {
        self.as_ref().newest_of(product)
    }

    fn newest(&self) -> Option<&Profile> {
        self.as_ref().newest()
    }

    fn living_keys(&self, profile: &Profile) -> Vec<KeyId> {
        self.as_ref().living_keys(profile)
    }

    fn signer(&self, profile: &Profile) -> Option<SigningKey<'_>> {
        self.as_ref().signer(profile)
    }
}

/// When a request arrives, who brings it, and which binding it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Who brings the request.
    pub requester: Requester,
    /// The binding that is asked for. Scheme 2 is the older one, online only.
    pub scheme: Scheme,
    /// The bundle that the request came in.
    pub bundle: Option<BundleDigest>,
}

/// The desk's answer, ready to be shown: it is committed already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Issued or refused.
    pub outcome: AnswerOutcome,
    /// The desk's judgement of the three binding fields: manufacturer, model, serial.
    pub findings: Vec<Finding>,
    /// The ways from a refused machine to an accepted one, best first ([`ways`](crate::ways)).
    pub ways: Vec<PlannedWay>,
    /// Further notes.
    pub notes: Vec<Note>,
    /// What the request's profile and the newest of its product both allow.
    pub policy: Policy,
    /// The license number, if it fits the mask.
    pub license: Option<LicenseId>,
    /// The ledger has that number. A refusal never tells it: malformed and unknown numbers get the same answer.
    pub number_known: bool,
    /// The request's name.
    pub name: String,
    /// The platform that the request names. Remedies depend on it.
    pub platform: Platform,
    /// The machine's scheme 2 marker. Without one it can have neither assigned or declared values nor the older binding.
    pub marker2: Option<Marker>,
    /// The case that a refusal opened or joined.
    pub case: Option<CaseNumber>,
}

/// A license code or a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerOutcome {
    /// A license code was issued.
    Issued {
        /// How it was granted.
        kind: GrantKind,
        /// The seat of the number.
        seat: u16,
        /// The license code.
        code: Code,
        /// The claims in the code.
        claims: Claims,
    },
    /// The request was refused.
    Refused(Refusal),
}

impl Answer {
    /// The answer once it is committed, with the case that it opened.
    #[must_use]
    pub fn committed(self, opened: Option<CaseNumber>) -> Self {
        Self { case: opened.or(self.case), ..self }
    }

    /// The reason of a refusal.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match &self.outcome {
            AnswerOutcome::Issued { .. } => None,
            AnswerOutcome::Refused(refusal) => Some(refusal.reason),
        }
    }

    /// Where the machine differs from the bound one; empty unless it was refused for that.
    #[must_use]
    pub fn differs(&self) -> &[Difference] {
        match &self.outcome {
            AnswerOutcome::Issued { .. } => &[],
            AnswerOutcome::Refused(refusal) => &refusal.differs,
        }
    }
}

/// Why the desk can't answer: a fault of the desk, not of the request.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// The store failed, or reported a conflict on every try.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The desk's profiles or keys have changed since they were read. Read them and answer again.
    #[error("profiles or keys have changed")]
    Stale,
    /// The desk has no private key that the profile with this id pins.
    #[error("no key for the profile {0}")]
    NoKey(u16),
    /// The key that has to sign is not in this process, and made no signature.
    #[error("the key {} made no signature: {fault}", .key.0)]
    KeyUnavailable {
        /// The key.
        key: KeyId,
        /// Why.
        fault: SigningFault,
    },
    /// The operator's action is refused.
    #[error(transparent)]
    Action(#[from] ActionRefusal),
    /// The code can't be signed with these claims: the number's license is out of range.
    #[error("the code can't be signed: {0}")]
    Unsignable(#[from] CodeError),
}
