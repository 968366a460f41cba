//! Tests of the SQL store: it keeps what the ledger gives it, and agrees with the store in memory.

mod cases;
mod operators;

#[path = "../../../ledger/tests/suite/mod.rs"]
mod suite;

use proptest::prelude::*;

use super::{AddedNumbers, CaseFilter, NonceCounts, OnDifference, SqlStore};
use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Edition, Marker, Mask, Number, Scheme};
use countersign_core::review::Verdict;
use countersign_ledger::{
    ActionKind, AnsweredNonce, Attempt, AttemptOutcome, AuditEntry, Binding, CaseChange, CaseClosure,
    CaseKey, CaseNote, CaseNumber, CaseRefusal, CaseStore, Change, ClosedBy, DayCount, Difference, Expiry,
    GrantKind, Identity, License, LicenseRecord, LicenseState, MemoryStore, NonceState, Note, Reason, Seats,
    ShownState, Spend, Store, StoreError, UnitOfWork, UnlistedNumber,
};

/// 2026-11-22.
const TODAY: Day = 2517;

impl suite::TestStore for SqlStore {
    fn add(&self, number: Number, license: License) {
        let added = self.add_numbers(&[(number, license)], OnDifference::AddOthers, "li", 7).unwrap();
        assert_eq!(added.new, 1);
    }
}

impl suite::TestStore for MemoryStore {
    fn add(&self, number: Number, license: License) {
        assert!(Self::add(self, number, license));
    }
}

fn empty() -> (tempfile::TempDir, SqlStore) {
    let dir = tempfile::tempdir().unwrap();
    let store = SqlStore::create(&dir.path().join("ledger.db")).unwrap();
    (dir, store)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_keeps_the_rules_and_agrees_with_the_store_in_memory((seats, steps) in suite::sequences()) {
        let (_dir, store) = empty();
        let memory = MemoryStore::new(UnlistedNumber::Unknown);
        suite::check_sequence(&store, seats, &steps)?;
        suite::check_sequence(&memory, seats, &steps)?;
        prop_assert_eq!(suite::held(&store), suite::held(&memory));
    }
}

#[test]
fn a_release_spends_the_nonces_of_its_seat() {
    suite::check_nonces(&empty().1);
}

#[test]
fn machines_with_the_same_values_are_told_by_their_boards() {
    suite::check_shared_values(&empty().1);
}

fn number(at: u32) -> Number {
    Mask::parse("A99").unwrap().parse_number(&format!("K{at:02}")).unwrap()
}

fn license() -> License {
    License { edition: Edition(3), expiry: Expiry::After(365), seats: 5.try_into().unwrap() }
}

fn store() -> (tempfile::TempDir, SqlStore) {
    let (dir, store) = empty();
    let numbers = [(number(1), license()), (number(2), License::default())];
    store.add_numbers(&numbers, OnDifference::AddOthers, "li", 7).unwrap();
    (dir, store)
}

fn binding(board: u8) -> Binding {
    let identity = |marker2: Option<u8>, values: u8| Identity {
        marker2: marker2.map(|byte| Marker([byte; 10])),
        marker3: Marker([9; 10]),
        values: Marker([values; 10]),
        origins: [Origin::Assigned, Origin::Recovered(SourceKind::Chassis), Origin::Firmware],
    };
    Binding {
        scheme: Scheme::Three,
        marker2: Some(Marker([board; 10])),
        marker3: Some(Marker([9; 10])),
        values: Some(["Maker".into(), "Mo'del \"; --".into(), "S-1".into()]),
        origins: [Origin::Declared, Origin::Assigned, Origin::Recovered(SourceKind::OemString)],
        bound: TODAY,
        changes: vec![2500, TODAY],
        identities: vec![identity(None, 8), identity(Some(board), 9)],
        answered: 3,
        public_nonces: DayCount { day: TODAY, count: 2 },
    }
}

fn answered(nonce: u8, seat: u16, marker3: u8, state: NonceState) -> AnsweredNonce {
    AnsweredNonce {
        nonce: [nonce; 8],
        seat,
        name: "K7Q-F2M".into(),
        scheme: Scheme::Two,
        marker2: (nonce > 1).then_some(Marker([nonce; 10])),
        marker3: Marker([marker3; 10]),
        origins: [Origin::Firmware, Origin::Firmware, Origin::Recovered(SourceKind::Uuid)],
        state,
    }
}

/// A change of a number to that state and these seats.
fn change(at: u32, expected: u64, state: LicenseState, seats: Seats) -> UnitOfWork {
    let change = Change {
        number: number(at),
        expected,
        license: license(),
        state,
        seats,
        first_issued: Some(TODAY),
        spend: Vec::new(),
        answered: None,
    };
    UnitOfWork { change: Some(change), ..UnitOfWork::default() }
}

/// A change that binds seat 1.
fn bind(at: u32, expected: u64, board: u8) -> UnitOfWork {
    change(at, expected, LicenseState::Active, Seats::from([(1, binding(board))]))
}

fn attempt(reason: Option<Reason>) -> Attempt {
    Attempt {
        at: 1_795_361_511,
        operator: Some("li".into()),
        spoken: false,
        packed: [1; 6],
        number: Some(number(1)),
        name: "K7Q-F2M".into(),
        profile: 2,
        platform: 1,
        scheme: Scheme::Two,
        values: None,
        verdicts: [Verdict::Ok, Verdict::Ok, Verdict::Blank],
        origins: [Origin::Firmware, Origin::Recovered(SourceKind::Version), Origin::Firmware],
        marker2: Some(Marker([4; 10])),
        marker3: Marker([5; 10]),
        outcome: reason.map_or(AttemptOutcome::Issued(GrantKind::First), AttemptOutcome::Refused),
        differs: vec![Difference::Board],
        notes: vec![Note::RulesDiffer, Note::ProfileStale { device: 1, newest: 2 }],
        request: "[COUNTERSIGN REQUEST".into(),
    }
}

#[test]
fn every_state_loads_unchanged_even_after_reopening() {
    let (dir, store) = store();
    let seats =
        [Seats::new(), Seats::from([(1, binding(1))]), Seats::from([(2, binding(2)), (7, binding(3))])];
    let states = [LicenseState::Active, LicenseState::Suspended, LicenseState::Revoked];
    let mut version = 0;
    for state in states {
        for seats in &seats {
            store.commit(&change(1, version, state, seats.clone())).unwrap();
            version += 1;
            let record = store.load(&number(1)).unwrap().unwrap();
            let expected = LicenseRecord {
                number: number(1),
                license: license(),
                state,
                seats: seats.clone(),
                first_issued: Some(TODAY),
                version,
            };
            assert_eq!(record, expected);
        }
    }
    let before = store.load(&number(1)).unwrap();
    drop(store);
    let again = SqlStore::open(&dir.path().join("ledger.db")).unwrap();
    assert_eq!(again.load(&number(1)).unwrap(), before);
    assert_eq!(again.load(&number(9)).unwrap(), None);
}

#[test]
fn nonces_load_unchanged_and_are_spent_by_seat_and_marker() {
    let (_dir, store) = store();
    let memory = MemoryStore::new(UnlistedNumber::Unknown);
    for at in [1, 2] {
        memory.add(number(at), License::default());
    }
    let live = |byte| NonceState::Live(Code([byte; 70]));
    let mut version = 0;
    let mut commit = |at: u32, spend: Vec<Spend>, answered: Option<AnsweredNonce>| {
        let mut unit = change(at, if at == 1 { version } else { 0 }, LicenseState::Active, Seats::new());
        version += u64::from(at == 1);
        if let Some(change) = &mut unit.change {
            (change.spend, change.answered) = (spend, answered);
        }
        store.commit(&unit).unwrap();
        memory.commit(&unit).unwrap();
        for at in [1, 2] {
            for nonce in 1..7 {
                let loaded = store.answered(&number(at), &[nonce; 8]).unwrap();
                assert_eq!(loaded, memory.answered(&number(at), &[nonce; 8]).unwrap(), "{at} {nonce}");
            }
        }
    };
    for (nonce, seat, marker3) in [(1, 1, 4), (2, 1, 5), (3, 2, 4), (4, 2, 5)] {
        commit(1, Vec::new(), Some(answered(nonce, seat, marker3, live(nonce))));
    }
    commit(2, Vec::new(), Some(answered(1, 1, 4, live(9))));
    commit(1, vec![Spend::SeatExcept(1, Marker([5; 10]))], Some(answered(5, 1, 4, live(5))));
    commit(1, Vec::new(), Some(answered(2, 1, 5, live(7))));
    assert_eq!(store.nonce_counts(&number(1)).unwrap(), NonceCounts { answered: 5, spent: 1 });
    commit(1, vec![Spend::Seat(2)], None);
    assert_eq!(store.nonce_counts(&number(1)).unwrap(), NonceCounts { answered: 5, spent: 3 });
    commit(1, vec![Spend::All], None);
    assert_eq!(store.nonce_counts(&number(1)).unwrap(), NonceCounts { answered: 5, spent: 5 });
    assert_eq!(store.nonce_counts(&number(2)).unwrap(), NonceCounts { answered: 1, spent: 0 });
}

#[test]
fn a_stale_change_is_a_conflict_and_writes_nothing() {
    let (_dir, store) = store();
    store.commit(&bind(1, 0, 1)).unwrap();
    let key = CaseKey { number: [1; 6], marker2: None, marker3: None };
    let late = UnitOfWork {
        attempt: Some(attempt(Some(Reason::MachineRefused))),
        case: CaseChange::Open(key),
        audit: Some(AuditEntry {
            at: 1,
            operator: "li".into(),
            number: number(1),
            kind: ActionKind::Release,
            seat: Some(1),
            detail: String::new(),
            reason: "x".into(),
        }),
        ..change(1, 0, LicenseState::Active, Seats::new())
    };
    assert_eq!(store.commit(&late), Err(StoreError::Conflict));
    assert_eq!(store.commit(&bind(9, 0, 1)), Err(StoreError::Conflict), "unknown");
    assert!(store.attempts(&number(1)).unwrap().is_empty());
    assert!(store.audit(&number(1)).unwrap().is_empty());
    assert!(store.open_cases(&key).unwrap().is_empty());
    assert_eq!(store.load(&number(1)).unwrap().unwrap().version, 1);
}

#[test]
fn numbers_are_added_once_and_listed() {
    let (_dir, store) = store();
    let numbers = [(number(1), License::default()), (number(2), License::default()), (number(3), license())];
    let differing = vec![(number(1), license())];
    let add = |on_difference| store.add_numbers(&numbers, on_difference, "li", 8).unwrap();
    let none = AddedNumbers { new: 0, known: 0, differing: differing.clone() };
    assert_eq!(add(OnDifference::AddNone), none);
    assert_eq!(store.load(&number(3)).unwrap(), None);
    assert_eq!(add(OnDifference::AddOthers), AddedNumbers { new: 1, known: 1, differing });
    let there = store.load(&number(1)).unwrap().unwrap();
    assert_eq!(there.license, license(), "an existing number must not change");
    let seats = Seats::from([(1, binding(1)), (2, Binding { bound: 2518, ..binding(2) })]);
    store.commit(&change(3, 0, LicenseState::Active, seats)).unwrap();
    store.commit(&change(1, 0, LicenseState::Suspended, Seats::new())).unwrap();
    let names = |state, today| -> Vec<_> {
        let listed = store.list_licenses(state, today).unwrap();
        listed.into_iter().map(|one| (one.number, one.state.name(), one.taken, one.bound)).collect()
    };
    let k3 = |state| ("K03".into(), state, 2, Some(2518));
    assert_eq!(
        names(None, TODAY),
        [("K01".into(), "suspended", 0, None), ("K02".into(), "unused", 0, None), k3("bound")]
    );
    assert_eq!(names(Some(ShownState::Bound), TODAY), [k3("bound")]);
    assert!(names(Some(ShownState::Revoked), TODAY).is_empty());
    // The license of K03 is for 365 days from its first code.
    assert_eq!(names(Some(ShownState::Bound), TODAY + 365), [k3("bound")]);
    assert_eq!(names(Some(ShownState::Expired), TODAY + 366), [k3("expired")]);
}

#[test]
fn a_missing_a_damaged_and_a_full_database_differ() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.db");
    assert!(matches!(SqlStore::open(&path), Err(StoreError::Fault(_))), "no file");
    std::fs::write(&path, "this is a letter, and no database at all".repeat(100)).unwrap();
    assert!(matches!(SqlStore::open(&path), Err(StoreError::Damaged(_))));
    // A database that may not grow gives the same error as a full disk.
    let (_dir, store) = store();
    store.runtime.block_on(async {
        for _ in 0..8 {
            let mut connection = store.pool.acquire().await.unwrap();
            sqlx::query("PRAGMA max_page_count = 1").execute(&mut *connection).await.unwrap();
        }
    });
    let many: Vec<_> = (3..90).map(|at| (number(at), license())).collect();
    let full = (0..200).find_map(|_| {
        let entry = UnitOfWork { attempt: Some(attempt(None)), ..UnitOfWork::default() };
        (0..50)
            .find_map(|_| store.commit(&entry).err())
            .or_else(|| store.add_numbers(&many, OnDifference::AddOthers, "li", 1).err())
    });
    assert_eq!(full, Some(StoreError::Full));
}

#[test]
fn a_store_locked_by_another_program_is_busy() {
    let (dir, holder) = store();
    let other = SqlStore::open(&dir.path().join("ledger.db")).unwrap();
    let held = holder.runtime.block_on(holder.begin_write()).unwrap();
    other.runtime.block_on(async {
        // The program waits for seconds; the test needs no wait.
        for _ in 0..4 {
            let mut connection = other.pool.acquire().await.unwrap();
            sqlx::query("PRAGMA busy_timeout = 1").execute(&mut *connection).await.unwrap();
        }
    });
    assert_eq!(other.commit(&bind(1, 0, 1)), Err(StoreError::Busy));
    assert!(other.load(&number(1)).unwrap().is_some(), "reading must still work");
    holder.runtime.block_on(held.rollback()).unwrap();
    other.commit(&bind(1, 0, 1)).unwrap();
}

#[test]
fn a_row_that_cannot_be_decoded_is_damage() {
    let (_dir, store) = store();
    store.commit(&bind(1, 0, 1)).unwrap();
    let spoil = |statement: &'static str| {
        store.runtime.block_on(sqlx::query(statement).execute(&store.pool)).unwrap();
        assert!(matches!(store.load(&number(1)), Err(StoreError::Damaged(_))), "{statement}");
    };
    spoil("UPDATE bindings SET marker3 = 'zz'");
    spoil("UPDATE bindings SET marker3 = NULL, changes = 'yesterday'");
    spoil("UPDATE bindings SET changes = '', bound = -4");
    spoil("UPDATE bindings SET bound = 1, origins = 'firmware firmware recovered:moon'");
    spoil("UPDATE bindings SET origins = 'firmware firmware'");
    spoil("UPDATE bindings SET origins = 'firmware firmware assigned', identities = 'zz'");
    spoil("UPDATE bindings SET identities = '', seat = -1");
    spoil("UPDATE bindings SET seat = 1; UPDATE licenses SET seats = 0");
    let live = NonceState::Live(Code([1; 70]));
    let mut unit = bind(2, 0, 1);
    if let Some(change) = &mut unit.change {
        change.answered = Some(answered(1, 1, 1, live));
    }
    store.commit(&unit).unwrap();
    store.runtime.block_on(sqlx::query("UPDATE nonces SET code = '00'").execute(&store.pool)).unwrap();
    assert!(matches!(store.answered(&number(2), &[1; 8]), Err(StoreError::Damaged(_))));
}

#[test]
fn a_search_finds_each_kind_and_takes_wildcards_literally() {
    let (_dir, store) = store();
    let mask = Mask::parse("A99").unwrap();
    let mut one = attempt(Some(Reason::MachineRefused));
    one.values = Some(["Maker".into(), "Mo'del 100%_!".into(), "SN-12".into()]);
    let key = CaseKey { number: [1; 6], marker2: None, marker3: None };
    store
        .commit(&UnitOfWork { attempt: Some(one), case: CaseChange::Open(key), ..UnitOfWork::default() })
        .unwrap();
    store.commit(&bind(1, 0, 1)).unwrap();
    let found = |typed: &str| {
        let hits = store.search(typed, &mask, TODAY).unwrap();
        (hits.numbers.len(), hits.requests.len(), hits.case.map(|case| case.0))
    };
    assert_eq!(found("k01"), (1, 1, None));
    assert_eq!(found("K7QF2M"), (0, 1, None));
    assert_eq!(found("sn-12"), (0, 1, None));
    assert_eq!(found("s-1"), (1, 0, None));
    assert_eq!(found("mo'del"), (1, 1, None));
    for typed in ["100%_!", "0%_"] {
        assert_eq!(found(typed), (0, 1, None), "{typed}");
    }
    assert_eq!((found("CAS-1"), found("cas-2").2), ((0, 0, Some(1)), None));
    for typed in ["", "%", "%%", "' OR 1=1 --", "_____"] {
        assert_eq!(found(typed), (0, 0, None), "{typed}");
    }
}
