//! Tests that both forms round-trip, and that other bytes are refused.

use proptest::prelude::*;

use countersign_core::machine::SourceKind;

use super::*;
use crate::RecordError;
use crate::envelope::{HEAD, RecordKind, sealed};
use crate::keep::fixture::{activation, bare, secret};

fn origins() -> impl Strategy<Value = ([Origin; 3], [Option<Source>; 3])> {
    let readable = [
        Source::Field(Field::BoardSerial),
        Source::Field(Field::ChassisSerial),
        Source::Field(Field::Uuid),
        Source::DellUuid,
        Source::HpUuid,
        Source::OemString,
        Source::DeviceTree,
    ];
    let one = prop_oneof![
        Just((Origin::Firmware, None)),
        Just((Origin::Assigned, None)),
        Just((Origin::Declared, None)),
        prop::sample::select(readable.to_vec())
            .prop_map(|source| (Origin::Recovered(source.kind()), Some(source))),
    ];
    prop::collection::vec(one, 3)
        .prop_map(|all| ([all[0].0, all[1].0, all[2].0], [all[0].1, all[1].1, all[2].1]))
}

proptest! {
    #[test]
    fn a_record_round_trips_in_both_forms(
        seed: u8, serial in "[a-zA-Z0-9é]{1,40}", (origins, sources) in origins(), at: i64, sequence: u32,
        first_lost: Option<u16>, latest: Option<u16>, with_secret: bool,
    ) {
        let one = activation(seed);
        let record = Activation {
            origins,
            sources,
            kept_at: at,
            sequence,
            first_lost,
            digests: field_digests(one.nonce, ["", "Model X", &serial]),
            values: Some([String::new(), "Model X".into(), serial]),
            secret: with_secret.then(|| secret(seed)),
            clock: latest.map(ClockMemory::beginning),
            ..one
        };
        prop_assert_eq!(Activation::from_efi(&record.to_efi().unwrap()), Ok(bare(record.clone())));
        prop_assert_eq!(Activation::from_file(&record.to_file().unwrap()), Ok(record));
    }

    #[test]
    fn any_bytes_give_a_record_or_an_error(bytes: Vec<u8>, at: prop::sample::Index, byte: u8) {
        let _ = Activation::from_file(&bytes);
        let _ = Activation::from_efi(&bytes);
        // Any body under a correct checksum is decoded too.
        let _ = Activation::from_efi(&sealed(RecordKind::Activation, &bytes));
        let whole = activation(1).to_efi().unwrap();
        let mut body = whole[HEAD..].to_vec();
        let at = at.index(body.len());
        body[at] = byte;
        if let Ok(record) = Activation::from_efi(&sealed(RecordKind::Activation, &body)) {
            prop_assert!(Activation::from_file(&record.to_file().unwrap()).is_ok());
        }
    }

    #[test]
    fn a_file_with_any_other_content_gives_a_record_or_an_error(
        key: prop::sample::Index, inside: bool, number: i64, text: String, kind in 0..4_u8
    ) {
        let mut file: serde_json::Value = serde_json::from_slice(&activation(1).to_file().unwrap()).unwrap();
        let body = &mut file["body"];
        let part = if inside { &mut body["record"] } else { body };
        let keys: Vec<String> = part.as_object().unwrap().keys().cloned().collect();
        part[&keys[key.index(keys.len())]] = match kind {
            0 => number.into(),
            1 => text.into(),
            2 => serde_json::json!([number, text]),
            _ => serde_json::Value::Null,
        };
        let body: &serde_json::Value = &file["body"];
        let altered = crate::envelope::encode_json(RecordKind::Activation, body).unwrap();
        let _ = Activation::from_file(&altered);
    }

    #[test]
    fn an_altered_file_is_never_accepted(seed: u8, at: prop::sample::Index, byte: u8) {
        let whole = activation(seed).to_file().unwrap();
        let mut altered = whole.clone();
        let at = at.index(altered.len());
        altered[at] = byte;
        // An altered file is accepted only if its meaning is the same, for example another blank.
        if let Ok(found) = Activation::from_file(&altered) {
            prop_assert_eq!(found, activation(seed));
        }
    }
}

#[test]
fn the_uefi_record_omits_the_secret_and_fits_a_small_variable() {
    let one = activation(200);
    let marker = Marker([255; 10]);
    let largest = Activation {
        product: "p".repeat(40),
        anchors: [Some(marker); 3],
        origins: [Origin::Recovered(SourceKind::Chassis); 3],
        sources: [Some(Source::Field(Field::ChassisManufacturer)); 3],
        kept_at: i64::MIN,
        profile_id: u16::MAX,
        sequence: u32::MAX,
        first_lost: Some(u16::MAX),
        ..one
    };
    let bytes = largest.to_efi().unwrap();
    assert!(!bytes.windows(10).any(|part| part == secret(200).bytes()));
    let typed = secret(200).receipt();
    assert!(!bytes.windows(typed.len()).any(|part| part.eq_ignore_ascii_case(typed.as_bytes())));
    assert!(bytes.len() <= 360, "{} bytes", bytes.len());
}

#[test]
fn a_record_that_violates_the_rules_of_accept_is_refused() {
    let one = || activation(1);
    let values = |serial: &str| Some(["Maker".into(), "Model".into(), serial.to_owned()]);
    let of_values = |values: [&str; 3]| Activation {
        digests: field_digests(one().nonce, values),
        values: Some(values.map(str::to_owned)),
        ..one()
    };
    for (why, record) in [
        ("a product that is too long", Activation { product: "p".repeat(65), secret: None, ..one() }),
        ("values that aren't those of the digests", Activation { values: values("S2"), ..one() }),
        ("a value that is too long", of_values(["Maker", "Model", &"9".repeat(97)])),
        ("a value with an escape sequence", of_values(["Maker", "Model", "\u{1b}[2J"])),
        ("a value that isn't collapsed", of_values(["Maker", "Model", " S1"])),
        ("the secret of another request", Activation { secret: Some(secret(2)), ..one() }),
        ("a source without a recovered value", Activation { origins: [Origin::Firmware; 3], ..one() }),
        ("a recovered value without a source", Activation { sources: [None; 3], ..one() }),
        (
            "a source of another kind",
            Activation { sources: [None, Some(Source::Field(Field::ChassisSerial)), None], ..one() },
        ),
        (
            "a source that a person read",
            Activation {
                origins: [Origin::Firmware, Origin::Recovered(SourceKind::Other), Origin::Firmware],
                sources: [None, Some(Source::Label), None],
                ..one()
            },
        ),
        ("an older binding of values", Activation { scheme: Scheme::Two, ..one() }),
        (
            "a clock that jumped at too many boots",
            Activation {
                clock: Some(ClockMemory {
                    latest: 1,
                    jump: (0..3).map(|boot| crate::ClockSighting { boot: [boot; 16], day: 9 }).collect(),
                }),
                ..one()
            },
        ),
    ] {
        assert_eq!(Activation::from_file(&record.to_file().unwrap()), Err(RecordError::Invalid), "{why}");
    }
    let text = String::from_utf8(one().to_file().unwrap()).unwrap();
    let unknown = text.replace("board-model", "board-colour");
    assert_eq!(
        Activation::from_file(unknown.as_bytes()),
        Err(RecordError::Checksum),
        "the checksum shows the change"
    );
}
