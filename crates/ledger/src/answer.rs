//! An answer to a request, and the profiles and keys that the desk answers with.

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

/// The published profiles and the keys that they pin, as last read from the store.
pub trait ProfilesAndKeys: Sync {
    /// Returns the generation of the profiles and keys ([`Basis::generation`](super::Basis::generation)).
    fn generation(&self) -> u64;
    /// Returns the profile with the given ID, if it was ever published.
    fn profile(&self, id: u16) -> Option<&Profile>;
    /// Returns the newest profile of a product.
    fn newest_of(&self, product: &str) -> Option<&Profile>;
    /// Returns the newest profile. Its mask decodes the numbers of requests with an unknown profile.
    fn newest(&self) -> Option<&Profile>;
    /// Returns the keys that the profile pins and that the desk still signs with.
    fn living_keys(&self, profile: &Profile) -> Vec<KeyId>;
    /// Returns the newest of these keys.
    fn signer(&self, profile: &Profile) -> Option<SigningKey<'_>>;

    /// Returns the license number of a request; `None` if it doesn't fit the mask.
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

/// When a request arrives, who sends it, and which binding it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Who sends the request.
    pub requester: Requester,
    /// The requested binding. Scheme 2 is the older binding, which is given online only.
    pub scheme: Scheme,
    /// The bundle that the request came in.
    pub bundle: Option<BundleDigest>,
}

/// The desk's answer. It is already committed and may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Issued or refused.
    pub outcome: AnswerOutcome,
    /// The desk's judgement of the three binding fields: manufacturer, model, serial.
    pub findings: Vec<Finding>,
    /// The ways from a refused machine to an accepted one, best first ([`ways`](crate::ways)).
    pub ways: Vec<PlannedWay>,
    /// Further notes on the answer.
    pub notes: Vec<Note>,
    /// The policy that the request's profile and the newest profile of its product both allow.
    pub policy: Policy,
    /// The license number, if it fits the mask.
    pub license: Option<LicenseId>,
    /// Whether the ledger has that number. A refusal never shows this: malformed and unknown numbers get the
    /// same answer.
    pub number_known: bool,
    /// The request's name.
    pub name: String,
    /// Whether the request was spoken. A spoken request has no values.
    pub spoken: bool,
    /// The platform that the request names. Remedies depend on it.
    pub platform: Platform,
    /// The machine's scheme 2 marker. A machine without one can have neither assigned or declared values nor
    /// the older binding.
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
    /// Sets the case that the commit opened.
    #[must_use]
    pub fn committed(self, opened: Option<CaseNumber>) -> Self {
        Self { case: opened.or(self.case), ..self }
    }

    /// Returns the reason of a refusal.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match &self.outcome {
            AnswerOutcome::Issued { .. } => None,
            AnswerOutcome::Refused(refusal) => Some(refusal.reason),
        }
    }

    /// Returns where the machine differs from the bound one; empty unless the request was refused for that.
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
    /// The store failed, or reported a conflict on every attempt.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The desk's profiles or keys have changed since they were read. Read them and answer again.
    #[error("profiles or keys have changed")]
    Stale,
    /// The desk has no private key that the profile with this ID pins.
    #[error("no key for the profile {0}")]
    NoKey(u16),
    /// The signing key is not in this process, and made no signature.
    #[error("the key {} made no signature: {fault}", .key.0)]
    KeyUnavailable {
        /// The key.
        key: KeyId,
        /// The fault.
        fault: SigningFault,
    },
    /// The operator's action is refused.
    #[error(transparent)]
    Action(#[from] ActionRefusal),
    /// The code can't be signed with these claims: the number's license is out of range.
    #[error("the code can't be signed: {0}")]
    Unsignable(#[from] CodeError),
}
