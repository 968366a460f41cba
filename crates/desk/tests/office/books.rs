//! Operators, keys and profile versions, by command.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::server::{Desk, MACHINE, NUMBER};

fn json(desk: &Desk, args: &[&str]) -> Value {
    serde_json::from_str(&desk.ran(args)).unwrap()
}

fn refused(desk: &Desk, args: &[&str]) -> String {
    let output = desk.run(args);
    assert_eq!(output.status.code(), Some(5), "{args:?}");
    String::from_utf8(output.stderr).unwrap().split(':').next().unwrap().to_owned()
}

#[test]
fn operators_are_added_once_and_removed() {
    let desk = Desk::new(&["--operator", "Li"]);
    let all = json(&desk, &["operators", "list", "--json"]);
    assert_eq!(all["operators"][0]["name"], "li");
    let made = desk.ran(&["operators", "add", "wang"]);
    let password = made.split(": ").last().unwrap().trim();
    assert!(password.len() == 23, "{made}");
    assert_eq!(refused(&desk, &["operators", "add", "WANG"]), "OPERATOR-THERE");
    let mut typed = Command::new(env!("CARGO_BIN_EXE_countersign-desk"));
    typed.args(["operators", "add", "zhao", "--password-stdin"]).env_clear();
    typed.env("COUNTERSIGN_DESK_DATA", desk.data()).stdin(Stdio::piped()).stderr(Stdio::piped());
    for (text, exit) in [("short\n", 5), ("", 5), ("correct horse battery\n", 0)] {
        let mut child = typed.spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(exit), "{text}");
    }
    desk.ran(&["operators", "remove", "wang"]);
    assert_eq!(refused(&desk, &["operators", "remove", "wang"]), "OPERATOR-UNKNOWN");
    let names: Vec<_> = json(&desk, &["operators", "list", "--json"])["operators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["li", "zhao"]);
    let database = std::fs::read(desk.data().join("ledger.db")).unwrap();
    assert!(!database.windows(password.len()).any(|part| part == password.as_bytes()));
    assert_eq!(desk.run(&["operators", "add", "<li>"]).status.code(), Some(2));
}

#[test]
fn old_profiles_are_answered_with_the_newest_key_they_pin() {
    let desk = Desk::new(&[]);
    let old = desk.profile();
    let first = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(refused(&desk, &["keys", "retire", "0"]), "KEY-LAST");
    desk.ran(&["keys", "add"]);
    let keys = json(&desk, &["keys", "list", "--json"]);
    assert_eq!((&keys["keys"][0]["profiles"], &keys["keys"][1]["profiles"]), (&json!([1, 2]), &json!([2])));
    let signed_by = |request: &countersign_core::protocol::Request| {
        let output = desk.run(&["answer", "--json", &request.text().unwrap()]);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        let lines: Vec<String> = serde_json::from_value(answer["lines"].clone()).unwrap();
        // The newest profile still verifies what any key of the desk ever signed.
        desk.enter(&lines, request);
        (answer["notes"][0]["code"].as_str().map(str::to_owned), lines)
    };
    let (note, old_lines) = signed_by(&first);
    assert_eq!(note.as_deref(), Some("PROFILE-STALE"));
    let second = desk.request(MACHINE, "BR80G1234567", 2);
    assert_eq!(second.head.profile_version, 2);
    let (note, _) = signed_by(&second);
    assert_eq!(note, None);
    // After its retirement: what key 0 signed is still the answer, and still verifies; nothing new is signed with it.
    desk.ran(&["keys", "retire", "0"]);
    assert_eq!(signed_by(&first).1, old_lines);
    let mut late = first.clone();
    late.head.nonce = [9; 4];
    let output = desk.run(&["answer", "--json", &late.text().unwrap()]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["reason"], "KEY-MISSING");
    assert_eq!(refused(&desk, &["keys", "retire", "0"]), "KEY-RETIRED");
    assert_eq!(refused(&desk, &["keys", "retire", "9"]), "KEY-UNKNOWN");
    assert!(old.keys.iter().all(|key| desk.profile().keys.contains(key)));
}

#[test]
fn profile_versions_are_published_and_kept() {
    let desk = Desk::new(&[]);
    assert_eq!(refused(&desk, &["profiles", "publish"]), "PROFILE-SAME");
    assert_eq!(refused(&desk, &["profiles", "publish", "--host", "no host"]), "SETTING-INVALID");
    desk.ran(&[
        "profiles",
        "publish",
        "--declared",
        "serial",
        "--spoken",
        "yes",
        "--hotline",
        "400 765 4321",
    ]);
    let all = json(&desk, &["profiles", "list", "--json"]);
    assert_eq!(
        (&all["profiles"][1]["declared"], &all["profiles"][1]["newest"]),
        (&json!("serial"), &json!(true))
    );
    assert!(desk.ran(&["profiles", "show", "1"]).contains("400 123 4567"));
    assert!(desk.ran(&["profiles", "show", "2"]).contains("400 765 4321"));
    assert_eq!(refused(&desk, &["profiles", "show", "3"]), "PROFILE-UNKNOWN");
    assert_eq!(desk.profile().version, 2);
    assert!(desk.ran(&["profiles", "list"]).contains("(newest)") && desk.story(NUMBER)["state"] == "unused");
}
