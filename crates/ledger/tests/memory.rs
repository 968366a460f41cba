//! The store in memory keeps the rules of every store.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod suite;

use countersign_core::protocol::Number;
use countersign_ledger::{License, MemoryStore, UnlistedNumber};
use proptest::prelude::*;

use suite::TestStore;

impl TestStore for MemoryStore {
    fn add(&self, number: Number, license: License) {
        assert!(Self::add(self, number, license));
    }
}

fn store() -> MemoryStore {
    MemoryStore::new(UnlistedNumber::Unknown)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_keeps_the_rules((seats, steps) in suite::sequences()) {
        suite::check_sequence(&store(), seats, &steps)?;
    }
}

#[test]
fn a_release_spends_the_nonces_of_its_seat() {
    suite::check_nonces(&store());
}

#[test]
fn machines_with_the_same_values_are_told_by_their_boards() {
    suite::check_shared_values(&store());
}
