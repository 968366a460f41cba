//! The binding of a machine: its three values with verdicts and origins, and both markers.
//!
//! Requests, the check of a code, and `status` all use it, so that they can't differ.

use crate::machine::{Field, Machine, Origin};
use crate::review::{self, Review, Verdict};

use super::{Head, Marker, Nonce, Platform, Request, Values, marker};

/// Values that a person declared (read off the label): manufacturer, model, serial.
pub type DeclaredValues = [Option<String>; 3];

/// The binding of one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The values that are sent; empty for a blank, malformed or unreadable one.
    pub values: Values,
    /// The verdict on each.
    pub verdicts: [Verdict; 3],
    /// The origin of each.
    pub origins: [Origin; 3],
    /// The scheme 2 marker; `None` where the machine has no anchor.
    pub marker2: Option<Marker>,
    /// The scheme 3 marker of the values as sent.
    pub marker3: Marker,
}

/// The answer that the desk will give, as far as the device can predict it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Predicted {
    /// All binding fields are usable.
    Accepted,
    /// A binding field is refused.
    Refused,
    /// A binding field could not be read, and none is refused.
    Unknown,
}

impl Predicted {
    /// The stable name, such as `accepted`; part of the JSON contract.
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
    /// The binding of a reviewed machine with declared values. A declared value counts only where the machine has an anchor,
    /// because its marker digests one.
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

    /// The predicted answer of the desk.
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

    /// Whether one of the values was declared.
    #[must_use]
    pub fn has_declared_value(&self) -> bool {
        self.origins.contains(&Origin::Declared)
    }

    /// The request of this binding. `number` is the packed license number ([`super::Mask::pack`]).
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

/// The value to send: empty for a blank, malformed or unreadable one.
fn sendable(value: &str, verdict: Verdict) -> String {
    match verdict {
        Verdict::Ok | Verdict::Placeholder | Verdict::Shared => value.to_owned(),
        Verdict::Blank | Verdict::Malformed | Verdict::Unreadable => String::new(),
    }
}
