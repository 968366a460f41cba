//! What a machine brings to a request: the three values with their verdicts and origins, and both markers.
//!
//! One place, so that the request, the check of a code and `status` cannot differ.

use crate::machine::{Field, Machine, Origin};
use crate::review::{self, Review, Verdict};

use super::{Head, Marker, Nonce, Platform, Request, Values, marker};

/// Values a person read off the label, for manufacturer, model and serial.
pub type DeclaredValues = [Option<String>; 3];

/// The binding of one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The values that are sent; empty where there is none fit to send.
    pub values: Values,
    /// What each is worth.
    pub verdicts: [Verdict; 3],
    /// How each was got.
    pub origins: [Origin; 3],
    /// The scheme 2 marker, where the machine has an anchor for one.
    pub marker2: Option<Marker>,
    /// The scheme 3 marker of the values as sent.
    pub marker3: Marker,
}

/// What the desk will answer, as far as the device can know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Predicted {
    /// Every binding field is usable.
    Accepted,
    /// One or more are not.
    Refused,
    /// One or more could not be read.
    Unknown,
}

impl Predicted {
    /// The stable name, as in `request --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
        }
    }
}

impl Binding {
    /// The binding of a reviewed machine with the values declared for it. A declared value counts only
    /// where the machine has an anchor, since its marker needs one.
    #[must_use]
    pub fn of(machine: &Machine, judged: &Review, declared: &DeclaredValues) -> Self {
        let marker2 = review::anchor(machine, judged).map(|anchor| marker::scheme2(&anchor));
        let one = |at: usize| {
            let field = Field::BINDING[at];
            match (&declared[at], marker2) {
                (Some(value), Some(_)) => {
                    let value = review::binding_value(value.as_bytes()).unwrap_or_default();
                    (review::judge_text(field, &value).0, Origin::Declared, value)
                }
                _ => judged
                    .finding(field)
                    .map_or((Verdict::Unreadable, Origin::Firmware, String::new()), |finding| {
                        (finding.verdict, finding.origin, sendable(&finding.value, finding.verdict))
                    }),
            }
        };
        let [(v0, o0, manufacturer), (v1, o1, model), (v2, o2, serial)] = [one(0), one(1), one(2)];
        let origins = [o0, o1, o2];
        let anchor = origins.contains(&Origin::Declared).then_some(marker2).flatten();
        let marker3 = marker::scheme3([&manufacturer, &model, &serial], anchor);
        let values = Values { manufacturer, model, serial };
        Self { values, verdicts: [v0, v1, v2], origins, marker2, marker3 }
    }

    /// What the desk will say to it.
    #[must_use]
    pub fn predicted(&self) -> Predicted {
        let refused = Field::BINDING
            .into_iter()
            .zip(self.verdicts)
            .any(|(field, verdict)| review::refuses(field, verdict));
        if refused {
            Predicted::Refused
        } else if self.verdicts.contains(&Verdict::Unreadable) {
            Predicted::Unknown
        } else {
            Predicted::Accepted
        }
    }

    /// Whether a person declared one of the values.
    #[must_use]
    pub fn has_declared_value(&self) -> bool {
        self.origins.contains(&Origin::Declared)
    }

    /// The request of this binding.
    #[must_use]
    pub fn request(
        &self,
        profile_version: u16,
        number: [u8; 6],
        nonce: Nonce,
        platform: Platform,
    ) -> Request {
        Request {
            head: Head {
                profile_version,
                number,
                nonce,
                platform,
                verdicts: self.verdicts,
                origins: self.origins,
                scheme2: self.marker2,
            },
            values: self.values.clone(),
        }
    }
}

/// A value fit to travel: none for what review calls blank, malformed or unreadable.
fn sendable(value: &str, verdict: Verdict) -> String {
    match verdict {
        Verdict::Ok | Verdict::Placeholder | Verdict::Shared => value.to_owned(),
        Verdict::Blank | Verdict::Malformed | Verdict::Unreadable => String::new(),
    }
}
