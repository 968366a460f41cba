//! The interface for devices, `/api/v1`.

use countersign_testing::http as client;
use serde_json::json;

use crate::harness::{BAD, Desk, MACHINE, NUMBER, path, spoken, strings};

/// The status and the code of an error.
pub fn error_code(reply: &client::Reply) -> (u16, String) {
    let error = reply.json()["error"].take();
    assert!(!error["what"].as_str().unwrap().is_empty() && !error["cure"].as_str().unwrap().is_empty());
    (reply.status, error["code"].as_str().unwrap().to_owned())
}

#[test]
fn the_interface_gives_the_same_answers_as_the_program() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let reply = server.api(&json!({ "request": request.text().unwrap() }));
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let answer = reply.json();
    let lines = strings(&answer["lines"]);
    desk.verify(&lines, &request);
    assert_eq!(answer["code"].as_str().unwrap(), lines.concat().replace(' ', ""));
    assert_eq!((&answer["decision"], &answer["how"]), (&"issued".into(), &"first".into()));
    assert_eq!((&answer["seat"], answer["marker2"].as_str().unwrap().len()), (&1.into(), 20));
    assert_eq!(
        (&answer["findings"][2]["origin"], &answer["findings"][2]["source"]),
        (&"firmware".into(), &serde_json::Value::Null)
    );
    let again = server.api(&json!({ "request": request.url("desk.example").unwrap(), "scheme": 3 })).json();
    let mut printed = desk.answer(&request).json();
    printed.as_object_mut().unwrap().remove("source");
    assert_eq!(again, printed);
    assert_eq!(server.press(&path(&request)).lines(), lines, "the phone page gives the same code");
}

#[test]
fn a_refusal_is_an_answer_in_the_language_of_the_caller() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let body = json!({ "request": desk.request(BAD, "BR80G1234567", 1).text().unwrap() }).to_string();
    let headers = [("content-type", "application/json"), ("accept-language", "zh-CN")];
    let zh = client::send(&server.address, "POST", "/api/v1/requests", &headers, &body).unwrap();
    let en = client::json(&server.address, &body).unwrap();
    for (reply, word) in [(&zh, "固件"), (&en, "firmware")] {
        assert_eq!(reply.status, 200);
        let answer = reply.json();
        assert_eq!((&answer["decision"], &answer["reason"]), (&"refused".into(), &"MACHINE-REFUSED".into()));
        assert_eq!(answer["case"], "CAS-000001");
        assert!(answer["what"].as_str().unwrap().contains(word), "{answer}");
        assert_eq!(answer["findings"][2]["code"], "SERIAL-PLACEHOLDER");
        assert!(!answer["findings"][2]["remedies"].as_array().unwrap().is_empty());
        assert!(answer["code"].is_null());
    }
}

#[test]
fn the_older_binding_is_issued_and_upgraded() {
    let desk = Desk::new(&["--older-binding"]);
    let server = desk.serve(&[]);
    let bad = desk.request(BAD, "BR80G1234567", 1).text().unwrap();
    assert_eq!(server.api(&json!({ "request": bad })).json()["reason"], "MACHINE-REFUSED");
    let older = server.api(&json!({ "request": bad, "scheme": 2 })).json();
    assert_eq!((&older["decision"], &older["how"]), (&"issued".into(), &"first".into()));
    let corrected = desk.request(MACHINE, "BR80G1234567", 2).text().unwrap();
    assert_eq!(server.api(&json!({ "request": corrected })).json()["how"], "moved-up");
    let strict = Desk::new(&[]);
    let server = strict.serve(&[]);
    let refused = server.api(&json!({ "request": bad, "scheme": 2 })).json();
    assert_eq!(refused["reason"], "OLDER-NOT-OFFERED");
}

#[test]
fn a_body_without_a_request_is_an_error_with_a_code() {
    let desk = Desk::new(&["--spoken"]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let text = request.text().unwrap();
    let raw = |body: &str| error_code(&client::json(&server.address, body).unwrap());
    let error = |status, code: &str| (status, code.to_owned());
    assert_eq!(error_code(&server.api(&json!({ "request": "hello" }))), error(400, "REQUEST-INVALID"));
    assert_eq!(error_code(&server.api(&json!({ "request": &text[..90] }))), error(400, "REQUEST-INVALID"));
    assert_eq!(
        error_code(&server.api(&json!({ "request": "A".repeat(70_000) }))),
        error(413, "REQUEST-TOO-LONG")
    );
    assert_eq!(
        error_code(&server.api(&json!({ "request": "A".repeat(400_000) }))),
        error(413, "REQUEST-TOO-LONG")
    );
    assert_eq!(error_code(&server.api(&json!({ "request": text, "scheme": 4 }))), error(400, "JSON-INVALID"));
    assert_eq!(error_code(&server.api(&json!({ "text": text }))), error(400, "JSON-INVALID"));
    assert_eq!(raw("{"), error(400, "JSON-INVALID"));
    let plain = client::send(&server.address, "POST", "/api/v1/requests", &[], &text).unwrap();
    assert_eq!(error_code(&plain), error(400, "JSON-INVALID"));
    // The list of requests is for programs. A device uses its response to check that the desk is reachable.
    let list = server.get("/api/v1/requests");
    assert_eq!((list.status, list.header("www-authenticate")), (401, Some("bearer realm=\"countersign\"")));
    assert_eq!(list.json()["code"], "TOKEN-MISSING");
    assert_eq!(error_code(&server.get("/api/v2/requests")), error(404, "PAGE-UNKNOWN"));
    // Only an operator may answer a spoken request.
    let spoken = spoken(NUMBER, &request);
    assert_eq!(server.api(&json!({ "request": spoken })).json()["reason"], "SPOKEN-NEEDS-OPERATOR");
    let (_, lines) = spoken.split_once('\n').unwrap();
    assert_eq!(error_code(&server.api(&json!({ "request": lines }))), error(400, "REQUEST-INVALID"));
    assert_eq!(desk.license(NUMBER)["state"], "unused");
}

#[test]
fn a_request_that_was_given_back_or_has_retired_keys_is_refused() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let ask = || {
        let reply = server.api(&json!({ "request": request.text().unwrap() }));
        assert_eq!(reply.status, 200);
        reply.json()["reason"].as_str().map(str::to_owned)
    };
    assert_eq!(ask(), None);
    desk.succeed(&["licenses", "release", NUMBER, "--receipt", &Desk::receipt(1)]);
    assert_eq!(ask().as_deref(), Some("REQUEST-SPENT"));
    assert!(server.press(&path(&request)).body.contains("REQUEST-SPENT"), "an old phone link is refused");
    desk.succeed(&["keys", "add"]);
    desk.succeed(&["keys", "retire", "0"]);
    assert_eq!(ask().as_deref(), Some("PROFILE-RETIRED"));
    let page = server.press(&path(&request));
    assert!(page.status == 200 && page.body.contains("PROFILE-RETIRED"), "{}", page.body);
    let ran = desk.answer(&request);
    assert_eq!((ran.exit, ran.json()["reason"].as_str()), (5, Some("PROFILE-RETIRED")));
}
