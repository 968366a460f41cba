//! Tests of review: readings, anchor, and what holds for any value. The files beside test the rules on examples and recordings.

mod families;
mod labelled;
mod unseen;

use proptest::prelude::*;

use super::{DeviceAnchor, FindingKind, Policy, Verdict, anchor, binding_value, judge, judge_text, review};
use crate::machine::{Container, Field, Machine, OnboardMac, Reading, Tables};

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

fn any_field() -> impl Strategy<Value = Field> {
    prop::sample::select(Field::ALL.to_vec())
}

/// Bytes like those of firmware: fillers composed of parts, and random ones.
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
    fn device_and_desk_agree(field in any_field(), bytes in any_bytes()) {
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
