//! The binding of a machine: its three values with verdicts and origins, and both markers.
//!
//! Requests, the check of a code, and `status` all use it, so that they agree on values and markers.

use crate::assigned;
use crate::machine::{Field, Machine, Origin, SourceKind};
use crate::marker::{self, Form};
use crate::remedy::{self, Source};
use crate::review::{self, FindingKind, Policy, Review, Verdict};

pub use super::way::{DeclaredValues, Way};
use super::{Head, Marker, Nonce, Platform, Request, Surroundings, Terms, Values};
pub use crate::review::Predicted;

/// The binding of one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The values that are bound; empty for a blank, malformed or unreadable one.
    pub values: Values,
    /// The verdict on each.
    pub verdicts: [Verdict; 3],
    /// The origin of each.
    pub origins: [Origin; 3],
    /// The exact place of each recovered value.
    pub sources: [Option<Source>; 3],
    /// The place where a proper value is available for a refused one.
    pub available: [Option<SourceKind>; 3],
    /// The scheme 2 marker; `None` where the machine has no anchor.
    pub marker2: Option<Marker>,
    /// The scheme 3 marker of the bound values.
    pub marker3: Marker,
}

/// One field of a binding.
struct BoundField {
    value: String,
    verdict: Verdict,
    origin: Origin,
    source: Option<Source>,
    available: Option<SourceKind>,
}

impl Binding {
    /// The binding of a reviewed machine by the given way. `marker2` is the machine's scheme 2 marker: [`Binding::marker2_of`], or the
    /// marker of a standing binding with the same anchor.
    ///
    /// A field that passes review, or can't be read, keeps the firmware's value. A declared value that review refuses is ignored,
    /// and so are declared and assigned values without a scheme 2 marker, recovered serials that need one
    /// ([`marker::form`]), and recovered values where the policy doesn't allow them.
    #[must_use]
    pub fn of(
        machine: &Machine,
        judged: &Review,
        policy: &Policy,
        way: &Way,
        marker2: Option<Marker>,
    ) -> Self {
        let [a, b, c] = [0, 1, 2].map(|at| BoundField::of(machine, judged, policy, way, marker2, at));
        let origins = [a.origin, b.origin, c.origin];
        let form = marker::form(&c.value, origins, marker2).unwrap_or(Form::Plain);
        let marker3 = marker::scheme3([&a.value, &b.value, &c.value], form);
        Self {
            verdicts: [a.verdict, b.verdict, c.verdict],
            origins,
            available: [a.available, b.available, c.available],
            values: Values { manufacturer: a.value, model: b.value, serial: c.value },
            sources: [a.source, b.source, c.source],
            marker2,
            marker3,
        }
    }

    /// The way by which a request or a license of this machine with these origins and values was made. `None` where a value is declared
    /// and `values` is `None`.
    ///
    /// The device tree replaces a missing SMBIOS in every way, but a refused value only by recovery. The machine itself tells which it
    /// was: by the firmware's own values, it gives other origins then.
    #[must_use]
    pub fn way_of(
        machine: &Machine,
        judged: &Review,
        policy: &Policy,
        marker2: Option<Marker>,
        (origins, values): ([Origin; 3], Option<&Values>),
    ) -> Option<Way> {
        let way = Way::of_request(origins, values)?;
        let gives = |way: &Way| Self::of(machine, judged, policy, way, marker2).origins == origins;
        let is_recovered = way == Way::Firmware && !gives(&way) && gives(&Way::Recover);
        Some(if is_recovered { Way::Recover } else { way })
    }

    /// The scheme 2 marker of a reviewed machine; `None` where the machine has no anchor, or a better anchor can't be read.
    #[must_use]
    pub fn marker2_of(machine: &Machine, judged: &Review) -> Option<Marker> {
        review::anchor(machine, judged).map(|anchor| marker::scheme2(&anchor))
    }

    /// The predicted answer of the desk.
    #[must_use]
    pub fn predicted(&self) -> Predicted {
        Predicted::of(Field::BINDING.into_iter().zip(self.verdicts))
    }

    /// Whether one of the values was declared.
    #[must_use]
    pub fn has_declared_value(&self) -> bool {
        self.origins.contains(&Origin::Declared)
    }

    /// The terms that a code for this binding must be signed for. `number` is the packed license number ([`super::Mask::pack`]).
    #[must_use]
    pub fn terms(&self, product: &str, number: [u8; 6], nonce: Nonce) -> Terms {
        Terms {
            product: product.to_owned(),
            number,
            nonce,
            marker2: self.marker2,
            marker3: Some(self.marker3),
            origins: self.origins,
        }
    }

    /// The request of this binding. `number` is the packed license number ([`super::Mask::pack`]).
    #[must_use]
    pub fn request(
        &self,
        profile_id: u16,
        number: [u8; 6],
        nonce: Nonce,
        platform: Platform,
        surroundings: Surroundings,
    ) -> Request {
        let mut values = self.values.as_array().map(str::to_owned);
        for (value, origin) in values.iter_mut().zip(self.origins) {
            if origin == Origin::Assigned {
                value.clear();
            }
        }
        Request {
            head: Head {
                profile_id,
                number,
                nonce,
                platform,
                surroundings,
                verdicts: self.verdicts,
                origins: self.origins,
                available: self.available,
                marker2: self.marker2,
            },
            values: Values::from_array(values),
        }
    }
}

impl BoundField {
    fn of(
        machine: &Machine,
        judged: &Review,
        policy: &Policy,
        way: &Way,
        marker2: Option<Marker>,
        at: usize,
    ) -> Self {
        let field = Field::BINDING[at];
        let Some(finding) = judged.finding(field) else {
            return Self::unreadable();
        };
        // The marker may come from another anchor than the one that review used.
        let own_serial = field == Field::Serial && assigned::is_own(&finding.value, marker2);
        let own = Self {
            value: finding.value.clone(),
            verdict: if own_serial { Verdict::Ok } else { finding.verdict },
            origin: finding.origin,
            source: None,
            available: None,
        };
        if own_serial || !finding.refuses() {
            // The device tree replaces a missing SMBIOS without a choice.
            let source = own.origin.source().map(|_| Source::DeviceTree);
            return Self { source, ..own };
        }
        let recovered = remedy::recoverable(machine, judged, field).filter(|recovered| {
            let origins = [Origin::Firmware, Origin::Firmware, Origin::Recovered(recovered.source.kind())];
            field != Field::Serial || marker::form(&recovered.value, origins, marker2).is_ok()
        });
        let declared = match way {
            Way::Declare(values) => {
                let value = values[at].as_deref().and_then(review::typed_value);
                value.and_then(|value| Self::declared(machine, judged, field, value, marker2))
            }
            Way::Firmware | Way::Recover | Way::Assign => None,
        };
        if let Some(declared) = declared {
            return declared;
        }
        match (way, recovered, marker2) {
            (Way::Recover | Way::Assign | Way::Declare(_), Some(recovered), _) if policy.recovered => Self {
                verdict: review::judge_text(field, &recovered.value).0,
                origin: Origin::Recovered(recovered.source.kind()),
                source: Some(recovered.source),
                value: recovered.value,
                available: None,
            },
            (Way::Assign, _, Some(marker2)) => Self {
                value: assigned::value(field, marker2),
                verdict: Verdict::Ok,
                origin: Origin::Assigned,
                source: None,
                available: None,
            },
            (_, recovered, _) => Self {
                origin: Origin::Firmware,
                available: recovered.map(|recovered| recovered.source.kind()),
                ..own
            },
        }
    }

    /// A declared value, where it passes review and there is a scheme 2 marker.
    fn declared(
        machine: &Machine,
        judged: &Review,
        field: Field,
        value: String,
        marker2: Option<Marker>,
    ) -> Option<Self> {
        let verdict = judge_declared_value(machine, judged, field, &value, marker2).0;
        let passes = verdict != Verdict::Unreadable && !review::refuses(field, verdict) && marker2.is_some();
        passes.then_some(Self { value, verdict, origin: Origin::Declared, source: None, available: None })
    }

    const fn unreadable() -> Self {
        Self {
            value: String::new(),
            verdict: Verdict::Unreadable,
            origin: Origin::Firmware,
            source: None,
            available: None,
        }
    }
}

/// Judges a value like [`review::judge_text`], except that the serial assigned to the machine with this scheme 2 marker passes.
#[must_use]
pub fn judge_bound_value(
    field: Field,
    value: &str,
    marker2: Option<Marker>,
) -> (Verdict, Option<FindingKind>) {
    if field == Field::Serial && assigned::is_own(value, marker2) {
        (Verdict::Ok, None)
    } else {
        review::judge_text(field, value)
    }
}

/// Judges a declared value like [`judge_bound_value`]. In addition, a value that only repeats another field of the machine is
/// refused, for any field.
#[must_use]
pub fn judge_declared_value(
    machine: &Machine,
    judged: &Review,
    field: Field,
    value: &str,
    marker2: Option<Marker>,
) -> (Verdict, Option<FindingKind>) {
    if review::says_nothing_new(machine, &judged.findings, field, value) {
        return (Verdict::Placeholder, Some(FindingKind::SaysNothingNew));
    }
    judge_bound_value(field, value, marker2)
}

#[cfg(test)]
#[path = "binding_tests.rs"]
mod tests;
