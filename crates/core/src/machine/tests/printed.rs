//! `dmidecode` text of several versions.

use super::*;

#[test]
fn words_for_missing_values_become_readings() {
    let machine = read_bytes(
        b"# dmidecode 3.2\nGetting SMBIOS data from sysfs.\nSMBIOS 2.7 present.\n\n\
        Handle 0x0001, DMI type 1, 27 bytes\nSystem Information\n\tManufacturer: Not Specified\n\
        \tProduct Name:  \n\tVersion:\n\tSerial Number: A: b  \n\tUUID: Not Present\n\tFamily: <BAD INDEX>\n\n\
        Handle 0x0002, DMI type 1, 27 bytes\nSystem Information\n\tManufacturer: Second\n\tUUID: Not Settable\n\n\
        Handle 0x0003, DMI type 11, 5 bytes\nOEM Strings\n\tString 1: one\n\tString 2: Serial Number: 7\n\n\
        Handle 0x0026, DMI type 38, 18 bytes\nIPMI Device Information\n\tInterface Type: KCS\n",
    )
    .unwrap();
    assert_eq!((machine.tables, machine.smbios_version), (Tables::Read, Some((2, 7))));
    for (field, reading) in [
        (Field::Manufacturer, Reading::NotSet),
        (Field::Model, Reading::text(" ")),
        (Field::Version, Reading::text("")),
        (Field::Serial, Reading::text("A: b  ")),
        (Field::Sku, Reading::NotSet),
        (Field::Family, Reading::BadIndex),
        (Field::Uuid, Reading::text("ffffffff-ffff-ffff-ffff-ffffffffffff")),
        (Field::BoardSerial, Reading::NoStructure),
    ] {
        assert_eq!(machine.reading(field), &reading, "{field:?}");
    }
    assert_eq!((machine.structure_counts, machine.has_bmc), ([2, 0, 0], true));
    assert_eq!(machine.oem_strings, [b"one".to_vec(), b"Serial Number: 7".to_vec()]);
}

#[test]
fn older_and_quiet_output_is_parsed() {
    let older = b"Handle 0x0001\r\n\tDMI type 1, 25 bytes.\r\n\tSystem Information Block\r\n\
        \t\tManufacturer: Dell Computer Corporation\r\n\t\tUUID: 44454C4C-5100-1042-804B-B5C04F503131\r\n\
        Handle 0x0002\r\n\tDMI type 126, 4 bytes.\r\n\tInactive\r\n\t\tSerial Number: none of ours\r\n";
    let machine = read_bytes(older).unwrap();
    assert_eq!(machine.reading(Field::Manufacturer), &Reading::text("Dell Computer Corporation"));
    assert_eq!(machine.reading(Field::Uuid), &Reading::text("44454c4c-5100-1042-804b-b5c04f503131"));
    assert_eq!(machine.reading(Field::Serial), &Reading::NotSet);

    let quiet =
        b"System Information\n\tManufacturer: ASRock\n\n\nBase Board Information\n\tSerial Number: BR80\n";
    let machine = read_bytes(quiet).unwrap();
    assert_eq!(machine.reading(Field::Manufacturer), &Reading::text("ASRock"));
    assert_eq!(machine.reading(Field::BoardSerial), &Reading::text("BR80"));
}

#[test]
fn output_without_structures_gives_its_reason() {
    let none = read_bytes(b"# dmidecode 3.4\n# No SMBIOS nor DMI entry point found, sorry.\n").unwrap();
    assert_eq!((none.tables, none.reading(Field::Serial)), (Tables::None, &Reading::NoStructure));
    let denied =
        read_bytes(b"# dmidecode 3.4\n/sys/firmware/dmi/tables/smbios_entry_point: Permission denied\n")
            .unwrap();
    assert_eq!((denied.tables, denied.reading(Field::Serial)), (Tables::Denied, &Reading::Denied));
    assert_eq!(read_bytes(b"Read about DMI type 1 in the manual"), None);
}
