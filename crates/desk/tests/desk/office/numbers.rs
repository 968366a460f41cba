//! The page of a license number: acts and moves.

use crate::harness::{Browser, MACHINE, NUMBER, OTHER, desk_with_operator, serve_office};

#[test]
fn an_action_on_a_number_needs_a_reason() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let old = desk.request(MACHINE, "BR80G1234567", 1);
    let new = desk.request(OTHER, "T90A7654321", 2);
    desk.succeed(&["answer", &old.text().unwrap()]);
    desk.run(&["answer", &new.text().unwrap()]);
    let base = format!("/office/numbers/{NUMBER}");
    let act =
        |act: &str, reason: &str| browser.post(&format!("{base}/act"), &[("act", act), ("reason", reason)]);
    assert!(act("suspend", " ").body.contains("REASON-MISSING"));
    assert!(act("resume", "x").body.contains("NUMBER-NOT-SUSPENDED"));
    assert!(act("release-receipt", "x").body.contains("RECEIPT-MALFORMED"));
    assert_eq!(act("suspend", "asked by <b>phone</b>").status, 303);
    let page = browser.get(&base).body;
    assert!(page.contains("suspended") && page.contains("asked by &lt;b&gt;phone&lt;/b&gt;"), "{page}");
    assert_eq!(act("resume", "settled").status, 303);
    // A move to the refused machine, from the page of its request.
    let path = browser.request_path(&new);
    let page = browser.get(&path).body;
    assert!(
        page.contains("First verify the customer") && page.contains("Move the number to this machine"),
        "{page}"
    );
    // The page of the number takes the name of the request as well as its text.
    let named =
        browser.post(&format!("{base}/move"), &[("request", &new.name().to_string()), ("reason", "x")]);
    assert!(named.status == 200 && named.body.contains(OTHER[2]), "{} {}", named.status, named.body);
    for (typed, code) in [("ZZZ-ZZZ", "REQUEST-UNKNOWN"), ("not a request", "REQUEST-INVALID")] {
        let unknown = browser.post(&format!("{base}/move"), &[("request", typed), ("reason", "x")]);
        assert!(unknown.body.contains(code), "{}", unknown.body);
    }
    let moved = browser.post_and_agree(&format!("{path}/move"), &[("reason", "board replaced")]);
    assert!(moved.body.contains("License code"), "{}", moved.body);
    let page = browser.get(&base).body;
    assert!(page.contains("Moved by an operator") && page.matches("First use").count() == 1, "{page}");
    let license = desk.license(NUMBER);
    let acts: Vec<_> =
        license["audit"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["suspend", "resume", "move"]);
    assert_eq!(license["values"][1], OTHER[1]);
    assert!(browser.get("/office/audit").body.contains("board replaced"));
    // The old request is spent, so the old machine makes a new one.
    let page = browser.get(&browser.request_path(&old)).body;
    assert!(page.contains("This request is spent") && !page.contains("/answer\""), "{page}");
    let fields = [("request", &*old.text().unwrap()), ("reason", "no, back")];
    let spent = browser.post_and_agree(&format!("{base}/move"), &fields);
    assert!(spent.body.contains("REQUEST-SPENT"), "{}", spent.body);
    let back = desk.request(MACHINE, "BR80G1234567", 3).text().unwrap();
    let back = browser.post_and_agree(&format!("{base}/move"), &[("request", &back), ("reason", "no, back")]);
    assert!(back.body.contains("License code"), "{}", back.body);
    assert_eq!(browser.get("/office/numbers/AA09999999999").status, 404);
    assert_eq!(browser.get("/office/numbers/%3Cscript%3E").status, 404);
}

#[test]
fn a_license_is_changed_and_given_back_by_seat() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let base = format!("/office/numbers/{NUMBER}");
    let act = |fields: &[(&str, &str)]| browser.post(&format!("{base}/act"), fields);
    let edit = |edition: &str, seats: &str| {
        act(&[("act", "edit"), ("edition", edition), ("seats", seats), ("reason", "sold more")])
    };
    assert!(edit("16", "2").body.contains("SETTING-INVALID"));
    assert!(edit("0", "0").body.contains("SETTING-INVALID"));
    assert_eq!(edit("3", "2").status, 303);
    let renew = |expiry: &str| act(&[("act", "renew"), ("expiry", expiry), ("reason", "paid")]);
    for (wrong, code) in [
        ("soon", "EXPIRY-MALFORMED"),
        ("0", "EXPIRY-MALFORMED"),
        ("2020/01/01", "EXPIRY-PAST"),
        ("46000", "EXPIRY-DAY-NUMBER"),
    ] {
        assert!(renew(wrong).body.contains(code), "{wrong}");
    }
    let paid = [("act", "renew"), ("expiry", "2099-12-31"), ("reason", "paid")];
    let question = act(&paid).body;
    assert!(question.contains("without end -&gt; until 2099-12-31?"), "{question}");
    assert!(!question.contains("On: "), "no machine uses the number: {question}");
    assert_eq!(desk.license(NUMBER)["expires"], serde_json::Value::Null, "the question changes nothing");
    assert_eq!(browser.post_and_agree(&format!("{base}/act"), &paid).status, 303);
    assert!(renew("2099-12-31").body.contains("NOTHING-CHANGED"));
    for (machine, board, secret) in [(MACHINE, "BR80G1234567", 1), (OTHER, "T90A7654321", 2)] {
        assert!(desk.answer(&desk.request(machine, board, secret)).json()["code"].is_string());
    }
    let page = browser.get(&base).body;
    for part in
        ["2 of 2 taken", "Seat 1", "Seat 2", "2099-12-31", "edition 0 -&gt; 3, seats 1 -&gt; 2", OTHER[2]]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    // The question before an act for the whole number names its machines.
    for act_of_number in [
        &[("act", "revoke"), ("reason", "x")][..],
        &[("act", "renew"), ("expiry", "2098-12-31"), ("reason", "x")],
    ] {
        let question = act(act_of_number).body;
        assert!(
            question.contains("Seat 1") && question.contains(MACHINE[2]) && question.contains(OTHER[2]),
            "{question}"
        );
    }
    let release = |seat: &str| act(&[("act", "release"), ("seat", seat), ("reason", "scrapped")]);
    assert!(release("").body.contains("SEAT-MISSING"));
    let receipt = |secret, reason: &str| {
        act(&[
            ("act", "release-receipt"),
            ("receipt", &*crate::harness::Desk::receipt(secret)),
            ("reason", reason),
        ])
    };
    assert_eq!(receipt(2, "").status, 303);
    assert!(receipt(2, "").body.contains("RECEIPT-SPENT"));
    assert_eq!(desk.license(NUMBER)["bindings"][0]["seat"], 1);
    // A stranger asked too.
    desk.answer(&desk.request(MACHINE, "BR80G1234567", 66));
    assert!(receipt(1, "").body.contains("RECEIPT-OPERATOR"));
    assert_eq!(receipt(1, "the owner called").status, 303);
    assert_eq!(desk.license(NUMBER)["state"], "unused");
}
