//! Added numbers are stored with their entry in the audit, or not at all, each piece of a long list with its own.

use std::num::NonZeroU16;

use super::super::StatedLicense;
use super::operator_entries::{ALLOW_ENTRIES, REFUSE_ENTRIES, entries, run};
use super::*;

fn number(at: usize) -> Number {
    Mask::parse("AA99999999999").unwrap().parse_number(&format!("AA0000000{at:04}")).unwrap()
}

fn new(numbers: std::ops::Range<usize>, entry: AddedEntry) -> NewLicenses {
    let numbers = numbers.map(|at| NewNumber::of(number(at), License::default())).collect();
    let (product, by, on_difference) = (PRODUCT.to_owned(), "li".to_owned(), OnDifference::AddOthers);
    NewLicenses { product, numbers, on_difference, entry, by, at: 7 }
}

#[test]
fn a_number_differs_only_in_a_stated_part() {
    let (_dir, store) = empty();
    let there = License { edition: Edition(3), expiry: Expiry::On(3287), seats: NonZeroU16::new(5).unwrap() };
    let add = |license: StatedLicense, on_difference| {
        let numbers = vec![NewNumber::stating(number(1), license)];
        wait(
            store
                .add_licenses(NewLicenses { numbers, on_difference, ..new(0..0, AddedEntry::Added) }, |_| ()),
        )
        .unwrap()
    };
    let nothing = StatedLicense::default();
    assert_eq!(add(StatedLicense::whole(there), OnDifference::AddOthers).new, 1);
    let edition = |edition| StatedLicense { edition: Some(Edition(edition)), ..nothing };
    for on_difference in [OnDifference::AddOthers, OnDifference::AddNone] {
        for known in [nothing, edition(3), StatedLicense::whole(there)] {
            let added = add(known, on_difference);
            assert_eq!((added.known, added.differing), (1, vec![]), "{known:?}");
        }
        for differing in [edition(0), StatedLicense::whole(License::default())] {
            assert_eq!(add(differing, on_difference).differing, [(number(1), there)], "{differing:?}");
        }
    }
}

fn count(store: &SqlStore, table: &'static str) -> i64 {
    let counted = store.read(move |tx| {
        let statement = format!("SELECT COUNT(*) AS found FROM {table}");
        Box::pin(async move { tx.one(&statement, [], |row| row.get("found")).await })
    });
    wait(counted).unwrap()
}

fn expected(entries: &[(&str, &str)]) -> Vec<(String, String, String)> {
    entries.iter().map(|(event, subject)| ("li".into(), (*event).into(), (*subject).into())).collect()
}

#[test]
fn added_numbers_are_stored_with_their_entry_or_not_at_all() {
    let (_dir, store) = empty();
    run(&store, REFUSE_ENTRIES);
    wait(store.add_licenses(new(0..3, AddedEntry::Added), |_| ())).unwrap_err();
    assert_eq!(count(&store, "licenses"), 0);
    run(&store, ALLOW_ENTRIES);
    wait(store.add_licenses(new(0..2, AddedEntry::Added), |_| ())).unwrap();
    // Only what is new has an entry.
    wait(store.add_licenses(new(0..2, AddedEntry::Added), |_| ())).unwrap();
    let added = wait(store.add_licenses(new(1..3, AddedEntry::Added), |_| ())).unwrap();
    assert_eq!((added.new, added.known), (1, 1));
    let mut shown = Vec::new();
    let added = wait(store.add_licenses(new(0..556, AddedEntry::Imported), |done| shown.push(done))).unwrap();
    assert_eq!((added.new, added.known, shown), (553, 3, vec![500, 556]));
    wait(store.add_licenses(new(600..621, AddedEntry::Added), |_| ())).unwrap();
    let all = [
        ("numbers-added", "example-os AA00000000000 AA00000000001"),
        ("numbers-added", "example-os AA00000000002"),
        ("numbers-imported", "497"),
        ("numbers-imported", "56"),
        ("numbers-added", "example-os AA00000000600 ... AA00000000620 (21)"),
    ];
    assert_eq!(entries(&store), expected(&all));
    assert!(wait(store.verify_audit(None)).unwrap().findings.is_empty());
}
