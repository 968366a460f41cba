//! A machine with the values of several others: the operator says what was verified before the request is answered.

use countersign_core::protocol::spoken::SpokenRequest;
use serde_json::json;

use crate::harness::{
    Browser, Desk, MACHINE, NUMBER, OTHER, desk_with_operator, serve_office, spoken, strings,
};

/// Binds two machines with the same values to numbers of their own.
fn bind_two_others(desk: &Desk) {
    for (number, board) in [("AA03220123952", "BR80G1111111"), ("AA03220123953", "BR80G2222222")] {
        desk.succeed(&["licenses", "add", number]);
        let request = desk.request_for(number, MACHINE, board, 1);
        assert!(desk.answer(&request).json()["code"].is_string());
    }
}

#[test]
fn a_machine_with_the_values_of_others_is_answered_after_a_verification() {
    let desk = desk_with_operator(&[]);
    bind_two_others(&desk);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let request = desk.request(MACHINE, "BR80G3333333", 1);
    // The operator's own paste shows what was found and asks for the photo. It binds nothing.
    let pasted = browser.post("/office/answer", &[("request", &request.text().unwrap())]).body;
    for part in
        ["VALUE-SEEN", "photo of this machine&#39;s label", "name=\"verified\"", MACHINE[2], "CAS-000001"]
    {
        assert!(pasted.replace('\'', "&#39;").contains(part), "{part}: {pasted}");
    }
    assert_eq!(desk.license(NUMBER)["state"], "unused");
    let path = format!("{}/answer", browser.request_path(&request));
    let again = browser.post(&path, &[("verified", " ")]).body;
    assert!(again.contains("VALUE-SEEN") && !again.contains("class=\"groups\""), "{again}");
    assert!(browser.post(&path, &[("verified", &"x".repeat(201))]).body.contains("REASON-TOO-LONG"));
    assert_eq!(desk.license(NUMBER)["state"], "unused");
    let answered = browser.post(&path, &[("verified", "photo of <the> label")]).body;
    assert!(answered.contains("class=\"groups\"") && answered.contains("VALUE-SEEN"), "{answered}");
    let license = desk.license(NUMBER);
    assert_eq!(license["state"], "bound");
    let act = &license["audit"][0];
    assert_eq!(
        (&act["act"], &act["operator"], &act["reason"], &act["seat"]),
        (&json!("verify"), &json!("li"), &json!("photo of <the> label"), &json!(1))
    );
    let case = browser.get("/office/cases/CAS-000001").body;
    for part in ["closed", "answered after verification", "photo of &lt;the&gt; label"] {
        assert!(case.contains(part), "{part}: {case}");
    }
    // The customer's mail says that it was checked, because it was.
    let mail = browser.get("/office/cases/CAS-000001/mail?kind=closing&language=en").body;
    assert!(mail.contains("We have checked this machine by hand"), "{mail}");
}

#[test]
fn a_move_to_a_machine_with_the_values_of_others_asks_for_the_verification_too() {
    let desk = desk_with_operator(&[]);
    bind_two_others(&desk);
    desk.answer(&desk.request(OTHER, "T90A7654321", 1));
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let request = desk.request(MACHINE, "BR80G3333333", 2);
    let differs = browser.post("/office/answer", &[("request", &request.text().unwrap())]).body;
    assert!(differs.contains("DEVICE-DIFFERS") && !differs.contains("name=\"verified\""), "{differs}");
    let path = format!("{}/move", browser.request_path(&request));
    let seen = browser.post_and_agree(&path, &[("reason", "replaced")]).body;
    assert!(seen.contains("VALUE-SEEN") && seen.matches("name=\"verified\"").count() == 2, "{seen}");
    assert_eq!(desk.license(NUMBER)["values"], json!(OTHER));
    let path = format!("{}/move", browser.request_path(&request));
    let moved = browser.post_and_agree(&path, &[("reason", "replaced"), ("verified", "photo")]).body;
    assert!(moved.contains("class=\"groups\""), "{moved}");
    let license = desk.license(NUMBER);
    assert_eq!(
        (&license["values"], &license["audit"][0]["reason"]),
        (&json!(MACHINE), &json!("replaced; photo"))
    );
}

#[test]
fn a_command_says_what_was_verified() {
    let desk = Desk::new(&[]);
    bind_two_others(&desk);
    let request = desk.request(MACHINE, "BR80G3333333", 1).text().unwrap();
    let refused = desk.run(&["answer", "--json", &request]).json();
    assert_eq!(refused["reason"], "VALUE-SEEN");
    assert!(desk.run(&["answer", &request]).out.contains("--verified"));
    let answered = desk.run(&["answer", "--json", "--verified", "photo seen", &request]).json();
    assert_eq!(strings(&answered["lines"]).len(), 7);
    assert_eq!(desk.license(NUMBER)["audit"][0]["reason"], "photo seen");
    assert_eq!(desk.refusal(&["answer", "--verified", &"x".repeat(201), &request]), "REASON-TOO-LONG");
}

#[test]
fn a_spoken_request_says_what_it_cannot_compare() {
    let desk = desk_with_operator(&["--spoken"]);
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 1));
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let request = desk.request(OTHER, "T90A7654321", 2);
    let lines = SpokenRequest::of(&request).lines().join("\n");
    let fields = [("number", NUMBER), ("line8", &*lines), ("do", "answer")];
    let refused = browser.post("/office/spoken", &fields).body;
    for part in ["DEVICE-DIFFERS", "Board", "can&#39;t be compared", "Move the number to this machine"] {
        assert!(refused.replace('\'', "&#39;").contains(part), "{part}: {refused}");
    }
    // A scanned request is compared in full.
    let scanned = browser.post("/office/answer", &[("request", &request.text().unwrap())]).body;
    assert!(scanned.contains("DEVICE-DIFFERS") && !scanned.contains("be compared"), "{scanned}");
    let command = desk.run(&["answer", &spoken(NUMBER, &request)]).out;
    assert!(
        command.split_whitespace().collect::<Vec<_>>().join(" ").contains("can't be compared"),
        "{command}"
    );
    let summary = desk.succeed(&["cases", "show", "CAS-000001", "--summary"]);
    assert!(!summary.contains("be compared"), "one of the case's requests has the values: {summary}");
}
