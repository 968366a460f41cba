//! What programs do: create, renew, edit, suspend, move and release numbers, answer requests, work on cases.

use serde_json::{Value, json};

use super::{ALL, Program, problem, refusal};
use crate::harness::{BAD, Desk, MACHINE, NUMBER, OTHER, desk_with_operator, strings};

#[test]
fn a_program_creates_renews_edits_and_suspends_numbers() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &ALL);
    let order = json!({
        "numbers": ["AA09999999999", "aa 0999 9999 998"], "expiry": "365d", "seats": 2, "edition": 3,
        "customer": { "organisation": "Acme", "ticket": "T-7" },
    });
    let created = shop.post("/api/v1/numbers", &order);
    assert_eq!(created.status, 201, "{}", created.body);
    let numbers = json!(["AA09999999999", "AA09999999998"]);
    assert_eq!(created.json(), json!({ "product": "example-os", "numbers": numbers, "new": 2, "known": 0 }));
    let again = shop.post("/api/v1/numbers", &order);
    assert_eq!((again.status, &again.json()["known"]), (200, &json!(2)));
    let differing = json!({ "numbers": ["AA09999999997", "AA09999999999"] });
    let refused = shop.post("/api/v1/numbers", &differing);
    assert_eq!(problem(&refused), refusal(409, "LICENSE-DIFFERS"));
    assert_eq!(refused.json()["errors"][0]["value"], "AA09999999999");
    assert_eq!(shop.get("/api/v1/numbers/AA09999999997").status, 404, "no number is created");
    let malformed = shop.post("/api/v1/numbers", &json!({ "numbers": ["AA09999999996", "x"] }));
    assert_eq!(problem(&malformed), refusal(422, "NUMBER-MALFORMED"));

    let base = "/api/v1/numbers/AA09999999999";
    let shown = shop.get(base).json();
    assert_eq!(
        (&shown["expiry"], &shown["seats"], &shown["edition"]),
        (&json!("365d"), &json!(2), &json!(3))
    );
    assert_eq!(
        (&shown["customer"]["organisation"], &shown["customer"]["ticket"]),
        (&json!("Acme"), &json!("T-7"))
    );
    let renew = json!({ "expiry": "2031-12-31", "reason": "order 8" });
    let renewed = shop.post(&format!("{base}/renew"), &renew).json();
    assert_eq!((&renewed["act"], &renewed["detail"]), (&json!("renew"), &json!("expiry 365d -> 2031-12-31")));
    assert_eq!(renewed["number"]["expiry"], "2031-12-31");
    assert_eq!(problem(&shop.post(&format!("{base}/renew"), &renew)), refusal(409, "NOTHING-CHANGED"));
    let past = json!({ "expiry": "2020-12-31", "reason": "x" });
    assert_eq!(problem(&shop.post(&format!("{base}/renew"), &past)), refusal(422, "VALUE-INVALID"));
    let edited = shop.post(&format!("{base}/edit"), &json!({ "seats": 5, "reason": "order 9" })).json();
    assert_eq!(edited["number"]["seats"], 5);
    let reason = json!({ "reason": "unpaid" });
    assert_eq!(shop.post(&format!("{base}/suspend"), &reason).json()["number"]["state"], "suspended");
    assert_eq!(problem(&shop.post(&format!("{base}/suspend"), &reason)), refusal(409, "NUMBER-SUSPENDED"));
    assert_eq!(shop.post(&format!("{base}/resume"), &reason).json()["number"]["state"], "unused");
    let blank = json!({ "reason": " \t" });
    assert_eq!(problem(&shop.post(&format!("{base}/suspend"), &blank)), refusal(422, "REASON-MISSING"));
    let customer = shop.post(&format!("{base}/customer"), &json!({ "contact": "Li" })).json();
    assert_eq!(
        (&customer["customer"]["contact"], &customer["customer"]["ticket"]),
        (&json!("Li"), &json!(""))
    );
    let audit = desk.license("AA09999999999")["audit"].clone();
    assert!(audit.as_array().unwrap().iter().all(|act| act["operator"] == "token:shop"), "{audit}");
}

#[test]
fn a_program_answers_releases_and_moves_numbers() {
    let desk = Desk::new(&["--spoken"]);
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let body = json!({ "request": request.text().unwrap() });
    let answer = portal.post("/api/v1/answers", &body);
    assert_eq!(answer.status, 200);
    desk.verify(&strings(&answer.json()["lines"]), &request);
    let mut printed = desk.answer(&request).json();
    printed.as_object_mut().unwrap().remove("source");
    assert_eq!(
        portal.post("/api/v1/answers", &body).json(),
        printed,
        "the answer equals that of the command"
    );
    let listed = portal.get("/api/v1/requests?outcome=issued").json();
    let id = listed["requests"][0]["id"].to_string();
    assert_eq!(portal.get(&format!("/api/v1/requests/{id}")).json(), listed["requests"][0]);
    let operators: Vec<_> =
        listed["requests"].as_array().unwrap().iter().map(|one| &one["operator"]).collect();
    assert!(operators.contains(&&json!("token:portal")), "{listed}");

    let base = format!("/api/v1/numbers/{NUMBER}");
    let other = desk.request(OTHER, "BR80G7654321", 2);
    let moving = json!({ "reason": "board replaced", "request": other.text().unwrap() });
    let moved = portal.post(&format!("{base}/move"), &moving);
    assert_eq!(moved.status, 200, "{}", moved.body);
    let moved = moved.json();
    assert_eq!((&moved["act"], &moved["answer"]["decision"]), (&json!("move"), &json!("issued")));
    desk.verify(&strings(&moved["answer"]["lines"]), &other);
    assert_eq!(moved["number"]["values"], json!(OTHER));
    let foreign = json!({ "reason": "x", "request": desk.request(OTHER, "BR80G7654321", 2).text().unwrap() });
    desk.succeed(&["licenses", "add", "AA09999999999"]);
    let foreign = portal.post("/api/v1/numbers/AA09999999999/move", &foreign);
    assert_eq!(problem(&foreign), refusal(409, "NUMBER-OTHER"));
    let released = portal.post(&format!("{base}/release"), &json!({ "receipt": Desk::receipt(2) }));
    assert_eq!(released.status, 200, "{}", released.body);
    assert_eq!((&released.json()["act"], &released.json()["seat"]), (&json!("release-receipt"), &json!(1)));
    assert_eq!(problem(&portal.post(&format!("{base}/release"), &json!({}))), refusal(422, "REASON-MISSING"));
    let unbound = portal.post(&format!("{base}/release"), &json!({ "reason": "x" }));
    assert_eq!(problem(&unbound), refusal(409, "NUMBER-NOT-BOUND"));
    let wrong = portal.post(&format!("{base}/release"), &json!({ "receipt": "nothing" }));
    assert_eq!(problem(&wrong), refusal(422, "RECEIPT-MALFORMED"));
}

#[test]
fn an_act_shows_details_only_to_a_token_that_may_read_them() {
    let desk = Desk::new(&[]);
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    desk.answer(&desk.request(BAD, "BR80G1234567", 2));
    let customer = ["licenses", "customer", NUMBER, "--organisation", "Acme"];
    desk.succeed(&customer);
    let server = desk.serve(&[]);
    let scopes = ["numbers:write", "numbers:move", "cases:write"];
    let writer = Program::new(&desk, &server, "writer", &scopes);
    let reader =
        Program::new(&desk, &server, "reader", &[&scopes[..], &["numbers:read", "cases:read"]].concat());
    let base = format!("/api/v1/numbers/{NUMBER}");
    let case = "/api/v1/cases/CAS-000001";
    let edit = |seats| ("/edit", json!({ "seats": seats, "reason": "x" }), "/number");
    let read = reader.get(&base).json();
    for (act, body, pointer) in [
        edit(2),
        ("/customer", json!({ "organisation": "Other" }), ""),
        ("/release", json!({ "reason": "x", "seat": 1 }), "/number"),
    ] {
        let reply = writer.post(&format!("{base}{act}"), &body);
        assert_eq!(reply.status, 200, "{}", reply.body);
        let number = reply.json().pointer(pointer).unwrap().clone();
        let hidden = ["customer", "scheme", "values", "bindings", "nonces", "requests", "audit", "cases"];
        for (name, value) in number.as_object().unwrap() {
            assert_eq!(value.is_null(), hidden.contains(&name.as_str()) || name == "expires", "{act} {name}");
        }
        let names = |object: &Value| object.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&number), names(&read), "the object has the same members");
        assert!(!reply.body.contains(MACHINE[2]) && !reply.body.contains("Acme"), "{}", reply.body);
    }
    let edited = reader.post(&format!("{base}/edit"), &edit(3).1).json();
    assert_eq!(edited["number"], reader.get(&base).json(), "a token that may read is shown the whole number");
    let noted = writer.post(&format!("{case}/notes"), &json!({ "text": "called" })).json();
    let hidden = ["changed", "requests", "left_out", "notes", "audit", "ways", "summary", "steps"];
    for (name, value) in noted.as_object().unwrap() {
        assert_eq!(value.is_null(), hidden.contains(&name.as_str()) || name == "closed", "{name}");
    }
    assert_eq!((&noted["case"], &noted["outcome"]), (&json!("CAS-000001"), &json!("open")));
    let assigned = reader.post(&format!("{case}/assign"), &json!({ "operator": null })).json();
    assert_eq!(assigned, reader.get(case).json());
}

#[test]
fn a_program_says_what_a_person_has_verified() {
    let desk = Desk::new(&[]);
    for (number, board) in [("AA03220123952", "BR80G1111111"), ("AA03220123953", "BR80G2222222")] {
        desk.succeed(&["licenses", "add", number]);
        desk.answer(&desk.request_for(number, MACHINE, board, 1));
    }
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let request = desk.request(MACHINE, "BR80G3333333", 1).text().unwrap();
    let refused = portal.post("/api/v1/answers", &json!({ "request": request })).json();
    assert_eq!(refused["reason"], "VALUE-SEEN");
    let body = json!({ "request": request, "verified": "photo in ticket 7" });
    assert_eq!(portal.post("/api/v1/answers", &body).json()["decision"], "issued");
    let act = &desk.license(NUMBER)["audit"][0];
    assert_eq!((&act["operator"], &act["reason"]), (&json!("token:portal"), &json!("photo in ticket 7")));
    let long = json!({ "request": request, "verified": "x".repeat(201) });
    assert_eq!(problem(&portal.post("/api/v1/answers", &long)), refusal(422, "BODY-INVALID"));
}

#[test]
fn a_program_works_on_a_case() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let refused = json!({ "request": desk.request(BAD, "BR80G1234567", 1).text().unwrap() });
    assert_eq!(portal.post("/api/v1/answers", &refused).json()["case"], "CAS-000001");
    let listed = portal.get("/api/v1/cases").json();
    assert_eq!((&listed["cases"][0]["case"], &listed["next"]), (&json!("CAS-000001"), &Value::Null));
    let base = "/api/v1/cases/CAS-000001";
    let noted =
        portal.post(&format!("{base}/notes"), &json!({ "text": "called", "audience": "customer" })).json();
    assert_eq!(
        (&noted["notes"][0]["operator"], &noted["notes"][0]["audience"]),
        (&json!("token:portal"), &json!("customer"))
    );
    let unknown = portal.post(&format!("{base}/assign"), &json!({ "operator": "nobody" }));
    assert_eq!(problem(&unknown), refusal(422, "OPERATOR-UNKNOWN"));
    desk.succeed(&["operators", "add", "zhou", "--role", "viewer"]);
    let viewer = portal.post(&format!("{base}/assign"), &json!({ "operator": "zhou" }));
    assert_eq!(problem(&viewer), refusal(422, "ASSIGNEE-ROLE"));
    let assigned = portal.post(&format!("{base}/assign"), &json!({ "operator": "li" })).json();
    assert_eq!(assigned["steps"][0]["detail"], "li");
    let closed = portal.post(&format!("{base}/close"), &json!({ "reason": "solved by phone" })).json();
    assert_eq!(closed["outcome"], "closed");
    let again = portal.post(&format!("{base}/close"), &json!({ "reason": "x" }));
    assert_eq!(problem(&again), refusal(409, "CASE-CLOSED"));
    let shown: Value = serde_json::from_str(&desk.succeed(&["cases", "show", "1", "--json"])).unwrap();
    let mut shown = shown;
    shown.as_object_mut().unwrap().remove("links");
    assert_eq!(portal.get(base).json(), shown, "the answer equals that of the command");
    let statistics = portal.get("/api/v1/statistics?days=7").json();
    let printed: Value =
        serde_json::from_str(&desk.succeed(&["statistics", "--days", "7", "--json"])).unwrap();
    assert_eq!(statistics, printed, "the answer equals that of the command");
}

#[test]
fn an_import_reports_each_bad_line() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &["numbers:write", "numbers:read"]);
    let file = format!("number,edition\nAA09999999999,2\n{NUMBER},4\nnothing\n\u{202e}x,1\n");
    let strict = shop.import("/api/v1/numbers/import?way=strict", &file);
    assert_eq!(problem(&strict), refusal(422, "IMPORT-STOPPED"));
    let report = &strict.json()["report"];
    assert_eq!((&report["stopped"], &report["new"]), (&json!(true), &json!(0)));
    let report = shop.import("/api/v1/numbers/import", &file);
    assert_eq!(report.status, 200);
    assert!(!report.body.contains('\u{202e}'), "{}", report.body);
    let report = report.json();
    assert_eq!((&report["new"], &report["known"], &report["stopped"]), (&json!(1), &json!(0), &json!(false)));
    let bad: Vec<_> =
        report["bad"].as_array().unwrap().iter().map(|one| (&one["line"], &one["code"])).collect();
    let expected = [(3, "LICENSE-DIFFERS"), (4, "NUMBER-MALFORMED"), (5, "NUMBER-MALFORMED")];
    let expected = expected.map(|(line, code)| (json!(line), json!(code)));
    assert_eq!(bad, expected.each_ref().map(|(line, code)| (line, code)));
    let updated = shop.import("/api/v1/numbers/import?way=update", &file).json();
    assert_eq!((&updated["updated"], &updated["known"]), (&json!(1), &json!(1)));
    assert_eq!(shop.get(&format!("/api/v1/numbers/{NUMBER}")).json()["edition"], 4);
    let empty = shop.import("/api/v1/numbers/import", "").json();
    assert_eq!(empty["new"], 0);
}

#[test]
fn an_imported_line_states_only_its_fields() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &["numbers:write", "numbers:read"]);
    let order = json!({
        "numbers": ["AA09999999999"], "expiry": "2031-12-31", "seats": 5, "edition": 3,
        "customer": { "organisation": "Acme", "telephone": "+86 10 1234" },
    });
    assert_eq!(shop.post("/api/v1/numbers", &order).status, 201);
    let bare = shop.import("/api/v1/numbers/import?way=strict", "AA09999999999\n");
    assert_eq!((bare.status, &bare.json()["known"]), (200, &json!(1)), "{}", bare.body);
    let file = "number,ticket,seats\nAA09999999999,T-8,6\n";
    for (lang, cure) in [("en", "; way=update changes it."), ("zh", "；请用 way=update 更改。")] {
        let told = shop.import(&format!("/api/v1/numbers/import?lang={lang}"), file).json();
        let what = told["bad"][0]["what"].as_str().unwrap();
        assert!(what.contains(cure) && !what.contains("edition"), "{what}");
    }
    assert_eq!(shop.import("/api/v1/numbers/import?way=update", file).json()["updated"], 1);
    let shown = shop.get("/api/v1/numbers/AA09999999999").json();
    assert_eq!(
        (&shown["edition"], &shown["expiry"], &shown["seats"]),
        (&json!(3), &json!("2031-12-31"), &json!(6))
    );
    let customer = &shown["customer"];
    assert_eq!(
        (&customer["organisation"], &customer["telephone"], &customer["ticket"]),
        (&json!("Acme"), &json!("+86 10 1234"), &json!("T-8"))
    );
}
