//! Tests of the removal of old requests.

use super::operator_entries::{ALLOW_ENTRIES, REFUSE_ENTRIES, entries, run};
use super::*;
use crate::sql::full_texts::{FullText, REQUEST_TEXTS};
use crate::sql::{Prune, PruneKind};

/// Requests before this time are old.
const BEFORE: i64 = 1_000;

fn prune(store: &SqlStore, kind: PruneKind) -> u64 {
    let prune = Prune { kind, before: BEFORE, by: "li".into(), at: 2_000 };
    let would = wait(store.count_prunable(&prune)).unwrap();
    let mut shown = 0;
    let removed = wait(store.prune(&prune, |count| shown = count)).unwrap();
    assert_eq!((would, shown), (removed, removed));
    assert_eq!(wait(store.count_prunable(&prune)).unwrap(), 0, "nothing is left to prune");
    removed
}

/// Writes a request of that time. Returns its row id.
fn ask(
    store: &SqlStore,
    at: i64,
    number: u32,
    reason: Option<Reason>,
    serial: &str,
    case: CaseChange,
) -> i64 {
    let mut attempt = attempt(reason);
    attempt.at = at;
    attempt.license = Some(id(number));
    attempt.values = Some(["Maker".into(), "Model".into(), serial.into()]);
    wait(store.commit(UnitOfWork { attempt: Some(attempt), case, ..UnitOfWork::default() })).unwrap();
    wait(store.attempts(&id(number))).unwrap().last().unwrap().id
}

/// The ids of the requests that are left.
fn left(store: &SqlStore) -> Vec<i64> {
    let ids = store.read(|tx| {
        Box::pin(async move { tx.rows("SELECT id FROM attempts ORDER BY id", [], |row| row.get("id")).await })
    });
    wait(ids).unwrap()
}

/// Checks that the search index matches the rows.
fn search_is_sound(store: &SqlStore) {
    let check = |connection: &rusqlite::Connection| {
        REQUEST_TEXTS.iter().try_for_each(|FullText { name, .. }| {
            connection
                .execute_batch(&format!("INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)"))
                .map_err(super::super::sqlite::fault)
        })
    };
    wait(store.sqlite().unwrap().alone(check)).unwrap();
}

const REFUSED: Option<Reason> = Some(Reason::MachineRefused);

#[test]
fn a_request_is_kept_while_another_row_needs_it() {
    let (_dir, store) = store();
    let key = |n: u8| CaseKey { number: [n; 6], marker2: None, marker3: None, model: None };
    let (old, new) = (BEFORE - 1, BEFORE);
    let mut values = binding(1);
    values.values = Some(["Maker".into(), "Model".into(), "BOUND".into()]);
    wait(store.commit(change(&store, 1, 0, LicenseState::Active, Seats::from([(1, values)])))).unwrap();
    let none = || CaseChange::None;
    let in_open_case = ask(&store, old, 1, REFUSED, "A", CaseChange::Open(key(1), None));
    let _in_closed_case = ask(&store, old, 1, REFUSED, "A", CaseChange::Open(key(2), None));
    let _closer_of_old = ask(&store, old, 2, None, "A", CaseChange::Solve(vec![CaseNumber(2)], key(2)));
    let _in_other_case = ask(&store, old, 1, REFUSED, "A", CaseChange::Open(key(3), None));
    let _repeated = ask(&store, old, 1, None, "BOUND", none());
    let of_bound = ask(&store, old, 1, None, "BOUND", none());
    let closer_of_new = ask(&store, old, 2, None, "A", CaseChange::Solve(vec![CaseNumber(3)], key(3)));
    raw_execute(&store, "UPDATE cases SET closed = 1000 WHERE id = 3");
    let _not_newest = ask(&store, old, 1, None, "OTHER", none());
    let newest_of_one = ask(&store, old, 1, None, "OTHER", none());
    let newest_of_two = ask(&store, old, 2, None, "A", none());
    let _refused = ask(&store, old, 2, REFUSED, "A", none());
    let young = ask(&store, new, 2, REFUSED, "A", none());
    let _of_no_number = ask(&store, old, 9, REFUSED, "A", none());
    let highest = ask(&store, old, 9, REFUSED, "A", none());
    while wait(store.feed_search()).unwrap() {}
    search_is_sound(&store);
    assert_eq!(prune(&store, PruneKind::All), 7);
    let needed = [in_open_case, of_bound, closer_of_new, newest_of_one, newest_of_two, young, highest];
    assert_eq!(left(&store), needed);
    search_is_sound(&store);
    let prunings = || -> Vec<String> {
        let log = wait(store.list_acts(&ActFilter::default(), None, 99)).unwrap().rows;
        let pruned = log.into_iter().filter_map(|one| match one {
            OfficeRecord::Event(event) if event.event == "requests-pruned" => Some(event.subject),
            OfficeRecord::Event(_) | OfficeRecord::Act(_) => None,
        });
        pruned.collect()
    };
    assert_eq!(prunings(), ["7"]);
    // A search for a part of the serial still finds the machine and its number.
    let hits = wait(store.search("boun", Vec::new(), TODAY)).unwrap();
    assert_eq!((hits.numbers.len(), hits.requests.len()), (1, 1));
    // The next request gets an id that no request had before.
    assert_eq!(ask(&store, new, 2, REFUSED, "A", none()), highest + 1);
    assert_eq!(prune(&store, PruneKind::All), 1);
    assert_eq!(prunings().len(), 2);
    assert_eq!(prune(&store, PruneKind::All), 0);
    assert_eq!(prunings().len(), 2, "nothing was removed");
}

#[test]
fn each_kind_of_request_is_pruned_separately() {
    for (kind, gone) in [(PruneKind::Refused, 3), (PruneKind::Issued, 1), (PruneKind::Unknown, 2)] {
        let (_dir, store) = store();
        for (number, reason) in [(1, None), (1, None), (1, REFUSED), (9, REFUSED), (9, REFUSED), (2, REFUSED)]
        {
            ask(&store, 1, number, reason, "A", CaseChange::None);
        }
        assert_eq!(prune(&store, kind), gone, "{kind:?}");
    }
}

/// The requests fill more than one window of ids, and some of them aren't fed to the search yet. Nonces stay.
#[test]
fn many_requests_are_removed_in_batches() {
    let (_dir, store) = store();
    let mut unit = bind(&store, 1, 0, 1);
    if let Some(change) = &mut unit.change {
        change.answered = Some(answered(1, 1, 1, NonceState::Live(Code([1; 70]))));
    }
    wait(store.commit(unit)).unwrap();
    ask(&store, 1, 9, REFUSED, "FED", CaseChange::None);
    raw_execute(
        &store,
        "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
         INSERT INTO attempts SELECT i, at + i / 11000 * 5000, operator, by_word, packed, product, number, name, profile,
            platform, manufacturer, model, 'S' || i, verdicts, origins, marker2, marker3, outcome, detail, notes,
            case_id, scheme, differs, request FROM attempts, n WHERE id = 1",
    );
    for _ in 0..7 {
        assert!(wait(store.feed_search()).unwrap());
    }
    assert_eq!(prune(&store, PruneKind::All), 10_999);
    assert_eq!(left(&store).first(), Some(&11_000));
    while wait(store.feed_search()).unwrap() {}
    search_is_sound(&store);
    assert_eq!(wait(store.nonce_counts(&id(1))).unwrap(), NonceCounts { answered: 1, spent: 0 });
}

fn raw_execute(store: &SqlStore, statement: &'static str) {
    let run = move |connection: &rusqlite::Connection| {
        connection.execute_batch(statement).map_err(super::super::sqlite::fault)
    };
    wait(store.sqlite().unwrap().alone(run)).unwrap();
}

#[test]
fn removed_requests_are_stored_with_their_entry_or_not_at_all() {
    let (_dir, store) = store();
    for serial in ["A", "B"] {
        ask(&store, 1, 9, REFUSED, serial, CaseChange::None);
    }
    let order = Prune { kind: PruneKind::All, before: BEFORE, by: "li".into(), at: 2_000 };
    run(&store, REFUSE_ENTRIES);
    wait(store.prune(&order, |_| ())).unwrap_err();
    assert_eq!(left(&store).len(), 2);
    run(&store, ALLOW_ENTRIES);
    assert_eq!(prune(&store, PruneKind::All), 1);
    assert!(entries(&store).ends_with(&[("li".into(), "requests-pruned".into(), "1".into())]));
}
