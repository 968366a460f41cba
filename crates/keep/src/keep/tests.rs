//! Tests what store, restore and release leave on the two storages.

use std::fs;
use std::sync::Arc;

use countersign_core::protocol::{Code, Scheme};

use super::fixture::{BOTH, Disks, PRODUCT, activation, bare, secret, stored};
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
    assert_eq!(loaded.activation, Some(stored(1, 1)));
    assert_eq!(loaded.codes(), []);
    let in_efi = disks.efi.read(&keep.efi_name("Activation")).unwrap().unwrap();
    assert!(!in_efi.windows(5).any(|part| part == b"Maker"));
    assert!(!in_efi.windows(10).any(|part| part == secret(1).bytes()));
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
    let of_uefi = bare(stored(1, 1));
    assert_eq!(
        keep.restore(&of_uefi),
        Ok(WriteReport { file: WriteOutcome::Unchanged, efi: WriteOutcome::Unchanged })
    );
    assert_eq!(keep.load().activation, Some(stored(1, 1)));
    disks.wipe_file();
    keep.restore(&of_uefi).unwrap();
    assert_eq!(keep.load().activation, Some(of_uefi));
    let with_values = Activation { secret: None, clock: None, ..stored(1, 1) };
    keep.restore(&with_values).unwrap();
    assert_eq!(keep.load().activation, Some(with_values));
}

#[test]
fn a_restored_file_never_replaces_one_that_has_the_secret() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    // The terms changed: a new code answers the same request. Then the file is restored from a backup.
    let renewed = Activation { code: Code([7; 70]), ..activation(1) };
    let before = disks.copy();
    keep.store(&renewed).unwrap();
    let name = keep.file_name("activation", "json");
    disks.file.write(&name, &before.file.read(&name).unwrap().unwrap()).unwrap();
    let loaded = keep.load();
    assert_eq!(loaded.activation, Some(bare(Activation { sequence: 2, ..renewed.clone() })));
    keep.restore(&loaded.activation.unwrap()).unwrap();
    let found = keep.load().activation.unwrap();
    assert!(found.is_same_as(&renewed));
    assert_eq!(found.secret, Some(secret(1)));
    // The code is entered again after a reinstall. Only UEFI holds the request.
    keep.store(&Activation { secret: None, ..renewed }).unwrap();
    assert_eq!(keep.load().activation.unwrap().secret, Some(secret(1)));
    assert_eq!(keep.release().unwrap().receipt(), Some(secret(1).receipt()));
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
    newer[4] = 3;
    disks.efi.write(&name, &newer).unwrap();
    assert_eq!(keep.load().efi, RecordState::Corrupt(RecordError::Version(3)));
    assert_eq!(keep.store(&activation(3)).unwrap().efi, WriteOutcome::Newer);
    assert_eq!(disks.efi.read(&name).unwrap().unwrap(), newer);
    let name = keep.file_name("activation", "json");
    let text = String::from_utf8(disks.file.read(&name).unwrap().unwrap()).unwrap();
    disks.file.write(&name, text.replace("\"version\": 2", "\"version\": 3").as_bytes()).unwrap();
    assert_eq!(keep.store(&activation(3)), Err(KeepError::Newer(StorageKind::File)));
}

#[test]
fn a_record_of_an_older_program_is_named_and_overwritten() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    let (file_name, efi_name) = keep.record_names();
    let mut older = disks.efi.read(&efi_name).unwrap().unwrap();
    older[4] = 1;
    disks.efi.write(&efi_name, &older).unwrap();
    let text = String::from_utf8(disks.file.read(&file_name).unwrap().unwrap()).unwrap();
    disks.file.write(&file_name, text.replace("\"version\": 2", "\"version\": 1").as_bytes()).unwrap();
    let loaded = keep.load();
    assert_eq!((loaded.file, loaded.efi), {
        let older = RecordState::Corrupt(RecordError::Older(1));
        (older, older)
    });
    assert_eq!(loaded.codes(), [KeepCode::KeepOlder, KeepCode::EfiOlder]);
    assert_eq!(keep.store(&activation(2)), Ok(BOTH));
}

#[test]
fn the_later_of_two_records_is_used_and_the_other_is_loaded_as_well() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    let old = disks.copy();
    // The clock was set back between the two. The sequence number decides.
    keep.store(&Activation { kept_at: 5, ..activation(2) }).unwrap();
    assert_eq!(keep.load().activation.unwrap().sequence, 2);
    let name = keep.efi_name("Activation");
    disks.efi.write(&name, &old.efi.read(&name).unwrap().unwrap()).unwrap();
    let loaded = keep.load();
    assert_eq!((loaded.file, loaded.efi), (RecordState::Whole, RecordState::Differs));
    assert!(loaded.activation.as_ref().unwrap().is_same_as(&activation(2)));
    assert!(loaded.other.as_ref().unwrap().is_same_as(&activation(1)));
    assert_eq!(loaded.codes(), [KeepCode::KeepDiffers]);
    // The record that verifies on this machine is restored to both storages.
    keep.restore(&loaded.other.unwrap()).unwrap();
    let loaded = keep.load();
    assert_eq!((loaded.efi, loaded.other), (RecordState::Whole, None));
    assert!(loaded.activation.unwrap().is_same_as(&activation(1)));
}

#[test]
fn the_older_binding_is_never_kept_in_uefi() {
    let disks = Disks::default();
    let one = activation(1);
    let older = Activation {
        scheme: Scheme::Two,
        marker2: Some(one.marker),
        origins: Default::default(),
        sources: [None; 3],
        values: None,
        ..one
    };
    let report = disks.keep().store(&older).unwrap();
    assert_eq!(report.efi, WriteOutcome::OlderBinding);
    assert_eq!(report.efi.code(StorageKind::Efi), Some(KeepCode::EfiOlderBinding));
    let loaded = disks.keep().load().activation.unwrap();
    assert_eq!(loaded, Activation { sequence: 1, ..older });
    assert_eq!(disks.keep().restore(&loaded).unwrap().efi, WriteOutcome::OlderBinding);
    assert_eq!(disks.keep().load().efi, RecordState::NoRecord);
}

#[test]
fn records_of_two_products_on_one_machine_are_separate() {
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
    let report = keep.store(&activation(1)).unwrap();
    assert_eq!(
        report,
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

/// The entry of a storage as a newer program writes it.
fn make_newer(storage: &dyn Storage, name: &str) -> Vec<u8> {
    let entry = storage.read(name).unwrap().unwrap();
    let newer = match std::str::from_utf8(&entry) {
        Ok(text) => text.replace("\"version\": 2", "\"version\": 3").into_bytes(),
        Err(_) => [&entry[..4], &[3], &entry[5..]].concat(),
    };
    assert_ne!(newer, entry);
    storage.write(name, &newer).unwrap();
    newer
}

#[test]
fn a_newer_programs_tombstone_stops_what_would_overwrite_it() {
    for kind in [StorageKind::File, StorageKind::Efi] {
        let disks = Disks::default();
        let keep = disks.keep();
        keep.store(&activation(1)).unwrap();
        keep.release().unwrap();
        keep.store(&activation(2)).unwrap();
        let (file_name, efi_name) = keep.tombstone_names();
        let (storage, name) = match kind {
            StorageKind::File => (&disks.file, &file_name),
            StorageKind::Efi => (&disks.efi, &efi_name),
        };
        let newer = make_newer(storage.as_ref(), name);
        let error = KeepError::Newer(kind);
        assert_eq!(keep.load().codes(), [error.code()]);
        assert_eq!(keep.release(), Err(error));
        // A tombstone in UEFI never stops an activation.
        match kind {
            StorageKind::File => assert_eq!(keep.store(&activation(3)), Err(error)),
            StorageKind::Efi => assert_eq!(keep.store(&activation(3)), Ok(BOTH)),
        }
        assert_eq!(storage.read(name).unwrap().unwrap(), newer);
    }
}

/// A storage on which one entry can't be read.
#[derive(Debug)]
struct StorageWithoutEntry {
    inside: Arc<MemoryStorage>,
    name: String,
}

impl Storage for StorageWithoutEntry {
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StorageError> {
        if name == self.name { Err(StorageError::Denied) } else { self.inside.read(name) }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StorageError> {
        self.inside.write(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), StorageError> {
        self.inside.remove(name)
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        self.inside.check_writable()
    }
}

#[test]
fn a_tombstone_that_cannot_be_read_is_not_overwritten() {
    let disks = Disks::default();
    let keep = disks.keep();
    keep.store(&activation(1)).unwrap();
    keep.release().unwrap();
    keep.store(&activation(2)).unwrap();
    let (name, _) = keep.tombstone_names();
    let before = disks.file.read(&name).unwrap();
    let hidden = StorageWithoutEntry { inside: disks.file.clone(), name: name.clone() };
    let keep = Keep::on_storages(Box::new(hidden), Some(Box::new(disks.efi.clone())), PRODUCT);
    assert_eq!(keep.load().codes(), [KeepCode::KeepDenied]);
    let error = KeepError::Storage(StorageKind::File, StorageError::Denied);
    assert_eq!(keep.release(), Err(error));
    assert_eq!(keep.store(&activation(3)), Err(error));
    assert_eq!(disks.file.read(&name).unwrap(), before);
}

/// A storage that can be written, and not be read.
#[derive(Debug)]
struct WriteOnlyStorage;

impl Storage for WriteOnlyStorage {
    fn read(&self, _: &str) -> Result<Option<Vec<u8>>, StorageError> {
        Err(StorageError::Denied)
    }

    fn write(&self, _: &str, _: &[u8]) -> Result<(), StorageError> {
        Ok(())
    }

    fn remove(&self, _: &str) -> Result<(), StorageError> {
        Ok(())
    }

    fn check_writable(&self) -> Result<FreeSpace, StorageError> {
        Ok(FreeSpace { bytes: None })
    }
}

#[test]
fn a_variable_that_cannot_be_read_is_not_overwritten() {
    let file = Box::new(MemoryStorage::new());
    let keep = Keep::on_storages(file, Some(Box::new(WriteOnlyStorage)), PRODUCT);
    let efi = WriteOutcome::Failed(StorageError::Denied);
    assert_eq!(keep.store(&activation(1)), Ok(WriteReport { file: WriteOutcome::Written, efi }));
}

#[test]
fn an_activation_that_is_stored_again_has_the_same_sequence() {
    let keep = Disks::default().keep();
    assert_eq!(keep.product(), PRODUCT);
    for _ in 0..2 {
        assert_eq!(keep.store(&activation(1)), Ok(BOTH));
        assert_eq!(keep.load().activation, Some(stored(1, 1)));
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
    let released = disks.keep().release().unwrap();
    assert_eq!((released.number, released.receipt()), ([1; 6], Some(secret(1).receipt())));
    assert_eq!(disks.keep().load().activation, None);
    assert_eq!(disks.keep().release(), Ok(released), "the receipt is the same");
    assert_eq!(disks.keep().store(&activation(1)), Err(KeepError::Released));
    assert_eq!(disks.keep().restore(&stored(1, 1)), Err(KeepError::Released));

    // Another license can be stored.
    assert_eq!(disks.keep().store(&activation(2)), Ok(BOTH));
    assert_eq!(disks.keep().load().activation, Some(stored(2, 2)));
    // Both records are restored from the backup.
    disks.put_back_records(&backup);
    let loaded = disks.keep().load();
    assert_eq!((loaded.activation, loaded.file, loaded.efi), {
        (None, RecordState::Released, RecordState::Released)
    });
}

/// The whole folder is restored: records, tombstone, and the request that was open then.
#[test]
fn a_state_folder_restored_after_a_release_is_ignored_on_a_machine_with_uefi() {
    let disks = Disks::default();
    let keep = disks.keep();
    let open = |seed: u8| {
        let Activation { number_packed: number, nonce, marker2, marker, origins, secret, .. } =
            activation(seed);
        OpenRequest {
            number,
            nonce,
            at: 0,
            marker2,
            marker3: marker,
            origins,
            released: 0,
            secret,
            request: None,
        }
    };
    assert_eq!(keep.remember_request(&open(1)).lost(), None);
    keep.store(&activation(1)).unwrap();
    let backup = disks.copy();
    assert_eq!(keep.remember_request(&open(2)).lost(), None);
    keep.release().unwrap();
    // A request for another license stays open.
    assert_eq!(keep.open_requests().list, [OpenRequest { released: 1, ..open(2) }]);

    disks.wipe_file();
    for entry in ["activation", "requests"] {
        let name = keep.file_name(entry, "json");
        disks.file.write(&name, &backup.file.read(&name).unwrap().unwrap()).unwrap();
    }
    let loaded = keep.load();
    assert_eq!((loaded.activation, loaded.file), (None, RecordState::Released));
    // The old code answers no open request.
    let numbers: Vec<_> = keep.open_requests().list.into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, [[2; 6]]);
    // The sequence number of the next license is above the tombstone's counter.
    keep.store(&activation(3)).unwrap();
    assert_eq!(keep.load().activation, Some(stored(3, 2)));
}

/// The desk may have answered a second request for the number that is given back.
#[test]
fn a_release_ends_every_open_request_of_its_number_in_both_storages() {
    let disks = Disks::default();
    let keep = disks.keep();
    let open = |number: u8, seed: u8| OpenRequest {
        number: [number; 6],
        nonce: secret(seed).nonce(PRODUCT, [number; 6]),
        at: 0,
        marker2: None,
        marker3: activation(seed).marker,
        origins: activation(seed).origins,
        released: 0,
        secret: Some(secret(seed)),
        request: None,
    };
    keep.store(&activation(1)).unwrap();
    for one in [open(1, 4), open(2, 5), open(1, 6)] {
        assert_eq!(keep.remember_request(&one).lost(), None);
    }
    keep.release().unwrap();
    assert_eq!(keep.open_requests().list, [OpenRequest { released: 1, ..open(2, 5) }]);
    disks.wipe_file();
    let in_efi: Vec<_> = keep.open_requests().list.into_iter().map(|one| one.nonce).collect();
    assert_eq!(in_efi, [open(2, 5).nonce]);
    // A request that is made after the release is open.
    assert_eq!(keep.remember_request(&open(1, 7)).lost(), None);
    assert_eq!(keep.open_requests().list.len(), 2);
}

#[test]
fn past_receipts_are_printed_in_release_order_regardless_of_the_clock() {
    let keep = Disks::default().keep();
    for seed in 1..=20 {
        keep.store(&Activation { kept_at: 100 - i64::from(seed), ..activation(seed) }).unwrap();
        assert_eq!(keep.release().unwrap().receipt(), Some(secret(seed).receipt()));
    }
    let past: Vec<_> = keep.load().released.releases().cloned().collect();
    assert_eq!(past.len(), RELEASE_LIMIT);
    let sequences: Vec<_> = past.iter().map(|one| one.sequence).collect();
    assert_eq!(sequences, (5..=20).rev().collect::<Vec<_>>());
    assert_eq!(keep.release().unwrap(), past[0]);
}

#[test]
fn a_license_without_its_secret_is_given_back_without_a_receipt() {
    let disks = Disks::default();
    disks.keep().store(&activation(1)).unwrap();
    disks.wipe_file();
    let released = disks.keep().release().unwrap();
    assert_eq!((released.number, released.receipt()), ([1; 6], None));
    assert_eq!(disks.keep().load().activation, None);
}

#[test]
fn a_release_without_a_license_is_refused() {
    assert_eq!(Disks::default().keep().release(), Err(KeepError::Nothing));
}

#[test]
fn no_receipt_is_issued_while_uefi_could_restore_the_license() {
    let disks = Disks::default();
    disks.keep().store(&activation(1)).unwrap();
    let on = |with| {
        let refusing = RefusingStorage { inside: disks.efi.clone(), with };
        Keep::on_storages(Box::new(disks.file.clone()), Some(Box::new(refusing)), PRODUCT)
    };
    let read_only = KeepError::Storage(StorageKind::Efi, StorageError::ReadOnly);
    assert_eq!(on(StorageError::ReadOnly).release(), Err(read_only));
    assert!(disks.keep().load().activation.is_some());
    // A full storage has no space for a tombstone, but the record can be erased.
    assert!(on(StorageError::Full).release().is_ok());
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
    assert_eq!(keep.load().activation, Some(stored(1, 1)));
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
