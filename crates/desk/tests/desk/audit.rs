//! The audit: its entries, and the changes that a check detects.

use countersign_testing::http as client;
use serde_json::Value;

use crate::harness::{
    BAD, Browser, Desk, MACHINE, NUMBER, PASSWORD, desk_with_operator, serve_office, sign_in,
};

fn codes(desk: &Desk, args: &[&str]) -> (i32, Vec<String>) {
    let result = desk.run(&[&["audit", "verify", "--json"], args].concat());
    let found = result.json();
    let codes = found["findings"].as_array().unwrap().iter();
    (result.exit, codes.map(|one| one["code"].as_str().unwrap().to_owned()).collect())
}

/// A desk with acts and events in its audit.
fn desk_with_entries() -> Desk {
    let desk = desk_with_operator(&[]);
    desk.succeed(&["answer", &desk.request(MACHINE, "BR80G1234567", 1).text().unwrap()]);
    for act in ["suspend", "resume", "suspend", "resume"] {
        desk.succeed(&["licenses", act, NUMBER, "--reason", "trial"]);
    }
    desk.succeed(&["operators", "add", "wang"]);
    desk
}

#[test]
fn a_check_finds_altered_removed_moved_and_added_entries() {
    let desk = desk_with_entries();
    assert_eq!(codes(&desk, &[]), (0, Vec::new()));
    let text = desk.succeed(&["audit", "verify"]);
    assert!(text.contains("Every entry is as it was written."), "{text}");
    for (change, expected) in [
        ("UPDATE audit SET reason = 'no trial' WHERE id = 2", "AUDIT-ALTERED"),
        ("UPDATE events SET operator = 'zhao' WHERE event = 'operator-added'", "AUDIT-ALTERED"),
        ("DELETE FROM audit WHERE id = 2", "AUDIT-ENTRY-MISSING"),
        ("DELETE FROM chain WHERE position = 2", "AUDIT-LINK-MISSING"),
        (
            "INSERT INTO events (at, operator, event, subject) VALUES (1, 'li', 'key-added', '9')",
            "AUDIT-UNCHAINED",
        ),
        ("DELETE FROM chain WHERE position = (SELECT MAX(position) FROM chain)", "AUDIT-END"),
        ("UPDATE licenses SET number = 'AA03220123952'", "AUDIT-ALTERED"),
    ] {
        let copy = desk.copy();
        copy.database().execute_batch(&format!("PRAGMA foreign_keys = OFF; {change}")).unwrap();
        let (exit, found) = codes(&copy, &[]);
        assert_eq!(exit, 5, "{change}");
        assert!(found.iter().any(|code| code == expected), "{change}: {found:?}");
    }
    // Two entries are swapped.
    let copy = desk.copy();
    let swap = "UPDATE audit SET id = -id WHERE id IN (2, 3); UPDATE audit SET id = 5 + id WHERE id < 0";
    copy.database().execute_batch(swap).unwrap();
    let (exit, found) = codes(&copy, &[]);
    assert!(exit == 5 && found.iter().all(|code| code == "AUDIT-ALTERED") && found.len() == 2, "{found:?}");
}

#[test]
fn a_stored_head_reveals_changes_by_the_owner_of_the_database() {
    let desk = desk_with_entries();
    let head = desk.dir.path().join("head.txt");
    std::fs::write(&head, desk.succeed(&["audit", "head"])).unwrap();
    let head = head.to_str().unwrap();
    assert_eq!(codes(&desk, &["--head", head]), (0, Vec::new()));
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "later"]);
    assert_eq!(
        codes(&desk, &["--head", head]),
        (0, Vec::new()),
        "later entries don't affect the stored head"
    );
    // The forger removes everything, as if the audit had always been empty.
    let forged = desk.copy();
    let erase = "DELETE FROM heads; DELETE FROM chain; DELETE FROM audit; DELETE FROM events;
        UPDATE chain_end SET position = 0, hash = zeroblob(32)";
    forged.database().execute_batch(erase).unwrap();
    assert_eq!(codes(&forged, &[]), (0, Vec::new()), "the database alone doesn't show the forgery");
    assert_eq!(codes(&forged, &["--head", head]), (5, vec!["AUDIT-HEAD".to_owned()]));
    // With new secrets the forged desk signs heads with another key.
    forged.database().execute_batch("DELETE FROM secrets").unwrap();
    forged.succeed(&["operators", "add", "zhao"]);
    forged.succeed(&["audit", "head"]);
    let (exit, found) = codes(&forged, &["--head", head]);
    assert!(exit == 5 && found.contains(&"AUDIT-OTHER-KEY".to_owned()), "{found:?}");
    // A head that was changed after its export is refused.
    let changed = std::fs::read_to_string(head).unwrap().replace("position: ", "position: 1");
    std::fs::write(head, changed).unwrap();
    assert_eq!(desk.refusal(&["audit", "verify", "--head", head]), "AUDIT-HEAD-FORGED");
    std::fs::write(head, "hello").unwrap();
    assert_eq!(desk.refusal(&["audit", "verify", "--head", head]), "AUDIT-HEAD-MALFORMED");
}

/// Changes that the owner of the database can make without a key to rows that a kept head covers.
const FORGERIES: [(&str, &str); 6] = [
    (
        "an action replaced, and the true one stored under another id",
        "UPDATE audit SET id = -7 WHERE id = 2; UPDATE chain SET entry = -7 WHERE list = 'act' AND entry = 2;
         INSERT INTO audit (id, at, operator, license, act, seat, detail, reason)
             SELECT 2, at, 'le', license, act, seat, detail, 'harmless' FROM audit WHERE id = -7;
         UPDATE chain_end SET acts = 2",
    ),
    (
        "two actions swapped, with their links",
        "UPDATE chain SET entry = -entry WHERE list = 'act' AND entry IN (2, 3);
         UPDATE chain SET entry = 5 + entry WHERE list = 'act' AND entry < 0;
         UPDATE audit SET id = -id WHERE id IN (2, 3); UPDATE audit SET id = 5 + id WHERE id < 0",
    ),
    (
        "an event that seems older than the chain",
        "INSERT INTO events (id, at, operator, event, subject) VALUES (-1, 1, 'li', 'operator-added', 'ghost')",
    ),
    (
        "an action that seems older than the chain",
        "INSERT INTO audit (id, at, operator, license, act, seat, detail, reason)
             SELECT -1, at, operator, license, 'revoke', NULL, '', 'ghost' FROM audit WHERE id = 2",
    ),
    (
        "an event with a link behind the end",
        "INSERT INTO events (id, at, operator, event, subject) VALUES (500, 1, 'li', 'operator-added', 'ghost');
         INSERT INTO chain VALUES (1000000, 'event', 500, zeroblob(32))",
    ),
    (
        "an event, and a later start of the chain",
        "INSERT INTO events (id, at, operator, event, subject) VALUES (500, 1, 'li', 'operator-added', 'ghost');
         UPDATE chain_end SET events = 500",
    ),
];

#[test]
fn rows_that_are_moved_hidden_or_added_around_the_chain_are_found() {
    let desk = desk_with_entries();
    let head = desk.dir.path().join("head.txt");
    std::fs::write(&head, desk.succeed(&["audit", "head"])).unwrap();
    let head = head.to_str().unwrap();
    for (what, forgery) in FORGERIES {
        let forged = desk.copy();
        forged.database().execute_batch(&format!("PRAGMA foreign_keys = OFF; {forgery}")).unwrap();
        for kept in [&[][..], &["--head", head]] {
            let (exit, found) = codes(&forged, kept);
            assert!(exit == 5 && !found.is_empty(), "{what}: {found:?}");
        }
    }
}

#[test]
fn entries_older_than_the_chain_are_covered_by_its_start() {
    let desk = desk_with_entries();
    // Makes the database like one from an earlier version after its migration.
    let begin =
        "DELETE FROM heads; DELETE FROM chain; UPDATE chain_end SET position = 0, hash = zeroblob(32),
        acts = (SELECT MAX(id) FROM audit), events = (SELECT MAX(id) FROM events)";
    desk.database().execute_batch(begin).unwrap();
    assert_eq!(codes(&desk, &[]), (0, Vec::new()));
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "trial"]);
    assert_eq!(codes(&desk, &[]), (0, Vec::new()));
    for change in [
        "UPDATE audit SET reason = 'no trial' WHERE id = 2",
        "DELETE FROM audit WHERE id = 1",
        "UPDATE events SET operator = 'zhao' WHERE id = 1",
        "INSERT INTO events (id, at, operator, event, subject) VALUES (-1, 1, 'li', 'key-added', '9')",
    ] {
        let copy = desk.copy();
        copy.database().execute_batch(&format!("PRAGMA foreign_keys = OFF; {change}")).unwrap();
        let (exit, found) = codes(&copy, &[]);
        assert!(exit == 5 && found == ["AUDIT-ALTERED"], "{change}: {found:?}");
    }
}

/// Event and operator of each entry.
fn entries(desk: &Desk) -> Vec<(String, String)> {
    let exported: Value = serde_json::from_str(&desk.succeed(&["audit", "export"])).unwrap();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let all = exported["audit"].as_array().unwrap();
    all.iter().map(|one| (text(one, "event"), text(one, "operator"))).collect()
}

#[test]
fn a_stranger_cannot_keep_failures_of_others_out_of_the_audit() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let wang = [("operator", "wang"), ("role", "viewer"), ("new-password", PASSWORD)];
    assert_eq!(Browser::new(&server).post("/office/operators", &wang).status, 200);
    let token = [("authorization", "Bearer cst_x")];
    for _ in 0..75 {
        client::send(&server.address, "GET", "/api/v1/numbers", &token, "").unwrap();
    }
    let all = entries(&desk);
    let of =
        |event: &str, operator: &str| all.iter().filter(|(one, who)| one == event && who == operator).count();
    assert_eq!(of("program-refused", "?"), 30, "one source gets half of the limit per minute");
    let viewer = Browser::of(&server, "wang");
    assert_eq!(viewer.get("/office/keys").status, 403);
    let all = entries(&desk);
    let left_out = all
        .iter()
        .position(|(event, _)| event == "failures-left-out")
        .expect("an entry counts the omitted failures");
    // The newest entry comes first.
    assert_eq!(all[left_out - 1], ("refused".to_owned(), "wang".to_owned()));
}

#[test]
fn notes_answers_and_copies_are_in_the_audit() {
    let desk = desk_with_operator(&[]);
    let refused = desk.request(BAD, "BR80G1234567", 1).text().unwrap();
    desk.run(&["answer", &refused]);
    desk.succeed(&["cases", "note", "CAS-000001", "called back"]);
    desk.succeed(&["cases", "list", "--json"]);
    let folder = desk.dir.path().join("copy");
    desk.succeed(&["backup", folder.to_str().unwrap()]);
    let copy = desk.dir.path().join("copy.db");
    desk.succeed(&["database", "copy", "--to", copy.to_str().unwrap()]);
    let events: Vec<String> = entries(&desk).into_iter().map(|(event, _)| event).collect();
    for event in ["request-answered", "note-added", "list-exported", "backup-written", "database-copy"] {
        assert!(events.iter().any(|one| one == event), "{event}: {events:?}");
    }
    // The viewer is refused, and the audit has these refusals too.
    desk.succeed(&["operators", "add", "wang", "--role", "viewer"]);
    for words in
        [&["licenses", "list", "--csv"][..], &["cases", "list", "--json"], &["operators", "remove", "li"]]
    {
        let output = desk.command(words).env("USER", "wang").output().unwrap();
        assert!(String::from_utf8_lossy(&output.stderr).contains("ROLE-LACKS"), "{words:?}");
    }
    let refusals = entries(&desk).into_iter().filter(|one| *one == ("refused".to_owned(), "wang".to_owned()));
    assert_eq!(refusals.count(), 3);
    let export: Value = serde_json::from_str(&desk.succeed(&["audit", "export"])).unwrap();
    assert!(
        export.to_string().contains("operators remove") && export.to_string().contains("sha256:"),
        "{export}"
    );
}

#[test]
fn sign_ins_refusals_and_exports_are_in_the_audit() {
    let desk = desk_with_operator(&[]);
    desk.succeed(&["operators", "add", "wang", "--role", "viewer"]);
    let server = serve_office(&desk);
    sign_in(&server, "li", "wrong horse battery", "/office");
    sign_in(&server, "correct horse battery", PASSWORD, "/office");
    let browser = Browser::new(&server);
    browser.get("/office/export/numbers.csv");
    browser.post("/office/logout", &[]);
    let exported: Value = serde_json::from_str(&desk.succeed(&["audit", "export"])).unwrap();
    let all: Vec<(String, String)> = exported["audit"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["event"].as_str().unwrap().to_owned(), one["operator"].as_str().unwrap().to_owned()))
        .collect();
    for (event, operator) in [
        ("sign-in-failed", "li"),
        ("sign-in-failed", "?"),
        ("signed-in", "li"),
        ("list-exported", "li"),
        ("signed-out", "li"),
    ] {
        assert!(all.contains(&(event.to_owned(), operator.to_owned())), "{event} {operator}: {all:?}");
    }
    assert!(!exported.to_string().contains("correct horse"), "a password typed as a name isn't stored");
    assert_eq!(codes(&desk, &[]), (0, Vec::new()));
}

#[test]
fn a_served_desk_signs_the_head_by_itself() {
    let desk = desk_with_entries();
    let _server = serve_office(&desk);
    let signed = || desk.run(&["audit", "verify", "--json"]).json()["heads"] == 1;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !signed() {
        assert!(std::time::Instant::now() < deadline, "no head is signed in time");
    }
}

#[test]
fn the_key_of_heads_is_sealed_like_the_signing_keys() {
    let mut desk = Desk::empty();
    desk.passphrase = Some("correct horse");
    desk.init(&["--operator", "li"]);
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "trial"]);
    desk.passphrase = None;
    let refused = desk.run(&["audit", "head"]);
    assert!(refused.exit == 1 && refused.err.starts_with("KEYS-SEALED"), "{}", refused.err);
    let kept: i64 = desk.database().query_row("SELECT COUNT(*) FROM secrets", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0, "nothing is stored unsealed");
    desk.passphrase = Some("correct horse");
    desk.succeed(&["audit", "head"]);
    let text: String = desk.database().query_row("SELECT text FROM secrets", [], |row| row.get(0)).unwrap();
    assert!(text.contains("[sealed]") && !text.contains("audit-seed"), "{text}");
    assert_eq!(codes(&desk, &[]), (0, Vec::new()), "a check needs no passphrase");
}
