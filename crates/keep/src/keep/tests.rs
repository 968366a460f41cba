//! Storing, restoring, releasing: what each leaves on the two storages.

use std::fs;
use std::sync::Arc;

use countersign_core::protocol::Scheme;

use super::fixture::{BOTH, Disks, PRODUCT, activation};
use crate::failing_storage::RefusingStorage;
use crate::*;

#[test]
fn what_is_stored_is_loaded_and_the_values_stand_in_the_file_alone() {
    let disks = Disks::default();
    let keep = disks.keep();
    assert_eq!(keep.load().activation, None);
    assert_eq!((keep.load().file, keep.load().efi), (RecordState::NoRecord, RecordState::NoRecord));
    assert_eq!(keep.store(&activation(1)), Ok(BOTH));
    let kept = keep.load();
    assert_eq!((kept.file, kept.efi), (RecordState::Whole, RecordState::Whole));
    assert_eq!(kept.activation, Some(activation(1)));
    assert_eq!(kept.codes(), []);
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
        let kept = disks.keep().load();
        let found = kept.activation.unwrap();
        assert!(found.is_same_as(&activation(1)));
        disks.keep().restore(&found).unwrap();
        let kept = disks.keep().load();
        assert_eq!((kept.file, kept.efi), (RecordState::Whole, RecordState::Whole));
    }
}

#[test]
fn restoring_leaves_whole_copies_alone_but_adds_missing_values() {
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
fn a_corrupt_record_is_named() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    disks.damage(StorageKind::File);
    disks.damage(StorageKind::Efi);
    let kept = keep.load();
    assert_eq!(kept.activation, None);
    assert_eq!(
        (kept.file, kept.efi),
        (RecordState::Corrupt(RecordError::Malformed), RecordState::Corrupt(RecordError::Checksum))
    );
    assert_eq!(kept.codes(), [KeepCode::KeepCorrupt, KeepCode::EfiCorrupt]);
    assert_eq!(keep.store(&activation(2)), Ok(BOTH));
}

#[test]
fn a_newer_programs_record_is_left_alone() {
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
fn the_later_of_two_counts_and_the_other_is_at_hand() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    let old = disks.copy();
    // The clock was set back in between: the turn decides.
    keep.store(&Activation { kept_at: 5, ..activation(2) }).unwrap();
    assert_eq!(keep.load().activation.unwrap().sequence, 2);
    let name = keep.efi_name("Activation");
    disks.efi.write(&name, &old.efi.read(&name).unwrap().unwrap()).unwrap();
    let kept = keep.load();
    assert_eq!((kept.file, kept.efi), (RecordState::Whole, RecordState::Differs));
    assert!(kept.activation.as_ref().unwrap().is_same_as(&activation(2)));
    assert!(kept.other.as_ref().unwrap().is_same_as(&activation(1)));
    assert_eq!(kept.codes(), [KeepCode::KeepDiffers]);
    // Whichever verifies here is put on both.
    keep.restore(&kept.other.unwrap()).unwrap();
    let kept = keep.load();
    assert_eq!((kept.efi, kept.other), (RecordState::Whole, None));
    assert!(kept.activation.unwrap().is_same_as(&activation(1)));
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
fn two_products_keep_apart_and_none_takes_anothers_record() {
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
fn without_uefi_or_with_a_stuck_one_the_file_is_enough() {
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
        let stuck = RefusingStorage { inside: Arc::default(), with };
        let keep = Keep::on_storages(Box::new(file.clone()), Some(Box::new(stuck)), PRODUCT);
        assert_eq!(keep.store(&activation(1)).unwrap().efi.code(StorageKind::Efi), Some(code));
        assert!(keep.load().activation.is_some());
    }
}

#[test]
fn a_file_shelf_that_fails_keeps_nothing_anywhere() {
    for (with, code) in [
        (StorageError::Full, KeepCode::KeepFull),
        (StorageError::ReadOnly, KeepCode::KeepReadOnly),
        (StorageError::Denied, KeepCode::KeepDenied),
    ] {
        let efi = Arc::new(MemoryStorage::new());
        let stuck = RefusingStorage { inside: Arc::default(), with };
        let keep = Keep::on_storages(Box::new(stuck), Some(Box::new(efi.clone())), PRODUCT);
        assert_eq!(keep.store(&activation(1)).map_err(KeepError::code), Err(code));
        assert_eq!(efi.read(&keep.efi_name("Activation")), Ok(None));
    }
}

#[test]
fn released_is_released_on_both_and_in_backups() {
    let disks = Disks::default();
    disks.keep().store(&activation(1)).unwrap();
    let backup = disks.copy();
    let released = disks.keep().release(1_800_000_000).unwrap();
    assert_eq!(released.number, [1; 6]);
    assert_eq!(disks.keep().load().activation, None);
    assert_eq!(disks.keep().release(1_900_000_000).unwrap(), released, "the receipt isn't lost");
    assert_eq!(disks.keep().store(&activation(1)), Err(KeepError::Released));
    assert_eq!(disks.keep().restore(&activation(1)), Err(KeepError::Released));

    // A backup of the file comes back after a reinstall: the UEFI tombstone stands.
    disks.wipe_file();
    let name = disks.keep().file_name("activation", "json");
    disks.file.write(&name, &backup.file.read(&name).unwrap().unwrap()).unwrap();
    let kept = disks.keep().load();
    assert_eq!((kept.activation, kept.file), (None, RecordState::Released));

    // Another license is welcome.
    assert_eq!(disks.keep().store(&activation(2)), Ok(BOTH));
    assert!(disks.keep().load().activation.unwrap().is_same_as(&activation(2)));
}

#[test]
fn nothing_kept_is_nothing_to_give_back() {
    assert_eq!(Disks::default().keep().release(0), Err(KeepError::Nothing));
}

#[test]
fn no_receipt_while_uefi_could_bring_it_back() {
    let disks = Disks::default();
    disks.keep().store(&activation(1)).unwrap();
    let on = |with| {
        let stuck = RefusingStorage { inside: disks.efi.clone(), with };
        Keep::on_storages(Box::new(disks.file.clone()), Some(Box::new(stuck)), PRODUCT)
    };
    let read_only = KeepError::Storage(StorageKind::Efi, StorageError::ReadOnly);
    assert_eq!(on(StorageError::ReadOnly).release(0), Err(read_only));
    assert!(disks.keep().load().activation.is_some());
    // A full store takes no tombstone, but the record itself can go.
    assert!(on(StorageError::Full).release(0).is_ok());
    disks.wipe_file();
    assert_eq!(disks.keep().load().activation, None);
}

#[test]
fn on_disk_it_lies_in_files_and_variables() {
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
