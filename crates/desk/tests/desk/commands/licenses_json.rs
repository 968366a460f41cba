//! `licenses … --json`: the objects that the acts on a number, its customer and added numbers print.

use serde_json::{Value, json};

use crate::harness::{Desk, MACHINE, NUMBER};

#[test]
fn each_act_on_a_number_prints_its_object() {
    let desk = Desk::new(&[]);
    let act = |args: &[&str]| desk.run(&[&["licenses"], args, &["--json", "--yes"]].concat());
    let done = |act: &str, seat: Value, detail: &str| json!({ "act": act, "seat": seat, "detail": detail, "answer": null, "number": desk.license(NUMBER) });
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    let released = act(&["release", NUMBER, "--receipt", &Desk::receipt(1)]).json();
    assert_eq!(released, done("release-receipt", json!(1), ""));
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 2));
    let released = act(&["release", NUMBER, "--reason", "x"]).json();
    assert_eq!(released, done("release", json!(1), ""));
    let renewed = act(&["renew", NUMBER, "--days", "30", "--reason", "x"]).json();
    assert_eq!(renewed, done("renew", Value::Null, renewed["detail"].as_str().unwrap()));
    assert_eq!(renewed["number"]["expiry"], "30d");
    let without_consent = |args: &[&str]| desk.run(&[&["licenses"], args, &["--json"]].concat()).json();
    let edited = without_consent(&["edit", NUMBER, "--seats", "3", "--reason", "x"]);
    assert_eq!(edited, done("edit", Value::Null, "seats 1 -> 3"));
    for name in ["suspend", "resume"] {
        let object = without_consent(&[name, NUMBER, "--reason", "x"]);
        assert_eq!(object, done(name, Value::Null, ""));
    }
    assert_eq!(act(&["revoke", NUMBER, "--reason", "x"]).json(), done("revoke", Value::Null, ""));
    let refused = act(&["revoke", NUMBER, "--reason", "x"]);
    assert_eq!((refused.exit, refused.json()["reason"].as_str()), (5, Some("NUMBER-REVOKED")));
    let customer = without_consent(&["customer", NUMBER, "--ticket", "T-7"]);
    assert_eq!((&customer["customer"]["ticket"], &customer), (&json!("T-7"), &desk.license(NUMBER)));
}

#[test]
fn added_numbers_print_what_is_new_and_what_differs() {
    let desk = Desk::new(&[]);
    let other = "AA03220123952";
    let args = ["licenses", "add", NUMBER, "aa0322-0123952", "--seats", "2", "--json", "--lang", "en"];
    let added = desk.run(&args);
    assert_eq!(added.exit, 5);
    let mut object = added.json();
    let what = object["differing"][0]["what"].take();
    assert!(what.as_str().is_some_and(|what| what.contains("licenses edit")), "{what}");
    assert_eq!(
        object,
        json!({
            "product": "example-os", "numbers": [NUMBER, other], "new": 1, "known": 0,
            "differing": [{ "number": NUMBER, "what": null }],
        })
    );
}
