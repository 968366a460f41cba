//! Storing, restoring, releasing: what each leaves on the two storages.

use std::fs;
use std::sync::Arc;

use countersign_core::protocol::Scheme;

use super::fixture::{BOTH, Disks, PRODUCT, activation};
use crate::failing_storage::RefusingStorage;
use crate::*;

#[test]
fn a_stored_record_is_loaded_and_only_the_file_has_its_values() {
    let disks = Disks::default();
    let keep = disks.keep();
    assert_eq!(keep.load().activation, None);
    assert_eq!((keep.load().file, keep.load().efi), (RecordState::NoRecord, RecordState::NoRecord));
    assert_eq!(keep.store(&activation(1)), Ok(BOTH));
    let loaded = keep.load();
    assert_eq!((loaded.file, loaded.efi), (RecordState::Whole, RecordState::Whole));
    assert_eq!(loaded.activation, Some(activation(1)));
    assert_eq!(loaded.codes(), []);
    let in_efi = disks.efi.read(&keep.efi_name("Activation")).unwrap().unwrap();
    assert!(!in_efi.windows(5).any(|part| part == b"Maker"));
    assert!(in_efi.len() < 512, "{} bytes", in_efi.len());
}

#[test]
fn either_record_restores_the_other() {
    for damage in [
        |disks: &Disks| disks.wipe_file(),
        |disks: &Disks| disks.damage(StorageKind::File),
        |disks: &Disks| disks.damage(StorageKind::Efi),
        |disks: &Disks| disks.efi.remove(&disks.keep().efi_name("Activation")).unwrap(),
    ] {
        let disks = Disks::default();
        disks.keep().store(&activation(1)).unwrap();
        damage(&disks);
        let loaded = disks.keep().load();
        let found = loaded.activation.unwrap();
        assert!(found.is_same_as(&activation(1)));
        disks.keep().restore(&found).unwrap();
        let loaded = disks.keep().load();
        assert_eq!((loaded.file, loaded.efi), (RecordState::Whole, RecordState::Whole));
    }
}

#[test]
fn restoring_leaves_whole_records_but_adds_missing_values() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    let bare = Activation { values: None, ..activation(1) };
    assert_eq!(
        keep.restore(&bare),
        Ok(WriteReport { file: WriteOutcome::Unchanged, efi: WriteOutcome::Unchanged })
    );
    assert!(keep.load().activation.unwrap().values.is_some());
    disks.wipe_file();
    keep.restore(&bare).unwrap();
    assert_eq!(keep.load().activation, Some(bare));
    keep.restore(&activation(1)).unwrap();
    assert_eq!(keep.load().activation, Some(activation(1)));
}

#[test]
fn a_corrupt_record_is_reported() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    disks.damage(StorageKind::File);
    disks.damage(StorageKind::Efi);
    let loaded = keep.load();
    assert_eq!(loaded.activation, None);
    assert_eq!(
        (loaded.file, loaded.efi),
        (RecordState::Corrupt(RecordError::Malformed), RecordState::Corrupt(RecordError::Checksum))
    );
    assert_eq!(loaded.codes(), [KeepCode::KeepCorrupt, KeepCode::EfiCorrupt]);
    assert_eq!(keep.store(&activation(2)), Ok(BOTH));
}

#[test]
fn a_newer_programs_record_is_never_overwritten() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    let name = keep.efi_name("Activation");
    let mut newer = disks.efi.read(&name).unwrap().unwrap();
    newer[4] = 2;
    disks.efi.write(&name, &newer).unwrap();
    assert_eq!(keep.load().efi, RecordState::Corrupt(RecordError::Version(2)));
    assert_eq!(keep.store(&activation(3)).unwrap().efi, WriteOutcome::Newer);
    assert_eq!(disks.efi.read(&name).unwrap().unwrap(), newer);
    let name = keep.file_name("activation", "json");
    let text = String::from_utf8(disks.file.read(&name).unwrap().unwrap()).unwrap();
    disks.file.write(&name, text.replace("\"version\": 1", "\"version\": 2").as_bytes()).unwrap();
    assert_eq!(keep.store(&activation(3)), Err(KeepError::Newer(StorageKind::File)));
}

#[test]
fn of_two_records_the_later_one_counts_and_the_other_is_loaded_too() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    let old = disks.copy();
    // The clock was set back in between. The sequence number decides.
    keep.store(&Activation { kept_at: 5, ..activation(2) }).unwrap();
    assert_eq!(keep.load().activation.unwrap().sequence, 2);
    let name = keep.efi_name("Activation");
    disks.efi.write(&name, &old.efi.read(&name).unwrap().unwrap()).unwrap();
    let loaded = keep.load();
    assert_eq!((loaded.file, loaded.efi), (RecordState::Whole, RecordState::Differs));
    assert!(loaded.activation.as_ref().unwrap().is_same_as(&activation(2)));
    assert!(loaded.other.as_ref().unwrap().is_same_as(&activation(1)));
    assert_eq!(loaded.codes(), [KeepCode::KeepDiffers]);
    // The record that verifies on this machine is restored to both.
    keep.restore(&loaded.other.unwrap()).unwrap();
    let loaded = keep.load();
    assert_eq!((loaded.efi, loaded.other), (RecordState::Whole, None));
    assert!(loaded.activation.unwrap().is_same_as(&activation(1)));
}

#[test]
fn the_older_binding_is_never_kept_in_uefi() {
    let disks = Disks::default();
    let older = Activation { scheme: Scheme::Two, ..activation(1) };
    let stored = disks.keep().store(&older).unwrap();
    assert_eq!(stored.efi, WriteOutcome::OlderBinding);
    assert_eq!(stored.efi.code(StorageKind::Efi), Some(KeepCode::EfiOlderBinding));
    assert_eq!(disks.keep().restore(&older).unwrap().efi, WriteOutcome::OlderBinding);
    assert_eq!(disks.keep().load().efi, RecordState::NoRecord);
}

#[test]
fn two_products_share_a_machine_and_none_takes_the_others_record() {
    let disks = Disks::default();
    let other =
        Keep::on_storages(Box::new(disks.file.clone()), Some(Box::new(disks.efi.clone())), "other-os");
    disks.keep().store(&activation(1)).unwrap();
    assert_eq!(other.load().activation, None);
    assert_eq!(other.store(&activation(1)), Err(KeepError::Unencodable));
    let bytes = disks.file.read(&disks.keep().file_name("activation", "json")).unwrap().unwrap();
    disks.file.write(&other.file_name("activation", "json"), &bytes).unwrap();
    assert_eq!(other.load().file, RecordState::Corrupt(RecordError::OtherProduct));
}

#[test]
fn the_file_is_enough_if_uefi_is_missing_or_fails() {
    let file = Arc::new(MemoryStorage::new());
    let keep = Keep::on_storages(Box::new(file.clone()), None, PRODUCT);
    let stored = keep.store(&activation(1)).unwrap();
    assert_eq!(
        stored,
        WriteReport { file: WriteOutcome::Written, efi: WriteOutcome::Failed(StorageError::NotThere) }
    );
    assert_eq!(keep.load().efi, RecordState::NoStorage);
    assert_eq!(keep.check_writable().efi, Err(StorageError::NotThere));
    for (with, code) in [
        (StorageError::Full, KeepCode::EfiFull),
        (StorageError::ReadOnly, KeepCode::EfiReadOnly),
        (StorageError::Denied, KeepCode::EfiDenied),
        (StorageError::Mismatch, KeepCode::EfiMismatch),
    ] {
        let refusing = RefusingStorage { inside: Arc::default(), with };
        let keep = Keep::on_storages(Box::new(file.clone()), Some(Box::new(refusing)), PRODUCT);
        assert_eq!(keep.store(&activation(1)).unwrap().efi.code(StorageKind::Efi), Some(code));
        assert!(keep.load().activation.is_some());
    }
}

#[test]
fn nothing_is_stored_if_the_file_fails() {
    for (with, code) in [
        (StorageError::Full, KeepCode::KeepFull),
        (StorageError::ReadOnly, KeepCode::KeepReadOnly),
        (StorageError::Denied, KeepCode::KeepDenied),
    ] {
        let efi = Arc::new(MemoryStorage::new());
        let refusing = RefusingStorage { inside: Arc::default(), with };
        let keep = Keep::on_storages(Box::new(refusing), Some(Box::new(efi.clone())), PRODUCT);
        assert_eq!(keep.store(&activation(1)).map_err(KeepError::code), Err(code));
        assert_eq!(efi.read(&keep.efi_name("Activation")), Ok(None));
    }
}

#[test]
fn a_released_license_stays_released_on_both_storages_and_in_backups() {
    let disks = Disks::default();
    disks.keep().store(&activation(1)).unwrap();
    let backup = disks.copy();
    let released = disks.keep().release(1_800_000_000).unwrap();
    assert_eq!(released.number, [1; 6]);
    assert_eq!(disks.keep().load().activation, None);
    assert_eq!(disks.keep().release(1_900_000_000).unwrap(), released, "the receipt is the same");
    assert_eq!(disks.keep().store(&activation(1)), Err(KeepError::Released));
    assert_eq!(disks.keep().restore(&activation(1)), Err(KeepError::Released));

    // After a reinstall, a backup of the file is restored. The UEFI tombstone still counts.
    disks.wipe_file();
    let name = disks.keep().file_name("activation", "json");
    disks.file.write(&name, &backup.file.read(&name).unwrap().unwrap()).unwrap();
    let loaded = disks.keep().load();
    assert_eq!((loaded.activation, loaded.file), (None, RecordState::Released));

    // Another license can be stored.
    assert_eq!(disks.keep().store(&activation(2)), Ok(BOTH));
    assert!(disks.keep().load().activation.unwrap().is_same_as(&activation(2)));
}

#[test]
fn without_a_license_there_is_nothing_to_give_back() {
    assert_eq!(Disks::default().keep().release(0), Err(KeepError::Nothing));
}

#[test]
fn there_is_no_receipt_while_uefi_could_restore_the_license() {
    let disks = Disks::default();
    disks.keep().store(&activation(1)).unwrap();
    let on = |with| {
        let refusing = RefusingStorage { inside: disks.efi.clone(), with };
        Keep::on_storages(Box::new(disks.file.clone()), Some(Box::new(refusing)), PRODUCT)
    };
    let read_only = KeepError::Storage(StorageKind::Efi, StorageError::ReadOnly);
    assert_eq!(on(StorageError::ReadOnly).release(0), Err(read_only));
    assert!(disks.keep().load().activation.is_some());
    // A full storage takes no tombstone, but the record can be erased.
    assert!(on(StorageError::Full).release(0).is_ok());
    disks.wipe_file();
    assert_eq!(disks.keep().load().activation, None);
}

#[test]
fn on_disk_records_are_files_and_variables() {
    let home = tempfile::tempdir().unwrap();
    let (state, vars) = (home.path().join("state"), home.path().join("efivars"));
    fs::create_dir(&vars).unwrap();
    let keep = Keep::on_disk(&state, Some(&vars), PRODUCT);
    assert_eq!(keep.store(&activation(1)), Ok(BOTH));
    assert_eq!(keep.load().activation, Some(activation(1)));
    fs::remove_dir_all(&state).unwrap();
    let found = keep.load().activation.unwrap();
    assert_eq!(found.values, None);
    assert_eq!(
        keep.restore(&found),
        Ok(WriteReport { file: WriteOutcome::Written, efi: WriteOutcome::Unchanged })
    );
    assert_eq!(fs::read_dir(&state).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&vars).unwrap().count(), 1);
}
