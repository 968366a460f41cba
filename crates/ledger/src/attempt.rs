//! One decided request, as the ledger records it. Its findings and ways can be shown again later.

use countersign_core::machine::Origin;
use countersign_core::protocol::{Marker, Scheme};
use countersign_core::remedy::PlannedWay;
use countersign_core::review::{self, Finding, Policy, Verdict};

use super::{Difference, GrantKind, IncomingRequest, LicenseId, Note, Reason, ways};

/// One decided request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The time, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator who sent the request; `None` for the public.
    pub operator: Option<String>,
    /// Whether the request was spoken; a spoken request has no values.
    pub spoken: bool,
    /// The license number as the request packs it.
    pub packed: [u8; 6],
    /// The license number, if it fits the mask. The ledger may not have it.
    pub license: Option<LicenseId>,
    /// The request's name.
    pub name: String,
    /// The ID of the profile that the request names.
    pub profile: u16,
    /// The platform byte of the request.
    pub platform: u8,
    /// The scheme of the code, or the scheme that a refused request asked for.
    pub scheme: Scheme,
    /// Manufacturer, model and serial as bound; `None` for a spoken request.
    pub values: Option<[String; 3]>,
    /// The desk's verdicts on manufacturer, model and serial.
    pub verdicts: [Verdict; 3],
    /// The origins of manufacturer, model and serial.
    pub origins: [Origin; 3],
    /// The scheme 2 marker, if the machine has one.
    pub marker2: Option<Marker>,
    /// The scheme 3 marker.
    pub marker3: Marker,
    /// Issued or refused.
    pub outcome: AttemptOutcome,
    /// Where the machine differed from the bound one; empty unless the request was refused for that.
    pub differs: Vec<Difference>,
    /// The notes on the answer.
    pub notes: Vec<Note>,
    /// The request as [`IncomingRequest::to_text`] gives it.
    pub request: String,
}

/// The outcome of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// A code was issued.
    Issued(GrantKind),
    /// The request was refused.
    Refused(Reason),
}

impl Attempt {
    /// Decodes the recorded request. `None` if it has no text, which happens for no decoded request.
    #[must_use]
    pub fn incoming_request(&self) -> Option<IncomingRequest> {
        IncomingRequest::from_text(&self.request, self.packed)
    }

    /// Whether this refusal repeats another one: the same request from the same requester, refused for the
    /// same reason. Only the time differs. A case records such a refusal once.
    #[must_use]
    pub fn repeats(&self, before: &Self) -> bool {
        self.reason().is_some() && *self == Self { at: self.at, ..before.clone() }
    }

    /// Returns the reason of a refusal.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self.outcome {
            AttemptOutcome::Issued(_) => None,
            AttemptOutcome::Refused(reason) => Some(reason),
        }
    }

    /// Returns the desk's judgement of the three binding fields at that time. Newer rules don't change the
    /// verdicts.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        use countersign_core::machine::Field;
        (0..3)
            .map(|at| {
                let (field, verdict) = (Field::BINDING[at], self.verdicts[at]);
                let value = self.values.as_ref().map_or("", |values| values[at].as_str());
                let kind = match review::judge_text(field, value) {
                    (same, kind) if same == verdict && !value.is_empty() => kind,
                    _ => None,
                };
                let shown = countersign_core::machine::printable(value.as_bytes());
                Finding { field, shown, value: value.to_owned(), origin: self.origins[at], verdict, kind }
            })
            .collect()
    }

    /// Returns the ways from this refused machine to an accepted one, as the current rules plan them; empty
    /// if a code was issued. `policy` is the policy that the request's profile and the newest profile of its
    /// product both allow.
    #[must_use]
    pub fn ways(&self, policy: &Policy) -> Vec<PlannedWay> {
        match (self.reason(), self.incoming_request()) {
            (Some(reason), Some(request)) => ways(&request, reason, &self.findings(), policy),
            _ => Vec::new(),
        }
    }
}
