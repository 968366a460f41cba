//! One request as it was decided, for good. What was said of it then follows from it at any time.

use countersign_core::machine::Origin;
use countersign_core::protocol::{Marker, Number, Platform, Scheme};
use countersign_core::remedy::{self, Remedy};
use countersign_core::review::{self, Finding, Policy, Verdict};

use super::{Difference, GrantKind, IncomingRequest, Note, Reason};

/// One request, as it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// The operator who brought it; `None` for anyone else.
    pub operator: Option<String>,
    /// It came by word: there were no values.
    pub spoken: bool,
    /// The number as packed in the request.
    pub packed: [u8; 6],
    /// The number, where it fits the mask.
    pub number: Option<Number>,
    /// The request's name.
    pub name: String,
    /// The profile version the request names.
    pub profile: u16,
    /// The platform byte.
    pub platform: u8,
    /// The binding the code has; of a refusal, the one that was asked for.
    pub scheme: Scheme,
    /// Manufacturer, model, serial.
    pub values: Option<[String; 3]>,
    /// The desk's verdicts on them.
    pub verdicts: [Verdict; 3],
    /// Scheme 2 marker.
    pub marker2: Option<Marker>,
    /// Scheme 3 marker.
    pub marker3: Marker,
    /// What came of it.
    pub outcome: AttemptOutcome,
    /// In what the machine differs from the one the number was bound to, where it was refused for that.
    pub differs: Vec<Difference>,
    /// What was said beside.
    pub notes: Vec<Note>,
    /// The request itself, as [`super::IncomingRequest::to_text`] gives it.
    pub request: String,
}

/// What came of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// A code was given.
    Issued(GrantKind),
    /// Refused.
    Refused(Reason),
}

impl Attempt {
    /// The request itself; `None` for one that was kept before requests were kept whole.
    #[must_use]
    pub fn incoming_request(&self) -> Option<IncomingRequest> {
        IncomingRequest::from_text(&self.request)
    }

    /// The reason of a refusal.
    #[must_use]
    pub const fn reason(&self) -> Option<Reason> {
        match self.outcome {
            AttemptOutcome::Issued(_) => None,
            AttemptOutcome::Refused(reason) => Some(reason),
        }
    }

    /// The desk's judgement of the three binding fields, as it was then: newer rules don't change the verdicts.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        use countersign_core::machine::Field;
        let origins = self.incoming_request().map_or([Origin::Firmware; 3], |request| request.head().origins);
        (0..3)
            .map(|at| {
                let (field, verdict) = (Field::BINDING[at], self.verdicts[at]);
                let value = self.values.as_ref().map_or("", |values| values[at].as_str());
                let kind = match review::judge_text(field, value) {
                    (same, kind) if same == verdict && !value.is_empty() => kind,
                    _ => None,
                };
                let shown = countersign_core::machine::shown(value.as_bytes());
                Finding { field, shown, value: value.to_owned(), origin: origins[at], verdict, kind }
            })
            .collect()
    }

    /// What can be done about a finding on the machine's platform: what the answer showed.
    #[must_use]
    pub fn remedies(&self, finding: &Finding, policy: &Policy) -> Vec<Remedy> {
        let platform = Platform(self.platform);
        remedy::for_platform(platform.family(), platform.hypervisor(), finding.field, finding.verdict, policy)
    }
}
