//! `database` and `prune`: the upkeep of the database.

use serde_json::json;

use crate::harness::{BAD, Desk, MACHINE, NUMBER};

#[test]
fn an_intact_database_is_copied_and_the_copy_is_used() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let first = desk.answer(&request).json();
    let check = desk.succeed(&["database", "check"]);
    assert!(check.contains("Rows in licenses: 1") && check.contains("intact"), "{check}");
    let copy = desk.dir.path().join("copy.db").display().to_string();
    let said = desk.succeed(&["database", "copy", "--to", &copy]);
    assert!(said.contains("Rows in nonces: 1, SHA-256 ") && said.contains("match"), "{said}");
    assert_eq!(desk.refusal(&["database", "copy", "--to", &copy]), "DATABASE-NOT-EMPTY");
    let again = desk.run(&["answer", "--json", &request.text().unwrap(), "--database", &copy]).json();
    assert_eq!((&again["how"], &again["code"]), (&json!("again"), &first["code"]));
    let zh = desk.succeed(&["--lang", "zh", "database", "check", "--database", &copy]);
    assert!(zh.contains("表结构版本") && zh.contains("完好"), "{zh}");
}

#[test]
fn a_broken_rule_is_reported_with_its_cure() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 1)).exit, 0);
    desk.database().execute("DELETE FROM nonces", []).unwrap();
    let check = desk.run(&["database", "check"]);
    assert_eq!(check.exit, 5);
    assert!(check.out.contains("SEAT-UNANSWERED: ") && check.out.contains(NUMBER), "{}", check.out);
    let found = desk.run(&["database", "check", "--json"]).json();
    assert_eq!(
        (&found["findings"][0]["code"], &found["findings"][0]["count"]),
        (&json!("SEAT-UNANSWERED"), &json!(1))
    );
    let none = Desk::empty();
    for command in ["check", "migrate"] {
        let refused = none.run(&["database", command]);
        assert!(refused.exit == 1 && refused.err.starts_with("DESK-NONE"), "{}", refused.err);
    }
    assert_eq!(none.run(&["database", "copy"]).exit, 2);
}

#[test]
fn old_requests_are_counted_and_removed() {
    let desk = Desk::new(&[]);
    for secret in 1..=3 {
        desk.answer(&desk.request_for("AA03220129999", BAD, "BR80G1234567", secret));
    }
    let first = desk.answer(&desk.request(MACHINE, "BR80G1234567", 4)).json();
    desk.answer(&desk.request_for("AA03220129999", MACHINE, "BR80G1234567", 5));
    let prune = |options: &[&str]| {
        desk.run(&[&["prune", "--json", "--older-than", "1"], options].concat()).json()["requests"].clone()
    };
    assert_eq!(prune(&[]), 0, "no request is old");
    desk.database().execute("UPDATE attempts SET at = at - 90000", []).unwrap();
    assert_eq!(prune(&["--kind", "issued"]), 0);
    assert_eq!(prune(&["--kind", "unknown", "--dry-run"]), 3);
    assert_eq!(desk.succeed(&["prune", "--older-than", "1", "--kind", "unknown"]), "Requests removed: 3\n");
    assert_eq!(desk.succeed(&["prune", "--older-than", "1"]), "There are no requests to remove.\n");
    assert_eq!(desk.license(NUMBER)["requests"].as_array().unwrap().len(), 1);
    let again = desk.answer(&desk.request(MACHINE, "BR80G1234567", 4)).json();
    assert_eq!(again["code"], first["code"]);
    assert_eq!(desk.run(&["database", "check"]).exit, 0);
    for wrong in
        [&["prune"][..], &["prune", "--older-than", "0"], &["prune", "--older-than", "9", "--kind", "x"]]
    {
        assert_eq!(desk.run(wrong).exit, 2, "{wrong:?}");
    }
}
