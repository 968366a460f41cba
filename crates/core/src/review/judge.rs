//! The judgement of one reading, of one text, and of a whole machine.

use super::anchor::anchor;
use super::binding_value::{MAX_VALUE_BYTES, binding_value};
use super::finding::{Finding, FindingKind, Verdict};
use super::note::{Note, notes};
use super::policy::Policy;
use super::predicted::Predicted;
use super::repeated_fields;
use super::rules;
use crate::machine::{Field, MAX_COLUMNS, Machine, Reading, Tables, printable};
use crate::{assigned, marker};

/// The judgement of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// One finding per judged field, in the order of [`Field::ALL`].
    pub findings: Vec<Finding>,
    /// Notes beyond single fields; they inform and never refuse.
    pub notes: Vec<Note>,
}

impl Review {
    /// The finding on this field; `None` where the machine doesn't have the field.
    #[must_use]
    pub fn finding(&self, field: Field) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.field == field)
    }

    /// The findings on the three binding fields.
    pub fn binding(&self) -> impl Iterator<Item = &Finding> {
        Field::BINDING.into_iter().filter_map(|field| self.finding(field))
    }

    /// Whether the machine is acceptable: `None` where a binding field could not be read and no other one refuses.
    #[must_use]
    pub fn acceptable(&self) -> Option<bool> {
        Predicted::of(Field::BINDING.into_iter().zip(self.binding_verdicts())).accepted()
    }

    /// The verdicts on manufacturer, model and serial; a field without a finding is unreadable.
    #[must_use]
    pub fn binding_verdicts(&self) -> [Verdict; 3] {
        let verdict = |field| self.finding(field).map_or(Verdict::Unreadable, |finding| finding.verdict);
        Field::BINDING.map(verdict)
    }
}

/// Judges one field by its reading. The kind is `None` for [`Verdict::Ok`] only.
#[must_use]
pub fn judge(field: Field, reading: &Reading) -> (Verdict, Option<FindingKind>) {
    judge_reading(field, reading, reading.bytes().and_then(binding_value).as_deref())
}

/// Like [`judge`], with the text of the reading.
fn judge_reading(field: Field, reading: &Reading, text: Option<&str>) -> (Verdict, Option<FindingKind>) {
    match reading {
        Reading::Value(_) => match text {
            Some(value) => judge_value(field, value),
            None => (Verdict::Malformed, Some(FindingKind::BadText)),
        },
        Reading::NotSet => (Verdict::Blank, Some(FindingKind::Empty)),
        Reading::NoStructure => (Verdict::Blank, Some(FindingKind::Missing)),
        Reading::BadIndex => (Verdict::Malformed, Some(FindingKind::BadIndex)),
        Reading::Denied => (Verdict::Unreadable, Some(FindingKind::NeedsRoot)),
        Reading::Damaged => (Verdict::Unreadable, Some(FindingKind::NoTables)),
    }
}

/// Judges one field by its text, from a request or from a person. Gives the same verdict as [`judge`] for the same value.
///
/// An empty text is blank. Blanks around the text don't count: binding uses the [`binding_value`] of an accepted text.
#[must_use]
pub fn judge_text(field: Field, text: &str) -> (Verdict, Option<FindingKind>) {
    match binding_value(text.as_bytes()) {
        Some(value) => judge_value(field, &value),
        None => (Verdict::Malformed, Some(FindingKind::BadText)),
    }
}

fn judge_value(field: Field, value: &str) -> (Verdict, Option<FindingKind>) {
    if value.is_empty() {
        (Verdict::Blank, Some(FindingKind::Empty))
    } else if value.len() > MAX_VALUE_BYTES {
        (Verdict::Malformed, Some(FindingKind::TooLong))
    } else if assigned::has_form(value) {
        // The value is assigned to some machine. `review` accepts the serial if it is assigned to this machine.
        (Verdict::Shared, Some(FindingKind::AssignedElsewhere))
    } else {
        match rules::apply(field, value) {
            Some((verdict, kind)) => (verdict, Some(kind)),
            None => (Verdict::Ok, None),
        }
    }
}

/// Judges a machine: one finding for each of the three binding fields, and for every other field that the machine has.
///
/// The policy has no influence on verdicts. The argument exists so that a profile can change them in a later version.
#[must_use]
pub fn review(machine: &Machine, _policy: &Policy) -> Review {
    let mut findings = Vec::with_capacity(Field::ALL.len());
    for field in Field::ALL {
        let reading = machine.reading(field);
        if *reading != Reading::NoStructure || Field::BINDING.contains(&field) {
            findings.push(finding(machine, field, reading));
        }
    }
    repeated_fields::judge(machine, &mut findings);
    let notes = notes(machine, &findings);
    let mut review = Review { findings, notes };
    accept_own_serial(machine, &mut review);
    review
}

/// Accepts a serial of the firmware if it is the serial assigned to this machine.
fn accept_own_serial(machine: &Machine, review: &mut Review) {
    let assigned = |finding: &&Finding| finding.kind == Some(FindingKind::AssignedElsewhere);
    let Some(serial) = review.finding(Field::Serial).filter(assigned) else { return };
    let marker2 = anchor(machine, review).map(|anchor| marker::scheme2(&anchor));
    if assigned::is_own(&serial.value, marker2)
        && let Some(serial) = review.findings.iter_mut().find(|finding| finding.field == Field::Serial)
    {
        serial.verdict = Verdict::Ok;
        serial.kind = None;
    }
}

/// Judges one field of a machine by itself, even one that the machine doesn't have. Where the tables as a whole could not be read, a
/// missing field is unreadable, not blank.
#[must_use]
pub fn judge_field(machine: &Machine, field: Field) -> Finding {
    finding(machine, field, machine.reading(field))
}

fn finding(machine: &Machine, field: Field, reading: &Reading) -> Finding {
    let bytes = reading.bytes().unwrap_or_default();
    let text = binding_value(bytes);
    let (verdict, kind) = match absent(machine, reading) {
        Some((verdict, kind)) => (verdict, Some(kind)),
        None => judge_reading(field, reading, text.as_deref()),
    };
    // Most values are short printable ASCII, which needs no escapes.
    let shown = match &text {
        Some(text)
            if text.len() <= MAX_COLUMNS && is_printable(text) && text.as_bytes() == bytes.trim_ascii() =>
        {
            text.clone()
        }
        _ => printable(bytes.trim_ascii()),
    };
    let value = text.filter(|_| verdict.has_value()).unwrap_or_default();
    Finding { field, shown, value, origin: machine.origin(field), verdict, kind }
}

fn is_printable(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// The verdict on a missing structure, where it depends on the tables as a whole: with empty or damaged tables, or in a container,
/// the value is not known; on a machine without SMBIOS there is no value.
fn absent(machine: &Machine, reading: &Reading) -> Option<(Verdict, FindingKind)> {
    if *reading != Reading::NoStructure {
        return None;
    }
    match machine.tables {
        Tables::Empty | Tables::Damaged => Some((Verdict::Unreadable, FindingKind::NoTables)),
        Tables::None if machine.container.is_some() => Some((Verdict::Unreadable, FindingKind::NoTables)),
        Tables::None if machine.lacks_smbios() => Some((Verdict::Blank, FindingKind::NoTables)),
        // The kernel has no file for a field that was never set.
        Tables::None | Tables::Read | Tables::Denied => None,
    }
}
