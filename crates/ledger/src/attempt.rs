//! One decided request, as the ledger records it. Its findings and ways can be shown again at any time.

use countersign_core::machine::Origin;
use countersign_core::protocol::{Marker, Scheme};
use countersign_core::remedy::PlannedWay;
use countersign_core::review::{self, Finding, Policy, Verdict};

use super::{Difference, GrantKind, IncomingRequest, LicenseId, Note, Reason, ways};

/// One decided request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When, in seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator who brought it; `None` for anybody else.
    pub operator: Option<String>,
    /// It was a spoken request, which has no values.
    pub spoken: bool,
    /// The license number as the request packs it.
    pub packed: [u8; 6],
    /// The license number, if it fits the mask. The ledger may not have it.
    pub license: Option<LicenseId>,
    /// The request's name.
    pub name: String,
    /// The id of the profile that the request names.
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
    /// Where the machine differed from the bound one; empty unless it was refused for that.
    pub differs: Vec<Difference>,
    /// The notes on the answer.
    pub notes: Vec<Note>,
    /// The request as [`IncomingRequest::to_text`] gives it.
    pub request: String,
}

/// What a request led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// A code was issued.
    Issued(GrantKind),
    /// The request was refused.
    Refused(Reason),
}

impl Attempt {
    /// The request. `None` if it has no text, which no decoded request meets.
    #[must_use]
    pub fn incoming_request(&self) -> Option<IncomingRequest> {
        IncomingRequest::from_text(&self.request, self.packed)
    }

    /// Whether this refusal says what another one said already: the same request, brought by the same requester, refused for the same
    /// reason. Only the time differs. A case records it once.
    #[must_use]
    pub fn repeats(&self, before: &Self) -> bool {
        self.reason().is_some() && *self == Self { at: self.at, ..before.clone() }
    }

    /// The reason of a refusal.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self.outcome {
            AttemptOutcome::Issued(_) => None,
            AttemptOutcome::Refused(reason) => Some(reason),
        }
    }

    /// The desk's judgement of the three binding fields at that time. Newer rules don't change the verdicts.
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

    /// The ways from this refused machine to an accepted one, as today's rules plan them; empty if it was issued. `policy` is what
    /// the request's profile and the newest of its product both allow.
    #[must_use]
    pub fn ways(&self, policy: &Policy) -> Vec<PlannedWay> {
        match (self.reason(), self.incoming_request()) {
            (Some(reason), Some(request)) => ways(&request, reason, &self.findings(), policy),
            _ => Vec::new(),
        }
    }
}
