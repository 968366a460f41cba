//! `keys` and `profiles`: signing keys and profile versions.

use countersign_core::protocol::Request;
use serde_json::json;

use crate::harness::{Desk, MACHINE, NUMBER, strings};

#[test]
fn an_old_profile_is_answered_with_the_newest_key_that_it_pins() {
    let desk = Desk::new(&[]);
    let old = desk.profile();
    let first = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(desk.refusal(&["keys", "retire", "0"]), "KEY-LAST");
    desk.succeed(&["keys", "add"]);
    let keys = desk.run(&["keys", "list", "--json"]).json();
    assert_eq!((&keys["keys"][0]["profiles"], &keys["keys"][1]["profiles"]), (&json!([1, 2]), &json!([2])));
    let answer = |request: &Request| {
        let answer = desk.answer(request).json();
        let lines = strings(&answer["lines"]);
        // The newest profile verifies the codes of every key that the desk ever had.
        desk.verify(&lines, request);
        (answer["notes"][0]["code"].as_str().map(str::to_owned), lines)
    };
    let (note, old_lines) = answer(&first);
    assert_eq!(note.as_deref(), Some("PROFILE-STALE"));
    let second = desk.request(MACHINE, "BR80G1234567", 2);
    assert_eq!(second.head.profile_version, 2);
    let (note, _) = answer(&second);
    assert_eq!(note, None);
    // A retired key signs nothing new, but its codes are still given and still verify.
    desk.succeed(&["keys", "retire", "0"]);
    assert_eq!(answer(&first).1, old_lines);
    let mut late = first.clone();
    late.head.nonce = [9; 4];
    assert_eq!(desk.answer(&late).json()["reason"], "KEY-MISSING");
    assert_eq!(desk.refusal(&["keys", "retire", "0"]), "KEY-RETIRED");
    assert_eq!(desk.refusal(&["keys", "retire", "9"]), "KEY-UNKNOWN");
    assert!(old.keys.iter().all(|key| desk.profile().keys.contains(key)));
}

#[test]
fn profile_versions_are_published_and_kept() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.refusal(&["profiles", "publish"]), "PROFILE-SAME");
    assert_eq!(desk.refusal(&["profiles", "publish", "--host", "no host"]), "SETTING-INVALID");
    desk.succeed(&[
        "profiles",
        "publish",
        "--declared",
        "serial",
        "--spoken",
        "yes",
        "--hotline",
        "400 765 4321",
    ]);
    let all = desk.run(&["profiles", "list", "--json"]).json();
    assert_eq!(
        (&all["profiles"][1]["declared"], &all["profiles"][1]["newest"]),
        (&json!("serial"), &json!(true))
    );
    assert!(desk.succeed(&["profiles", "show", "1"]).contains("400 123 4567"));
    assert!(desk.succeed(&["profiles", "show", "2"]).contains("400 765 4321"));
    assert_eq!(desk.refusal(&["profiles", "show", "3"]), "PROFILE-UNKNOWN");
    assert_eq!(desk.profile().version, 2);
    assert!(
        desk.succeed(&["profiles", "list"]).contains("(newest)") && desk.license(NUMBER)["state"] == "unused"
    );
}
