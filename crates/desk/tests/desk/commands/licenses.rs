//! `licenses`: acts on license numbers, moves and receipts.

use countersign_core::protocol::receipt;
use serde_json::json;

use crate::harness::{BAD, Desk, MACHINE, NUMBER, OTHER, code_of, strings};

#[test]
fn numbers_are_suspended_resumed_and_revoked() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let reason = || desk.answer(&request).json()["reason"].as_str().map(str::to_owned);
    let act = |act: &str| desk.run(&["licenses", act, "aa 0322-0123951", "--reason", "a test"]).exit;
    assert_eq!(act("resume"), 5);
    assert_eq!(act("release"), 5, "an unbound number can't be released");
    assert_eq!(act("suspend"), 0);
    assert_eq!(reason().as_deref(), Some("NUMBER-SUSPENDED"));
    assert_eq!(act("resume"), 0);
    assert_eq!(reason(), None);
    assert_eq!(act("revoke"), 0);
    assert_eq!(reason().as_deref(), Some("NUMBER-REVOKED"));
    assert_eq!(act("resume"), 5);
    let audit = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    let acts: Vec<_> =
        audit["audit"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["suspend", "resume", "revoke"]);
    assert_eq!(desk.run(&["licenses", "release", NUMBER]).exit, 2, "a release needs a reason");
}

#[test]
fn a_number_moves_to_a_given_request_or_stays_bound() {
    let desk = Desk::new(&[]);
    let old = desk.request(MACHINE, "BR80G1234567", 1);
    let new = desk.request(OTHER, "T90A7654321", 2).text().unwrap();
    let move_to =
        |request: &str| desk.run(&["licenses", "move", NUMBER, "--to", request, "--reason", "x", "--json"]);
    assert_eq!(move_to(&new).exit, 5, "an unbound number can't move");
    desk.answer(&old);
    // A machine that is refused doesn't take the number from the machine that has it.
    let bad = desk.request(BAD, "T90A7654321", 3).text().unwrap();
    let refused = move_to(&bad);
    assert_eq!((refused.exit, refused.json()["reason"].as_str()), (5, Some("MACHINE-REFUSED")));
    assert_eq!(desk.answer(&old).json()["how"], "again");
    let moved =
        desk.run(&["licenses", "move", NUMBER, "--to", &new, "--reason", "replaced, ticket 7", "--json"]);
    assert_eq!(moved.exit, 0, "{}", moved.err);
    let moved = moved.json();
    assert_eq!((&moved["decision"], &moved["how"]), (&json!("issued"), &json!("moved")));
    let shown = desk.succeed(&["licenses", "show", NUMBER]);
    assert!(shown.contains("Moved by an operator") && shown.matches("First use").count() == 1, "{shown}");
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 4)).json()["reason"], "DEVICE-DIFFERS");
    let license = desk.license(NUMBER);
    assert_eq!(
        license["audit"],
        json!([{
            "at": license["audit"][0]["at"], "operator": "li", "act": "move", "reason": "replaced, ticket 7",
        }])
    );
    // A request for another number is refused.
    desk.succeed(&["licenses", "add", "AA03220123952"]);
    let other = desk.request_for("AA03220123952", OTHER, "T90A7654321", 5).text().unwrap();
    assert_eq!(desk.refusal(&["licenses", "move", NUMBER, "--to", &other, "--reason", "x"]), "NUMBER-OTHER");
    // Without a request, the number goes to the next machine that asks.
    assert_eq!(desk.run(&["licenses", "move", NUMBER]).exit, 2, "a move needs a reason");
    desk.succeed(&["licenses", "move", NUMBER, "--reason", "back again"]);
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 6)).json()["how"], "rebound");
}

#[test]
fn a_receipt_releases_a_number_once() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let code = code_of(&strings(&desk.answer(&request).json()["lines"]));
    let line = receipt::create(&code, request.head.number, request.head.nonce);
    // One wrong character is corrected, as in every typed line.
    let slip = if line.starts_with('7') { line.replacen('7', "8", 1) } else { format!("7{}", &line[1..]) };
    let wrong = ["licenses", "release", NUMBER, "--receipt", "00000 00000 00000 00000"];
    assert_eq!(desk.refusal(&wrong), "RECEIPT-WRONG");
    assert_eq!(desk.license(NUMBER)["state"], "bound");
    desk.succeed(&["licenses", "release", NUMBER, "--receipt", &slip]);
    let license = desk.license(NUMBER);
    assert_eq!(
        (&license["state"], &license["audit"][0]["act"]),
        (&json!("unused"), &json!("release-receipt"))
    );
    assert_eq!(license["audit"][0]["reason"], request.name().to_string());
    assert_eq!(desk.answer(&desk.request(OTHER, "T90A7654321", 2)).json()["how"], "rebound");
    // Now the number belongs to another machine, so the old receipt is wrong.
    assert_eq!(desk.refusal(&["licenses", "release", NUMBER, "--receipt", &line]), "RECEIPT-WRONG");
}
