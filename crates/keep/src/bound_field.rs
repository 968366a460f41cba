//! Compares each bound field with its value at activation.
//!
//! A value whose digest agrees is not reviewed again, so newer rules can't invalidate a bound value.

use countersign_core::machine::{Field, Machine, Origin, printable};
use countersign_core::remedy::{Source, SourceReading, read_source, unjudged_source};
use countersign_core::review::maker_spellings::other_spellings;
use countersign_core::review::{Review, Verdict, binding_value, judge_text, refuses};

use super::record::{Activation, field_digest};

/// How a bound field differs from its value at activation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldState {
    /// The bound value is there, or the bound value was assigned or declared and can't be read again.
    Same,
    /// The field, or the source of a recovered value, is now blank or holds a filler.
    Lost,
    /// The field had no value of its own at activation, and has one now.
    Mended,
    /// The field holds another value.
    Changed,
    /// The field can't be read.
    Unreadable,
}

impl FieldState {
    /// Returns the stable name, as in `status --json`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Lost => "lost",
            Self::Mended => "mended",
            Self::Changed => "changed",
            Self::Unreadable => "unreadable",
        }
    }
}

/// One bound field, at activation and now. The texts are safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldStatus {
    /// The field.
    pub field: Field,
    /// How the field differs.
    pub state: FieldState,
    /// The origin of the bound value.
    pub origin: Origin,
    /// The source that a recovered value was read from.
    pub source: Option<Source>,
    /// The bound value; `None` if the record doesn't hold it.
    pub before: Option<String>,
    /// The current value, possibly empty; `None` if it can't be read.
    pub now: Option<String>,
}

/// A bound field, and the text that proves it.
#[derive(Debug, Clone)]
pub(super) struct BoundField {
    pub status: FieldStatus,
    /// The bound value in the spelling that gives its digest, if this machine shows the value or the value
    /// can be computed.
    pub proof: Option<String>,
}

/// What the firmware's own entry for a field holds.
enum Own {
    Genuine,
    Lost,
    Unreadable,
}

impl BoundField {
    /// Compares the three bound fields of a scheme 3 record with the machine.
    pub fn of(record: &Activation, machine: &Machine, review: &Review) -> [Self; 3] {
        [0, 1, 2].map(|at| Self::at(record, machine, review, at))
    }

    fn at(record: &Activation, machine: &Machine, review: &Review, at: usize) -> Self {
        let (field, origin, source) = (Field::BINDING[at], record.origins[at], record.sources[at]);
        let proof_in = |text: &str| spelling_of_digest(record, at, text);
        let (own, own_text) = own_value(machine, review, field);
        let own_proof = own_text.as_deref().and_then(proof_in);
        let (state, proof, now) = match origin {
            Origin::Firmware => {
                let state = match own {
                    _ if own_proof.is_some() => FieldState::Same,
                    Own::Genuine => FieldState::Changed,
                    Own::Lost => FieldState::Lost,
                    Own::Unreadable => FieldState::Unreadable,
                };
                (state, own_proof, own_text)
            }
            Origin::Assigned | Origin::Declared => {
                let state = if matches!(own, Own::Genuine) { FieldState::Mended } else { FieldState::Same };
                let computed = record
                    .marker2
                    .filter(|_| origin == Origin::Assigned)
                    .map(|marker2| countersign_core::assigned::value(field, marker2));
                (state, computed.as_deref().and_then(proof_in).or(own_proof), own_text)
            }
            Origin::Recovered(_) => {
                let there = recovered_value(record, machine, review, at);
                let proof = there.proof.or_else(|| own_proof.clone());
                match own {
                    Own::Genuine => (FieldState::Mended, proof, own_text),
                    _ if proof.is_some() => (FieldState::Same, proof, there.now),
                    Own::Unreadable => (FieldState::Unreadable, None, None),
                    Own::Lost => (there.state, None, there.now),
                }
            }
        };
        let before = record.values.as_ref().map(|values| printable(values[at].as_bytes()));
        let now = (state != FieldState::Unreadable)
            .then(|| now.map_or_else(String::new, |text| printable(text.as_bytes())));
        Self { status: FieldStatus { field, state, origin, source, before, now }, proof }
    }

    /// Whether the machine doesn't show the bound value any more, so that only the anchor can confirm the binding.
    pub fn needs_anchor(&self) -> bool {
        match self.status.state {
            FieldState::Lost => true,
            FieldState::Mended => self.proof.is_none(),
            FieldState::Same | FieldState::Changed | FieldState::Unreadable => false,
        }
    }
}

/// Returns the spelling of `text` that gives the bound digest. All known spellings of a maker count as the
/// same maker.
fn spelling_of_digest(record: &Activation, at: usize, text: &str) -> Option<String> {
    let field = Field::BINDING[at];
    let is_bound = |text: &str| field_digest(record.nonce, field, text) == record.digests[at];
    if text.is_empty() {
        return None;
    }
    if is_bound(text) {
        return Some(text.to_owned());
    }
    other_spellings(field, text).find(|other| is_bound(other)).map(str::to_owned)
}

/// Returns the state of the firmware's own entry for a field, and its text as binding uses it. The device
/// tree counts as a source, not as the firmware's own entry.
fn own_value(machine: &Machine, review: &Review, field: Field) -> (Own, Option<String>) {
    let text = machine.reading(field).bytes().and_then(binding_value);
    let own = match review.finding(field) {
        Some(finding) if finding.verdict == Verdict::Unreadable => Own::Unreadable,
        Some(finding) if finding.origin == Origin::Firmware && !refuses(field, finding.verdict) => {
            Own::Genuine
        }
        Some(_) => Own::Lost,
        None => Own::Unreadable,
    };
    (own, text)
}

/// What the source of a recovered value holds now.
struct Recovered {
    state: FieldState,
    proof: Option<String>,
    now: Option<String>,
}

fn recovered_value(record: &Activation, machine: &Machine, review: &Review, at: usize) -> Recovered {
    let field = Field::BINDING[at];
    let Some(source) = record.sources[at] else {
        return Recovered { state: FieldState::Lost, proof: None, now: None };
    };
    let unjudged = unjudged_source(machine, field, source);
    let reading = read_source(machine, review, field, source);
    let judged = match &reading {
        SourceReading::Values(values) => values.as_slice(),
        SourceReading::Lost | SourceReading::Unreadable => &[],
    };
    let proof = unjudged.iter().chain(judged).find_map(|text| spelling_of_digest(record, at, text));
    let genuine = judged.iter().find(|text| !refuses(field, judge_text(field, text).0));
    let (state, now) = match (&reading, genuine) {
        (_, _) if proof.is_some() => (FieldState::Same, proof.clone()),
        (SourceReading::Unreadable, _) => (FieldState::Unreadable, None),
        (_, Some(other)) => (FieldState::Changed, Some(other.clone())),
        (_, None) => (FieldState::Lost, unjudged.into_iter().next()),
    };
    Recovered { state, proof, now }
}
