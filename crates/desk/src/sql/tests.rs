//! The SQL store keeps what the ledger gives it, and agrees with the store in memory.

use super::*;
use crate::operators::{Guess, IDLE, OperatorName, Roster, Session, SignIn, lockout, password, sign_in};
use countersign_core::protocol::{Code, Edition, Marker, Mask, Number, Scheme};
use countersign_core::review::Verdict;
use countersign_ledger::ActionKind;
use countersign_ledger::{
    Attempt, AttemptOutcome, AuditEntry, Binding, CaseChange, CaseClosure, CaseKey, CaseNote, CaseNumber,
    CaseRefusal, CaseStore, Change, ClosedBy, Difference, Expiry, GrantKind, Issuance, License,
    LicenseRecord, LicenseState, MemoryStore, Note, OperatorAction, Reason, Store, UnitOfWork,
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
    store.add(&[(number(1), license()), (number(2), License::default())], "li", 7).unwrap();
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
fn every_state_comes_back_as_it_was_also_after_closing() {
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
        let standing = store.load(&number(1)).unwrap().unwrap();
        let expected = LicenseRecord {
            number: number(1),
            license: license(),
            state,
            first_issued: Some(2517),
            version: version + 1,
        };
        assert_eq!(standing, expected);
    }
    store.commit(&change(2, 0, LicenseState::Bound(binding(3)))).unwrap();
    let before = store.load(&number(2)).unwrap();
    drop(store);
    let again = SqlStore::open(&dir.path().join("ledger.db")).unwrap();
    assert_eq!(again.load(&number(2)).unwrap(), before);
    assert_eq!(again.load(&number(9)).unwrap(), None);
}

#[test]
fn a_stale_change_is_a_conflict_and_writes_nothing_of_its_entry() {
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
fn cases_as_in_memory() {
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
    let both = |entry: &UnitOfWork| {
        let one = sql.commit(entry).unwrap();
        assert_eq!(one, memory.commit(entry).unwrap());
        one
    };
    let numbers: Vec<_> = keys.iter().map(|key| both(&refused(CaseChange::Open(*key))).unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4].map(CaseNumber));
    assert_eq!(both(&refused(CaseChange::Join(numbers[0]))), None);
    let issued = |case| UnitOfWork { attempt: Some(attempt(None)), case, ..UnitOfWork::default() };
    both(&issued(CaseChange::Close(vec![numbers[2]])));
    for key in keys {
        assert_eq!(sql.open_cases(&key).unwrap(), memory.open_cases(&key).unwrap(), "{key:?}");
    }
    let history = sql.attempts(&number(1)).unwrap();
    let cases: Vec<_> = history.iter().map(|one| one.case.map(|case| case.0)).collect();
    assert_eq!(cases, [Some(1), Some(2), Some(3), Some(4), Some(1), Some(3)]);
    assert_eq!(history[0].attempt, attempt(Some(Reason::MachineRefused)), "it comes back as it was");
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
    let listed = |which| {
        sql.case_list(which)
            .unwrap()
            .into_iter()
            .map(|one| (one.case.number.0, one.requests))
            .collect::<Vec<_>>()
    };
    assert_eq!(listed(Which::Open), [(4, 1), (2, 1)]);
    assert_eq!(listed(Which::Closed), [(3, 2), (1, 2)]);
    assert_eq!(listed(Which::All).len(), 4);
}

#[test]
fn values_seen_elsewhere_are_counted_by_board() {
    let (_dir, store) = store();
    store.add(&[(number(3), license()), (number(4), license())], "li", 7).unwrap();
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
    let added = store.add(&[(number(1), License::default()), (number(3), license())], "li", 8).unwrap();
    assert_eq!(added, Added { new: 1, known: 1 });
    assert_eq!(store.load(&number(1)).unwrap().unwrap().license, license(), "stays as it was");
    store.commit(&change(3, 0, LicenseState::Bound(binding(1)))).unwrap();
    let names =
        |state| store.list(state).unwrap().into_iter().map(|one| (one.number, one.bound)).collect::<Vec<_>>();
    assert_eq!(names(None), [("K01".into(), None), ("K02".into(), None), ("K03".into(), Some(2517))]);
    assert_eq!(names(Some("bound")), [("K03".into(), Some(2517))]);
    assert!(names(Some("revoked")).is_empty());
}

#[test]
fn faults_have_names() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("ledger.db");
    assert!(matches!(SqlStore::open(&path), Err(StoreError::Fault(_))), "not there");
    std::fs::write(&path, "this is a letter, and no database at all".repeat(100)).unwrap();
    assert!(matches!(SqlStore::open(&path), Err(StoreError::Damaged(_))));
    // A database that may not grow: what SQLite meets on a full disk.
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
        (0..50).find_map(|_| store.commit(&entry).err()).or_else(|| store.add(&many, "li", 1).err())
    });
    assert_eq!(full, Some(StoreError::Full));
}

#[test]
fn a_store_held_by_another_is_busy_not_broken() {
    let (dir, holder) = store();
    let other = SqlStore::open(&dir.path().join("ledger.db")).unwrap();
    let held = holder.runtime.block_on(holder.write()).unwrap();
    other.runtime.block_on(async {
        // The wait is cut short here; the program waits for seconds.
        for _ in 0..4 {
            let mut connection = other.pool.acquire().await.unwrap();
            sqlx::query("PRAGMA busy_timeout = 1").execute(&mut *connection).await.unwrap();
        }
    });
    assert_eq!(other.commit(&change(1, 0, LicenseState::Bound(binding(1)))), Err(StoreError::Busy));
    assert!(other.load(&number(1)).unwrap().is_some(), "reading goes on");
    holder.runtime.block_on(held.rollback()).unwrap();
    other.commit(&change(1, 0, LicenseState::Bound(binding(1)))).unwrap();
}

#[test]
fn damage_in_a_row_is_damage() {
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
fn guessing_locks_a_name_whether_anybody_has_it_or_not() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    let hash = password::hash("correct horse battery").unwrap();
    assert!(store.add_operator(&li, &hash, "root", 1).unwrap());
    assert!(!store.add_operator(&li, "other", "root", 2).unwrap());
    let kind = |name: &str, typed: &str, now| match sign_in(&store, name, typed, now).unwrap() {
        SignIn::In(_) => "in",
        SignIn::Wrong => "wrong",
        SignIn::Locked(_) => "locked",
    };
    assert_eq!(kind("LI ", "correct horse battery", 10), "in");
    for name in ["li", "nobody"] {
        for _ in 0..lockout::FREE {
            assert_eq!(kind(name, "wrong horse battery", 1_000), "wrong");
        }
        assert_eq!(kind(name, "correct horse battery", 1_001), "locked", "{name}");
    }
    assert_eq!(kind("li", "correct horse battery", 1_060), "in", "the lock ends, and with success the count");
    assert_eq!(store.guess(&li, 1_061).unwrap(), Guess::Allowed);
    assert_eq!(kind("<script>", "x", 1), "wrong");
    // Many at once are counted one by one.
    let allowed: usize = std::thread::scope(|scope| {
        let zhao = OperatorName::parse("zhao").unwrap();
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let (store, zhao) = (&store, zhao.clone());
                scope.spawn(move || store.guess(&zhao, 2_000).unwrap() == Guess::Allowed)
            })
            .collect();
        tries.into_iter().filter_map(|one| one.join().ok()).filter(|allowed| *allowed).count()
    });
    assert_eq!(allowed, lockout::FREE as usize);
}

#[test]
fn sessions_are_kept_by_digest_and_end() {
    let (_dir, store) = store();
    let li = OperatorName::parse("li").unwrap();
    store.add_operator(&li, "x", "root", 1).unwrap();
    let session = |opened| Session { operator: li.clone(), opened, seen: opened };
    store.open_session("aa", &session(100)).unwrap();
    assert_eq!(store.session("aa", 130).unwrap(), Some(session(100)));
    assert_eq!(store.session("ab", 130).unwrap(), None);
    let touched = store.session("aa", 200).unwrap().and_then(|_| store.session("aa", 201).unwrap());
    assert_eq!(touched.map(|session| session.seen), Some(200));
    assert_eq!(store.session("aa", 200 + IDLE).unwrap(), None);
    assert_eq!(store.session("aa", 201).unwrap(), None, "ended for good");
    store.open_session("bb", &session(300)).unwrap();
    store.open_session("cc", &session(300)).unwrap();
    store.end_session("bb").unwrap();
    assert!(store.session("bb", 300).unwrap().is_none() && store.session("cc", 300).unwrap().is_some());
    assert!(store.remove_operator(&li).unwrap() && !store.remove_operator(&li).unwrap());
    assert_eq!(store.session("cc", 301).unwrap(), None);
    assert!(store.operators().unwrap().is_empty());
}

#[test]
fn a_search_finds_each_kind_and_takes_every_character_as_it_is() {
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

/// A database of the first version, with a case that a success had closed.
#[test]
fn an_older_database_is_brought_up_to_date() {
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
    let story = store.case_history(CaseNumber(1)).unwrap().unwrap();
    assert_eq!(story.case.closed, Some(CaseClosure { at: 9, by: ClosedBy::Success }));
    assert_eq!(story.attempts.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(story.attempts[0].incoming_request(), None);
}
