//! A decision on a request, and its input besides the record and the request.

use countersign_core::profile::Profile;
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Claims, Code, KeyId, Marker, Scheme};
use countersign_core::review::{Finding, Policy};

use super::{AnsweredNonce, Binding, Difference, GrantKind, Note, Reason, Requester, Spend};

/// The input of a decision besides the license record and the request.
#[derive(Debug, Clone, Copy)]
pub struct DecisionContext<'a> {
    /// The profile that the request names, and the newest profile of its product; `None` if the desk never
    /// published it.
    pub profile: Option<Profiles<'a>>,
    /// The keys that the request's profile pins and the desk still signs with.
    pub keys: &'a [KeyId],
    /// The desk's day, in days since 2020-01-01.
    pub today: Day,
    /// Who sends the request.
    pub requester: &'a Requester,
    /// The requested binding: scheme 3, or the older one (online only).
    pub scheme: Scheme,
    /// The seat that an operator has freed for this request.
    pub freed: Option<u16>,
    /// The request's nonce, if it was ever answered for this number.
    pub answered: Option<&'a AnsweredNonce>,
    /// The scheme 2 markers of the machines that have the same values under other numbers.
    pub seen_elsewhere: &'a [Marker],
}

/// The profile of a request.
#[derive(Debug, Clone, Copy)]
pub struct Profiles<'a> {
    /// The profile that the request names.
    pub named: &'a Profile,
    /// The newest profile of its product.
    pub newest: &'a Profile,
}

impl Profiles<'_> {
    /// Returns the policy that both profiles allow. The requester chooses the profile's ID, so the named
    /// profile alone isn't enough.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.named.policy.and(self.newest.policy)
    }
}

/// A decision with its findings and notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Granted or refused.
    pub outcome: DecisionOutcome,
    /// The desk's judgement of the three binding fields: manufacturer, model, serial.
    pub findings: Vec<Finding>,
    /// Further notes.
    pub notes: Vec<Note>,
}

/// Granted or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionOutcome {
    /// Granted.
    Issued(Grant),
    /// Refused. The number is not changed.
    Refused(Refusal),
}

/// A grant, before it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// The request was answered before and gets the same code. Nothing changes.
    Repeated {
        /// The seat.
        seat: u16,
        /// The code of the first answer.
        code: Code,
        /// The claims in the code.
        claims: Claims,
    },
    /// A new code must be signed and committed with this binding.
    New {
        /// How the request is granted; never [`GrantKind::SameRequest`].
        kind: GrantKind,
        /// The claims to sign.
        claims: Claims,
        /// The seat.
        seat: u16,
        /// The new binding of the seat.
        binding: Box<Binding>,
        /// The answered nonces that the grant spends.
        spend: Option<Spend>,
    },
}

/// A refusal. It has no field for a change, so it can change no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reason.
    pub reason: Reason,
    /// Where the machine differs from the bound one, as far as known.
    pub differs: Vec<Difference>,
    /// The number of seats, if the number has several and other machines have all of them.
    pub full: Option<u16>,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self { reason, differs: Vec::new(), full: None }
    }
}
