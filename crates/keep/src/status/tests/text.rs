//! Tests the text of a status: what happened, why by field, and the next step.

use countersign_core::text::Lang;

use super::*;
use crate::text::{status_headline, status_lines};

fn said(lang: Lang, status: &Status) -> String {
    let lines = status_lines(lang, status);
    assert_eq!(lines[0], status_headline(lang, status));
    assert!(lines.iter().all(|line| !line.is_empty()), "{lines:#?}");
    lines.join("\n")
}

#[test]
fn a_note_names_days_and_fields_in_both_languages() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&Case { expires: Some(TODAY + 20), ..PLAIN }, &here));
    let status = ask(&loaded, &machine(["ASRock", "B450M Pro4", ""]));
    for (lang, left, value) in [
        (Lang::En, "days left: 20", "Before: BR80G1234567. Now: nothing"),
        (Lang::Zh, "剩余 20 天", "以前：BR80G1234567。现在：无"),
    ] {
        let said = said(lang, &status);
        for part in ["2025-07-07", left, value, "VALUES-LOST", "EXPIRES-SOON", "AA03220123951"] {
            assert!(said.contains(part), "{part} is missing in {said}");
        }
    }
}

#[test]
fn the_next_step_depends_on_the_changed_field() {
    let here = machine(FIRMWARE);
    let activation = accepted(&PLAIN, &here);
    let long_lost = Activation { first_lost: Some(TODAY - 20), ..activation.clone() };
    let anchored = accepted(&by(Way::Assign), &with(&machine(BLANK_SERIAL), &[(Field::BoardSerial, "")]));
    let blank = machine(BLANK_SERIAL);
    for (why, record, now, part) in [
        ("lost for too long", &long_lost, blank.clone(), "they were not put back until 2025-06-17"),
        ("lost for too long", &long_lost, blank.clone(), "Put the values back"),
        ("another board, and lost", &activation, other_board(&blank), "of its own"),
        (
            "another board, and other values",
            &activation,
            other_board(&machine(["MSI", "X570", "K516123456"])),
            "of its own",
        ),
        (
            "another board",
            &anchored,
            with(&other_board(&blank), &[(Field::BoardSerial, "")]),
            "the board (serial",
        ),
        ("other values", &activation, machine(["ASRock", "B450M Pro4", "K516123456"]), "the desk decides"),
        ("other values, and lost", &long_lost, machine(["", "B450M Pro4", "K516123456"]), "the desk decides"),
    ] {
        let status = ask(&loaded_from(record), &now);
        assert_eq!(status.code, Some(KeepCode::MachineChanged), "{why}");
        let said = said(Lang::En, &status);
        assert!(said.contains(part), "{why}: {said}");
    }
}

#[test]
fn unreadable_fields_are_named() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&Case { scheme: Scheme::Two, ..PLAIN }, &here));
    let mut denied = here.clone();
    denied.fields.insert(Field::BoardSerial, Reading::Damaged);
    assert!(said(Lang::En, &ask(&loaded, &denied)).contains("network port: can't be read"));
    let loaded = loaded_from(&accepted(&PLAIN, &here));
    let mut denied = here;
    denied.fields.insert(Field::Serial, Reading::Damaged);
    assert!(said(Lang::En, &ask(&loaded, &denied)).contains("Serial: can't be read"));
}

#[test]
fn a_status_about_an_unused_file_does_not_suggest_the_status_command() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&PLAIN, &here));
    for code in [KeepCode::KeepNotRegular, KeepCode::KeepOwner, KeepCode::KeepWritable] {
        let mut status = ask(&loaded, &here);
        status.notes.push(code);
        let noted = said(Lang::En, &status);
        let unverified = Status { state: ActivationState::Unverified, code: Some(code), ..status };
        for said in [noted, said(Lang::En, &unverified)] {
            assert!(said.contains(code.as_str()) && said.contains("standard error"), "{said}");
            assert!(!said.contains("Run countersign status"), "{said}");
        }
    }
}

#[test]
fn a_record_of_another_version_is_not_called_damaged() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from(&accepted(&PLAIN, &here));
    for (error, words) in [
        (crate::envelope::RecordError::Version(9), "from a newer version"),
        (crate::envelope::RecordError::Older(1), "from an older version"),
        (crate::envelope::RecordError::OtherProduct, "damaged"),
    ] {
        let status = Status { efi: RecordState::Corrupt(error), ..ask(&loaded, &here) };
        assert!(said(Lang::En, &status).contains(&format!("UEFI {words}")), "{error:?}");
    }
}
