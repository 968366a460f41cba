//! Recovered values: a value of another place on this machine, bound in place of a refused one and read from there each time.

use super::candidates::values_elsewhere;
use super::types::Source;
use crate::machine::{Field, Machine, Tables};
use crate::review::{FindingKind, Review, Verdict, judge_text};

/// A value that can be bound in place of a refused one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The value; it passes review for the field.
    pub value: String,
    /// The exact place.
    pub source: Source,
}

/// What a place that a value was recovered from says now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceReading {
    /// These values; several where the place has several, as OEM strings do.
    Values(Vec<String>),
    /// Blank or a filler.
    Lost,
    /// It can't be read.
    Unreadable,
}

/// The best value of another place for that field. A board's model that is shared may serve as a model, after every other one.
#[must_use]
pub fn recoverable(machine: &Machine, review: &Review, field: Field) -> Option<Recovered> {
    let readable = values_elsewhere(machine, review, field)
        .into_iter()
        .filter(|candidate| candidate.source.is_readable())
        .find(|candidate| judge_text(field, &candidate.value).0 == Verdict::Ok);
    readable
        .map(|candidate| Recovered { value: candidate.value, source: candidate.source })
        .or_else(|| shared_board_model(review, field))
}

/// Reference boards are refused for another reason than being seen often.
fn shared_board_model(review: &Review, field: Field) -> Option<Recovered> {
    let board = review.finding(Field::BoardModel).filter(|_| field == Field::Model)?;
    (judge_text(field, &board.value) == (Verdict::Shared, Some(FindingKind::SeenOften)))
        .then(|| Recovered { value: board.value.clone(), source: Source::Field(Field::BoardModel) })
}

/// What that source says now for that field.
#[must_use]
pub fn read_source(machine: &Machine, review: &Review, field: Field, source: Source) -> SourceReading {
    let mut values: Vec<String> = values_elsewhere(machine, review, field)
        .into_iter()
        .filter(|candidate| candidate.source == source)
        .map(|candidate| candidate.value)
        .collect();
    let shared = shared_board_model(review, field).filter(|shared| shared.source == source);
    values.extend(shared.map(|shared| shared.value));
    if !values.is_empty() {
        return SourceReading::Values(values);
    }
    let place = match source {
        Source::Field(place) => Some(place),
        Source::DellUuid | Source::HpUuid => Some(Field::Uuid),
        _ => None,
    };
    let unreadable = match place.and_then(|place| review.finding(place)) {
        Some(finding) => finding.verdict == Verdict::Unreadable,
        None => matches!(machine.tables, Tables::Denied | Tables::Damaged | Tables::Empty),
    };
    if unreadable { SourceReading::Unreadable } else { SourceReading::Lost }
}
