//! Tests of review: readings, anchor, and properties of any value. The other files of this folder test the rules on examples and
//! recordings.

mod families;
mod labelled;
mod limits;
mod unseen;

use proptest::prelude::*;

use super::{
    AnchorReading, DeviceAnchor, FindingKind, Policy, Verdict, anchor, anchor_readings, binding_value, judge,
    judge_field, judge_text, review,
};
use crate::machine::{Container, Field, Machine, OnboardMac, Reading, Tables, printable};

#[test]
fn each_reading_has_its_own_verdict() {
    let serial = |reading: Reading| judge(Field::Serial, &reading);
    assert_eq!(serial(Reading::NotSet), (Verdict::Blank, Some(FindingKind::Empty)));
    assert_eq!(serial(Reading::text("    ")), (Verdict::Blank, Some(FindingKind::Empty)));
    assert_eq!(serial(Reading::NoStructure), (Verdict::Blank, Some(FindingKind::Missing)));
    assert_eq!(serial(Reading::BadIndex), (Verdict::Malformed, Some(FindingKind::BadIndex)));
    assert_eq!(serial(Reading::Denied), (Verdict::Unreadable, Some(FindingKind::NeedsRoot)));
    assert_eq!(serial(Reading::Damaged), (Verdict::Unreadable, Some(FindingKind::NoTables)));
    assert_eq!(
        serial(Reading::Value(b"AB\x1b[2J12".to_vec())),
        (Verdict::Malformed, Some(FindingKind::BadText))
    );
    assert_eq!(
        serial(Reading::Value(b"AB12\0CD34".to_vec())),
        (Verdict::Malformed, Some(FindingKind::BadText))
    );
    assert_eq!(serial(Reading::Value(vec![0xff; 9])), (Verdict::Malformed, Some(FindingKind::BadText)));
    assert_eq!(serial(Reading::Value(vec![b'7'; 400])), (Verdict::Malformed, Some(FindingKind::TooLong)));
    assert_eq!(serial(Reading::text("CZJ1280RQ2      ")), (Verdict::Ok, None));
}

fn machine(values: &[(Field, Reading)]) -> Machine {
    Machine { tables: Tables::Read, fields: values.iter().cloned().collect(), ..Machine::default() }
}

#[test]
fn a_review_always_has_the_binding_fields() {
    let found = review(&Machine::default(), &Policy::default());
    assert_eq!(found.binding().count(), 3);
    assert_eq!(found.acceptable(), Some(false));
    assert!(found.findings.iter().all(|finding| finding.kind == Some(FindingKind::NoTables)));

    let hidden = Machine { container: Some(Container::Oci), ..Machine::default() };
    assert_eq!(review(&hidden, &Policy::default()).acceptable(), None);
    let flat = Machine { tables: Tables::Empty, ..Machine::default() };
    assert_eq!(review(&flat, &Policy::default()).acceptable(), None);

    let good = machine(&[
        (Field::Manufacturer, Reading::text("ASRock ")),
        (Field::Model, Reading::text("All  Series")),
        (Field::Serial, Reading::text("M80-1234X")),
        (Field::BiosVersion, Reading::text("0")),
    ]);
    let found = review(&good, &Policy::default());
    assert_eq!(found.acceptable(), Some(true), "a shared model only warns");
    assert_eq!(found.findings.len(), 4);
    assert_eq!(found.finding(Field::Model).map(|finding| finding.value.as_str()), Some("All Series"));
}

#[test]
fn the_anchor_is_the_first_value_that_passes() {
    let policy = Policy::default();
    let uuid = "4C4C4544-0035-4B10-8032-B3C04F313358";
    let mut one =
        machine(&[(Field::BoardSerial, Reading::text("BR80G1234567")), (Field::Uuid, Reading::text(uuid))]);
    one.onboard_mac = OnboardMac::Permanent([0x00, 0x25, 0x90, 0xeb, 0x96, 0x28]);
    assert_eq!(anchor(&one, &review(&one, &policy)), Some(DeviceAnchor::BoardSerial("BR80G1234567".into())));
    one.fields.insert(Field::BoardSerial, Reading::text("Default string"));
    assert!(matches!(anchor(&one, &review(&one, &policy)), Some(DeviceAnchor::Uuid([0x4c, ..]))));
    one.fields.insert(Field::Uuid, Reading::text("032E02B4-0499-0533-A106-940700080009"));
    assert_eq!(
        anchor(&one, &review(&one, &policy)),
        Some(DeviceAnchor::Mac([0x00, 0x25, 0x90, 0xeb, 0x96, 0x28]))
    );
    for none in [
        OnboardMac::NoPort,
        OnboardMac::Unreadable,
        OnboardMac::Permanent([0; 6]),
        OnboardMac::Permanent([0x01, 0x25, 0x90, 0xeb, 0x96, 0x28]),
        OnboardMac::Permanent([0x52, 0x54, 0x00, 0x12, 0x34, 0x56]),
    ] {
        one.onboard_mac = none;
        assert_eq!(anchor(&one, &review(&one, &policy)), None, "{none:?}");
    }
}

#[test]
fn an_address_of_many_ports_is_no_anchor() {
    let anchored = |mac| {
        let machine = Machine { onboard_mac: OnboardMac::Permanent(mac), ..machine(&[]) };
        anchor(&machine, &review(&machine, &Policy::default())).is_some()
    };
    for (what, shared, own) in [
        ("a group", [0x03, 0x25, 0x90, 0xeb, 0x96, 0x28], [0x06, 0x25, 0x90, 0xeb, 0x96, 0x28]),
        ("one byte repeated", [0x22; 6], [0x22, 0x22, 0x22, 0x22, 0x22, 0x24]),
        ("counting bytes", [2, 3, 4, 5, 6, 7], [2, 3, 4, 5, 6, 8]),
        ("counting digits", [0, 0x11, 0x22, 0x33, 0x44, 0x55], [0, 0x11, 0x22, 0x33, 0x44, 0x56]),
        ("QEMU's first port", [0x52, 0x54, 0, 0x12, 0x34, 0x56], [0x52, 0x54, 0, 0x12, 0x34, 0x57]),
        ("no maker", [0, 0, 0, 0, 0x96, 0x28], [0, 0, 0, 0xeb, 0x96, 0x28]),
        ("no number", [0, 0x25, 0x90, 0, 0, 0], [0, 0x25, 0x90, 0, 0, 1]),
        ("the last number", [0, 0x25, 0x90, 0xff, 0xff, 0xff], [0, 0x25, 0x90, 0xff, 0xff, 0xfe]),
    ] {
        assert!(!anchored(shared) && anchored(own), "{what}");
    }
}

#[test]
fn an_anchor_may_be_hidden_where_the_tables_could_not_be_read() {
    let readings = |machine: &Machine| anchor_readings(machine, &review(machine, &Policy::default()));
    let hidden = [AnchorReading::Unreadable, AnchorReading::Unreadable, AnchorReading::Unusable];
    for tables in [Tables::Empty, Tables::Damaged, Tables::None, Tables::Read, Tables::Denied] {
        let bare = Machine { tables, onboard_mac: OnboardMac::NoPort, ..Machine::default() };
        let contained = Machine { container: Some(Container::Oci), ..bare.clone() };
        let lost = matches!(tables, Tables::Empty | Tables::Damaged);
        assert_eq!(readings(&bare) == hidden, lost, "{tables:?}");
        assert_eq!(readings(&contained) == hidden, lost || tables == Tables::None, "{tables:?}");
    }
}

#[test]
fn a_field_without_a_structure_is_blank_if_the_machine_lacks_smbios() {
    let none = Machine::default();
    let kernel = none.clone().with_value(Field::Model, "Zarplon 9");
    for (machine, kind) in [(none, Some(FindingKind::NoTables)), (kernel, Some(FindingKind::Missing))] {
        let serial = judge_field(&machine, Field::Serial);
        assert_eq!((serial.verdict, serial.kind), (Verdict::Blank, kind));
    }
}

#[test]
fn a_value_is_shown_as_it_is_read() {
    let long = format!("A8{}", "K2M11".repeat(20));
    for (read, shown) in [
        ("A8\tK2M11", "A8\\x09K2M11".to_owned()),
        (" A8K2M11 ", "A8K2M11".to_owned()),
        ("A8  K2M11", "A8  K2M11".to_owned()),
        ("A8K2\u{1b}M11", "A8K2\\x1bM11".to_owned()),
        ("A8K2\u{202e}M11", "A8K2<U+202E>M11".to_owned()),
        ("启天", "启天".to_owned()),
        (long.as_str(), printable(long.as_bytes())),
    ] {
        let machine = machine(&[(Field::Serial, Reading::text(read))]);
        assert_eq!(judge_field(&machine, Field::Serial).shown, shown);
    }
    assert!(printable(long.as_bytes()).len() < long.len());
}

#[test]
fn an_assigned_serial_is_accepted_on_its_own_machine() {
    let board = (Field::BoardSerial, Reading::text("BR80G1234567"));
    let names = [(Field::Manufacturer, Reading::text("ASRock")), (Field::Model, Reading::text("B450M Pro4"))];
    let of = |serial: &str, board: &(Field, Reading)| {
        let values = [board.clone(), (Field::Serial, Reading::text(serial))];
        review(&machine(&[&names[..], &values].concat()), &Policy::default())
    };
    let bare = machine(std::slice::from_ref(&board));
    let marker2 = anchor(&bare, &review(&bare, &Policy::default())).map(|one| crate::marker::scheme2(&one));
    let serial = crate::assigned::serial(marker2.expect("the board has a serial"));
    let own = of(&serial, &board);
    assert_eq!(own.acceptable(), Some(true));
    assert_eq!(own.finding(Field::Serial).map(|finding| finding.kind), Some(None));
    let other = of(&serial, &(Field::BoardSerial, Reading::text("BR80G1234568")));
    assert_eq!(
        other.finding(Field::Serial).map(|finding| (finding.verdict, finding.kind)),
        Some((Verdict::Shared, Some(FindingKind::AssignedElsewhere)))
    );
}

#[test]
fn invisible_characters_are_blank_alone_and_malformed_among_letters() {
    for c in [
        '\u{3164}',
        '\u{115f}',
        '\u{1160}',
        '\u{ffa0}',
        '\u{34f}',
        '\u{2800}',
        '\u{ad}',
        '\u{61c}',
        '\u{180e}',
        '\u{17b4}',
        '\u{200b}',
        '\u{200d}',
        '\u{202e}',
        '\u{2060}',
        '\u{206a}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{fff9}',
        '\u{e0041}',
        '\u{e0100}',
    ] {
        for field in Field::BINDING {
            let alone = format!(" {c}{c} {c}");
            assert_eq!(judge_text(field, &alone), (Verdict::Blank, Some(FindingKind::Empty)), "{c:?}");
            for among in [format!("A8{c}K2M11"), format!("A8K2M11{c}"), format!("{c}A8K2M11")] {
                assert_eq!(
                    judge_text(field, &among),
                    (Verdict::Malformed, Some(FindingKind::BadText)),
                    "{c:?}"
                );
            }
        }
    }
    for shows in ["联想 启天", "ThinkCentre™", "Café", "Ｘ１２-７", "साइबर"] {
        assert_eq!(binding_value(shows.as_bytes()).as_deref(), Some(shows));
    }
}

#[test]
fn serials_and_uuids_of_reference_firmware_are_refused_but_not_similar_ones() {
    for serial in ["c3d9b8674f4b94f6", "C3D9B8674F4B94F6", "AMLG12ASEI510", "AMLG12ASEI610"] {
        assert_eq!(
            judge_text(Field::Serial, serial),
            (Verdict::Shared, Some(FindingKind::SeenOften)),
            "{serial}"
        );
    }
    for serial in ["c3d9b8674f4b94f7", "c3d9b8674f4b95f6", "AMLG12ASEI511", "AMLG12ASEI6100"] {
        assert_eq!(judge_text(Field::Serial, serial), (Verdict::Ok, None), "{serial}");
    }
    for uuid in [
        "dd7cad0a-227c-4ed4-9f42-a98bd6a2426c",
        "0aad7cdd-7c22-d44e-9f42-a98bd6a2426c",
        "97C93925-1273-4F03-9F75-2F2B7ED19480",
        "8a95d198-7f46-11e5-bf8b-08002704d48e",
        "98d1958a-467f-e511-bf8b-08002704d48e",
        "904b28d6-0662-11ed-b939-0242ac120002",
        "1b4e28ba-2fa1-11d2-883f-0242c0a80101",
        "33695052-0000-0000-0000-000000000000",
    ] {
        for field in [Field::Uuid, Field::Serial] {
            assert_eq!(
                judge_text(field, uuid),
                (Verdict::Placeholder, Some(FindingKind::UuidTemplate)),
                "{uuid}"
            );
        }
    }
    for uuid in [
        "dd7cad0a-227c-4ed4-9f42-a98bd6a2426d",
        "00000000-0000-0000-0000-0cc47a59ec5b",
        "8a95d198-7f46-11e5-bf8b-0cc47a59ec5b",
        "8a95d198-7f46-41e5-bf8b-08002704d48e",
        "33695052-0000-0000-0000-b827eb000000",
    ] {
        assert_eq!(judge_text(Field::Uuid, uuid), (Verdict::Ok, None), "{uuid}");
    }
}

#[test]
fn known_shared_values_are_refused() {
    let shared = countersign_testing::shared();
    let Ok(table) = std::fs::read_to_string(shared.join("rules/shared-serials.tsv")) else {
        countersign_testing::skipped(format_args!("no rules/shared-serials.tsv under {}", shared.display()));
        return;
    };
    let mut judged = 0;
    for line in table.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(value), Some(places)) = (columns.next(), columns.next()) else { continue };
        // A few rows describe a kind of value instead of a value.
        let as_uuid = crate::machine::uuid::parse(value).is_some();
        let field = [
            ("UUID", Field::Uuid),
            ("serial", Field::Serial),
            ("any", Field::Serial),
            ("model", Field::Model),
            ("SKU", Field::Sku),
            ("family", Field::Family),
            ("version", Field::Version),
            ("asset", Field::BoardAssetTag),
        ]
        .into_iter()
        .find(|(place, _)| places.contains(place));
        let Some((_, field)) = field.filter(|_| !value.starts_with('(')) else { continue };
        // Rows for information: a short value that may be genuine, and values that are not UUIDs.
        if field == Field::Version && value == "123456" || !as_uuid && field == Field::Uuid {
            continue;
        }
        judged += 1;
        assert_ne!(judge_text(field, value).0, Verdict::Ok, "{field:?} {value}");
    }
    assert!(judged >= 45, "{judged}");
}

fn any_field() -> impl Strategy<Value = Field> {
    prop::sample::select(Field::ALL.to_vec())
}

/// Bytes like those of firmware: fillers composed of parts, and random bytes.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let parts = prop::sample::select(vec![
        "To Be Filled",
        "By",
        "O.E.M.",
        "Default",
        "string",
        "System",
        "Serial",
        "Number",
        "0",
        "123456789",
        "x",
        "\u{a0}",
        "  ",
        "_",
        "76",
        "\u{202e}",
        "-",
        "$(",
        "Ｏ",
        "世恒",
        "ß",
        "İ",
        "\u{1}",
        "n/a",
        "CRB",
        "Lake",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(parts, 0..12).prop_map(|parts| parts.concat().into_bytes()),
        "\\PC{0,80}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #[test]
    fn device_and_desk_judge_a_value_alike(field in any_field(), bytes in any_bytes()) {
        let device = judge(field, &Reading::Value(bytes.clone()));
        match binding_value(&bytes) {
            Some(text) => {
                prop_assert_eq!(device, judge_text(field, &text));
                let again = binding_value(text.as_bytes());
                prop_assert_eq!(again.as_deref(), Some(text.as_str()));
            }
            None => prop_assert_eq!(device, (Verdict::Malformed, Some(FindingKind::BadText))),
        }
        prop_assert_eq!(device.0 == Verdict::Ok, device.1.is_none());
    }


    #[test]
    fn padding_never_changes_a_verdict(field in any_field(), text in "[ -~]{0,40}") {
        let plain = judge_text(field, &text);
        prop_assert_eq!(judge_text(field, &format!("  {text} \u{a0}")), plain);
    }
}
