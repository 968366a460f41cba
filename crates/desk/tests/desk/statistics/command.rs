//! The command `statistics`.

use serde_json::{Value, json};

use crate::harness::{BAD, Desk, MACHINE};

fn counts(desk: &Desk, options: &[&str]) -> Value {
    let out = desk.succeed(&[&["statistics", "--json"], options].concat());
    serde_json::from_str(&out).unwrap()
}

#[test]
fn an_empty_desk_has_days_without_requests() {
    let desk = Desk::new(&[]);
    let empty = counts(&desk, &[]);
    assert_eq!(empty["days"].as_array().unwrap().len(), 30);
    assert_eq!(empty["days"][29]["day"], empty["until"]);
    assert_eq!(empty["days"][0], json!({ "day": empty["from"], "issued": 0, "refused": 0 }));
    for (key, expected) in [
        ("requests", json!({ "issued": 0, "refused": 0 })),
        ("reasons", json!([])),
        ("platforms", json!([])),
        ("cases", json!({ "opened": 0, "alone": 0, "helped": 0, "by-hand": 0, "open": 0 })),
        ("open-cases", json!({ "all": 0, "desk": 0, "customer": 0, "oldest": null })),
        ("expired", json!(0)),
        ("product", json!(null)),
        ("zone", json!("UTC")),
    ] {
        assert_eq!(empty[key], expected, "{key}");
    }
    for lang in ["en", "zh"] {
        let text = desk.succeed(&["statistics", "--lang", lang]);
        assert!(text.lines().count() > 20, "{text}");
    }
}

#[test]
fn requests_and_cases_are_counted_as_a_table_and_as_json() {
    let desk = Desk::new(&[]);
    // Answers of the server to strangers don't count as help by an operator.
    let server = desk.serve(&[]);
    for (values, secret) in [(BAD, 1), (MACHINE, 2)] {
        server.post(&crate::harness::path(&desk.request(values, "BR80G1234567", secret)));
    }
    let week = counts(&desk, &["--days", "7", "--product", "example-os"]);
    assert_eq!(week["days"].as_array().unwrap().len(), 7);
    assert_eq!(week["requests"], json!({ "issued": 1, "refused": 1 }));
    assert_eq!(week["reasons"], json!([{ "reason": "MACHINE-REFUSED", "requests": 1 }]));
    assert_eq!(week["platforms"], json!([{ "platform": 1, "name": "AMI", "issued": 1, "refused": 1 }]));
    assert_eq!(week["cases"]["alone"], 1);
    assert_eq!(week["product"], "example-os");
    let text = desk.succeed(&["statistics", "--days", "1"]);
    let until = week["until"].as_str().unwrap();
    insta::assert_snapshot!(text.replace(until, "YYYY-MM-DD"));
}

#[test]
fn another_period_or_product_is_refused() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.refusal(&["statistics", "--product", "other"]), "PRODUCT-UNKNOWN");
    for days in ["0", "367", "-1", "x"] {
        assert_eq!(desk.run(&["statistics", "--days", days]).exit, 2, "{days}");
    }
}
