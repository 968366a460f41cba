//! Recovered values. A recovered value comes from another place on this machine. It is bound instead of a refused value, and read
//! from that place each time.

use super::candidates::values_elsewhere;
use super::types::Source;
use crate::machine::{Field, Machine, Tables};
use crate::review::{
    FindingKind, Review, Verdict, binding_value, dell_board_tag, dell_uuid_tag, hp_uuid_serial, judge_text,
    oem_serial, says_nothing_new,
};

/// A value that can be bound instead of a refused one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// The value; it passes review for the field.
    pub value: String,
    /// The exact place.
    pub source: Source,
}

/// The current content of a place that a value was recovered from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceReading {
    /// These values. Some places have several, such as OEM strings.
    Values(Vec<String>),
    /// Blank or a filler.
    Lost,
    /// The place can't be read.
    Unreadable,
}

/// The best value of another place for this field. A board's model that is shared may serve as the model, after all other values.
#[must_use]
pub fn recoverable(machine: &Machine, review: &Review, field: Field) -> Option<Recovered> {
    let readable = values_elsewhere(machine, review, field)
        .into_iter()
        .filter(|candidate| candidate.source.is_readable())
        .find(|candidate| {
            judge_text(field, &candidate.value).0 == Verdict::Ok
                && !says_nothing_new(machine, &review.findings, field, &candidate.value)
        });
    readable
        .map(|candidate| Recovered { value: candidate.value, source: candidate.source })
        .or_else(|| shared_board_model(review, field))
}

/// The serials in other places of the machine, each with its place. The serials of board and chassis are included even where they are
/// shared. A declared serial is compared with them.
#[must_use]
pub fn known_serials(machine: &Machine, review: &Review) -> Vec<Recovered> {
    let elsewhere = values_elsewhere(machine, review, Field::Serial)
        .into_iter()
        .map(|candidate| Recovered { value: candidate.value, source: candidate.source });
    let shared = [Field::BoardSerial, Field::ChassisSerial]
        .into_iter()
        .filter_map(|field| review.finding(field))
        .filter(|finding| finding.verdict == Verdict::Shared)
        .map(|finding| Recovered { value: finding.value.clone(), source: Source::Field(finding.field) });
    elsewhere.chain(shared).collect()
}

/// The board's model, if it is shared because it is seen often. The models of reference boards have another kind of finding.
fn shared_board_model(review: &Review, field: Field) -> Option<Recovered> {
    let board = review.finding(Field::BoardModel).filter(|_| field == Field::Model)?;
    (judge_text(field, &board.value) == (Verdict::Shared, Some(FindingKind::SeenOften)))
        .then(|| Recovered { value: board.value.clone(), source: Source::Field(Field::BoardModel) })
}

/// The texts that a source gives for this field, without review. They serve to find a value again that was bound before.
#[must_use]
pub fn unjudged_source(machine: &Machine, field: Field, source: Source) -> Vec<String> {
    let text = |place| machine.reading(place).bytes().and_then(binding_value);
    match source {
        Source::Field(place) => {
            let tag = text(place).filter(|_| place == Field::BoardSerial);
            text(place).into_iter().chain(tag.as_deref().and_then(dell_board_tag)).collect()
        }
        Source::DellUuid => text(Field::Uuid).as_deref().and_then(dell_uuid_tag).into_iter().collect(),
        Source::HpUuid => {
            let serial = |uuid: String| hp_uuid_serial(&uuid, machine.smbios_version);
            text(Field::Uuid).and_then(serial).into_iter().collect()
        }
        Source::OemString => {
            machine.oem_strings.iter().filter_map(|bytes| oem_serial(&binding_value(bytes)?)).collect()
        }
        Source::DeviceTree => {
            let tree = machine.device_tree.as_ref();
            let bytes = tree.and_then(|tree| match field {
                Field::Manufacturer => tree.vendor(),
                Field::Model => tree.model.as_deref(),
                Field::Serial => tree.serial.as_deref(),
                _ => None,
            });
            bytes.and_then(binding_value).into_iter().collect()
        }
        Source::SocSerial => {
            let bytes = machine.device_tree.as_ref().and_then(|tree| tree.soc_serial.as_deref());
            bytes.and_then(binding_value).into_iter().collect()
        }
        Source::Earlier | Source::EarlierDeclared | Source::Barebone | Source::Label | Source::HostChoice => {
            Vec::new()
        }
    }
}

/// Reads the current values of a source for this field.
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
