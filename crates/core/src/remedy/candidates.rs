//! Values from other places on the machine for a refused field, the best first. Each of them passes review for that field.

use super::quote::is_dell_tag;
use super::types::Source;
use crate::machine::{DeviceTree, Family, Field, Machine};
use crate::review::{
    Review, Verdict, binding_value, dell_board_tag, dell_uuid_tag, has_maker, hp_uuid_serial, judge_text,
    oem_serial, says_nothing_new, without_stray_signs,
};

/// The most candidates of a field.
const MOST: usize = 3;

/// A value and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub value: String,
    pub source: Source,
}

/// At most three candidates for this field.
pub(super) fn candidates(machine: &Machine, review: &Review, field: Field) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let own = machine.reading(field).bytes().and_then(|bytes| without_stray_signs(field, bytes));
    let own = own.map(|value| Candidate { value, source: Source::Field(field) });
    for candidate in own.into_iter().chain(values_elsewhere(machine, review, field)) {
        let passes = judge_text(field, &candidate.value).0 == Verdict::Ok
            && !says_nothing_new(machine, &review.findings, field, &candidate.value);
        if passes && out.iter().all(|other| other.value != candidate.value) {
            out.push(candidate);
        }
    }
    out.truncate(MOST);
    out
}

/// The values of other places that fit this field, the best first. The value of another field must pass review as that field.
pub(super) fn values_elsewhere(machine: &Machine, review: &Review, field: Field) -> Vec<Candidate> {
    match field {
        Field::Manufacturer => {
            let mut found = from_fields(review, &[Field::BoardManufacturer, Field::ChassisManufacturer]);
            found.extend(barebone(review));
            found.extend(tree(machine, |tree| tree.vendor()));
            found
        }
        Field::Model => models(machine, review),
        Field::Serial => serials(machine, review),
        _ => Vec::new(),
    }
}

/// The value of a field, where it passes review.
fn accepted(review: &Review, field: Field) -> Option<&str> {
    review
        .finding(field)
        .filter(|finding| finding.verdict == Verdict::Ok)
        .map(|finding| finding.value.as_str())
}

fn from_fields(review: &Review, fields: &[Field]) -> Vec<Candidate> {
    fields
        .iter()
        .filter_map(|field| {
            Some(Candidate { value: accepted(review, *field)?.to_owned(), source: Source::Field(*field) })
        })
        .collect()
}

/// Clevo. Its barebones have the manufacturer `Notebook` for system and board, and the same model for both. Of 340 recorded
/// machines with this manufacturer, 334 have the same model for both, and all 334 models are names of Clevo.
fn barebone(review: &Review) -> Option<Candidate> {
    let notebook = |field| {
        review.finding(field).is_some_and(|finding| finding.shown.trim().eq_ignore_ascii_case("notebook"))
    };
    let model = accepted(review, Field::Model)?;
    let alike = accepted(review, Field::BoardModel) == Some(model);
    (alike && notebook(Field::Manufacturer) && notebook(Field::BoardManufacturer))
        .then(|| Candidate { value: "CLEVO".to_owned(), source: Source::Barebone })
}

/// Models of other places. Lenovo writes the marketing name into the version; for other makers, the board has a model.
fn models(machine: &Machine, review: &Review) -> Vec<Candidate> {
    let lenovo = matches!(machine.firmware.family, Family::Lenovo | Family::LenovoServer)
        || has_maker(&review.findings, &["lenovo"]);
    let version: &[Field] = if lenovo { &[Field::Version] } else { &[] };
    let mut out = from_fields(review, version);
    // A version such as "1.0" passes review, but is not a name.
    out.retain(|candidate| candidate.value.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    out.extend(from_fields(review, &[Field::BoardModel]));
    out.extend(tree(machine, |tree| tree.model.as_deref()));
    out
}

fn serials(machine: &Machine, review: &Review) -> Vec<Candidate> {
    let mut out = Vec::new();
    let board = accepted(review, Field::BoardSerial);
    if let Some(uuid) = accepted(review, Field::Uuid) {
        let dell = machine.firmware.family == Family::Dell || has_maker(&review.findings, &["dell"]);
        if dell {
            out.extend(dell_uuid_tag(uuid).map(|value| Candidate { value, source: Source::DellUuid }));
            out.extend(
                board
                    .and_then(dell_board_tag)
                    .map(|value| Candidate { value, source: Source::Field(Field::BoardSerial) }),
            );
        }
        let hp = matches!(machine.firmware.family, Family::Hp | Family::Hpe)
            || has_maker(&review.findings, &["hp", "hpe", "hewlett"]);
        if hp {
            out.extend(
                hp_uuid_serial(uuid, machine.smbios_version)
                    .map(|value| Candidate { value, source: Source::HpUuid }),
            );
        }
    }
    out.extend(from_fields(review, &[Field::ChassisSerial, Field::BoardSerial]));
    if machine.hypervisor.is_none() && machine.firmware.family == Family::Dell {
        // A value that is not a service tag is the serial of a part.
        out.retain(|candidate| is_dell_tag(&candidate.value));
    }
    let others: Vec<&str> = review.findings.iter().map(|finding| finding.value.as_str()).collect();
    out.extend(
        machine
            .oem_strings
            .iter()
            .filter_map(|bytes| oem_serial(&binding_value(bytes)?))
            .filter(|value| !others.contains(&value.as_str()))
            .map(|value| Candidate { value, source: Source::OemString }),
    );
    out.extend(tree(machine, |tree| tree.serial.as_deref()));
    out.extend(soc(machine));
    // A virtual machine has no label; its UUID is the value that identifies it.
    if machine.hypervisor.is_some() {
        out.extend(from_fields(review, &[Field::Uuid]));
    }
    out
}

fn tree(machine: &Machine, of: impl Fn(&DeviceTree) -> Option<&[u8]>) -> Option<Candidate> {
    let value = binding_value(of(machine.device_tree.as_ref()?)?)?;
    Some(Candidate { value, source: Source::DeviceTree })
}

/// The serial that the SoC has in its fuses.
fn soc(machine: &Machine) -> Option<Candidate> {
    let value = binding_value(machine.device_tree.as_ref()?.soc_serial.as_deref()?)?;
    Some(Candidate { value, source: Source::SocSerial })
}
