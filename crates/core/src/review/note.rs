//! Notes: results of review that concern more than one field. A note informs and never refuses a machine.

use super::embedded_serials::{dell_uuid_tag, hp_uuid_serial};
use super::finding::{Finding, Verdict};
use crate::machine::{Family, Field, Machine, SerialScope, serial_scope};

/// One note on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The serial in the UUID differs from the serial field, although the maker derives the UUID from the serial. One of the two was
    /// written later, or the board is from another machine.
    SerialDiffersFromUuid {
        /// The serial in the UUID.
        uuid_serial: String,
    },
    /// There are several structures of a type that a machine normally has once. The first one counts.
    DuplicateStructures {
        /// The part that the type describes.
        part: Part,
        /// How many there are.
        count: u8,
    },
    /// Other machines have the same serial as this virtual machine, or will have it.
    SerialOfOthers(SerialScope),
}

/// A part of the machine that has its own SMBIOS structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// The system, type 1.
    System,
    /// The board, type 2.
    Board,
    /// The chassis, type 3.
    Chassis,
}

impl Note {
    /// The stable code, such as `SERIAL-UUID-DIFFERS`.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SerialDiffersFromUuid { .. } => "SERIAL-UUID-DIFFERS",
            Self::DuplicateStructures { part: Part::System, .. } => "SYSTEM-SEVERAL",
            Self::DuplicateStructures { part: Part::Board, .. } => "BOARD-SEVERAL",
            Self::DuplicateStructures { part: Part::Chassis, .. } => "CHASSIS-SEVERAL",
            Self::SerialOfOthers(SerialScope::Host) => "SERIAL-OF-HOST",
            Self::SerialOfOthers(SerialScope::Template) => "SERIAL-OF-TEMPLATE",
            Self::SerialOfOthers(SerialScope::Clones) => "SERIAL-COPIED-TO-CLONES",
        }
    }
}

/// The notes on a machine with these findings.
pub(super) fn notes(machine: &Machine, findings: &[Finding]) -> Vec<Note> {
    let parts = [Part::System, Part::Board, Part::Chassis].into_iter().zip(machine.structure_counts);
    let several =
        parts.filter(|(_, count)| *count > 1).map(|(part, count)| Note::DuplicateStructures { part, count });
    let others = serial_scope(machine).map(Note::SerialOfOthers);
    serial_in_uuid(machine, findings).into_iter().chain(others).chain(several).collect()
}

/// The note on a serial in the UUID of a Dell or an HP that differs from the serial field. There is no note where the serial field is
/// refused: that is a finding, and the serial in the UUID is its remedy.
fn serial_in_uuid(machine: &Machine, findings: &[Finding]) -> Option<Note> {
    let ok = |field| {
        let finding = findings.iter().find(|finding| finding.field == field)?;
        (finding.verdict == Verdict::Ok).then_some(finding.value.as_str())
    };
    let (serial, uuid) = (ok(Field::Serial)?, ok(Field::Uuid)?);
    let family = machine.firmware.family;
    let dell =
        || (family == Family::Dell || has_maker(findings, &["dell"])).then(|| dell_uuid_tag(uuid)).flatten();
    let hp = || {
        (matches!(family, Family::Hp | Family::Hpe) || has_maker(findings, &["hp", "hpe", "hewlett"]))
            .then(|| hp_uuid_serial(uuid, machine.smbios_version))
            .flatten()
    };
    let held = dell().or_else(hp)?;
    (!serial.eq_ignore_ascii_case(&held)).then_some(Note::SerialDiffersFromUuid { uuid_serial: held })
}

/// Whether the manufacturer of system, board or chassis passes review and has one of these first words (in lower case).
pub(crate) fn has_maker(findings: &[Finding], names: &[&str]) -> bool {
    let makers = [Field::Manufacturer, Field::BoardManufacturer, Field::ChassisManufacturer];
    findings.iter().filter(|finding| makers.contains(&finding.field) && finding.verdict == Verdict::Ok).any(
        |finding| {
            let first = finding.value.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            names.iter().any(|name| first.eq_ignore_ascii_case(name))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::{Reading, Tables};
    use crate::review::{Policy, review};

    fn of(maker: &str, serial: &str, uuid: &str, smbios: (u8, u8)) -> Vec<Note> {
        let mut machine = Machine {
            tables: Tables::Read,
            smbios_version: Some(smbios),
            structure_counts: [1, 1, 1],
            ..Machine::default()
        };
        for (field, value) in [
            (Field::Manufacturer, maker),
            (Field::Model, "X1-400"),
            (Field::Serial, serial),
            (Field::Uuid, uuid),
        ] {
            machine.fields.insert(field, Reading::text(value));
        }
        review(&machine, &Policy::default()).notes
    }

    #[test]
    fn a_serial_that_differs_from_the_one_in_the_uuid_is_noted() {
        let dell = "4C4C4544-0035-4B10-8032-B3C04F313358";
        assert_eq!(of("Dell Inc.", "35K213X", dell, (2, 7)), []);
        assert_eq!(of("Dell Inc.", " 35k213x ", dell, (2, 7)), []);
        let other = [Note::SerialDiffersFromUuid { uuid_serial: "35K213X".into() }];
        assert_eq!(of("Dell Inc.", "7ABCDE1", dell, (2, 7)), other);
        assert_eq!(other[0].code(), "SERIAL-UUID-DIFFERS");
        assert_eq!(of("ASRock", "7ABCDE1", dell, (2, 7)), [], "UUIDs of other makers contain no serial");
        assert_eq!(of("Dell Inc.", "Default string", dell, (2, 7)), [], "a placeholder has its own finding");
        let hp = "32393735-3733-5A43-4A31-323830525132";
        assert_eq!(of("HPE", "CZJ1280RQ2      ", hp, (2, 7)), []);
        assert_eq!(
            of("HP", "CZJ9990RQ2", hp, (2, 7)),
            [Note::SerialDiffersFromUuid { uuid_serial: "CZJ1280RQ2".into() }]
        );
        assert_eq!(of("HP", "CZJ9990RQ2", "1DDBEB7E-AEA3-4AE3-8A57-61867D346372", (2, 7)), []);
    }

    #[test]
    fn the_maker_of_the_firmware_or_of_a_part_tells_whose_uuid_it_is() {
        let dell = "4C4C4544-0035-4B10-8032-B3C04F313358";
        let hp = "32393735-3733-5A43-4A31-323830525132";
        let noted = |family, maker: Option<(Field, &str)>, uuid: &str| {
            let mut machine = Machine {
                tables: Tables::Read,
                smbios_version: Some((2, 7)),
                structure_counts: [1, 1, 1],
                ..Machine::default()
            };
            machine.firmware.family = family;
            for (field, value) in [(Field::Serial, "7ABCDE1"), (Field::Uuid, uuid)].into_iter().chain(maker) {
                machine.fields.insert(field, Reading::text(value));
            }
            !review(&machine, &Policy::default()).notes.is_empty()
        };
        assert!(noted(Family::Dell, None, dell) && !noted(Family::Hp, None, dell));
        for family in [Family::Hp, Family::Hpe] {
            assert!(noted(family, None, hp), "{family:?}");
        }
        assert!(!noted(Family::Dell, None, hp) && !noted(Family::Ami, None, hp));
        for field in [Field::Manufacturer, Field::BoardManufacturer, Field::ChassisManufacturer] {
            assert!(noted(Family::Ami, Some((field, "Dell Inc.")), dell), "{field:?}");
        }
        for (field, value) in [(Field::BiosVendor, "Dell Inc."), (Field::BoardManufacturer, "Dellware")] {
            assert!(!noted(Family::Ami, Some((field, value)), dell), "{value}");
        }
    }

    #[test]
    fn several_structures_of_a_type_are_noted() {
        let mut machine = Machine { tables: Tables::Read, structure_counts: [2, 1, 3], ..Machine::default() };
        machine.fields.insert(Field::Serial, Reading::text("35K213X"));
        let notes = review(&machine, &Policy::default()).notes;
        let codes: Vec<_> = notes.iter().map(Note::code).collect();
        assert_eq!(codes, ["SYSTEM-SEVERAL", "CHASSIS-SEVERAL"]);
    }
}
