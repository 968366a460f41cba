//! `keys` and `profiles`: signing keys and profiles.

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
        // The newest profile verifies the codes of every key that the desk has had.
        desk.verify(&lines, request);
        answer["notes"][0]["code"].as_str().map(str::to_owned)
    };
    assert_eq!(answer(&first).as_deref(), Some("PROFILE-STALE"));
    let second = desk.request(MACHINE, "BR80G1234567", 2);
    assert_eq!(second.head.profile_id, 2);
    assert_eq!(answer(&second), None);
    // No key of the old profile signs any more: its devices have to get the newest profile.
    desk.succeed(&["keys", "retire", "0"]);
    let refused = desk.answer(&first);
    assert_eq!((refused.exit, refused.json()["reason"].as_str()), (5, Some("PROFILE-RETIRED")));
    assert!(refused.json()["next"].as_str().unwrap().contains("newest profile.toml"));
    assert_eq!(desk.refusal(&["keys", "retire", "0"]), "KEY-RETIRED");
    assert_eq!(desk.refusal(&["keys", "retire", "9"]), "KEY-UNKNOWN");
    assert!(old.keys.iter().all(|key| desk.profile().keys.contains(key)));
}

#[test]
fn profiles_are_published_and_older_ones_are_kept() {
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
    assert_eq!((desk.profile().id, desk.profile().version), (2, 2));
    assert_eq!((&all["profiles"][1]["id"], &all["profiles"][1]["assigned"]), (&json!(2), &json!(false)));
    assert!(
        desk.succeed(&["profiles", "list"]).contains("(newest)") && desk.license(NUMBER)["state"] == "unused"
    );
}

#[test]
fn a_profile_is_published_from_a_file_once() {
    let desk = Desk::new(&[]);
    let file = desk.dir.path().join("mine.toml");
    let mut text = std::fs::read_to_string(desk.data().join("profile.toml")).unwrap();
    text = text.replace("version = 1", "version = 2 # May").replace("assigned = false", "assigned = true");
    std::fs::write(&file, &text).unwrap();
    let publish = ["profiles", "publish", file.to_str().unwrap()];
    let out = desk.succeed(&publish);
    assert!(out.contains("Profile 2 (version 2) is published") && out.contains("mine.toml"), "{out}");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("id = 2\n") && written.contains("version = 2 # May"), "{written}");
    assert_eq!(desk.succeed(&["profiles", "show", "2"]), written);
    assert_eq!(
        desk.profile().policy,
        countersign_core::review::Policy { assigned: true, ..desk.profile().policy }
    );
    assert_eq!(desk.refusal(&publish), "PROFILE-PUBLISHED");
    std::fs::write(&file, text.replace("version = 2 # May", "version = 1")).unwrap();
    assert_eq!(desk.refusal(&publish), "PROFILE-PUBLISHED", "the settings are already published");
    std::fs::write(&file, text.replace("assigned = true", "assigned = false")).unwrap();
    assert_eq!(desk.refusal(&publish), "PROFILE-VERSION");
    assert_eq!(desk.run(&["profiles", "publish", file.to_str().unwrap(), "--spoken", "yes"]).exit, 2);
    assert_eq!(desk.profile().id, 2);
}
