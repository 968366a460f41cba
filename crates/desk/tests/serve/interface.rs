//! The interface for devices, `/api/v1`.

use serde_json::{Value, json};

use crate::server::{BAD, Desk, MACHINE, NUMBER, path};
use countersign_testing::http as client;

fn code(reply: &client::Reply) -> (u16, String) {
    let error = reply.json()["error"].take();
    assert!(!error["what"].as_str().unwrap().is_empty() && !error["cure"].as_str().unwrap().is_empty());
    (reply.status, error["code"].as_str().unwrap().to_owned())
}

#[test]
fn a_request_is_answered_as_the_program_answers_it() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let reply = server.api(&json!({ "request": request.text().unwrap() }));
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/json")));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let answer = reply.json();
    let lines: Vec<String> = serde_json::from_value(answer["lines"].clone()).unwrap();
    desk.enter(&lines, &request);
    assert_eq!(answer["code"].as_str().unwrap(), lines.concat().replace(' ', ""));
    assert_eq!((&answer["decision"], &answer["how"]), (&"issued".into(), &"first".into()));
    let again = server.api(&json!({ "request": request.url("desk.example").unwrap(), "scheme": 3 })).json();
    let mut told: Value =
        serde_json::from_str(&desk.ran(&["answer", "--json", &request.text().unwrap()])).unwrap();
    told.as_object_mut().unwrap().remove("source");
    assert_eq!(again, told);
    assert_eq!(server.post(&path(&request)).lines(), lines, "the phone's page gives the same");
}

#[test]
fn a_refusal_is_an_answer_in_the_callers_language() {
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
fn the_older_binding_is_had_here_and_moves_up() {
    let desk = Desk::new(&["--older-binding"]);
    let server = desk.serve(&[]);
    let bad = desk.request(BAD, "BR80G1234567", 1).text().unwrap();
    assert_eq!(server.api(&json!({ "request": bad })).json()["reason"], "MACHINE-REFUSED");
    let older = server.api(&json!({ "request": bad, "scheme": 2 })).json();
    assert_eq!((&older["decision"], &older["how"]), (&"issued".into(), &"first".into()));
    let mended = desk.request(MACHINE, "BR80G1234567", 2).text().unwrap();
    assert_eq!(server.api(&json!({ "request": mended })).json()["how"], "moved-up");
    let closed = Desk::new(&[]);
    let server = closed.serve(&[]);
    let refused = server.api(&json!({ "request": bad, "scheme": 2 })).json();
    assert_eq!(refused["reason"], "OLDER-NOT-OFFERED");
}

#[test]
fn what_is_no_request_is_an_error_with_a_code() {
    let desk = Desk::new(&["--spoken"]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let text = request.text().unwrap();
    let raw = |body: &str| code(&client::json(&server.address, body).unwrap());
    let no = |status, code: &str| (status, code.to_owned());
    assert_eq!(code(&server.api(&json!({ "request": "hello" }))), no(400, "REQUEST-INVALID"));
    assert_eq!(code(&server.api(&json!({ "request": &text[..90] }))), no(400, "REQUEST-INVALID"));
    assert_eq!(code(&server.api(&json!({ "request": "A".repeat(70_000) }))), no(413, "REQUEST-TOO-LONG"));
    assert_eq!(code(&server.api(&json!({ "request": "A".repeat(400_000) }))), no(413, "REQUEST-TOO-LONG"));
    assert_eq!(code(&server.api(&json!({ "request": text, "scheme": 4 }))), no(400, "JSON-INVALID"));
    assert_eq!(code(&server.api(&json!({ "text": text }))), no(400, "JSON-INVALID"));
    assert_eq!(raw("{"), no(400, "JSON-INVALID"));
    let plain = client::send(&server.address, "POST", "/api/v1/requests", &[], &text).unwrap();
    assert_eq!(code(&plain), no(400, "JSON-INVALID"));
    assert_eq!(code(&server.get("/api/v1/requests")), no(405, "METHOD-UNKNOWN"));
    assert_eq!(code(&server.get("/api/v2/requests")), no(404, "PAGE-UNKNOWN"));
    // A request by word is an operator's to answer, wherever it comes in.
    let spoken = countersign_core::protocol::spoken::SpokenRequest::of(&request).lines().join("\n");
    assert_eq!(server.api(&json!({ "request": spoken })).json()["reason"], "SPOKEN-NEEDS-OPERATOR");
    assert_eq!(desk.story(NUMBER)["state"], "unused");
}

#[test]
fn numbers_are_limited_across_pages_and_interface() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "2"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(server.post(&path(&request)).status, 200);
    let body = json!({ "request": request.text().unwrap() });
    assert_eq!(server.api(&body).status, 200);
    let often = server.api(&body);
    assert_eq!(code(&often), (429, "TOO-OFTEN".to_owned()));
    assert!(often.header("retry-after").is_some());
}
