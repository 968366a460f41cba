//! Each sample has the fault in its name. The binary samples can be rebuilt.

use std::path::Path;

use super::*;

/// The source of the binary samples. `COUNTERSIGN_BLESS=1 cargo test -p countersign-probe samples` rebuilds them.
fn built() -> [(&'static str, Machine); 2] {
    let placeholder = machine(&[
        (Field::BiosVendor, "American Megatrends Inc."),
        (Field::BiosVersion, "P1.20"),
        (Field::BiosDate, "06/09/2020"),
        (Field::Manufacturer, "ASRock"),
        (Field::Version, "To Be Filled By O.E.M."),
        (Field::Serial, "To Be Filled By O.E.M."),
        (Field::Uuid, "d417c38a-95e2-4b60-8f19-2a7ce0635b84"),
        (Field::Sku, "To Be Filled By O.E.M."),
        (Field::Family, "To Be Filled By O.E.M."),
        (Field::BoardManufacturer, "ASRock"),
        (Field::BoardModel, "B460M-R8"),
        (Field::BoardVersion, " "),
        (Field::BoardSerial, "BR80G1234567"),
        (Field::ChassisManufacturer, "To Be Filled By O.E.M."),
        (Field::ChassisVersion, "To Be Filled By O.E.M."),
        (Field::ChassisSerial, "To Be Filled By O.E.M."),
        (Field::ChassisAssetTag, "To Be Filled By O.E.M."),
    ]);
    let mut hostile = machine(&[
        (Field::BiosVendor, "\u{1b}]0;owned\u{7}American Megatrends Inc."),
        (Field::BiosVersion, "\u{1b}[2J\u{1b}[H"),
        (Field::BiosDate, "99/99/9999"),
        (Field::Manufacturer, "<script>alert(1)</script>\u{1b}[31m"),
        (Field::Model, "\u{202e}elpmas\u{202c} \u{200b}\u{feff}NX\u{301}\u{301}\u{301}"),
        (Field::Serial, "AAAAAAAAAAAAAAAA"),
        (Field::Uuid, "ffffffff-ffff-ffff-ffff-ffffffffffff"),
        (Field::Version, "\r\n\r\n{name} %s %n $(reboot) `reboot` '; DROP TABLE licences; --"),
        (Field::BoardManufacturer, " \t "),
        (Field::BoardModel, "\u{1b}P1$r\u{1b}\\\u{9b}31m"),
        (Field::BoardSerial, "=cmd|'/c calc'!A1"),
        (Field::ChassisManufacturer, "\u{e0041}\u{3164}\u{2028}"),
    ]);
    hostile.fields.insert(Field::Family, Reading::Value(vec![0xff, 0xfe, 0xc3, 0x28, 0xed, 0xa0, 0x80]));
    hostile.fields.insert(Field::BoardAssetTag, Reading::BadIndex);
    hostile.structure_counts = [3, 2, 2];
    hostile.oem_strings = vec![b"\x1b[6n".to_vec(), "\u{202e}".repeat(100).into_bytes()];
    [("placeholder-serial.bin", placeholder), ("hostile.bin", hostile)]
}

#[test]
fn binary_samples_equal_their_source() {
    for (name, machine) in built() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
        let bytes = encode_dump(&machine);
        if std::env::var_os("COUNTERSIGN_BLESS").is_some() {
            std::fs::write(&path, &bytes).unwrap();
        }
        assert!(std::fs::read(&path).unwrap() == bytes, "the file of {name} differs from its source");
    }
}

#[test]
fn every_sample_parses_completely() {
    for sample in samples() {
        let machine = sample.machine();
        assert_eq!(machine.source, MachineSource::Sample(sample.name.to_string()));
        let tables = if sample.name == "arm-board" { Tables::None } else { Tables::Read };
        assert_eq!(machine.tables, tables, "{}", sample.name);
        assert!(Field::BINDING.iter().any(|field| machine.reading(*field).bytes().is_some()));
        assert_eq!(efivars_path(&machine.source), None);
    }
    assert_eq!(sample("no such machine"), None);
}

#[test]
fn each_sample_has_the_fault_of_its_name() {
    let reading = |name: &str, field| sample(name).unwrap().reading(field).clone();
    assert_eq!(reading("clean", Field::Serial), Reading::text("HLT22K7Q2093"));
    assert_eq!(sample("clean").unwrap().oem_strings, [b"HL-OEM-1".to_vec(), b"Warranty 36".to_vec()]);
    assert_eq!(reading("blank-model", Field::Model), Reading::NotSet);
    assert_eq!(reading("blank-model", Field::BoardVersion), Reading::text(" "));
    assert_eq!(reading("placeholder-serial", Field::Model), Reading::NotSet);
    assert_eq!(reading("placeholder-serial", Field::Serial), Reading::text("To Be Filled By O.E.M."));
    assert_eq!(reading("placeholder-serial", Field::BoardSerial), Reading::text("BR80G1234567"));
    assert_eq!(sample("placeholder-serial").unwrap().firmware.family, Family::Ami);
    assert_eq!(sample("vm").unwrap().hypervisor, Some(Hypervisor::Qemu));
    assert_eq!(reading("vm", Field::Serial), Reading::NotSet);
    assert_eq!(reading("vm", Field::BoardSerial), Reading::NoStructure);
    assert_eq!(reading("hostile", Field::BoardAssetTag), Reading::BadIndex);
    assert_eq!(sample("hostile").unwrap().structure_counts, [3, 2, 2]);
    assert!(
        reading("hostile", Field::Serial) == Reading::text(&"A".repeat(64 * 1024)),
        "the serial has 64 KiB"
    );
    for reading in sample("hostile").unwrap().fields.values() {
        let text = printable(reading.bytes().unwrap_or_default());
        assert!(text.is_ascii() && !text.contains(|c: char| c.is_control()), "{text:?}");
    }

    let board = sample("arm-board").unwrap();
    assert_eq!(board.reading(Field::Manufacturer), &Reading::text("friendlyboard"));
    assert_eq!(board.origin(Field::Manufacturer), Origin::Recovered(SourceKind::DeviceTree));
    assert_eq!(board.reading(Field::Model), &Reading::text("FriendlyBoard NX-4 Rev 1.1"));
    assert_eq!(board.reading(Field::Serial), &Reading::text("7c41d20e9ab35f16"));
    assert_eq!(board.origin(Field::Serial), Origin::Recovered(SourceKind::DeviceTree));
    assert_eq!(board.recovered_fields, Field::BINDING);
    assert_eq!(board.firmware.family, Family::UBootBoard);
    assert_eq!(
        board.with_value(Field::Manufacturer, "Friendly").origin(Field::Manufacturer),
        Origin::Firmware
    );
}
