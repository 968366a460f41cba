//! Compares fields with each other. A value that only repeats another field of the machine says nothing new: every machine of the
//! same kind has it.

use super::finding::{Finding, FindingKind, Verdict};
use super::maker_spellings::same_value;
use crate::machine::{Field, Machine, compatibility_fold};

/// The fields that are the same on every machine of a kind.
const OF_A_KIND: [Field; 12] = [
    Field::Manufacturer,
    Field::Model,
    Field::Version,
    Field::Sku,
    Field::Family,
    Field::BoardManufacturer,
    Field::BoardModel,
    Field::BoardVersion,
    Field::ChassisManufacturer,
    Field::ChassisVersion,
    Field::BiosVendor,
    Field::BiosVersion,
];

/// Pairs of maker and model that some tools join.
const JOINED: [(Field, Field); 3] = [
    (Field::Manufacturer, Field::Model),
    (Field::BoardManufacturer, Field::BoardModel),
    (Field::Manufacturer, Field::BoardModel),
];

/// Judges the accepted serials and models of a request by its other values. A desk uses this function. The device knows more
/// fields, so its own verdict [`Verdict::Shared`] counts too.
pub fn judge_repeats(findings: &mut [Finding]) {
    judge(&Machine::default(), findings);
}

/// Judges the accepted serials and models of a machine by its other fields.
pub(super) fn judge(machine: &Machine, findings: &mut [Finding]) {
    for at in 0..findings.len() {
        let Some(finding) = findings.get(at) else { continue };
        if finding.verdict == Verdict::Ok
            && (repeats_another(findings, finding.field, &finding.value)
                || finding.field == Field::Serial && names_the_board(machine, &finding.value))
            && let Some(finding) = findings.get_mut(at)
        {
            finding.verdict = Verdict::Shared;
            finding.kind = Some(FindingKind::SaysNothingNew);
        }
    }
}

/// Whether a value of this field only repeats other fields of the machine: a serial that is the maker, the model, the board's model,
/// a version, the SKU or the family, or maker and model together; a model that is the maker. Case, blanks and punctuation don't
/// count.
///
/// Review uses this rule for the firmware's own values. Code that takes a value from another place uses it too.
#[must_use]
pub fn says_nothing_new(machine: &Machine, findings: &[Finding], field: Field, value: &str) -> bool {
    repeats_another(findings, field, value) || field == Field::Serial && names_the_board(machine, value)
}

fn repeats_another(findings: &[Finding], field: Field, value: &str) -> bool {
    let text =
        |field| findings.iter().find(|finding| finding.field == field).map_or("", |found| &found.value);
    match field {
        Field::Serial | Field::BoardSerial | Field::ChassisSerial => {
            OF_A_KIND.iter().any(|kind| same(value, text(*kind), ""))
                || JOINED.iter().any(|(maker, model)| same(value, text(*maker), text(*model)))
        }
        Field::Model => is_the_maker(value, text(Field::Manufacturer)),
        Field::BoardModel => {
            is_the_maker(value, text(Field::BoardManufacturer))
                || is_the_maker(value, text(Field::Manufacturer))
        }
        _ => false,
    }
}

fn is_the_maker(model: &str, maker: &str) -> bool {
    same(model, maker, "")
        || !maker.is_empty() && same_first(model, maker) && same_value(Field::Manufacturer, model, maker)
}

/// A cheap test that avoids most look-ups in the table of spellings.
fn same_first(one: &str, two: &str) -> bool {
    letters(one).next() == letters(two).next()
}

/// Whether `value` has the letters and digits of `one`, then those of `two`, and nothing else.
fn same(value: &str, one: &str, two: &str) -> bool {
    !one.is_empty() && same_first(value, one) && letters(value).eq(letters(one).chain(letters(two)))
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(compatibility_fold).filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase())
}

/// Whether a serial is the name of a chip followed by the name of the board in the device tree. U-Boot composes `serial#` in this way
/// for some boards (`AMLG12ASEI510` for `seirobotics,sei510`). The name of the chip has at most eight characters, of them at most two
/// digits.
fn names_the_board(machine: &Machine, serial: &str) -> bool {
    let Some(tree) = &machine.device_tree else { return false };
    let compatible = tree.compatible.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some((_, board)) = compatible.and_then(|text| text.split_once(',')) else { return false };
    let (serial, board) = (letters(serial).collect::<String>(), letters(board).collect::<String>());
    let named = board.len() >= 5 && board.contains(|c: char| c.is_ascii_digit());
    named
        && serial
            .strip_suffix(&board)
            .is_some_and(|chip| chip.len() <= 8 && chip.bytes().filter(u8::is_ascii_digit).count() <= 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::{DeviceTree, Reading, Tables};
    use crate::review::{Policy, review};

    fn machine(values: &[(Field, &str)]) -> Machine {
        let mut machine = Machine { tables: Tables::Read, structure_counts: [1; 3], ..Machine::default() };
        for (field, value) in [
            (Field::Manufacturer, "ACME"),
            (Field::Model, "X1-400"),
            (Field::Version, "Rev 7b"),
            (Field::Sku, "77-1200"),
            (Field::Family, "Granite"),
            (Field::Serial, "A8K2M11"),
            (Field::BoardManufacturer, "Boardworks"),
            (Field::BoardModel, "BW-771"),
            (Field::BoardSerial, "BR80G1234567"),
            (Field::ChassisVersion, "C-9"),
            (Field::BiosVersion, "F.42"),
        ]
        .iter()
        .chain(values)
        {
            machine.fields.insert(*field, Reading::text(value));
        }
        machine
    }

    fn verdict(machine: &Machine, field: Field) -> (Verdict, Option<FindingKind>) {
        let found = review(machine, &Policy::default());
        found.finding(field).map(|finding| (finding.verdict, finding.kind)).unwrap()
    }

    const REPEATS: (Verdict, Option<FindingKind>) = (Verdict::Shared, Some(FindingKind::SaysNothingNew));

    #[test]
    fn a_serial_that_repeats_another_field_is_shared() {
        for field in [Field::Serial, Field::BoardSerial, Field::ChassisSerial] {
            for value in [
                "ACME",
                "acme",
                "X1-400",
                "x1 400",
                "X1400",
                "Ｘ１-400",
                "77-1200",
                "771200",
                "Granite",
                "Boardworks",
                "BW-771",
                "BW771",
                "ACME X1-400",
                "Boardworks BW-771",
                "ACME-BW-771",
                "F.42",
            ] {
                assert_eq!(verdict(&machine(&[(field, value)]), field), REPEATS, "{field:?} {value}");
            }
            for value in ["X1-4001", "X1-40", "A8K2M11", "X1-400-0077", "77-1201", "BW-772", "ACME X1-401"] {
                assert_eq!(
                    verdict(&machine(&[(field, value)]), field),
                    (Verdict::Ok, None),
                    "{field:?} {value}"
                );
            }
        }
        assert_eq!(
            review(&machine(&[(Field::Serial, "X1-400")]), &Policy::default()).acceptable(),
            Some(false)
        );
    }

    #[test]
    fn a_serial_may_occur_in_other_serials_and_asset_tags() {
        let same = machine(&[
            (Field::BoardSerial, "A8K2M11"),
            (Field::ChassisSerial, "A8K2M11"),
            (Field::BoardAssetTag, "A8K2M11"),
            (Field::ChassisAssetTag, "A8K2M11"),
        ]);
        for field in [Field::Serial, Field::BoardSerial, Field::ChassisSerial] {
            assert_eq!(verdict(&same, field), (Verdict::Ok, None));
        }
    }

    #[test]
    fn a_maker_in_the_model_field_only_warns() {
        for (maker, model) in [("ACME", "ACME"), ("Acme, Inc", "ACME INC"), ("TUXEDO", "Tuxedo")] {
            let one = machine(&[(Field::Manufacturer, maker), (Field::Model, model)]);
            assert_eq!(verdict(&one, Field::Model), REPEATS, "{maker} {model}");
            assert_eq!(review(&one, &Policy::default()).acceptable(), Some(true));
        }
        assert_eq!(verdict(&machine(&[(Field::BoardModel, "boardworks")]), Field::BoardModel), REPEATS);
        assert_eq!(verdict(&machine(&[(Field::Model, "ACME 2")]), Field::Model), (Verdict::Ok, None));
    }

    #[test]
    fn a_serial_made_of_chip_and_board_name_is_shared() {
        let of = |serial: &str, compatible: &str| {
            let tree = DeviceTree { compatible: Some(compatible.into()), ..DeviceTree::default() };
            let machine = Machine { device_tree: Some(tree), ..machine(&[(Field::Serial, serial)]) };
            verdict(&machine, Field::Serial)
        };
        assert_eq!(of("AMLSM1SEI710", "seirobotics,sei710"), REPEATS);
        for (serial, compatible) in
            [("ABCDEF12SEI71", "seirobotics,sei71"), ("ABCDEFGHSEI-71", "seirobotics,sei-71")]
        {
            assert_eq!(of(serial, compatible), REPEATS, "{serial}");
        }
        for (neighbour, compatible) in [
            ("ABCDEFGHJSEI71", "seirobotics,sei71"),
            ("ABCDE123SEI71", "seirobotics,sei71"),
            ("ABCDEF12SE71", "seirobotics,se71"),
            ("ABCDEF12SEIXY", "seirobotics,seixy"),
        ] {
            assert_eq!(of(neighbour, compatible), (Verdict::Ok, None), "{neighbour}");
        }
        for neighbour in ["AMLSM1SEI711", "AML123SEI710", "AMLSM1SEI710-0042", "00112233SEI710"] {
            assert_eq!(of(neighbour, "seirobotics,sei710"), (Verdict::Ok, None), "{neighbour}");
        }
        assert_eq!(of("AMLSM1SEI710", "seirobotics"), (Verdict::Ok, None));
        assert_eq!(verdict(&machine(&[(Field::Serial, "AMLSM1SEI710")]), Field::Serial), (Verdict::Ok, None));
    }

    #[test]
    fn a_value_from_outside_the_machine_is_compared_with_its_fields() {
        let machine = machine(&[]);
        let found = review(&machine, &Policy::default());
        let asked = |value| says_nothing_new(&machine, &found.findings, Field::Serial, value);
        assert!(asked("bw 771") && !asked("BR80G1234567") && !asked(""));
    }
}
