//! What a power cut leaves while storing or releasing.

use proptest::prelude::*;

use super::fixture::{BOTH, Disks, activation};
use crate::failing_storage::{Cut, Power};
use crate::*;

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
}
