//! Tests of the SQL store: it keeps what the ledger gives it, and agrees with the store in memory.

mod added_numbers;
mod answers;
mod cases;
mod operator_entries;
mod operators;
mod provider_operators;
mod prune;
mod request_keys;
mod upkeep;

#[path = "../../../ledger/tests/suite/mod.rs"]
mod suite;

use proptest::prelude::*;

use super::{
    ActFilter, AddedEntry, AddedNumbers, CaseFilter, CaseStateFilter, CaseStep, CaseWork, Cursor,
    CustomerEntry, ListedLicense, NewLicenses, NewNumber, NonceCounts, NumberFilter, NumberOrder,
    NumberState, OfficeRecord, OnDifference, SqlStore, TimeOrder,
};
use countersign_core::machine::{Origin, SourceKind};
use countersign_core::protocol::license::Day;
use countersign_core::protocol::{Code, Edition, Marker, Mask, Number, Scheme};
use countersign_core::review::Verdict;
use countersign_ledger::{
    ActionKind, AnsweredNonce, Attempt, AttemptOutcome, AuditEntry, Binding, Case, CaseChange, CaseClosure,
    CaseKey, CaseNote, CaseNumber, CaseRefusal, CaseStore, Change, ClosedBy, DayCount, Difference, Expiry,
    GrantKind, Identity, License, LicenseId, LicenseRecord, LicenseState, MemoryStore, NonceState, Note,
    NoteAudience, Question, Reason, Seats, ShownState, Spend, Store, StoreError, UnitOfWork, UnlistedNumber,
};

/// 2026-11-22.
const TODAY: Day = 2517;

const PRODUCT: &str = "example-os";

/// Runs a future of a store to its end.
fn wait<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: std::sync::OnceLock<tokio::runtime::Runtime> = std::sync::OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().unwrap()).block_on(future)
}

/// Adds numbers of the product.
fn add(
    store: &SqlStore,
    numbers: &[(Number, License)],
    on_difference: OnDifference,
) -> Result<AddedNumbers, StoreError> {
    let numbers = numbers.iter().map(|(number, license)| NewNumber::of(number.clone(), *license)).collect();
    let (product, by) = (PRODUCT.to_owned(), "li".to_owned());
    wait(store.add_licenses(
        NewLicenses { product, numbers, on_difference, entry: AddedEntry::Added, by, at: 7 },
        |_| (),
    ))
}

impl suite::TestStore for SqlStore {
    fn add(&self, id: LicenseId, license: License) {
        let added = add(self, &[(id.number, license)], OnDifference::AddOthers).unwrap();
        assert_eq!(added.new, 1);
    }

    fn generation(&self) -> u64 {
        wait(SqlStore::generation(self)).unwrap()
    }

    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        wait(future)
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
fn machines_with_the_same_values_are_distinguished_by_their_boards() {
    suite::check_shared_values(&empty().1);
}

#[test]
fn a_repeated_refusal_is_one_line_of_its_case() {
    suite::check_repeated_refusals(&empty().1);
}

#[test]
fn machines_without_markers_have_a_case_for_each_model() {
    suite::check_machines_of_a_number(&empty().1);
}

#[test]
fn copies_have_a_case_for_each_number() {
    suite::check_copies(&empty().1);
}

#[test]
fn the_machines_of_a_bundle_share_a_case_for_each_reason() {
    suite::check_bundle_cases(&empty().1);
}

#[test]
fn races_have_one_winner_and_one_case() {
    suite::check_races(&empty().1, 20);
}

fn number(at: u32) -> Number {
    Mask::parse("A99").unwrap().parse_number(&format!("K{at:02}")).unwrap()
}

fn id(at: u32) -> LicenseId {
    LicenseId::new(PRODUCT, number(at))
}

fn load(store: &SqlStore, at: u32) -> Result<Option<LicenseRecord>, StoreError> {
    wait(store.license_record(&id(at)))
}

fn license() -> License {
    License { edition: Edition(3), expiry: Expiry::After(365), seats: 5.try_into().unwrap() }
}

fn store() -> (tempfile::TempDir, SqlStore) {
    let (dir, store) = empty();
    let numbers = [(number(1), license()), (number(2), License::default())];
    add(&store, &numbers, OnDifference::AddOthers).unwrap();
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

/// A change of a number to that state and these seats, decided on a version.
fn change(store: &SqlStore, at: u32, version: u64, state: LicenseState, seats: Seats) -> UnitOfWork {
    let before = load(store, at).unwrap().unwrap_or_else(|| LicenseRecord::unused(id(at), license()));
    let change = Change {
        before: LicenseRecord { version, ..before },
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
fn bind(store: &SqlStore, at: u32, version: u64, board: u8) -> UnitOfWork {
    change(store, at, version, LicenseState::Active, Seats::from([(1, binding(board))]))
}

fn attempt(reason: Option<Reason>) -> Attempt {
    Attempt {
        at: 1_795_361_511,
        operator: Some("li".into()),
        spoken: false,
        packed: [1; 6],
        license: Some(id(1)),
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
            wait(store.commit(change(&store, 1, version, state, seats.clone()))).unwrap();
            version += 1;
            let record = load(&store, 1).unwrap().unwrap();
            let expected = LicenseRecord {
                id: id(1),
                license: license(),
                state,
                seats: seats.clone(),
                first_issued: Some(TODAY),
                version,
            };
            assert_eq!(record, expected);
        }
    }
    let before = load(&store, 1).unwrap();
    drop(store);
    let again = SqlStore::open(&dir.path().join("ledger.db")).unwrap();
    assert_eq!(load(&again, 1).unwrap(), before);
    assert_eq!(load(&again, 9).unwrap(), None);
}

#[test]
fn nonces_load_unchanged_and_are_spent_by_seat_and_marker() {
    let (_dir, store) = store();
    let memory = MemoryStore::new(UnlistedNumber::Unknown);
    for at in [1, 2] {
        memory.add(id(at), License::default());
    }
    let live = |byte| NonceState::Live(Code([byte; 70]));
    let mut version = 0;
    let mut commit = |at: u32, spend: Vec<Spend>, answered: Option<AnsweredNonce>| {
        let mut unit =
            change(&store, at, if at == 1 { version } else { 0 }, LicenseState::Active, Seats::new());
        version += u64::from(at == 1);
        if let Some(change) = &mut unit.change {
            (change.spend, change.answered) = (spend, answered);
        }
        wait(store.commit(unit.clone())).unwrap();
        wait(memory.commit(unit)).unwrap();
        for at in [1, 2] {
            for nonce in 1..7 {
                let question = Question { nonce: Some([nonce; 8]), ..Question::of(&id(at)) };
                let of_memory = wait(memory.read(&question)).unwrap().answered;
                assert_eq!(
                    wait(store.answered_nonce(&id(at), [nonce; 8])).unwrap(),
                    of_memory,
                    "{at} {nonce}"
                );
            }
        }
    };
    for (nonce, seat, marker3) in [(1, 1, 4), (2, 1, 5), (3, 2, 4), (4, 2, 5)] {
        commit(1, Vec::new(), Some(answered(nonce, seat, marker3, live(nonce))));
    }
    commit(2, Vec::new(), Some(answered(1, 1, 4, live(9))));
    commit(1, vec![Spend::SeatExcept(1, Marker([5; 10]))], Some(answered(5, 1, 4, live(5))));
    commit(1, Vec::new(), Some(answered(2, 1, 5, live(7))));
    assert_eq!(wait(store.nonce_counts(&id(1))).unwrap(), NonceCounts { answered: 5, spent: 1 });
    commit(1, vec![Spend::Seat(2)], None);
    assert_eq!(wait(store.nonce_counts(&id(1))).unwrap(), NonceCounts { answered: 5, spent: 3 });
    commit(1, vec![Spend::All], None);
    assert_eq!(wait(store.nonce_counts(&id(1))).unwrap(), NonceCounts { answered: 5, spent: 5 });
    assert_eq!(wait(store.nonce_counts(&id(2))).unwrap(), NonceCounts { answered: 1, spent: 0 });
}

#[test]
fn a_stale_change_is_a_conflict_and_writes_nothing() {
    let (_dir, store) = store();
    wait(store.commit(bind(&store, 1, 0, 1))).unwrap();
    let key = CaseKey { number: [1; 6], marker2: None, marker3: None, model: None };
    let late = UnitOfWork {
        attempt: Some(attempt(Some(Reason::MachineRefused))),
        case: CaseChange::Open(key, None),
        audit: Some(AuditEntry {
            at: 1,
            operator: "li".into(),
            license: id(1),
            kind: ActionKind::Release,
            seat: Some(1),
            detail: String::new(),
            reason: "x".into(),
        }),
        ..change(&store, 1, 0, LicenseState::Active, Seats::new())
    };
    assert_eq!(wait(store.commit(late)), Err(StoreError::Conflict));
    assert_eq!(
        wait(store.commit(bind(&store, 9, 0, 1))),
        Err(StoreError::Conflict),
        "an unknown number is a conflict"
    );
    assert!(wait(store.attempts(&id(1))).unwrap().is_empty());
    assert!(wait(store.audit(&id(1))).unwrap().is_empty());
    assert!(open_cases(&store, key).is_empty());
    assert_eq!(load(&store, 1).unwrap().unwrap().version, 1);
}

#[test]
fn numbers_are_added_once_and_listed() {
    let (_dir, store) = store();
    let numbers = [(number(1), License::default()), (number(2), License::default()), (number(3), license())];
    let differing = vec![(number(1), license())];
    let add = |on_difference| add(&store, &numbers, on_difference).unwrap();
    let none = AddedNumbers { new: 0, known: 0, differing: differing.clone() };
    assert_eq!(add(OnDifference::AddNone), none);
    assert_eq!(load(&store, 3).unwrap(), None);
    assert_eq!(add(OnDifference::AddOthers), AddedNumbers { new: 1, known: 1, differing });
    let there = load(&store, 1).unwrap().unwrap();
    assert_eq!(there.license, license(), "the existing number is unchanged");
    let seats = Seats::from([(1, binding(1)), (2, Binding { bound: 2518, ..binding(2) })]);
    wait(store.commit(change(&store, 3, 0, LicenseState::Active, seats))).unwrap();
    wait(store.commit(change(&store, 1, 0, LicenseState::Suspended, Seats::new()))).unwrap();
    let names = |state: Option<ShownState>, today| -> Vec<_> {
        let filter = NumberFilter { state: state.map(NumberState::Shown), ..NumberFilter::default() };
        let listed = all_pages(&store, &filter, NumberOrder::Number, today);
        assert_eq!(wait(store.count_numbers(&filter, today, 9)).unwrap(), listed.len());
        assert!(listed.iter().all(|one| state.is_none_or(|state| one.state == state)), "{listed:?}");
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
    let soon = |days, today| {
        let filter = NumberFilter { state: Some(NumberState::Expiring(days)), ..NumberFilter::default() };
        all_pages(&store, &filter, NumberOrder::Expiry, today).len()
    };
    assert_eq!([soon(30, TODAY), soon(30, TODAY + 335), soon(30, TODAY + 366)], [0, 1, 0]);
    let numbers = |order| -> Vec<String> {
        all_pages(&store, &NumberFilter::default(), order, TODAY).into_iter().map(|one| one.number).collect()
    };
    // Numbers without a last day come last.
    assert_eq!(numbers(NumberOrder::Expiry), ["K01", "K03", "K02"]);
    assert_eq!(numbers(NumberOrder::Newest)[0], "K03");
}

/// A whole list, read in pages of one.
fn all_pages(store: &SqlStore, filter: &NumberFilter, order: NumberOrder, today: Day) -> Vec<ListedLicense> {
    let (mut all, mut after) = (Vec::new(), None::<Cursor>);
    loop {
        let page = wait(store.list_numbers(filter, order, after.as_ref(), 1, today)).unwrap();
        all.extend(page.rows);
        // A cursor is passed as text.
        after = page.next.map(|next| next.to_string().parse().unwrap());
        if after.is_none() {
            return all;
        }
    }
}

#[test]
fn a_missing_a_damaged_and_a_full_database_differ() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.db");
    assert!(matches!(SqlStore::open(&path), Err(StoreError::Fault(_))), "opening a missing file fails");
    std::fs::write(&path, "this is a letter, and no database at all".repeat(100)).unwrap();
    assert!(matches!(SqlStore::open(&path), Err(StoreError::Damaged(_))));
    // A database that may not grow gives the same error as a full disk.
    let (_dir, store) = store();
    pragma(&store, "max_page_count = 1");
    let many: Vec<_> = (3..90).map(|at| (number(at), license())).collect();
    let full = (0..200).find_map(|_| {
        let entry = UnitOfWork { attempt: Some(attempt(None)), ..UnitOfWork::default() };
        (0..50)
            .find_map(|_| wait(store.commit(entry.clone())).err())
            .or_else(|| add(&store, &many, OnDifference::AddOthers).err())
    });
    assert_eq!(full, Some(StoreError::Full));
}

#[test]
fn a_store_locked_by_another_program_is_busy() {
    let (dir, store) = store();
    let path = dir.path().join("ledger.db");
    let holder = rusqlite::Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    // The program waits for seconds; the test doesn't need to wait.
    pragma(&store, "busy_timeout = 1");
    assert_eq!(wait(store.commit(bind(&store, 1, 0, 1))), Err(StoreError::Busy));
    assert_eq!(wait(store.check_writable()), Err(StoreError::Busy));
    assert!(load(&store, 1).unwrap().is_some(), "reading still works");
    holder.execute_batch("ROLLBACK").unwrap();
    wait(store.commit(bind(&store, 1, 0, 1))).unwrap();
    assert_eq!(wait(store.check_writable()), Ok(()));
}

#[test]
fn programs_that_switch_a_database_to_the_write_ahead_log_at_once_all_open_it() {
    let dir = tempfile::tempdir().unwrap();
    for round in 0..100 {
        let path = dir.path().join(format!("{round}.db"));
        rusqlite::Connection::open(&path).unwrap().execute_batch("CREATE TABLE t (n)").unwrap();
        std::thread::scope(|scope| {
            let opening: Vec<_> = (0..8).map(|_| scope.spawn(|| super::sqlite::connect(&path))).collect();
            for one in opening {
                assert_eq!(one.join().unwrap().err(), None, "round {round}");
            }
        });
    }
}

/// Sets a pragma of the writing connection.
fn pragma(store: &SqlStore, pragma: &'static str) {
    let set = move |connection: &rusqlite::Connection| {
        connection.execute_batch(&format!("PRAGMA {pragma}")).map_err(super::sqlite::fault)
    };
    wait(store.sqlite().unwrap().alone(set)).unwrap();
}

fn open_cases(store: &impl Store, key: CaseKey) -> Vec<Case> {
    wait(store.read(&Question { case: Some(key), ..Question::default() })).unwrap().open_cases
}

#[test]
fn a_row_that_cannot_be_decoded_is_damage() {
    let (dir, store) = store();
    wait(store.commit(bind(&store, 1, 0, 1))).unwrap();
    let raw = rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap();
    let spoil = |statement: &'static str| {
        raw.execute_batch(statement).unwrap();
        assert!(matches!(load(&store, 1), Err(StoreError::Damaged(_))), "{statement}");
    };
    spoil("UPDATE bindings SET marker3 = 'zz'");
    spoil("UPDATE bindings SET marker3 = NULL, changes = 'yesterday'");
    spoil("UPDATE bindings SET changes = '', bound = -4");
    spoil("UPDATE bindings SET bound = 1, origins = 'firmware firmware recovered:moon'");
    spoil("UPDATE bindings SET origins = 'firmware firmware'");
    spoil("UPDATE bindings SET origins = 'firmware firmware assigned', identities = 'zz'");
    spoil("UPDATE bindings SET identities = '', seat = -1");
    spoil("UPDATE bindings SET seat = 1; UPDATE licenses SET seats = 0");
    raw.execute_batch("UPDATE licenses SET seats = 1").unwrap();
    let live = NonceState::Live(Code([1; 70]));
    let mut unit = bind(&store, 2, 0, 1);
    if let Some(change) = &mut unit.change {
        change.answered = Some(answered(1, 1, 1, live));
    }
    wait(store.commit(unit)).unwrap();
    raw.execute_batch("UPDATE nonces SET code = x'00'").unwrap();
    assert!(matches!(wait(store.answered_nonce(&id(2), [1; 8])), Err(StoreError::Damaged(_))));
}

#[test]
fn a_search_for_a_whole_serial_finds_that_machine_alone() {
    let (_dir, store) = empty();
    add(&store, &[1, 2, 3, 4].map(|at| (number(at), License::default())), OnDifference::AddOthers).unwrap();
    for (number, serial) in [(1, "PF-1"), (2, "PF-12"), (3, "9"), (4, "PF-1")] {
        let values = Some(["Maker".into(), "Model".into(), serial.into()]);
        let mut unit = bind(&store, number, 0, 1);
        if let Some(binding) = unit.change.as_mut().and_then(|change| change.seats.get_mut(&1)) {
            binding.values.clone_from(&values);
        }
        unit.attempt = Some(Attempt { license: Some(id(number)), values, ..attempt(None) });
        wait(store.commit(unit)).unwrap();
    }
    // The typed text; the found numbers; whether it is a whole serial.
    for fed in [false, true] {
        while fed && wait(store.feed_search()).unwrap() {}
        for (typed, numbers, whole) in [
            ("pf-1", &[4, 1][..], true),
            (" PF-12 ", &[2], true),
            ("9", &[3], true),
            ("F-1", &[4, 2, 1], false),
            ("8", &[], false),
        ] {
            let hits = wait(store.search(typed, Vec::new(), TODAY)).unwrap();
            let found: Vec<_> = hits.numbers.iter().map(|one| one.number.clone()).collect();
            let expected: Vec<_> = numbers.iter().map(|number| id(*number).as_str().to_owned()).collect();
            assert_eq!((found, hits.whole_serial), (expected, whole), "{typed}");
            assert_eq!(hits.requests.len(), numbers.len(), "{typed}");
        }
    }
}

#[test]
fn a_search_finds_each_kind_and_takes_wildcards_literally() {
    let (_dir, store) = store();
    let mask = Mask::parse("A99").unwrap();
    let mut one = attempt(Some(Reason::MachineRefused));
    one.values = Some(["Maker".into(), "Mo'del 100%_!".into(), "SN-12".into()]);
    let key = CaseKey { number: [1; 6], marker2: None, marker3: None, model: None };
    let unit = UnitOfWork { attempt: Some(one), case: CaseChange::Open(key, None), ..UnitOfWork::default() };
    wait(store.commit(unit)).unwrap();
    wait(store.commit(bind(&store, 1, 0, 1))).unwrap();
    let found = |typed: &str| {
        let licenses = mask.parse_number(typed).map(|number| LicenseId::new(PRODUCT, number));
        let hits = wait(store.search(typed, licenses.into_iter().collect(), TODAY)).unwrap();
        (hits.numbers.len(), hits.requests.len(), hits.case.map(|case| case.0))
    };
    // Two characters of a customer or contact find the number; one doesn't.
    let customer = crate::sql::CustomerEntry::of_typed(["海澜科技", "陈工", "", "", "T-9"]).unwrap();
    assert!(wait(store.set_license_customer(&id(1), &customer, "li", 7)).unwrap());
    for (typed, numbers) in [("海澜", 1), ("陈工", 1), ("T-", 1), ("陈", 0)] {
        assert_eq!(found(typed), (numbers, 0, None), "{typed}");
    }
    // The hits are the same before and after the rows are fed to the index.
    for fed in [false, true] {
        while fed && wait(store.feed_search()).unwrap() {}
        assert_eq!(found("k01"), (1, 1, None));
        assert_eq!(found("K7QF2M"), (0, 1, None));
        assert_eq!(found("sn-12"), (0, 1, None));
        assert_eq!(found("sN-1"), (0, 1, None));
        assert_eq!(found("mo'del"), (1, 1, None), "the bound machine is found as well");
        for typed in ["100%_!", "0%_"] {
            assert_eq!(found(typed), (0, 1, None), "{typed}");
        }
        assert_eq!((found("CAS-1"), found("cas-2").2), ((0, 0, Some(1)), None));
        for typed in ["", "%", "%%", "sn", "' OR 1=1 --", "_____", "\"", "\"\"\"", "a OR b", "NEAR(a b)"] {
            assert_eq!(found(typed), (0, 0, None), "{typed}");
        }
    }
}
