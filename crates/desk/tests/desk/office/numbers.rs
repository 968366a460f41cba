//! The page of a license number: acts and moves.

use crate::harness::{Browser, MACHINE, NUMBER, OTHER, desk_with_operator, serve_office};

#[test]
fn an_act_on_a_number_needs_a_reason() {
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
    assert!(act("release-receipt", "x").body.contains("RECEIPT-WRONG"));
    assert_eq!(act("suspend", "asked by <b>phone</b>").status, 303);
    let page = browser.get(&base).body;
    assert!(page.contains("suspended") && page.contains("asked by &lt;b&gt;phone&lt;/b&gt;"), "{page}");
    assert_eq!(act("resume", "settled").status, 303);
    // A move to the refused machine, from the page of its request.
    let path = browser.request_path(&new);
    let moved = browser.post(&format!("{path}/move"), &[("reason", "board replaced")]);
    assert!(moved.body.contains("License code"), "{}", moved.body);
    let page = browser.get(&base).body;
    assert!(page.contains("Moved by an operator") && page.matches("First use").count() == 1, "{page}");
    let license = desk.license(NUMBER);
    let acts: Vec<_> =
        license["audit"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["suspend", "resume", "move"]);
    assert_eq!(license["values"][1], OTHER[1]);
    assert!(browser.get("/office/audit").body.contains("board replaced"));
    let back =
        browser.post(&format!("{base}/move"), &[("request", &old.text().unwrap()), ("reason", "no, back")]);
    assert!(back.body.contains("License code"), "{}", back.body);
    assert_eq!(browser.get("/office/numbers/AA09999999999").status, 404);
    assert_eq!(browser.get("/office/numbers/%3Cscript%3E").status, 404);
}
