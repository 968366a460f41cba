//! The schema: it has every route of programs with its scope, and the desk's responses match it.

use std::collections::BTreeSet;

use countersign_desk::web::programs::document;
use serde_json::{Value, json};

use super::walk::token_rows;
use super::{ALL, Program};
use crate::harness::{BAD, MACHINE, NUMBER, desk_with_operator};

fn schema() -> Value {
    serde_json::to_value(document()).unwrap()
}

#[test]
fn the_schema_has_exactly_the_routes_of_programs() {
    let schema = schema();
    assert_eq!(schema["openapi"], "3.1.0");
    let rows: BTreeSet<(String, String, String)> = token_rows()
        .into_iter()
        .map(|(row, scope)| {
            let method = row.method.as_str().to_ascii_lowercase();
            (row.path.to_owned(), method, json!([{ "token": [scope.name()] }]).to_string())
        })
        .collect();
    let mut documented = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (path, item) in schema["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(names.insert(operation["operationId"].to_string()), "{operation}");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{path}");
            if operation["operationId"] == "ask_as_device" {
                assert_eq!(operation["security"], json!([]));
                continue;
            }
            let has_key = operation["parameters"].to_string().contains("Idempotency-Key");
            assert_eq!(has_key, method == "post" && path != "/api/v1/bundles", "{path}");
            documented.insert((path.clone(), method.clone(), operation["security"].to_string()));
        }
    }
    assert_eq!(documented, rows);
}

/// Checks that a value has no member that its schema lacks, and each member that it requires.
fn check(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str().and_then(|address| address.rsplit('/').next()) {
        return check(document, &document["components"]["schemas"][name], value, at);
    }
    if let Some(one_of) = schema["oneOf"].as_array() {
        if !value.is_null() {
            check(document, one_of.last().unwrap(), value, at);
        }
        return;
    }
    if let (Some(members), Some(properties)) = (value.as_object(), schema["properties"].as_object()) {
        for (name, member) in members {
            let property = properties.get(name).unwrap_or_else(|| panic!("the schema of {at} lacks {name}"));
            check(document, property, member, &format!("{at}.{name}"));
        }
        for name in properties.keys() {
            // These two members are only sent if they have entries.
            let may_lack = ["errors", "report"].contains(&name.as_str());
            assert!(members.contains_key(name) || may_lack, "{at}.{name} is in the schema and not sent");
        }
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        check(document, &schema["items"], item, &format!("{at}[{index}]"));
    }
}

#[test]
fn responses_match_the_schema() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&[]);
    let program = Program::new(&desk, &server, "shop", &ALL);
    let answer =
        |machine, secret| json!({ "request": desk.request(machine, "BR80G1234567", secret).text().unwrap() });
    let writer = Program::new(&desk, &server, "writer", &["numbers:write", "cases:write"]);
    let replies = [
        ("/api/v1/answers", "post", program.post("/api/v1/answers", &answer(BAD, 1))),
        ("/api/v1/answers", "post", program.post("/api/v1/answers", &answer(MACHINE, 2))),
        (
            "/api/v1/cases/{case}/notes",
            "post",
            program.post("/api/v1/cases/CAS-000001/notes", &json!({ "text": "called" })),
        ),
        (
            "/api/v1/numbers/{number}/renew",
            "post",
            program
                .post(&format!("/api/v1/numbers/{NUMBER}/renew"), &json!({ "expiry": "9d", "reason": "x" })),
        ),
        (
            "/api/v1/cases/{case}/notes",
            "post",
            writer.post("/api/v1/cases/CAS-000001/notes", &json!({ "text": "called" })),
        ),
        (
            "/api/v1/numbers/{number}/edit",
            "post",
            writer.post(&format!("/api/v1/numbers/{NUMBER}/edit"), &json!({ "seats": 2, "reason": "x" })),
        ),
        (
            "/api/v1/numbers/{number}/customer",
            "post",
            writer.post(&format!("/api/v1/numbers/{NUMBER}/customer"), &json!({ "ticket": "T-7" })),
        ),
        (
            "/api/v1/numbers/{number}/release",
            "post",
            program.post(&format!("/api/v1/numbers/{NUMBER}/release"), &json!({ "reason": "x" })),
        ),
        (
            "/api/v1/numbers",
            "post",
            program.post("/api/v1/numbers", &json!({ "numbers": ["AA09999999999"] })),
        ),
        ("/api/v1/numbers", "post", program.post("/api/v1/numbers", &json!({ "numbers": ["x"] }))),
        ("/api/v1/numbers/import", "post", program.import("/api/v1/numbers/import", "AA099999999X8\nx\n")),
        ("/api/v1/numbers/import", "post", program.import("/api/v1/numbers/import?way=strict", "x\n")),
        ("/api/v1/numbers", "get", program.get("/api/v1/numbers")),
        ("/api/v1/numbers/{number}", "get", program.get(&format!("/api/v1/numbers/{NUMBER}"))),
        ("/api/v1/requests", "get", program.get("/api/v1/requests")),
        ("/api/v1/requests/{id}", "get", program.get("/api/v1/requests/1")),
        ("/api/v1/cases", "get", program.get("/api/v1/cases?state=all")),
        ("/api/v1/cases/{case}", "get", program.get("/api/v1/cases/CAS-000001")),
        ("/api/v1/statistics", "get", program.get("/api/v1/statistics")),
    ];
    let document = server.get("/api/v1/openapi.json").json();
    assert_eq!(document, schema());
    for (path, method, reply) in replies {
        let responses = &document["paths"][path][method]["responses"];
        let content = &responses[reply.status.to_string()]["content"][reply.header("content-type").unwrap()];
        assert!(content.is_object(), "{path} {}: {}", reply.status, reply.body);
        check(&document, &content["schema"], &reply.json(), path);
    }
}

#[test]
fn the_guide_names_every_address_of_the_schema() {
    let guide = include_str!("../../../../../docs/api.md");
    for path in schema()["paths"].as_object().unwrap().keys() {
        let end = path.rsplit('/').next().unwrap();
        assert!(guide.contains(&format!("{path}`")) || guide.contains(&format!("`/{end}`")), "{path}");
    }
}

#[test]
fn the_page_of_the_schema_has_every_operation() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&[]);
    for (lang, word) in [("en", "Scope: "), ("zh", "权限范围：")] {
        let page = server.get(&format!("/api/v1/docs?lang={lang}"));
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
        for (row, scope) in token_rows() {
            assert!(page.body.contains(&format!("{} {}", row.method, row.path)), "{}", row.path);
            assert!(page.body.contains(&format!("{word}<code>{scope}</code>")), "{scope}");
        }
    }
}
