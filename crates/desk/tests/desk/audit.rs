//! The audit: what stands in it, and what a check finds that somebody changed.

use serde_json::Value;

use crate::harness::{Browser, Desk, MACHINE, NUMBER, PASSWORD, desk_with_operator, serve_office, sign_in};

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
fn a_check_finds_what_was_altered_removed_moved_or_added() {
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
    // Two entries in each other's place.
    let copy = desk.copy();
    let swap = "UPDATE audit SET id = -id WHERE id IN (2, 3); UPDATE audit SET id = 5 + id WHERE id < 0";
    copy.database().execute_batch(swap).unwrap();
    let (exit, found) = codes(&copy, &[]);
    assert!(exit == 5 && found.iter().all(|code| code == "AUDIT-ALTERED") && found.len() == 2, "{found:?}");
}

#[test]
fn a_kept_head_shows_what_the_owner_of_the_database_changed() {
    let desk = desk_with_entries();
    let head = desk.dir.path().join("head.txt");
    std::fs::write(&head, desk.succeed(&["audit", "head"])).unwrap();
    let head = head.to_str().unwrap();
    assert_eq!(codes(&desk, &["--head", head]), (0, Vec::new()));
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "later"]);
    assert_eq!(codes(&desk, &["--head", head]), (0, Vec::new()), "later entries change nothing before");
    // Everything from before is gone, as if there had never been anything.
    let forged = desk.copy();
    let erase = "DELETE FROM heads; DELETE FROM chain; DELETE FROM audit; DELETE FROM events;
        UPDATE chain_end SET position = 0, hash = zeroblob(32)";
    forged.database().execute_batch(erase).unwrap();
    assert_eq!(codes(&forged, &[]), (0, Vec::new()), "nothing in the database shows it");
    assert_eq!(codes(&forged, &["--head", head]), (5, vec!["AUDIT-HEAD".to_owned()]));
    // With secrets of its own the forger signs heads of its own.
    forged.database().execute_batch("DELETE FROM secrets").unwrap();
    forged.succeed(&["operators", "add", "zhao"]);
    forged.succeed(&["audit", "head"]);
    let (exit, found) = codes(&forged, &["--head", head]);
    assert!(exit == 5 && found.contains(&"AUDIT-OTHER-KEY".to_owned()), "{found:?}");
    // A head that was changed on its way is refused.
    let changed = std::fs::read_to_string(head).unwrap().replace("position: ", "position: 1");
    std::fs::write(head, changed).unwrap();
    assert_eq!(desk.refusal(&["audit", "verify", "--head", head]), "AUDIT-HEAD-FORGED");
    std::fs::write(head, "hello").unwrap();
    assert_eq!(desk.refusal(&["audit", "verify", "--head", head]), "AUDIT-HEAD-MALFORMED");
}

#[test]
fn sign_ins_refusals_and_exports_stand_in_the_audit() {
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
    assert!(!exported.to_string().contains("correct horse"), "a password typed as a name isn't kept");
    assert_eq!(codes(&desk, &[]), (0, Vec::new()));
}

#[test]
fn a_served_desk_signs_the_head_by_itself() {
    let desk = desk_with_entries();
    let _server = serve_office(&desk);
    let signed = || desk.run(&["audit", "verify", "--json"]).json()["heads"] == 1;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !signed() {
        assert!(std::time::Instant::now() < deadline, "no head was signed");
    }
}

#[test]
fn the_key_of_heads_is_sealed_where_the_signing_keys_are() {
    let mut desk = Desk::empty();
    desk.passphrase = Some("correct horse");
    desk.init(&["--operator", "li"]);
    desk.succeed(&["licenses", "suspend", NUMBER, "--reason", "trial"]);
    desk.passphrase = None;
    let refused = desk.run(&["audit", "head"]);
    assert!(refused.exit == 1 && refused.err.starts_with("KEYS-SEALED"), "{}", refused.err);
    let kept: i64 = desk.database().query_row("SELECT COUNT(*) FROM secrets", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, 0, "nothing is kept unsealed");
    desk.passphrase = Some("correct horse");
    desk.succeed(&["audit", "head"]);
    let text: String = desk.database().query_row("SELECT text FROM secrets", [], |row| row.get(0)).unwrap();
    assert!(text.contains("[sealed]") && !text.contains("audit-seed"), "{text}");
    assert_eq!(codes(&desk, &[]), (0, Vec::new()), "a check needs no passphrase");
}
