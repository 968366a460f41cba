//! Tests of checking and copying a database.

use std::path::Path;

use super::*;
use crate::sql::tables::{Kind, REFERENCES, TABLES};
use crate::sql::{CheckKind, CopiedTable, CopyFault, CopyProgress, Upkeep, copy_to_file};

/// Rows of every table, more than a page of some, with every kind of value.
const ROWS: &str = "
    INSERT INTO profiles VALUES (1, 'example-os', 1, 'text', 1, 'li'), (2, 'other-os', 1, 'text', 1, 'li');
    INSERT INTO key_rings VALUES ('other-os', 'sealed'), ('example-os', 'sealed');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1203)
    INSERT INTO licenses (product, number, edition, expiry, expiry_days, seats, state, version, added_at, added_by)
        SELECT CASE i % 2 WHEN 0 THEN 'example-os' ELSE 'other-os' END, printf('M%05d', i), i % 16, 'never', 0, 2,
            'active', 1, 7, 'li' FROM n;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
    INSERT INTO nonces SELECT 5, unhex(printf('%016x', i * 2654435761 % 4294967296)), 1, 'K7Q-F2M', 3, NULL,
        x'00ff', 'firmware firmware firmware', CASE i % 3 WHEN 0 THEN NULL ELSE x'0102' END FROM n;
    INSERT INTO operators VALUES ('li', 'hash', 1, 'li', 'admin', x'01', 5, NULL, NULL),
        ('李', 'hash', 1, 'li', 'lead', NULL, 0, 'https://id.example', 's-1'), ('Zhao', '', 1, 'li', 'viewer', NULL, 0, NULL, NULL);
    INSERT INTO recovery_codes VALUES ('li', 'aa'), ('li', 'bb');
    INSERT INTO sign_ins VALUES ('t3', 'li', 1, '{}');
    INSERT INTO tokens VALUES (7, 'shop', 'ff', 'numbers:read', NULL, 1, 'li', 9, NULL, NULL, 2);
    INSERT INTO replies VALUES (7, 'k1', x'00', 201, '{}', 2);
    INSERT INTO secrets VALUES (1, 'sealed');
    INSERT INTO heads VALUES (2, x'02', 3, x'04', x'05');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
    INSERT INTO guesses SELECT printf('%x', i * 7919 % 500), 'é' || i, i, i FROM n;
    INSERT INTO sessions VALUES ('t1', 'n1', 'li', 'password', '192.0.2.1', 'curl', 1, 2), ('T2', 'n2', '李', 'provider', '', '', 1, 2);
    INSERT INTO builds VALUES (3, NULL, 'x86_64', 'offline', '1.0', 20, x'00ff', NULL, NULL, 1, 'li');
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19)
    INSERT INTO build_pieces SELECT 3, i, unhex(printf('%02x', i)) FROM n;
    INSERT INTO download_links VALUES (5, 'acdefghjk', 'example-os', 1, 1, 'li', 9, NULL, NULL, 1, 2);
    INSERT INTO downloads VALUES (6, 5, 2, 'x86_64', '1.0');
    INSERT INTO events (id, at, operator, event, subject) VALUES (40, 1, 'li', 'key-added', '1');
    UPDATE desk SET generation = 12";

/// A store with rows in every table, and its file.
fn filled() -> (tempfile::TempDir, SqlStore) {
    let (dir, store) = store();
    let mut unit = bind(&store, 1, 0, 1);
    if let Some(change) = &mut unit.change {
        change.answered = Some(answered(1, 1, 1, NonceState::Live(Code([1; 70]))));
    }
    wait(store.commit(unit)).unwrap();
    let mut machine = attempt(Some(Reason::MachineRefused));
    machine.values = Some(["Maker".into(), "Mo'del".into(), "S-1".into()]);
    let key = CaseKey { number: [1; 6], marker2: Some(Marker([4; 10])), marker3: None, model: None };
    let opens = |attempt| UnitOfWork {
        attempt: Some(attempt),
        case: CaseChange::Open(key, None),
        ..UnitOfWork::default()
    };
    wait(store.commit(opens(machine))).unwrap();
    let open = wait(store.commit(opens(attempt(Some(Reason::ValueSeen))))).unwrap().unwrap();
    let closes = UnitOfWork {
        attempt: Some(attempt(None)),
        case: CaseChange::Solve(vec![CaseNumber(1)], key),
        ..UnitOfWork::default()
    };
    wait(store.commit(closes)).unwrap();
    let note = CaseNote {
        at: 9,
        operator: "li".into(),
        text: "called\nback".into(),
        audience: NoteAudience::Internal,
    };
    wait(store.add_note(open, &note)).unwrap().unwrap();
    let entry = CustomerEntry::of_typed(["Acme", "Li", "", "", "T-1"]).unwrap();
    wait(store.set_license_customer(&id(1), &entry, "li", 9)).unwrap();
    let audit = AuditEntry {
        at: 1,
        operator: "li".into(),
        license: id(1),
        kind: ActionKind::Suspend,
        seat: None,
        detail: String::new(),
        reason: "trial".into(),
    };
    let suspends =
        UnitOfWork { audit: Some(audit), ..change(&store, 2, 0, LicenseState::Suspended, Seats::new()) };
    wait(store.commit(suspends)).unwrap();
    raw(&dir).execute_batch(ROWS).unwrap();
    raw(&dir).execute("INSERT INTO bindings SELECT 5, seat, scheme, marker2, marker3, values_marker, manufacturer, model, serial, origins, bound, changes, identities, answered, public_day, public_count FROM bindings", []).unwrap();
    (dir, store)
}

fn raw(dir: &tempfile::TempDir) -> rusqlite::Connection {
    rusqlite::Connection::open(dir.path().join("ledger.db")).unwrap()
}

/// Copies a store to a file. `progress` is called at each step.
fn copy(
    store: &SqlStore,
    to: &Path,
    mut progress: impl FnMut(CopyProgress) + Send,
) -> Result<Vec<CopiedTable>, CopyFault> {
    wait(copy_to_file(store, to, &mut progress))
}

/// What is wrong with the database.
fn findings(dir: &tempfile::TempDir) -> Vec<(CheckKind, u64, String)> {
    let mut upkeep = Upkeep::open_file(&dir.path().join("ledger.db")).unwrap();
    let check = wait(upkeep.check()).unwrap();
    check.findings.into_iter().map(|one| (one.kind, one.found, one.first)).collect()
}

#[test]
fn the_tables_equal_those_of_the_schema() {
    let (dir, _store) = empty();
    let raw = raw(&dir);
    let mut columns: Vec<(String, String, String, bool)> = raw
        .prepare(
            "SELECT m.name, c.name, REPLACE(c.type, 'BIGINT', 'INTEGER'), c.pk FROM sqlite_master m, pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '%_texts%' AND m.name <> 'indexed'",
        )
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, i64>(3)? > 0)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let known = TABLES.iter().flat_map(|table| {
        table.columns.iter().map(|(name, kind)| {
            let kind = match kind {
                Kind::Integer => "INTEGER",
                Kind::Text => "TEXT",
                Kind::Bytes => "BLOB",
            };
            (table.name.to_owned(), (*name).to_owned(), kind.to_owned(), table.key.contains(name))
        })
    });
    let mut known: Vec<_> = known.collect();
    columns.sort();
    known.sort();
    assert_eq!(columns, known);
    let mut references: Vec<[String; 4]> = raw
        .prepare(
            "SELECT m.name, f.\"from\", f.\"table\", f.\"to\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f",
        )
        .unwrap()
        .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let mut known = REFERENCES.map(|one| [one.table, one.column, one.to, one.to_column].map(str::to_owned));
    references.sort();
    known.sort();
    assert_eq!(references, known);
}

#[test]
fn a_copy_has_every_row_of_every_table() {
    let (dir, store) = filled();
    let to = dir.path().join("copy.db");
    let mut most = 0;
    let copied = copy(&store, &to, |progress| {
        if let CopyProgress::Copying { table: "licenses", done, of } = progress {
            assert!(done <= of && of == 1205, "{done} {of}");
            most = done;
        }
    });
    let copied = copied.unwrap();
    assert_eq!(most, 1205);
    let raw = raw(&dir);
    raw.execute("ATTACH ?1 AS copy", [to.to_str().unwrap()]).unwrap();
    let count = |statement: String| raw.query_row(&statement, [], |row| row.get::<_, i64>(0)).unwrap();
    for CopiedTable { table, digest } in &copied {
        assert!(digest.rows > 0, "{table} has rows");
        assert_eq!(
            count(format!("SELECT COUNT(*) FROM copy.{table}")),
            i64::try_from(digest.rows).unwrap(),
            "{table}"
        );
        for (one, other) in [("main", "copy"), ("copy", "main")] {
            let missing = format!(
                "SELECT COUNT(*) FROM (SELECT * FROM {one}.{table} EXCEPT SELECT * FROM {other}.{table})"
            );
            assert_eq!(count(missing), 0, "{table}");
        }
    }
    assert_eq!(copied.iter().filter(|one| one.digest.rows > 500).count(), 2, "two tables fill several pages");
    // The next row gets a new id, and the rows are fed to the search again.
    let again = SqlStore::open(&to).unwrap();
    let event = super::super::OfficeEvent {
        at: 2,
        operator: "li".into(),
        event: "key-added".into(),
        subject: "2".into(),
    };
    wait(again.record_event(&event)).unwrap();
    assert_eq!(count("SELECT MAX(id) FROM copy.events".to_owned()), 41);
    while wait(again.feed_search()).unwrap() {}
    assert_eq!(wait(again.search("mo'd", Vec::new(), TODAY)).unwrap().requests.len(), 1);
    assert_eq!(load(&again, 1).unwrap(), load(&store, 1).unwrap());
}

#[test]
fn serials_of_an_older_database_are_found() {
    let (dir, store) = store();
    let ask = |store: &SqlStore| {
        let values = Some(["Maker".into(), "Model".into(), "PF-1".into()]);
        let attempt = Some(Attempt { values, ..attempt(None) });
        wait(store.commit(UnitOfWork { attempt, ..UnitOfWork::default() })).unwrap();
    };
    ask(&store);
    while wait(store.feed_search()).unwrap() {}
    ask(&store);
    drop(store);
    let of_before = "DROP TABLE serial_texts; DROP VIEW serial_words; PRAGMA user_version = 8";
    raw(&dir).execute_batch(of_before).unwrap();
    let store = SqlStore::open(&dir.path().join("ledger.db")).unwrap();
    for fed in [false, true] {
        while fed && wait(store.feed_search()).unwrap() {}
        assert_eq!(wait(store.search("pf-1", Vec::new(), TODAY)).unwrap().requests.len(), 2);
    }
}

#[test]
fn a_copy_of_a_database_that_changes_meanwhile_fails() {
    let moments: [fn(CopyProgress) -> bool; 2] = [
        |progress| matches!(progress, CopyProgress::Copying { table: "cases", .. }),
        |progress| progress == CopyProgress::Verifying,
    ];
    for is_moment in moments {
        let (dir, store) = filled();
        let (to, writer) = (dir.path().join("copy.db"), raw(&dir));
        let copied = copy(&store, &to, move |progress| {
            if is_moment(progress) {
                writer.execute("UPDATE licenses SET version = version + 1 WHERE id = 3", []).unwrap();
            }
        });
        assert!(matches!(copied, Err(CopyFault::Changed("licenses"))), "{copied:?}");
        let mut left: Vec<_> =
            std::fs::read_dir(dir.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        left.retain(|name| !name.to_string_lossy().starts_with("ledger.db"));
        assert!(left.is_empty(), "{left:?}");
    }
}

/// A reader of the new file keeps its log from being emptied. So does a disk that becomes full.
#[test]
fn a_copy_whose_log_is_not_in_its_file_fails() {
    let (dir, store) = filled();
    let (to, mut reader) = (dir.path().join("copy.db"), None);
    let copied = copy(&store, &to, |progress| {
        if progress == CopyProgress::Verifying {
            let mut folders = std::fs::read_dir(dir.path()).unwrap().map(|one| one.unwrap().path());
            let staging = folders.find(|path| path.is_dir()).unwrap();
            let connection = rusqlite::Connection::open(staging.join("copy.db")).unwrap();
            connection.execute_batch("BEGIN; SELECT COUNT(*) FROM licenses").unwrap();
            reader = Some(connection);
        }
    });
    assert!(matches!(copied, Err(CopyFault::Store(StoreError::Busy))), "{copied:?}");
    assert!(!to.exists());
}

#[test]
fn a_copy_overwrites_no_existing_file() {
    let (dir, store) = filled();
    let to = dir.path().join("copy.db");
    std::fs::write(&to, "mine").unwrap();
    assert!(matches!(copy(&store, &to, |_| ()), Err(CopyFault::NotEmpty)));
    // A copy doesn't replace a file either that is created while the copy is made.
    std::fs::remove_file(&to).unwrap();
    let copied = copy(&store, &to, |progress| {
        if progress == CopyProgress::Verifying {
            std::fs::write(&to, "mine").unwrap();
        }
    });
    assert!(matches!(copied, Err(CopyFault::NotEmpty)), "{copied:?}");
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "mine");
}

#[test]
fn a_check_reports_each_broken_rule() {
    let spoil: [(CheckKind, u64, &str, &str); 10] = [
        (CheckKind::SeatsExceeded, 1, "K01", "UPDATE licenses SET seats = 0 WHERE number = 'K01'"),
        (CheckKind::SeatUnanswered, 1, "K01", "DELETE FROM nonces WHERE license = 1"),
        (CheckKind::CodeWithoutSeat, 668, "M00003", "DELETE FROM bindings WHERE license = 5"),
        (
            CheckKind::CodeWithoutSeat,
            668,
            "M00003",
            "UPDATE licenses SET state = 'revoked' WHERE number = 'M00003'",
        ),
        (CheckKind::NumberUnchanged, 1, "K01", "UPDATE licenses SET version = 0 WHERE id = 1"),
        (CheckKind::CaseEmpty, 1, "2", "DELETE FROM attempts WHERE case_id = 2"),
        (CheckKind::CaseMiscounted, 1, "2", "UPDATE cases SET machines = 2 WHERE id = 2"),
        (CheckKind::CaseMiscounted, 1, "2", "UPDATE case_machines SET ended = 9 WHERE case_id = 2"),
        (CheckKind::KeysMissing, 1, "other-os", "DELETE FROM key_rings WHERE product = 'other-os'"),
        (
            CheckKind::ReferenceBroken,
            1,
            "sessions",
            "PRAGMA foreign_keys = OFF; DELETE FROM operators WHERE name = '李'",
        ),
    ];
    for (kind, found, first, statement) in spoil {
        let (dir, _store) = filled();
        assert_eq!(findings(&dir), [], "the intact database has no findings");
        raw(&dir).execute_batch(statement).unwrap();
        assert_eq!(findings(&dir), [(kind, found, first.to_owned())], "{statement}");
    }
    let (dir, store) = filled();
    raw(&dir).execute_batch("DELETE FROM profiles WHERE id = 2").unwrap();
    assert_eq!(findings(&dir), [(CheckKind::ProductUnknown, 602, "M00001".to_owned())]);
    for (version, kind) in [(4, CheckKind::SchemaOlder), (99, CheckKind::SchemaNewer)] {
        raw(&dir).execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
        assert_eq!(findings(&dir), [(kind, 1, version.to_string())]);
    }
    drop(store);
    let newest = super::super::schema::SQLITE.len();
    raw(&dir)
        .execute_batch(&format!("PRAGMA user_version = {newest}; PRAGMA journal_mode = DELETE"))
        .unwrap();
    let path = dir.path().join("ledger.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8_192].fill(0x5a);
    std::fs::write(&path, bytes).unwrap();
    assert!(findings(&dir).iter().any(|(kind, ..)| *kind == CheckKind::Damaged));
}

#[test]
fn after_copying_the_log_the_file_alone_has_all_rows() {
    let (dir, store) = store();
    wait(store.commit(bind(&store, 1, 0, 1))).unwrap();
    let file = store.file().unwrap();
    let alone = dir.path().join("alone.db");
    let bindings = || {
        std::fs::copy(file, &alone).unwrap();
        let count = "SELECT COUNT(*) FROM bindings";
        rusqlite::Connection::open(&alone).unwrap().query_row(count, [], |row| row.get::<_, i64>(0))
    };
    assert!(!matches!(bindings(), Ok(1)), "committed rows are only in the log");
    wait(store.copy_log()).unwrap();
    assert_eq!(bindings(), Ok(1));
}

#[test]
fn a_long_log_is_begun_anew_without_a_commit_that_copies_it() {
    let (dir, store) = store();
    let fill = |connection: &rusqlite::Connection| {
        connection
            .execute_batch("CREATE TABLE filler AS SELECT zeroblob(40000000)")
            .map_err(super::super::sqlite::fault)
    };
    wait(store.sqlite().unwrap().alone(fill)).unwrap();
    let log = dir.path().join("ledger.db-wal");
    let salt = || std::fs::read(&log).unwrap()[16..24].to_vec();
    let before = salt();
    assert!(std::fs::metadata(&log).unwrap().len() > 40_000_000);
    wait(store.copy_log()).unwrap();
    assert_eq!(salt(), before);
    wait(store.commit(bind(&store, 1, 0, 1))).unwrap();
    assert_ne!(salt(), before, "the header has new salt (https://sqlite.org/walformat.html)");
}

#[test]
fn readers_go_on_while_the_writing_connection_copies_the_database() {
    let (_dir, store) = store();
    wait(store.commit(bind(&store, 1, 0, 1))).unwrap();
    let [begun, end] = [(); 2].map(|()| std::sync::Arc::new(std::sync::Barrier::new(2)));
    let (copy_begun, copy_end) = (begun.clone(), end.clone());
    let copy = move |_: &rusqlite::Connection| {
        copy_begun.wait();
        copy_end.wait();
        Ok(())
    };
    let (send, read) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| wait(store.sqlite().unwrap().alone(copy)).unwrap());
        begun.wait();
        scope.spawn(|| send.send(load(&store, 1).is_ok()));
        let read = read.recv_timeout(std::time::Duration::from_secs(20));
        end.wait();
        assert_eq!(read, Ok(true));
    });
}
