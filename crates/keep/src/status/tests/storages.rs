//! Tests which record counts, and the status if no record can be read.

use super::*;

#[test]
fn a_verified_record_without_values_gets_those_of_this_machine() {
    let here = machine(FIRMWARE);
    let loaded = loaded_from_efi_alone(&accepted(&PLAIN, &here));
    assert_eq!(loaded.activation.as_ref().unwrap().values, None);
    let verified = ask(&loaded, &here).verified.unwrap();
    assert_eq!(verified.values, Some(FIRMWARE.map(str::to_owned)));
    assert_eq!(verified.secret, None);
    // A declared value can't be read again.
    let here = with(&machine(["ASRock", "B450M Pro4", ""]), &[(Field::BoardSerial, "")]);
    let declared = by(Way::Declare([None, None, Some("BR80G1234567".into())]));
    let loaded = loaded_from_efi_alone(&accepted(&declared, &here));
    assert_eq!(ask(&loaded, &here).verified.unwrap().values, None);
    let loaded = loaded_from_efi_alone(&accepted(&by(Way::Assign), &here));
    let [.., serial] = ask(&loaded, &here).verified.unwrap().values.unwrap();
    assert!(serial.starts_with("CS-"), "{serial}");
}

#[test]
fn a_file_that_can_not_be_read_is_unverified() {
    let here = Machine { read_as_root: false, ..machine(FIRMWARE) };
    let loaded = Loaded {
        file: RecordState::Unreadable(StorageError::Denied),
        ..Keep::in_memory("example-os").load()
    };
    let status = ask(&loaded, &here);
    assert_eq!((status.state, status.code), (ActivationState::Unverified, Some(KeepCode::StatusNeedsRoot)));
    assert_eq!(status.notes, [], "the code makes notes unnecessary");
    let newer = Loaded { file: RecordState::Corrupt(RecordError::Version(9)), ..loaded.clone() };
    let status = ask(&newer, &here);
    assert_eq!(
        (status.code, status.notes),
        (Some(KeepCode::KeepNewer), vec![]),
        "the code is not repeated as a note"
    );
    for (error, note) in
        [(RecordError::Checksum, KeepCode::KeepCorrupt), (RecordError::Older(1), KeepCode::KeepOlder)]
    {
        let corrupt = Loaded { file: RecordState::Corrupt(error), ..loaded.clone() };
        let status = ask(&corrupt, &here);
        assert_eq!((status.state, status.notes), (ActivationState::NotActivated, vec![note]));
    }
}

#[test]
fn the_record_that_verifies_is_used() {
    let here = machine(FIRMWARE);
    let there = machine(["MSI", "MS-7816", "K516123456"]);
    let theirs = accepted(&PLAIN, &there);
    let ours = accepted(&PLAIN, &here);
    // A disk of the other machine is in this machine: its file has the later record, and UEFI has this
    // machine's own record.
    let loaded = Loaded {
        activation: Some(Activation { sequence: 9, ..theirs }),
        other: Some(ours.clone()),
        file: RecordState::Whole,
        efi: RecordState::Differs,
        ..Keep::in_memory("example-os").load()
    };
    let status = ask(&loaded, &here);
    assert_eq!((status.state, status.verified), (ActivationState::Activated, Some(ours)));
    assert_eq!(status.notes, [KeepCode::KeepDiffers]);
}
