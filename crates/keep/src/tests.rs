//! The two storages together: what is kept, what comes back, and what a power cut leaves.

use std::fs;
use std::sync::Arc;

use proptest::prelude::*;

use countersign_core::protocol::{Code, Marker, Scheme};

use super::failing_storage::{Cut, FailingStorage, Power, RefusingStorage};
use super::*;

pub(super) const PRODUCT: &str = "example-os";

pub(super) fn activation(seed: u8) -> Activation {
    Activation {
        product: PRODUCT.into(),
        number: format!("AA{seed:011}"),
        number_packed: [seed; 6],
        nonce: [seed; 4],
        scheme: Scheme::Three,
        marker: Marker([seed; 10]),
        marker2: Some(Marker([seed ^ 0xff; 10])),
        declared: false,
        code: Code([seed; 70]),
        kept_at: 1_700_000_000,
        digests: [[seed; 8]; 3],
        firmware_digests: None,
        profile_version: 7,
        sequence: 1,
        values: Some(["Maker".into(), "Model".into(), format!("S{seed}")]),
        firmware_values: None,
    }
}

/// The storages of one machine, which outlive a power cut.
#[derive(Clone, Default)]
struct Disks {
    file: Arc<MemoryStorage>,
    efi: Arc<MemoryStorage>,
}

impl Disks {
    fn keep(&self) -> Keep {
        Keep::on_storages(Box::new(self.file.clone()), Some(Box::new(self.efi.clone())), PRODUCT)
    }

    fn keep_on(&self, power: &Arc<Power>) -> Keep {
        let faulty = |inside: &Arc<MemoryStorage>| {
            Box::new(FailingStorage { inside: inside.clone(), power: power.clone() })
        };
        Keep::on_storages(faulty(&self.file), Some(faulty(&self.efi)), PRODUCT)
    }

    fn copy(&self) -> Self {
        let copy = Self::default();
        let keep = self.keep();
        let (file, efi) = (["activation", "released"], ["Activation", "Released"]);
        for entry in file.map(|entry| keep.file_name(entry, "json")) {
            self.file.read(&entry).unwrap().into_iter().for_each(|b| copy.file.write(&entry, &b).unwrap());
        }
        for entry in efi.map(|entry| keep.efi_name(entry)) {
            self.efi.read(&entry).unwrap().into_iter().for_each(|b| copy.efi.write(&entry, &b).unwrap());
        }
        copy
    }

    fn wipe_file(&self) {
        let keep = self.keep();
        for entry in ["activation", "released"] {
            self.file.remove(&keep.file_name(entry, "json")).unwrap();
        }
    }

    fn damage(&self, kind: StorageKind) {
        let keep = self.keep();
        match kind {
            StorageKind::File => self.file.write(&keep.file_name("activation", "json"), b"{\"cou").unwrap(),
            StorageKind::Efi => {
                self.efi.write(&keep.efi_name("Activation"), b"CSKA\x01but cut in half").unwrap()
            }
        }
    }
}

const BOTH: WriteReport = WriteReport { file: WriteOutcome::Written, efi: WriteOutcome::Written };

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

/// Before: an older license or none. Then a cut anywhere while storing leaves the old, the new or none.
#[test]
fn a_cut_while_storing_leaves_whole_or_none() {
    for cut in [Cut::Before, Cut::Torn, Cut::After] {
        for renewing in [false, true] {
            for operations in 1..8 {
                let disks = Disks::default();
                if renewing {
                    disks.keep().store(&activation(1)).unwrap();
                }
                let power = Power::for_operations(operations, cut);
                let stored = disks.keep_on(&power).store(&activation(2));
                let kept = disks.keep().load();
                let found = kept.activation.as_ref();
                let new = found.is_some_and(|a| a.is_same_as(&activation(2)));
                let old = found.is_some_and(|a| a.is_same_as(&activation(1)));
                assert!(new || found.is_none() && !renewing || old && renewing, "{cut:?} {operations}");
                assert!(new || stored.is_err(), "said to be kept, and isn't");
                // And whatever is left can be healed.
                if let Some(found) = found {
                    disks.keep().restore(found).unwrap();
                    let healed = disks.keep().load();
                    assert_eq!((healed.file, healed.efi), (RecordState::Whole, RecordState::Whole));
                }
                assert_eq!(disks.keep().store(&activation(2)), Ok(BOTH));
            }
        }
    }
}

/// A cut anywhere while releasing leaves it activated or released; with a receipt told, released for
/// good; and asking again finishes it.
#[test]
fn a_cut_while_releasing_leaves_activated_or_released() {
    for cut in [Cut::Before, Cut::Torn, Cut::After] {
        for operations in 1..10 {
            let disks = Disks::default();
            disks.keep().store(&activation(1)).unwrap();
            let whole = disks.copy();
            let power = Power::for_operations(operations, cut);
            let told = disks.keep_on(&power).release(9);
            let kept = disks.keep().load();
            if told.is_ok() {
                assert_eq!(kept.activation, None);
                disks.wipe_file();
                assert_eq!(disks.keep().load().activation, None, "{cut:?} {operations}");
            }
            let again = disks.keep().release(10).unwrap();
            assert_eq!(again.receipt, whole.keep().release(11).unwrap().receipt);
            assert_eq!(disks.keep().load().activation, None);
            assert_eq!(disks.keep().store(&activation(1)), Err(KeepError::Released));
        }
    }
}

/// A tombstone whose receipt was told outlives torn writes on both storages, one after the other.
#[test]
fn what_was_given_back_stays_so_whatever_is_torn_later() {
    for torn in [[2, 1], [1, 1], [1, 2], [2, 2]] {
        for other in [1, 2] {
            let disks = Disks::default();
            disks.keep().store(&activation(1)).unwrap();
            disks.keep().release(1).unwrap();
            for (operations, at) in torn.into_iter().zip(2..) {
                // The same given back again, or another license kept and given back after it.
                _ = disks.keep().store(&activation(other));
                _ = disks.keep_on(&Power::for_operations(operations, Cut::Torn)).release(at);
            }
            assert_eq!(disks.keep().store(&activation(1)), Err(KeepError::Released), "{torn:?} {other}");
        }
    }
}

proptest! {
    /// Any run of stores, releases and restores, each cut anywhere, with reboots between: never broken,
    /// and nothing that a receipt was told for comes back.
    #[test]
    fn any_history_with_cuts_is_never_broken(
        steps in prop::collection::vec((0..3_u8, 1..4_u8, 1..9_usize, 0..3_u8), 1..12)
    ) {
        let disks = Disks::default();
        let mut given_back = Vec::new();
        for (what, seed, operations, cut) in steps {
            let cut = [Cut::Before, Cut::Torn, Cut::After][usize::from(cut)];
            let keep = disks.keep_on(&Power::for_operations(operations, cut));
            match what {
                0 => _ = keep.store(&activation(seed)),
                1 => {
                    if let Ok(released) = keep.release(i64::from(seed)) {
                        given_back.push(released.number);
                    }
                }
                _ => {
                    if let Some(found) = disks.keep().load().activation {
                        _ = keep.restore(&found);
                    }
                }
            }
            let kept = disks.keep().load();
            if let Some(found) = &kept.activation {
                prop_assert!(!given_back.contains(&found.number_packed));
                prop_assert_eq!(&found.code.0, &[found.number_packed[0]; 70]);
            }
        }
    }

    #[test]
    fn a_record_survives_both_forms(
        seed: u8, text in ".{0,40}", declared: bool, scheme: bool, at: i64, sequence: u32
    ) {
        let record = Activation {
            number: text.clone(),
            declared,
            scheme: if scheme { Scheme::Two } else { Scheme::Three },
            kept_at: at,
            sequence,
            marker2: declared.then_some(Marker([seed; 10])),
            firmware_digests: declared.then_some([[seed; 8]; 3]),
            values: Some([text.clone(), String::new(), "x".into()]),
            firmware_values: declared.then(|| [String::new(), text.clone(), text.clone()]),
            ..activation(seed)
        };
        let bare = Activation { values: None, firmware_values: None, ..record.clone() };
        prop_assert_eq!(Activation::from_efi(&record.to_efi().unwrap()), Ok(bare));
        prop_assert_eq!(Activation::from_file(&record.to_file().unwrap()), Ok(record));
    }

    #[test]
    fn an_altered_file_is_never_taken(seed: u8, at: prop::sample::Index, byte: u8) {
        let whole = activation(seed).to_file().unwrap();
        let mut altered = whole.clone();
        let at = at.index(altered.len());
        altered[at] = byte;
        // Taken only where it means the very same: a blank for a blank.
        if let Ok(found) = Activation::from_file(&altered) {
            prop_assert_eq!(found, activation(seed));
        }
    }
}

#[test]
fn a_record_with_an_endless_text_is_refused() {
    let record = Activation { number: "9".repeat(300), ..activation(1) };
    assert_eq!(Activation::from_efi(&record.to_efi().unwrap()), Err(RecordError::Invalid));
    assert_eq!(Activation::from_file(&record.to_file().unwrap()), Err(RecordError::Invalid));
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
