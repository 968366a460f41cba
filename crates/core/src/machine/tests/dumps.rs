//! Dumps: writing and parsing agree, and no bytes make the parser fail.

use proptest::prelude::*;

use super::*;

fn typical() -> Machine {
    let mut machine = read_bytes(include_bytes!("../../../../probe/samples/placeholder-serial.bin")).unwrap();
    machine.fields.insert(Field::BoardAssetTag, Reading::BadIndex);
    machine.oem_strings = vec![b"one".to_vec(), b"two".to_vec()];
    machine.has_bmc = true;
    machine.firmware =
        Firmware { family: Family::BmcServer, uefi_supported: true, virtual_machine: false, uefi: false };
    machine
}

#[test]
fn parsing_a_written_dump_gives_the_same_machine() {
    let machine = typical();
    let again = read_bytes(&encode_dump(&machine)).unwrap();
    assert_eq!(
        again,
        Machine { source: MachineSource::default(), clock: Clock::default(), read_as_root: false, ..machine }
    );
}

#[test]
fn the_first_structure_of_a_type_is_used() {
    let mut machine = typical();
    machine.structure_counts = [3, 1, 2];
    let again = read_bytes(&encode_dump(&machine)).unwrap();
    assert_eq!(again.structure_counts, [3, 1, 2]);
    assert_eq!(again.reading(Field::Serial), machine.reading(Field::Serial));
}

#[test]
fn each_kind_of_missing_value_round_trips() {
    let mut machine = machine(&[(Field::Manufacturer, "  "), (Field::Serial, "x")]);
    machine.fields.insert(Field::Model, Reading::NotSet);
    machine.fields.insert(Field::Version, Reading::BadIndex);
    machine.fields.insert(Field::Sku, Reading::Value(vec![0xff, 0xc3]));
    let again = read_bytes(&encode_dump(&machine)).unwrap();
    for field in [Field::Manufacturer, Field::Model, Field::Version, Field::Sku, Field::BoardSerial] {
        assert_eq!(again.reading(field), machine.reading(field), "{field:?}");
    }
}

#[test]
fn the_smbios_version_decides_the_byte_order_of_a_uuid() {
    let uuid = "00112233-4455-6677-8899-aabbccddeeff";
    let turned = "33221100-5544-7766-8899-aabbccddeeff";
    let mut machine = machine(&[(Field::Uuid, uuid)]);
    // A legacy entry point before the same table, for the versions that firmware misprints.
    let legacy = |bytes: &[u8], version: (u8, u8)| {
        let table = &bytes[0x20..];
        let mut head = b"_SM_\0\x1f".to_vec();
        head.extend([version.0, version.1, 0, 0, 0, 0, 0, 0, 0, 0]);
        head.extend(b"_DMI_\0");
        head.extend(u16::try_from(table.len()).unwrap().to_le_bytes());
        head.extend(0x20u32.to_le_bytes());
        head.extend(2u16.to_le_bytes());
        head.push(0x27);
        let sum = |bytes: &[u8]| bytes.iter().fold(0u8, |sum, byte| sum.wrapping_add(*byte)).wrapping_neg();
        head[0x15] = sum(&head[0x10..]);
        head[4] = sum(&head);
        head.push(0);
        [&head, table].concat()
    };
    machine.smbios_version = Some((2, 6));
    let swapped = encode_dump(&machine);
    let raw = machine.raw_bytes(Field::Uuid).unwrap().into_owned();
    assert!(
        raw.len() == 16 && swapped.windows(16).any(|bytes| bytes == raw),
        "the UUID has the byte order of the table"
    );
    for (version, told, printed) in [
        ((2, 4), (2, 4), turned),
        ((2, 31), (2, 3), turned),
        ((2, 33), (2, 3), turned),
        ((2, 51), (2, 6), uuid),
        ((2, 8), (2, 8), uuid),
    ] {
        let again = read_bytes(&legacy(&swapped, version)).unwrap();
        assert_eq!((again.smbios_version, again.tables), (Some(told), Tables::Read), "{version:?}");
        assert_eq!(again.reading(Field::Uuid), &Reading::text(printed), "{version:?}");
        assert_eq!(again.raw_bytes(Field::Uuid).as_deref(), Some(&*raw), "{version:?}");
    }
    machine.smbios_version = Some((2, 3));
    assert_eq!(read_bytes(&encode_dump(&machine)).unwrap().reading(Field::Uuid), &Reading::text(uuid));
}

#[test]
fn tables_of_all_zeros_or_all_ff_are_empty() {
    for byte in [0, 0xff] {
        let bare = read_bytes(&[byte; 500]).unwrap();
        assert_eq!((bare.tables, bare.reading(Field::Serial)), (Tables::Empty, &Reading::Damaged));
        let mut bytes = encode_dump(&typical());
        bytes[0x20..].fill(byte);
        assert_eq!(read_bytes(&bytes).unwrap().tables, Tables::Empty);
    }
}

#[test]
fn a_cut_dump_keeps_the_values_before_the_cut() {
    let machine = typical();
    let bytes = encode_dump(&machine);
    for end in 5..bytes.len() - 1 {
        let Some(cut) = read_bytes(&bytes[..end]) else { panic!("a table cut at byte {end} is refused") };
        // A cut after types 0 to 3 and between structures looks like a table without an end mark.
        let all_there = cut.fields == machine.fields;
        assert!(
            cut.tables == Tables::Damaged || (cut.tables == Tables::Read && all_there),
            "cut at byte {end}: the table is read as complete"
        );
        for field in Field::ALL {
            let reading = cut.reading(field);
            assert!(
                *reading == Reading::Damaged || reading == machine.reading(field),
                "{field:?} at {end}: {reading:?}"
            );
        }
    }
    let serial = bytes.windows(8).position(|window| window == b"To Be Fi").unwrap() + 60;
    let cut = read_bytes(&bytes[..serial]).unwrap();
    assert_eq!(cut.reading(Field::Manufacturer), machine.reading(Field::Manufacturer));
    assert_eq!(cut.reading(Field::BoardSerial), &Reading::Damaged);
}

#[test]
fn a_table_is_recognised_without_an_entry_point_and_text_is_not() {
    let bytes = encode_dump(&typical());
    let bare = read_bytes(&bytes[0x20..]).unwrap();
    assert_eq!((bare.tables, bare.smbios_version), (Tables::Read, None));
    assert_eq!(bare.reading(Field::Uuid), typical().reading(Field::Uuid));
    for bytes in [&b"hello, world"[..], b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", b"\x89PNG\r\n\x1a\n", b"{}"]
    {
        assert_eq!(read_bytes(bytes), None);
    }
}

proptest! {
    #[test]
    fn any_values_round_trip(
        values in prop::collection::vec(
            prop_oneof![
                prop::collection::vec(1u8.., 1..60).prop_map(Reading::Value),
                Just(Reading::NotSet),
                Just(Reading::BadIndex),
            ],
            Field::ALL.len(),
        ),
        uuid: [u8; 16],
        version in prop_oneof![Just((2u8, 4u8)), Just((2, 8)), Just((3, 3))],
    ) {
        let mut machine = Machine { smbios_version: Some(version), ..Machine::default() };
        machine.fields = Field::ALL.into_iter().zip(values).collect();
        let uuid = crate::machine::uuid::print(uuid, true);
        machine.fields.insert(Field::Uuid, Reading::text(&uuid));
        let again = read_bytes(&encode_dump(&machine)).unwrap();
        prop_assert_eq!(again.fields, machine.fields);
        prop_assert_eq!((again.smbios_version, again.tables), (machine.smbios_version, Tables::Read));
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes(&bytes);
        let _ = read_bytes(&[b"_SM3_", &bytes[..]].concat());
        let _ = read_bytes(&[b"_SM_", &bytes[..]].concat());
        let _ = read_bytes(&[b"_DMI_", &bytes[..]].concat());
    }

    #[test]
    fn mutated_dumps_give_facts(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = encode_dump(&typical());
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let _ = read_bytes(&bytes);
        let _ = read_bytes(&bytes[..cut.index(bytes.len())]);
    }
}
