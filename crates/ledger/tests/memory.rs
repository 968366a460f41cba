//! Tests that the store in memory follows the rules of every store.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod suite;

use countersign_ledger::{MemoryStore, UnlistedNumber};
use proptest::prelude::*;

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
fn machines_with_the_same_values_are_distinguished_by_their_boards() {
    suite::check_shared_values(&store());
}

#[test]
fn a_repeated_refusal_is_one_line_of_its_case() {
    suite::check_repeated_refusals(&store());
}

#[test]
fn machines_without_markers_have_a_case_for_each_model() {
    suite::check_machines_of_a_number(&store());
}

#[test]
fn copies_have_a_case_for_each_number() {
    suite::check_copies(&store());
}

#[test]
fn the_machines_of_a_bundle_share_a_case_for_each_reason() {
    suite::check_bundle_cases(&store());
}

#[test]
fn races_have_one_winner_and_one_case() {
    suite::check_races(&store(), 20);
}
