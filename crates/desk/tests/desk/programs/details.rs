//! Details for programs: why a request is refused, the last day of a number, and how to find a request again.

use serde_json::{Value, json};

use super::{ALL, Program, problem, refusal};
use crate::harness::{BAD, Desk, MACHINE, NUMBER};

/// An address, a posted body (empty for GET), and the code and a part of the detail of the refusal.
const RULES: [(&str, &str, &str, &str); 15] = [
    ("numbers", r#"{"numbers":[]}"#, "BODY-INVALID", "numbers must have 1 to 500 entries."),
    (
        "numbers",
        r#"{"numbers":["AA05550001234"],"seats":0}"#,
        "BODY-INVALID",
        "seats must be a whole number from 1",
    ),
    ("numbers", r#"{"numbers":["AA05550001234"],"seats":"2"}"#, "BODY-INVALID", "expected u16"),
    ("numbers", r#"{"numbers":"AA05550001234"}"#, "BODY-INVALID", "expected a sequence at line 1"),
    ("numbers", r#"{"number":"AA05550001234"}"#, "BODY-INVALID", "`expiry`, `seats`, `customer`"),
    ("numbers", r#"{"numbers":["AA05550001234"],"expiry":"1y"}"#, "BODY-INVALID", "a day such as 2027-12-31"),
    ("numbers", r#"{"numbers":["AA05550001234"],"expiry":"2020-01-01"}"#, "VALUE-INVALID", "today or later"),
    (
        "numbers",
        r#"{"numbers":["AA05550001234"],"expiry":"2031-02-30"}"#,
        "VALUE-INVALID",
        "a day of the calendar",
    ),
    ("numbers", r#"{"numbers":["AA05550001234"],}"#, "JSON-INVALID", "one JSON object"),
    ("numbers?limit=501", "", "PARAMETER-INVALID", "limit must be a whole number from 1 to 500."),
    ("numbers?state=bound&expiring=30", "", "VALUE-INVALID", "expiring and state can't be used together."),
    ("numbers?cursor=%2F", "", "PARAMETER-INVALID", "the next of a page"),
    ("requests?from=yesterday", "", "VALUE-INVALID", "from must be a day of the calendar"),
    ("statistics?days=400", "", "PARAMETER-INVALID", "days must be a whole number from 1 to 366."),
    ("numbers/AA0999", "", "NUMBER-MALFORMED", "errors"),
];

#[test]
fn a_refusal_names_the_rule_that_was_broken() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &ALL);
    for (path, body, code, why) in RULES {
        let path = format!("/api/v1/{path}");
        let reply = match body {
            "" => shop.get(&path),
            body => shop.send("POST", &path, &[("content-type", "application/json")], body),
        };
        assert_eq!(problem(&reply).1, code, "{path} {body}");
        assert!(reply.body.contains(why), "{path} {body}: {}", reply.body);
    }
    let reply = shop.get("/api/v1/numbers/AA0999").json();
    assert!(reply["errors"][0]["what"].as_str().unwrap().contains("an example is AA"), "{reply}");
    let method = shop.send("DELETE", &format!("/api/v1/numbers/{NUMBER}"), &[], "");
    assert_eq!(problem(&method), refusal(405, "METHOD-UNKNOWN"));
    assert!(method.body.contains("doesn't support that method"), "{}", method.body);
}

#[test]
fn the_last_day_of_a_number_is_reported_once_known() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &ALL);
    for (number, expiry, expires) in [
        ("AA05550001234", "365d", Value::Null),
        ("AA05550001235", "never", Value::Null),
        ("AA05550001236", "2031-12-31", json!("2031-12-31")),
    ] {
        let made = shop.post("/api/v1/numbers", &json!({ "numbers": [number], "expiry": expiry }));
        assert_eq!(made.status, 201);
        assert_eq!(shop.get(&format!("/api/v1/numbers/{number}")).json()["expires"], expires, "{expiry}");
    }
    let listed = shop.get("/api/v1/numbers").json();
    let listed = listed["numbers"].as_array().unwrap();
    assert_eq!(listed.iter().filter(|one| one["expires"] == json!("2031-12-31")).count(), 1);
    let audit = desk.succeed(&["audit", "export"]);
    assert!(audit.contains("numbers-added") && audit.contains("AA05550001236"), "{audit}");
}

#[test]
fn a_request_is_found_again_by_name_and_number() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let request = desk.request(MACHINE, "BR80G1234567", 1).text().unwrap();
    let answer = portal.post("/api/v1/answers", &json!({ "request": request })).json();
    let name = answer["request"].as_str().unwrap();
    for query in
        [format!("name={name}"), format!("number={NUMBER}"), format!("number={}", NUMBER.to_lowercase())]
    {
        let found = portal.get(&format!("/api/v1/requests?{query}")).json();
        assert_eq!(found["requests"].as_array().unwrap().len(), 1, "{query}: {found}");
        let id = &found["requests"][0]["id"];
        assert_eq!(portal.get(&format!("/api/v1/requests/{id}")).json()["name"], name);
    }
    for query in ["name=AAA-AAA", "number=AA09999999999"] {
        let found = portal.get(&format!("/api/v1/requests?{query}")).json();
        assert_eq!(found["requests"], json!([]), "{query}");
    }
    let refused = desk.request(BAD, "BR80G1234567", 2).text().unwrap();
    portal.post("/api/v1/answers", &json!({ "request": refused }));
    let cases = portal.get(&format!("/api/v1/cases?number={NUMBER}")).json();
    assert_eq!(cases["cases"].as_array().unwrap().len(), 1, "{cases}");
    assert_eq!(portal.get("/api/v1/cases?number=AA09999999999").json()["cases"], json!([]));
}
