//! Tests of the SQL store: it keeps what the ledger gives it, and agrees with the store in memory.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use super::database::MIGRATIONS;
use super::{AddedNumbers, CaseFilter, SqlStore};
use crate::operators::{
    IDLE_SECONDS, OperatorName, OperatorStore, Session, SignIn, SignInAttempt, lockout, password, sign_in,
};
use countersign_core::protocol::{Code, Edition, Marker, Mask, Number, Scheme};
use countersign_core::review::Verdict;
use countersign_ledger::ActionKind;
use countersign_ledger::{
    Attempt, AttemptOutcome, AuditEntry, Binding, CaseChange, CaseClosure, CaseKey, CaseNote, CaseNumber,
    CaseRefusal, CaseStore, Change, ClosedBy, Difference, Expiry, GrantKind, Issuance, License,
    LicenseRecord, LicenseState, MemoryStore, Note, OperatorAction, Reason, Store, StoreError, UnitOfWork,
    UnlistedNumber,
};

fn number(at: u32) -> Number {
    Mask::parse("A99").unwrap().parse_number(&format!("K{at:02}")).unwrap()
}

fn license() -> License {
    License { edition: Edition(3), expiry: Expiry::After(365) }
}

fn store() -> (tempfile::TempDir, SqlStore) {
    let dir = tempfile::tempdir().unwrap();
    let store = SqlStore::create(&dir.path().join("ledger.db")).unwrap();
    store.add_numbers(&[(number(1), license()), (number(2), License::default())], "li", 7).unwrap();
    (dir, store)
}

fn binding(board: u8) -> Box<Binding> {
    let issued = (0..3).map(|at| Issuance {
        nonce: [at; 4],
        name: format!("K7Q-F2{at}"),
        marker2: (at > 0).then_some(Marker([at; 10])),
        marker3: Marker([0xfe; 10]),
        code: Code([at; 70]),
    });
    Box::new(Binding {
        scheme: Scheme::Three,
        marker2: Some(Marker([board; 10])),
        marker3: Some(Marker([9; 10])),
        values: Some(["Maker".into(), "Mo'del \"; --".into(), "S-1".into()]),
        declared: true,
        bound: 2517,
        moves: vec![2500, 2517],
        issued: issued.collect(),
    })
}

fn change(at: u32, expected: u64, state: LicenseState) -> UnitOfWork {
    let change = Change { number: number(at), expected, state, first_issued: Some(2517) };
    UnitOfWork { change: Some(change), ..UnitOfWork::default() }
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
    let states = [
        LicenseState::Bound(binding(1)),
        LicenseState::Suspended(Some(binding(1))),
        LicenseState::Suspended(None),
        LicenseState::Revoked(Some(binding(2))),
        LicenseState::Revoked(None),
        LicenseState::Unused,
    ];
    for (version, state) in (0..).zip(states) {
        store.commit(&change(1, version, state.clone())).unwrap();
        let record = store.load(&number(1)).unwrap().unwrap();
        let expected = LicenseRecord {
            number: number(1),
            license: license(),
            state,
            first_issued: Some(2517),
            version: version + 1,
        };
        assert_eq!(record, expected);
    }
    store.commit(&change(2, 0, LicenseState::Bound(binding(3)))).unwrap();
    let before = store.load(&number(2)).unwrap();
    drop(store);
    let again = SqlStore::open(&dir.path().join("ledger.db")).unwrap();
    assert_eq!(again.load(&number(2)).unwrap(), before);
    assert_eq!(again.load(&number(9)).unwrap(), None);
}

#[test]
fn a_stale_change_is_a_conflict_and_writes_nothing() {
    let (_dir, store) = store();
    store.commit(&change(1, 0, LicenseState::Bound(binding(1)))).unwrap();
    let key = CaseKey { number: [1; 6], marker2: None, marker3: None };
    let late = UnitOfWork {
        attempt: Some(attempt(Some(Reason::MachineRefused))),
        case: CaseChange::Open(key),
        audit: Some(AuditEntry {
            at: 1,
            operator: "li".into(),
            number: number(1),
            action: OperatorAction { kind: ActionKind::Release, reason: "x".into() },
        }),
        ..change(1, 0, LicenseState::Unused)
    };
    assert_eq!(store.commit(&late), Err(StoreError::Conflict));
    assert_eq!(store.commit(&change(9, 0, LicenseState::Unused)), Err(StoreError::Conflict), "unknown");
    assert!(store.attempts(&number(1)).unwrap().is_empty());
    assert!(store.audit(&number(1)).unwrap().is_empty());
    assert!(store.open_cases(&key).unwrap().is_empty());
    assert_eq!(store.load(&number(1)).unwrap().unwrap().version, 1);
}

#[test]
fn cases_agree_with_the_store_in_memory() {
    let (_dir, sql) = store();
    let memory = MemoryStore::new(UnlistedNumber::Unknown);
    let key = |n: u8, m2: Option<u8>, m3: Option<u8>| CaseKey {
        number: [n; 6],
        marker2: m2.map(|byte| Marker([byte; 10])),
        marker3: m3.map(|byte| Marker([byte; 10])),
    };
    let keys = [key(1, Some(4), None), key(1, None, None), key(2, Some(4), Some(5)), key(3, None, Some(5))];
    let refused = |case| UnitOfWork {
        attempt: Some(attempt(Some(Reason::MachineRefused))),
        case,
        ..UnitOfWork::default()
    };
    let commit = |entry: &UnitOfWork| {
        let one = sql.commit(entry).unwrap();
        assert_eq!(one, memory.commit(entry).unwrap());
        one
    };
    let numbers: Vec<_> = keys.iter().map(|key| commit(&refused(CaseChange::Open(*key))).unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4].map(CaseNumber));
    assert_eq!(commit(&refused(CaseChange::Join(numbers[0]))), None);
    let issued = |case| UnitOfWork { attempt: Some(attempt(None)), case, ..UnitOfWork::default() };
    commit(&issued(CaseChange::Close(vec![numbers[2]])));
    for key in keys {
        assert_eq!(sql.open_cases(&key).unwrap(), memory.open_cases(&key).unwrap(), "{key:?}");
    }
    let history = sql.attempts(&number(1)).unwrap();
    let cases: Vec<_> = history.iter().map(|one| one.case.map(|case| case.0)).collect();
    assert_eq!(cases, [Some(1), Some(2), Some(3), Some(4), Some(1), Some(3)]);
    assert_eq!(history[0].attempt, attempt(Some(Reason::MachineRefused)), "it loads unchanged");
    let note = CaseNote { at: 9, operator: "li".into(), text: "called".into() };
    let how = ClosedBy::Operator { operator: "li".into(), reason: "scrapped".into() };
    let by_hand = CaseClosure { at: 10, by: how };
    for (case, expected) in [
        (1, Ok(())),
        (1, Err(CaseRefusal::Closed)),
        (3, Err(CaseRefusal::Closed)),
        (9, Err(CaseRefusal::Unknown)),
    ] {
        let case = CaseNumber(case);
        assert_eq!(sql.close(case, &by_hand).unwrap(), expected);
        assert_eq!(memory.close(case, &by_hand).unwrap(), expected);
        assert_eq!(sql.add_note(case, &note).unwrap(), memory.add_note(case, &note).unwrap());
    }
    for case in 1..=5 {
        let (one, two) =
            (sql.case_history(CaseNumber(case)).unwrap(), memory.case_history(CaseNumber(case)).unwrap());
        assert_eq!(one, two, "{case}");
    }
    let listed = |filter| {
        sql.list_cases(filter)
            .unwrap()
            .into_iter()
            .map(|one| (one.case.number.0, one.requests))
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(CaseFilter::Open), [(4, 1), (2, 1)]);
    assert_eq!(listed(CaseFilter::CaseClosure), [(3, 2), (1, 2)]);
    assert_eq!(listed(CaseFilter::All).len(), 4);
}

#[test]
fn values_seen_elsewhere_are_counted_by_board() {
    let (_dir, store) = store();
    store.add_numbers(&[(number(3), license()), (number(4), license())], "li", 7).unwrap();
    for (at, board) in [(1, 1), (2, 2), (3, 2)] {
        store.commit(&change(at, 0, LicenseState::Bound(binding(board)))).unwrap();
    }
    let seen = |m2: Option<u8>, at| {
        store.seen_elsewhere(Marker([9; 10]), m2.map(|byte| Marker([byte; 10])), &number(at)).unwrap()
    };
    assert_eq!((seen(None, 4), seen(Some(2), 4), seen(Some(7), 1), seen(Some(1), 1)), (2, 1, 1, 1));
    assert_eq!(store.seen_elsewhere(Marker([8; 10]), None, &number(4)).unwrap(), 0);
}

#[test]
fn numbers_are_added_once_and_listed() {
    let (_dir, store) = store();
    let added =
        store.add_numbers(&[(number(1), License::default()), (number(3), license())], "li", 8).unwrap();
    assert_eq!(added, AddedNumbers { new: 1, known: 1 });
    assert_eq!(
        store.load(&number(1)).unwrap().unwrap().license,
        license(),
        "an existing number must not change"
    );
    store.commit(&change(3, 0, LicenseState::Bound(binding(1)))).unwrap();
    let names = |state| {
        store.list_licenses(state).unwrap().into_iter().map(|one| (one.number, one.bound)).collect::<Vec<_>>()
    };
    assert_eq!(names(None), [("K01".into(), None), ("K02".into(), None), ("K03".into(), Some(2517))]);
    assert_eq!(names(Some("bound")), [("K03".into(), Some(2517))]);
    assert!(names(Some("revoked")).is_empty());
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
        (0..50).find_map(|_| store.commit(&entry).err()).or_else(|| store.add_numbers(&many, "li", 1).err())
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
    assert_eq!(other.commit(&change(1, 0, LicenseState::Bound(binding(1)))), Err(StoreError::Busy));
    assert!(other.load(&number(1)).unwrap().is_some(), "reading must still work");
    holder.runtime.block_on(held.rollback()).unwrap();
    other.commit(&change(1, 0, LicenseState::Bound(binding(1)))).unwrap();
}

#[test]
fn a_row_that_cannot_be_decoded_is_damage() {
    let (_dir, store) = store();
    store.commit(&change(1, 0, LicenseState::Bound(binding(1)))).unwrap();
    let spoil = |statement: &'static str| {
        store.runtime.block_on(sqlx::query(statement).execute(&store.pool)).unwrap();
        assert!(matches!(store.load(&number(1)), Err(StoreError::Damaged(_))), "{statement}");
    };
    spoil("UPDATE bindings SET marker3 = 'zz'");
    spoil("UPDATE bindings SET marker3 = NULL, moves = 'yesterday'");
    spoil("UPDATE bindings SET moves = '', bound = -4");
    spoil("UPDATE bindings SET bound = 1; UPDATE codes SET code = '00'");
    spoil("DELETE FROM codes; DELETE FROM bindings");
}

#[test]
fn wrong_passwords_lock_known_and_unknown_names() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    let hash = password::hash("correct horse battery").unwrap();
    assert!(store.add_operator(&li, &hash, "root", 1).unwrap());
    assert!(!store.add_operator(&li, "other", "root", 2).unwrap());
    let kind = |name: &str, typed: &str, now| match sign_in(&store, name, typed, now).unwrap() {
        SignIn::Accepted(_) => "in",
        SignIn::Wrong => "wrong",
        SignIn::Locked(_) => "locked",
    };
    assert_eq!(kind("LI ", "correct horse battery", 10), "in");
    for name in ["li", "nobody"] {
        for _ in 0..lockout::FREE_ATTEMPTS {
            assert_eq!(kind(name, "wrong horse battery", 1_000), "wrong");
        }
        assert_eq!(kind(name, "correct horse battery", 1_001), "locked", "{name}");
    }
    assert_eq!(
        kind("li", "correct horse battery", 1_060),
        "in",
        "the lock ends, and a success resets the count"
    );
    assert_eq!(store.begin_attempt(&li, 1_061).unwrap(), SignInAttempt::Allowed);
    assert_eq!(kind("<script>", "x", 1), "wrong");
    // Concurrent attempts are counted one by one.
    let allowed: usize = std::thread::scope(|scope| {
        let zhao = OperatorName::parse("zhao").unwrap();
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let (store, zhao) = (&store, zhao.clone());
                scope.spawn(move || store.begin_attempt(&zhao, 2_000).unwrap() == SignInAttempt::Allowed)
            })
            .collect();
        tries.into_iter().filter_map(|one| one.join().ok()).filter(|allowed| *allowed).count()
    });
    assert_eq!(allowed, lockout::FREE_ATTEMPTS as usize);
}

#[test]
fn sessions_are_stored_by_digest_and_end() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    store.add_operator(&li, "x", "root", 1).unwrap();
    let session = |opened| Session { operator: li.clone(), opened, seen: opened };
    store.open_session("aa", &session(100)).unwrap();
    assert_eq!(store.session("aa", 130).unwrap(), Some(session(100)));
    assert_eq!(store.session("ab", 130).unwrap(), None);
    let touched = store.session("aa", 200).unwrap().and_then(|_| store.session("aa", 201).unwrap());
    assert_eq!(touched.map(|session| session.seen), Some(200));
    assert_eq!(store.session("aa", 200 + IDLE_SECONDS).unwrap(), None);
    assert_eq!(store.session("aa", 201).unwrap(), None, "an ended session must not come back");
    store.open_session("bb", &session(300)).unwrap();
    store.open_session("cc", &session(300)).unwrap();
    store.end_session("bb").unwrap();
    assert!(store.session("bb", 300).unwrap().is_none() && store.session("cc", 300).unwrap().is_some());
    assert!(store.remove_operator(&li).unwrap() && !store.remove_operator(&li).unwrap());
    assert_eq!(store.session("cc", 301).unwrap(), None);
    assert!(store.operators().unwrap().is_empty());
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
    store.commit(&change(1, 0, LicenseState::Bound(binding(1)))).unwrap();
    let found = |typed: &str| {
        let hits = store.search(typed, &mask).unwrap();
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

/// The database has the first version's schema, and a case that a success has closed.
#[test]
fn an_older_database_is_migrated() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.db");
    std::fs::write(&path, b"").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(&path);
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        let (version, name, sql) = MIGRATIONS[0];
        let (name, sql) = (Cow::Borrowed(name), sql.into_sql_str());
        let one = Migration::new(version, name, MigrationType::Simple, sql, false);
        Migrator::with_migrations(vec![one]).run(&pool).await.unwrap();
        let fill = "INSERT INTO cases (id, packed, reason, opened, closed) VALUES (1, '010101010101', 'MACHINE-REFUSED', 5, 9);
            INSERT INTO attempts (id, at, by_word, packed, name, profile, platform, verdicts, marker3, outcome, detail, notes, case_id)
            VALUES (1, 5, 0, '010101010101', 'A', 1, 1, 'ok ok blank', '01010101010101010101', 'refused', 'MACHINE-REFUSED', 'PROFILE-STALE', 1),
            (2, 9, 0, '010101010101', 'B', 1, 1, 'ok ok ok', '01010101010101010101', 'issued', 'first', '', 1);";
        sqlx::raw_sql(fill).execute(&pool).await.unwrap();
        pool.close().await;
    });
    let store = SqlStore::open(&path).unwrap();
    let history = store.case_history(CaseNumber(1)).unwrap().unwrap();
    assert_eq!(history.case.closed, Some(CaseClosure { at: 9, by: ClosedBy::Success }));
    assert_eq!(history.attempts.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(history.attempts[0].incoming_request(), None);
}
