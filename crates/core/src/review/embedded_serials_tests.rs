//! Embedded serials: the layouts of Dell and HP, OEM strings, and recorded machines.

use super::{dell_board_tag, dell_uuid_tag, hp_uuid_serial, oem_serial};

#[test]
fn serials_are_found_in_uuids_and_board_serials() {
    for (uuid, tag) in [
        ("4C4C4544-0035-4B10-8032-B3C04F313358", "35K213X"),
        ("44454C4C-5100-1042-804B-B5C04F503131", "5QBKP11"),
        ("44454C4C-3800-1058-8044-C4C04F36324A", "D8XD62J"),
    ] {
        assert_eq!(dell_uuid_tag(uuid).as_deref(), Some(tag), "{uuid}");
    }
    assert_eq!(dell_uuid_tag("4C4C4544-0000-2010-8020-80C04F202020"), None);
    assert_eq!(
        dell_uuid_tag("44454C4C-00B4-1036-8045-80C04F475748"),
        None,
        "the older layout of a UUID gives no service tag"
    );
    for (uuid, smbios, serial) in [
        ("32393735-3733-5A43-4A31-323830525132", Some((2, 7)), "CZJ1280RQ2"),
        ("34313636-3536-435A-4A37-313430363538", Some((2, 4)), "CZJ7140658"),
        ("33393131-3132-5347-4836-31355831454D", Some((2, 33)), "SGH615X1EM"),
        ("30464E43-3231-3730-5836-C80AA93F35FA", Some((2, 6)), "CNF01207X6"),
        ("30464E43-3231-3730-5836-C80AA93F35FA", Some((2, 51)), "CNF01207X6"),
    ] {
        assert_eq!(hp_uuid_serial(uuid, smbios).as_deref(), Some(serial), "{uuid}");
    }
    let either = hp_uuid_serial("32393735-3733-5A43-4A31-323830525132", None);
    assert_eq!(either, None, "a serial in both byte orders is ambiguous");
    assert_eq!(hp_uuid_serial("1DDBEB7E-AEA3-4AE3-8A57-61867D346372", Some((3, 0))), None);
    assert_eq!(dell_board_tag(".D8XD62J.CN4864363E7491.").as_deref(), Some("D8XD62J"));
    assert_eq!(dell_board_tag("/D0JHP72/CN1296364600B8/").as_deref(), Some("D0JHP72"));
    assert_eq!(dell_board_tag("..CN717035A80217."), None);
}

#[test]
fn only_serial_like_oem_strings_give_serials() {
    assert_eq!(oem_serial("S/N: PF0ABC12").as_deref(), Some("PF0ABC12"));
    assert_eq!(oem_serial("Serial Number=8CG1234XYZ").as_deref(), Some("8CG1234XYZ"));
    assert_eq!(oem_serial("NBQ4X110039210003D66").as_deref(), Some("NBQ4X110039210003D66"));
    for no in [
        "Dell System",
        "1[082A]",
        "www.hp.com",
        "20210412",
        "ABS 70/71 79 7A",
        "SN",
        "SERIALS",
        "ß: x",
        "S/N:",
    ] {
        assert_eq!(oem_serial(no), None, "{no}");
    }
}

#[test]
fn the_form_of_an_embedded_serial_has_limits() {
    for (text, serial) in [
        ("SN: A1B2C", Some("A1B2C")),
        ("SN: A1B2", None),
        ("SN: A1B2C3D4E5F6G7H8J9K0", Some("A1B2C3D4E5F6G7H8J9K0")),
        ("SN: A1B2C3D4E5F6G7H8J9K0L", None),
        ("SN: A1B2-C3", None),
        ("Serial No.#A1B2C", Some("A1B2C")),
        ("SN A1B2C", None),
        ("AB123456", Some("AB123456")),
        ("AB12345", None),
        ("ABCDE1234", Some("ABCDE1234")),
        ("ABCDEF123", None),
        ("A12345678", None),
        ("ab123456", None),
    ] {
        assert_eq!(oem_serial(text).as_deref(), serial, "{text}");
    }
    for (board, tag) in [
        (".5CHRS.CN4864363E74.", Some("5CHRS")),
        (".4CHR.CN4864363E7491.", None),
        (".8CHRS678.CN4864363E7491.", None),
        (".D8XD62J.CN4864363E7", None),
        (".D8XD62j.CN4864363E7491.", None),
        (".D8XD62J.CN4864363É7491.", None),
        ("-D8XD62J-CN4864363E7491-", None),
        ("D8XD62J.CN4864363E7491.", None),
    ] {
        assert_eq!(dell_board_tag(board).as_deref(), tag, "{board}");
    }
    // Without the high bit of the tag's first character, and with a lower-case letter.
    assert_eq!(dell_uuid_tag("4C4C4544-0035-4B10-8032-33C04F313358"), None);
    assert_eq!(dell_uuid_tag("4C4C4544-0035-4B10-8032-E1C04F313358"), None);
}

#[test]
fn the_version_of_smbios_tells_the_byte_order() {
    // The groups are CZJ… in the order of 2.6 and newer, and ZCJ… in the older one.
    let [old, new] = ["34313636-3536-435A-4A37-313430363538", "32393735-3733-5A43-4A31-323830525132"];
    for older in [(1, 9), (2, 0), (2, 5), (2, 31), (2, 33)] {
        assert_eq!(hp_uuid_serial(old, Some(older)).as_deref(), Some("CZJ7140658"), "{older:?}");
        assert_ne!(hp_uuid_serial(new, Some(older)).as_deref(), Some("CZJ1280RQ2"), "{older:?}");
    }
    for newer in [(2, 6), (2, 8), (2, 51), (3, 0), (3, 5)] {
        assert_eq!(hp_uuid_serial(new, Some(newer)).as_deref(), Some("CZJ1280RQ2"), "{newer:?}");
        assert_ne!(hp_uuid_serial(old, Some(newer)).as_deref(), Some("CZJ7140658"), "{newer:?}");
    }
    let laptop = "30464E43-3231-3730-5836-C80AA93F35FA";
    assert_eq!(hp_uuid_serial(laptop, None).as_deref(), Some("CNF01207X6"), "only one order gives a serial");
}

/// For every Dell and HP machine that was recorded with its serial, the embedded serial is the same.
#[test]
fn embedded_serials_equal_those_of_recorded_machines() {
    let shared = countersign_testing::shared();
    let Ok(table) = std::fs::read_to_string(shared.join("machines/identified.tsv")) else {
        countersign_testing::skipped(format_args!("no machines/identified.tsv under {}", shared.display()));
        return;
    };
    let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let head = lines.next().expect("the table has a heading");
    let column = |name| head.iter().position(|other| *other == name).expect("the table has the column");
    let (uuid, serial, board, version) =
        (column("product_uuid"), column("product_serial"), column("board_serial"), column("smbios_version"));
    let (mut dell, mut hp) = (0, 0);
    for line in lines {
        let chassis = line[column("chassis_serial")].trim();
        // Without a system serial, the chassis has the tag.
        let genuine = Some(line[serial].trim()).filter(|serial| !serial.is_empty()).unwrap_or(chassis);
        // Some recordings were published with an invented serial.
        let published = !genuine.starts_with("4242") && genuine != "XXXXXXX";
        if let Some(tag) = dell_uuid_tag(line[uuid]).filter(|_| published) {
            assert_eq!(tag, genuine, "{line:?}");
            dell += 1;
        }
        if let Some(tag) = dell_board_tag(line[board].trim()).filter(|_| published) {
            assert_eq!(tag, genuine, "{line:?}");
        }
        let mut numbers = line[version].split('.').map(str::parse::<u8>);
        let smbios = match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Some((major, minor)),
            _ => None,
        };
        if let Some(found) = hp_uuid_serial(line[uuid], smbios).filter(|_| genuine.len() == 10) {
            assert_eq!(found, genuine, "{line:?}");
            hp += 1;
        }
    }
    assert!(dell >= 40 && hp >= 7, "too few UUIDs with a serial: Dell {dell}, HP {hp}");
}
