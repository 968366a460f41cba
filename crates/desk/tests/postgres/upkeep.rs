//! A desk's database is copied to a server, checked, migrated and pruned there.

use std::fmt::Write as _;

use countersign_desk::sql::{CopyFault, CopyProgress, SqlStore, copy_to_server};
use rusqlite::types::Value;

use crate::desk::Desk;
use crate::support::{Cluster, Fsync, address};

const MACHINE: [&str; 3] = ["ASRock", "B450M Pro4", "M80-D8018200512"];
const OTHER: [&str; 3] = ["ASRock", "X570 Taichi", "M80-F3015500911"];
const THIRD: [&str; 3] = ["LENOVO", "20TK001GCD", "PF2ABC7K"];
const BAD: [&str; 3] = ["ASRock", "", "To Be Filled By O.E.M."];
const SEATS: &str = "AA03220123952";

/// A server with an empty database, and its URL.
fn server() -> Option<(Cluster, String)> {
    let cluster = Cluster::start(Fsync::Off)?;
    cluster.create_database("desk");
    cluster.sql("postgres", "ALTER DATABASE desk OWNER TO trusted");
    let url = cluster.socket_url("desk");
    Some((cluster, url))
}

/// A desk with sealed keys, and with rows in every table.
fn filled() -> Desk {
    let mut desk = Desk::empty();
    desk.passphrase = Some("correct horse");
    desk.init(&["--operator", "li"]);
    desk.succeed(&["products", "add", "other-os", "--name", "Other OS", "--mask", "A99"]);
    desk.succeed(&["licenses", "add", SEATS, "--seats", "3", "--days", "90"]);
    desk.succeed(&["licenses", "--product", "other-os", "add", "K01", "K02", "--edition", "2"]);
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 1)).exit, 0);
    assert_eq!(desk.answer(&desk.request(OTHER, "T90A7654321", 2)).json()["case"], "CAS-000001");
    // One case is closed by a success, and one seat is given back.
    assert_eq!(desk.answer(&desk.request_for(SEATS, BAD, "BR80G7777777", 3)).json()["case"], "CAS-000002");
    assert_eq!(desk.answer(&desk.request_for(SEATS, THIRD, "BR80G7777777", 4)).exit, 0);
    assert_eq!(desk.answer(&desk.request_for(SEATS, MACHINE, "BR80G1234567", 5)).exit, 0);
    desk.succeed(&["licenses", "release", SEATS, "--seat", "1", "--reason", "board replaced"]);
    desk.succeed(&["cases", "note", "1", "called back\nat noon, \"yes\""]);
    desk.succeed(&["licenses", "suspend", "K02", "--reason", "试用"]);
    desk.succeed(&["licenses", "customer", "K02", "--organisation", "某公司", "--ticket", "T-1"]);
    desk.succeed(&["audit", "head"]);
    let rows = "INSERT INTO sessions VALUES ('token', 'name', 'li', 'password', '192.0.2.1', 'curl', 1, 2);
        INSERT INTO recovery_codes VALUES ('li', 'aa'), ('li', 'bb');
        INSERT INTO sign_ins (token, operator, began, state) VALUES ('t3', 'li', 1, '{}');
        INSERT INTO tokens (id, name, digest, scopes, made_at, made_by, expires) VALUES (7, 'shop', 'ff', 'numbers:read', 1, 'li', 9);
        INSERT INTO replies (token, key, request, status, body, at) VALUES (7, 'k1', x'00', 201, '{}', 2);
        INSERT INTO guesses VALUES ('name', 'source', 3, 4), ('name', 'é', 3, 4), ('name', 'Z', 3, 4)";
    desk.database().execute_batch(rows).unwrap();
    desk.succeed(&["downloads", "add", &desk.program("program", 62, 600_000), "--version", "1"]);
    desk.succeed(&["downloads", "link", "--case", "CAS-000001"]);
    let counted = "INSERT INTO downloads (link, at, processor, version) VALUES (1, 2, 'x86_64', '1')";
    desk.database().execute_batch(counted).unwrap();
    desk
}

/// The columns of each table, and of its key, as the file has them.
fn tables(file: &rusqlite::Connection) -> Vec<(String, Vec<String>, Vec<String>)> {
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
        AND name NOT LIKE '%_texts%' AND name <> 'indexed'";
    let column = |statement: &str| -> Vec<String> {
        let mut statement = file.prepare(statement).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    };
    let table = |name: String| {
        let all = column(&format!("SELECT name FROM pragma_table_info('{name}') ORDER BY cid"));
        let key = column(&format!("SELECT name FROM pragma_table_info('{name}') WHERE pk > 0 ORDER BY pk"));
        (name, all, key)
    };
    column(names).into_iter().map(table).collect()
}

/// The rows of a table in a file, in the form of `psql`.
fn rows_of_file(file: &rusqlite::Connection, statement: &str) -> String {
    let mut statement = file.prepare(statement).unwrap();
    let count = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        for at in 0..count {
            match row.get::<_, Value>(at).unwrap() {
                Value::Null => {}
                Value::Integer(number) => write!(text, "{number}").unwrap(),
                Value::Text(value) => text.push_str(&value),
                Value::Blob(bytes) => {
                    text.push_str("\\x");
                    bytes.iter().for_each(|byte| write!(text, "{byte:02x}").unwrap());
                }
                Value::Real(_) => panic!("a table has a column of type real"),
            }
            text.push(if at + 1 == count { '\n' } else { '|' });
        }
    }
    text.trim_end().to_owned()
}

#[test]
fn a_desk_continues_with_its_copy_on_a_server() {
    let Some((cluster, url)) = server() else { return };
    let desk = filled();
    let first = desk.answer(&desk.request(MACHINE, "BR80G1234567", 1)).json();
    let copied = desk.run(&["database", "copy", "--to", &url, "--json"]);
    assert_eq!(copied.exit, 0, "{}", copied.err);
    assert_eq!(copied.err, "", "progress is printed only on a terminal");
    // The copy has every row of every table.
    let (file, report) = (desk.database(), copied.json());
    let all = tables(&file);
    assert_eq!(all.len(), report["tables"].as_array().unwrap().len());
    for (table, columns, key) in &all {
        let known = cluster.sql(
            "desk",
            &format!(
                "SELECT string_agg(column_name, ' ' ORDER BY column_name) FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = '{table}'"
            ),
        );
        let mut sorted = columns.clone();
        sorted.sort();
        assert_eq!(known, sorted.join(" "), "{table}");
        let statement = format!("SELECT {} FROM {table} ORDER BY {}", columns.join(", "), key.join(", "));
        let rows = rows_of_file(&file, &statement);
        assert!(!rows.is_empty(), "{table} has rows");
        assert_eq!(cluster.sql("desk", &statement), rows, "{table}");
        let reported = report["tables"].as_array().unwrap().iter().find(|one| one["table"] == **table);
        let count = cluster.sql("desk", &format!("SELECT COUNT(*) FROM {table}"));
        assert_eq!(reported.unwrap()["rows"].to_string(), count, "{table}");
    }
    // The program goes on with the copy.
    let on_server = |args: &[&str]| desk.run(&[args, &["--database", &url]].concat());
    let answer = |request: &countersign_core::protocol::Request| {
        on_server(&["answer", "--json", &request.text().unwrap()]).json()
    };
    let again = answer(&desk.request(MACHINE, "BR80G1234567", 1));
    assert_eq!((again["how"].as_str(), &again["code"]), (Some("again"), &first["code"]));
    assert_eq!(
        answer(&desk.request(OTHER, "T90A7654321", 6))["case"],
        "CAS-000001",
        "the request joins the case"
    );
    assert_eq!(
        answer(&desk.request_for(SEATS, BAD, "BR80G8888888", 7))["case"],
        "CAS-000003",
        "the request opens a new case"
    );
    assert_eq!(answer(&desk.request_for(SEATS, THIRD, "BR80G7777777", 4))["reason"], "REQUEST-SPENT");
    let listed = on_server(&["licenses", "--product", "other-os", "list"]).out;
    assert!(listed.contains("K01") && listed.contains("K02"), "{listed}");
    let check = on_server(&["database", "check", "--json"]);
    assert_eq!((check.exit, check.json()["findings"].to_string()), (0, "[]".to_owned()), "{}", check.err);
    // The target isn't empty any more.
    assert_eq!(desk.refusal(&["database", "copy", "--to", &url]), "DATABASE-NOT-EMPTY");
    // The database is copied back into a file.
    let back = desk.dir.path().join("back.db").display().to_string();
    let copied = on_server(&["database", "copy", "--to", &back]);
    assert_eq!(copied.exit, 0, "{}", copied.err);
    let request = desk.request(MACHINE, "BR80G1234567", 1).text().unwrap();
    let again = desk.run(&["answer", "--json", &request, "--database", &back]).json();
    assert_eq!((again["how"].as_str(), &again["code"]), (Some("again"), &first["code"]));
}

#[test]
fn a_failed_copy_leaves_nothing_behind() {
    let Some((cluster, url)) = server() else { return };
    let tables = || cluster.sql("desk", "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'");
    // Unsealed keys aren't copied.
    let plain = Desk::new(&[]);
    let refused = plain.run(&["database", "copy", "--to", &url]);
    assert!(refused.exit == 1 && refused.err.starts_with("KEYS-UNSEALED"), "{}", refused.err);
    assert_eq!(tables(), "0");
    // Neither are unsealed secrets of the desk.
    let desk = filled();
    let secrets = |statement: &str| desk.database().execute_batch(statement).unwrap();
    secrets("CREATE TABLE kept AS SELECT text FROM secrets; UPDATE secrets SET text = 'format = 1'");
    let refused = desk.run(&["database", "copy", "--to", &url]);
    assert!(refused.exit == 1 && refused.err.starts_with("KEYS-UNSEALED"), "{}", refused.err);
    assert_eq!(tables(), "0");
    secrets("UPDATE secrets SET text = (SELECT text FROM kept); DROP TABLE kept");
    // The target has tables of another program.
    cluster.sql("desk", "CREATE TABLE others (id BIGINT)");
    assert_eq!(desk.refusal(&["database", "copy", "--to", &url]), "DATABASE-NOT-EMPTY");
    assert_eq!(tables(), "1");
    cluster.sql("desk", "DROP TABLE others");
    // The source changes meanwhile.
    let (store, file) = (SqlStore::open(&desk.data().join("ledger.db")).unwrap(), desk.database());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut change = move |progress| {
        if progress == CopyProgress::Verifying {
            file.execute("UPDATE nonces SET code = NULL", []).unwrap();
        }
    };
    let copied = runtime.block_on(copy_to_server(&store, &address(&url), &mut change));
    assert!(matches!(copied, Err(CopyFault::Changed("nonces"))), "{copied:?}");
    assert_eq!(cluster.sql("desk", "SELECT COUNT(*) FROM licenses"), "0");
    desk.succeed(&["database", "copy", "--to", &url]);
}

/// A migration of many rows takes longer than an operator's statement may. Here a trigger asks for the limit.
#[test]
fn a_command_migrates_a_large_database_without_a_limit() {
    let Some((cluster, url)) = server() else { return };
    let desk = filled();
    desk.succeed(&["database", "copy", "--to", &url]);
    cluster.sql("desk", "DROP INDEX attempts_serial; UPDATE schema_version SET version = 5");
    let limit = "CREATE FUNCTION limited() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
            IF current_setting('statement_timeout') <> '0' THEN RAISE 'limited'; END IF; END $$;
        CREATE EVENT TRIGGER limited ON ddl_command_start EXECUTE FUNCTION limited()";
    cluster.sql("desk", limit);
    desk.succeed(&["licenses", "list", "--database", &url]);
    assert_eq!(cluster.sql("desk", "SELECT version FROM schema_version"), "6");
}

#[test]
fn a_database_on_a_server_is_migrated_checked_and_pruned() {
    let Some((cluster, url)) = server() else { return };
    let desk = filled();
    let run = |args: &[&str]| desk.run(&[args, &["--json", "--database", &url]].concat());
    let older = run(&["database", "check"]);
    assert_eq!((older.exit, &older.json()["findings"][0]["code"]), (5, &"SCHEMA-OLDER".into()));
    // A database with an older schema is migrated.
    let first = include_str!("../../src/migrations/postgres/0001_ledger.sql");
    let version =
        "CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version VALUES (1)";
    cluster.sql("desk", &format!("SET ROLE trusted; {first}; {version}"));
    for from in [1, 6] {
        let migrated = run(&["database", "migrate"]);
        assert_eq!((migrated.exit, migrated.json().to_string()), (0, format!(r#"{{"from":{from},"to":6}}"#)));
    }
    desk.succeed(&["database", "copy", "--to", &url]);
    // Old requests are removed, except those of the open case, those with the newest code of a number, and the newest of all.
    cluster.sql("desk", "UPDATE attempts SET at = 7; UPDATE cases SET closed = 7 WHERE closed IS NOT NULL");
    let ids = || cluster.sql("desk", "SELECT string_agg(id::text, ' ' ORDER BY id) FROM attempts");
    let nonces = cluster.sql("desk", "SELECT COUNT(*) FROM nonces");
    assert_eq!(ids(), "1 2 3 4 5");
    let would = run(&["prune", "--older-than", "30", "--dry-run"]).json();
    assert_eq!((&would["requests"], &would["removed"], ids().len()), (&2.into(), &false.into(), 9));
    assert_eq!(run(&["prune", "--older-than", "30"]).json()["requests"], 2);
    assert_eq!(ids(), "1 2 5");
    assert_eq!(cluster.sql("desk", "SELECT COUNT(*) FROM nonces"), nonces);
    assert_eq!(cluster.sql("desk", "SELECT subject FROM events WHERE event = 'requests-pruned'"), "2");
    assert_eq!(run(&["database", "check"]).exit, 0);
    // The check includes what a server's constraints enforce.
    cluster.sql("desk", "ALTER TABLE nonces DROP CONSTRAINT nonces_license_fkey");
    cluster.sql("desk", "UPDATE nonces SET license = 99, code = NULL WHERE seat = 2");
    let check = run(&["database", "check"]);
    let codes: Vec<_> = check.json()["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap().to_owned(), one["first"].as_str().unwrap().to_owned()))
        .collect();
    let expected = [
        ("CONSTRAINT-MISSING", "nonces.license"),
        ("REFERENCE-BROKEN", "nonces.license"),
        ("SEAT-UNANSWERED", SEATS),
    ];
    assert_eq!(codes, expected.map(|(code, first)| (code.to_owned(), first.to_owned())));
    assert_eq!(check.exit, 5);
    cluster.sql("desk", "UPDATE schema_version SET version = 99");
    assert_eq!(run(&["database", "check"]).json()["findings"][0]["code"], "SCHEMA-NEWER");
    assert_eq!(run(&["database", "migrate"]).exit, 1);
}
