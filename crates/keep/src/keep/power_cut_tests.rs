//! Tests the state that a power cut leaves during a store or a release.

use proptest::prelude::*;

use super::fixture::{BOTH, Disks, activation, secret};
use crate::failing_storage::{Cut, Power};
use crate::*;

/// Before the cut there is an older license or none. After the cut there is the old license, the new one or
/// none.
#[test]
fn a_power_cut_while_storing_leaves_a_complete_record_or_none() {
    for cut in [Cut::Before, Cut::Torn, Cut::After] {
        for renewing in [false, true] {
            for operations in 1..8 {
                let disks = Disks::default();
                if renewing {
                    disks.keep().store(&activation(1)).unwrap();
                }
                let power = Power::for_operations(operations, cut);
                let stored = disks.keep_on(&power).store(&activation(2));
                let loaded = disks.keep().load();
                let found = loaded.activation.as_ref();
                let new = found.is_some_and(|a| a.is_same_as(&activation(2)));
                let old = found.is_some_and(|a| a.is_same_as(&activation(1)));
                assert!(new || found.is_none() && !renewing || old && renewing, "{cut:?} {operations}");
                assert!(new || stored.is_err(), "store returned Ok without a record");
                // The record that is left can be restored.
                if let Some(found) = found {
                    disks.keep().restore(found).unwrap();
                    let restored = disks.keep().load();
                    assert_eq!((restored.file, restored.efi), (RecordState::Whole, RecordState::Whole));
                }
                assert_eq!(disks.keep().store(&activation(2)), Ok(BOTH));
            }
        }
    }
}

/// After the cut at least one storage has a complete record, with or without the day.
#[test]
fn a_power_cut_while_writing_days_leaves_a_complete_record() {
    for cut in [Cut::Before, Cut::Torn, Cut::After] {
        for operations in 1..4 {
            let disks = Disks::default();
            disks.keep().store(&activation(1)).unwrap();
            let record = disks.keep().load().activation.unwrap();
            let update =
                StatusUpdate { record, clock: ClockMemory::beginning(2_001), first_lost: Some(2_001) };
            let applied = disks.keep_on(&Power::for_operations(operations, cut)).apply(&update);
            assert_eq!(applied.is_ok(), operations == 3, "{cut:?} {operations}");
            let found = disks.keep().load().activation.unwrap();
            assert!(found.is_same_as(&activation(1)), "{cut:?} {operations}");
            assert!(found.first_lost.is_none_or(|day| day == 2_001), "{cut:?} {operations}");
            disks.keep().restore(&found).unwrap();
            let restored = disks.keep().load();
            assert_eq!((restored.file, restored.efi), (RecordState::Whole, RecordState::Whole));
            assert_eq!(restored.other, None);
        }
    }
}

/// After the cut the license is activated or released. Once a receipt was returned, the license stays
/// released. A second call completes the release.
#[test]
fn a_power_cut_while_releasing_leaves_activated_or_released() {
    for cut in [Cut::Before, Cut::Torn, Cut::After] {
        for operations in 1..10 {
            let disks = Disks::default();
            disks.keep().store(&activation(1)).unwrap();
            let whole = disks.copy();
            let power = Power::for_operations(operations, cut);
            let released = disks.keep_on(&power).release();
            let loaded = disks.keep().load();
            if released.is_ok() {
                assert_eq!(loaded.activation, None);
                // The records from before the release are written back.
                let reinstalled = disks.copy();
                reinstalled.wipe_file();
                reinstalled.put_back_records(&whole);
                assert_eq!(reinstalled.keep().load().activation, None, "{cut:?} {operations}");
            }
            let again = disks.keep().release().unwrap();
            assert_eq!(again.receipt(), Some(secret(1).receipt()), "{cut:?} {operations}");
            assert_eq!(disks.keep().load().activation, None);
            assert_eq!(disks.keep().store(&activation(1)), Err(KeepError::Released));
            disks.put_back_records(&whole);
            assert_eq!(disks.keep().load().activation, None);
        }
    }
}

/// After a receipt was returned, its tombstone survives torn writes on both storages, one after the other.
#[test]
fn a_tombstone_outlives_later_torn_writes() {
    for torn in [[2, 1], [1, 1], [1, 2], [2, 2]] {
        for other in [1, 2] {
            let disks = Disks::default();
            disks.keep().store(&activation(1)).unwrap();
            let whole = disks.copy();
            disks.keep().release().unwrap();
            for operations in torn {
                // The same license is released again, or another license is stored and released.
                _ = disks.keep().store(&activation(other));
                _ = disks.keep_on(&Power::for_operations(operations, Cut::Torn)).release();
            }
            disks.put_back_records(&whole);
            assert_eq!(disks.keep().load().activation, None, "{torn:?} {other}");
        }
    }
}

proptest! {
    /// Stores, releases and restores in any order, each cut at any operation, with reboots between, and
    /// records that are written back from any earlier time. No record is broken. After the receipt of a
    /// license was returned, no record of it comes back.
    #[test]
    fn no_sequence_of_power_cuts_breaks_a_record_or_revives_a_license(
        steps in prop::collection::vec((0..4_u8, 1..4_u8, 1..9_usize, 0..3_u8), 1..12)
    ) {
        let disks = Disks::default();
        let mut given_back = 0;
        let mut copies = Vec::new();
        for (what, seed, operations, cut) in steps {
            let cut = [Cut::Before, Cut::Torn, Cut::After][usize::from(cut)];
            let keep = disks.keep_on(&Power::for_operations(operations, cut));
            match what {
                0 => _ = keep.store(&activation(seed)),
                1 => {
                    if let Ok(released) = keep.release() {
                        given_back = given_back.max(released.sequence);
                    }
                }
                2 => {
                    if let Some(found) = disks.keep().load().activation {
                        _ = keep.restore(&found);
                    }
                }
                _ => copies.iter().take(usize::from(seed)).for_each(|copy| disks.put_back_records(copy)),
            }
            let loaded = disks.keep().load();
            if let Some(found) = &loaded.activation {
                prop_assert!(found.sequence > given_back);
                prop_assert_eq!(&found.code.0, &[found.number_packed[0]; 70]);
                prop_assert_eq!(found.secret.as_ref().is_none_or(|known| *known == secret(found.number_packed[0])), true);
            }
            if loaded.file == RecordState::Whole && loaded.efi == RecordState::Whole {
                copies.push(disks.copy());
            }
        }
    }
}
