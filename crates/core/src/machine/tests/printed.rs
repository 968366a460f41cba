//! `dmidecode` text of several versions.

use proptest::prelude::*;

use super::*;

#[test]
fn placeholder_words_are_read_as_missing_values() {
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
fn utf16_of_both_orders_is_read_with_or_without_a_mark() {
    let little: Vec<u8> = WHOLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = WHOLE.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_whole(&little, "little-endian");
    assert_whole(&big, "big-endian");
    assert_whole(&[&[0xff, 0xfe][..], &little].concat(), "little-endian with a mark");
    assert_whole(&[&[0xfe, 0xff][..], &big].concat(), "big-endian with a mark");
    let quiet = WHOLE.split_once("System Information").expect("the sample has a heading").1;
    let quiet = format!("System Information{quiet}");
    let big: Vec<u8> = quiet.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert!(read_bytes(&big).is_some_and(|machine| machine.tables == Tables::Read));
    assert_eq!(Machine::from_smbios(&big, None), None, "text is not accepted as a table");
}

#[test]
fn an_undecodable_byte_affects_only_its_own_value() {
    for (field, name, spoilt) in [
        (Field::Manufacturer, "Manufacturer: ACME\n\tProduct", &b"Manufacturer: AC\xffME\n\tProduct"[..]),
        (Field::Serial, "Serial Number: A8K2M11", b"Serial Number: A8K2\xffM11"),
        (Field::Serial, "Serial Number: A8K2M11", b"Serial Number: A8K2M11\xff"),
        (Field::ChassisSerial, "Serial Number: CH77", b"Serial Number: \x80\xffCH77"),
    ] {
        let (before, after) = WHOLE.split_once(name).expect("the sample has the line");
        let bytes = [before.as_bytes(), spoilt, after.as_bytes()].concat();
        let (machine, whole) = (
            read_bytes(&bytes).expect("the text is parsed"),
            read_bytes(WHOLE.as_bytes()).expect("the text is parsed"),
        );
        assert_eq!(machine.tables, Tables::Read);
        for other in Field::ALL {
            let same = machine.reading(other) == whole.reading(other);
            assert_eq!(same, other != field, "{other:?}");
        }
        let judged = crate::review::judge(field, machine.reading(field));
        assert_eq!(judged, (crate::review::Verdict::Malformed, Some(crate::review::FindingKind::BadText)));
    }
}

#[test]
fn older_and_quiet_output_is_parsed() {
    let older = b"Handle 0x0001\r\n\tDMI type 1, 25 bytes.\r\n\tSystem Information Block\r\n\
        \t\tManufacturer: Dell Computer Corporation\r\n\t\tUUID: 44454C4C-5100-1042-804B-B5C04F503131\r\n\
        Handle 0x0002\r\n\tDMI type 126, 4 bytes.\r\n\tInactive\r\n\t\tSerial Number: none of ours\r\n";
    let machine = read_bytes(older).unwrap();
    assert_eq!(machine.reading(Field::Manufacturer), &Reading::text("Dell Computer Corporation"));
    assert_eq!(machine.reading(Field::Uuid), &Reading::text("44454c4c-5100-1042-804b-b5c04f503131"));
    assert_eq!(machine.reading(Field::Sku), &Reading::NotSet, "older versions don't print the field");
    assert_eq!(
        machine.reading(Field::Serial),
        &Reading::Damaged,
        "each version prints the field, so a line is missing"
    );

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

/// The text of one machine as `dmidecode` prints it, with a processor after the chassis.
const WHOLE: &str = "# dmidecode 3.3\nGetting SMBIOS data from sysfs.\nSMBIOS 3.2.0 present.\n\n\
    Handle 0x0000, DMI type 0, 26 bytes\nBIOS Information\n\tVendor: ACME Firmware\n\tVersion: F.42\n\
    \tRelease Date: 01/01/2022\n\tCharacteristics:\n\t\tPCI is supported\n\t\tUEFI is supported\n\n\
    Handle 0x0001, DMI type 1, 27 bytes\nSystem Information\n\tManufacturer: ACME\n\tProduct Name: X1 2-in-1\n\
    \tVersion: Not Specified\n\tSerial Number: A8K2M11\n\tUUID: 4c4c4544-0036-4a10-8030-c3c04f575132\n\
    \tWake-up Type: Power Switch\n\tSKU Number: Not Specified\n\tFamily: Not Specified\n\n\
    Handle 0x0002, DMI type 2, 17 bytes\nBase Board Information\n\tManufacturer: ACME\n\tProduct Name: BX\n\
    \tVersion: A1\n\tSerial Number: BR80G12\n\tFeatures:\n\t\tBoard is a hosting board\n\tType: Motherboard\n\n\
    Handle 0x0003, DMI type 3, 22 bytes\nChassis Information\n\tManufacturer: ACME\n\tType: Desktop\n\tVersion: C2\n\
    \tSerial Number: CH77\n\n\
    Handle 0x0004, DMI type 4, 48 bytes\nProcessor Information\n\tManufacturer: Chipmaker\n\tVersion: Fast\n\
    \tSerial Number: 7712\n\tAsset Tag: P1\n\nHandle 0x007F, DMI type 127, 4 bytes\nEnd Of Table\n";

fn assert_whole(text: &[u8], why: &str) {
    let machine = read_bytes(text).unwrap_or_else(|| panic!("{why}"));
    for (field, value) in [
        (Field::BiosVendor, "ACME Firmware"),
        (Field::Manufacturer, "ACME"),
        (Field::Model, "X1 2-in-1"),
        (Field::Serial, "A8K2M11"),
        (Field::Uuid, "4c4c4544-0036-4a10-8030-c3c04f575132"),
        (Field::BoardSerial, "BR80G12"),
        (Field::ChassisManufacturer, "ACME"),
        (Field::ChassisSerial, "CH77"),
    ] {
        assert_eq!(machine.reading(field), &Reading::text(value), "{why}: {field:?}");
    }
    assert_eq!(machine.reading(Field::Version), &Reading::NotSet, "{why}");
    assert_eq!((machine.tables, machine.structure_counts), (Tables::Read, [1, 1, 1]), "{why}");
}

#[test]
fn rewritten_text_gives_the_same_machine() {
    let quiet: Vec<&str> =
        WHOLE.lines().filter(|line| !line.starts_with("Handle") && !line.starts_with('#')).collect();
    let quiet = quiet.join("\n");
    let unindented = |text: &str| text.replace('\t', "");
    for (why, text) in [
        ("as printed", WHOLE.to_owned()),
        ("Windows line ends", WHOLE.replace('\n', "\r\n")),
        ("old Macintosh line ends", WHOLE.replace('\n', "\r")),
        ("blank lines", WHOLE.replace('\n', "\n\n")),
        ("blanks on blank lines", WHOLE.replace('\n', "\n \t\n")),
        ("unindented", unindented(WHOLE)),
        ("flattened", unindented(&WHOLE.replace('\n', "\n\n"))),
        ("indented once more", WHOLE.replace('\n', "\n    ")),
        ("without blank lines", WHOLE.replace("\n\n", "\n")),
        ("full-width colons", WHOLE.replace(": ", "：")),
        ("small colons", WHOLE.replace(": ", "﹕ ")),
        ("no-break blanks", WHOLE.replace('\t', "\u{a0}\u{a0}")),
        ("quiet", quiet.clone()),
        ("quiet and unindented", unindented(&quiet)),
        ("quiet and flattened", unindented(&quiet.replace('\n', "\n\n"))),
        ("with a byte order mark", format!("\u{feff}{WHOLE}")),
    ] {
        assert_whole(text.as_bytes(), why);
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_whole(&utf16, &format!("{why}, UTF-16"));
        assert_whole(&encoding_rs::GB18030.encode(&text).0, &format!("{why}, GB18030"));
    }
}

#[test]
fn a_value_that_is_not_understood_is_unreadable_and_never_blank() {
    let hollow = "System Information\n\nBase Board Information\n\tManufacturer: ACME\n";
    let machine = read_bytes(hollow.as_bytes()).unwrap();
    assert_eq!((machine.tables, machine.reading(Field::Serial)), (Tables::Damaged, &Reading::Damaged));
    for (broken, field) in [
        ("Serial Number = A8K2M11", Field::Serial),
        ("Serial Number   A8K2M11", Field::Serial),
        ("| A8K2M11 |", Field::Serial),
    ] {
        let text = WHOLE.replace("Serial Number: A8K2M11", broken);
        assert_eq!(read_bytes(text.as_bytes()).unwrap().reading(field), &Reading::Damaged, "{broken}");
    }
    let without_uuid = WHOLE.replace("UUID: 4c4c4544-0036-4a10-8030-c3c04f575132", "UUID 4c4c4544");
    assert_eq!(read_bytes(without_uuid.as_bytes()).unwrap().reading(Field::Uuid), &Reading::Damaged);
    let renamed = WHOLE.replace("System Information", "Systeminformationen");
    assert_whole(renamed.as_bytes(), "the type in the line Handle counts");
    let part = read_bytes(
        b"# dmidecode 3.3\nHandle 0x0003, DMI type 3, 22 bytes\nChassis Information\n\tVersion: C2\n",
    );
    assert_eq!(part.unwrap().reading(Field::Serial), &Reading::Damaged, "a missing part may hold the field");
}

#[test]
fn text_that_cannot_be_parsed_is_reported_with_its_first_unknown_line() {
    let fault = |text: &str| parse_recording(Machine::default(), text.as_bytes(), || None);
    for (text, number, line) in [
        ("# dmidecode 3.3\n/dev/mem: Operation not permitted\n", 2, "/dev/mem: Operation not permitted"),
        ("System Information\nManufacturer = ACME\n", 2, "Manufacturer = ACME"),
        (
            "Handle 0x0001, DMI type 1, 27 bytes\r\nSystem Information\r\n\r\nACME \x1b[2J\r\n",
            4,
            "ACME \\x1b[2J",
        ),
        ("# dmidecode 3.3\n", 2, ""),
        ("System Information\n", 2, ""),
    ] {
        let expected = UnknownLine { number, text: line.to_owned() };
        assert_eq!(fault(text), Err(RecordingFault::NotUnderstood(expected)), "{text:?}");
    }
    assert_eq!(fault("A letter."), Err(RecordingFault::NoRecording));
}

/// Lines that `dmidecode` prints and lines of random text, in any order.
fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(WHOLE.lines().map(str::to_owned).collect::<Vec<_>>()),
        "[ -~\t：\u{a0}]{0,30}",
        "\\PC{0,12}",
    ];
    prop::collection::vec(part, 0..40).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn any_text_gives_a_machine_or_an_error(text in any_text(), cut in 0usize..400) {
        let bytes = text.as_bytes();
        for bytes in [bytes, bytes.get(cut..).unwrap_or_default(), bytes.get(..cut).unwrap_or(bytes)] {
            if let Err(RecordingFault::NotUnderstood(line)) = parse_recording(Machine::default(), bytes, || None) {
                prop_assert!(line.number > 0 && line.text.chars().all(|c| !c.is_control()));
            }
        }
    }

    #[test]
    fn blank_lines_and_indentation_change_nothing(text in any_text()) {
        let spaced = text.replace('\n', "\n\n");
        prop_assert_eq!(read_bytes(text.as_bytes()), read_bytes(spaced.as_bytes()));
        let indented = text.replace('\n', "\n  ");
        prop_assert_eq!(read_bytes(text.as_bytes()), read_bytes(indented.as_bytes()));
    }

    #[test]
    fn a_missing_line_makes_no_binding_field_blank(lost in 0usize..60) {
        let text: Vec<&str> = WHOLE.lines().enumerate().filter(|(at, _)| *at != lost).map(|(_, line)| line).collect();
        if let Some(machine) = read_bytes(text.join("\n").as_bytes()) {
            for field in Field::BINDING {
                let reading = machine.reading(field);
                prop_assert!(matches!(reading, Reading::Value(_) | Reading::Damaged), "{:?} {:?}", field, reading);
            }
        }
    }
}
