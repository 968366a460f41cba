//! `operators`: adding, listing and removing operators.

use std::io::Write as _;
use std::process::Stdio;

use crate::harness::Desk;

#[test]
fn operators_are_added_once_and_removed() {
    let desk = Desk::new(&["--operator", "Li"]);
    let all = desk.run(&["operators", "list", "--json"]).json();
    assert_eq!(all["operators"][0]["name"], "li");
    let added = desk.succeed(&["operators", "add", "wang"]);
    let password = added.split(": ").last().unwrap().trim();
    assert!(password.len() == 23, "{added}");
    assert_eq!(desk.refusal(&["operators", "add", "WANG"]), "OPERATOR-THERE");
    let mut add = desk.command(&["operators", "add", "zhao", "--password-stdin"]);
    add.stdin(Stdio::piped());
    for (text, exit) in [("short\n", 5), ("", 5), ("correct horse battery\n", 0)] {
        let mut child = add.spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(exit), "{text}");
    }
    desk.succeed(&["operators", "remove", "wang"]);
    assert_eq!(desk.refusal(&["operators", "remove", "wang"]), "OPERATOR-UNKNOWN");
    let names: Vec<_> = desk.run(&["operators", "list", "--json"]).json()["operators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["li", "zhao"]);
    let database = std::fs::read(desk.data().join("ledger.db")).unwrap();
    assert!(!database.windows(password.len()).any(|part| part == password.as_bytes()));
    assert_eq!(desk.run(&["operators", "add", "<li>"]).exit, 2);
}
