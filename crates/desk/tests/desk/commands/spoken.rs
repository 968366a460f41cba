//! `answer` with the four lines of a spoken request.

use countersign_core::protocol::line;
use countersign_core::protocol::spoken::SpokenRequest;

use crate::harness::{Desk, MACHINE, strings};

#[test]
fn a_spoken_request_gets_the_code_of_the_written_one() {
    let desk = Desk::new(&["--spoken"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let spoken = SpokenRequest::of(&request).lines().map(|line| line::grouped(&line)).join("\n");
    let answer = desk.run(&["answer", "--json", &spoken]).json();
    assert_eq!(answer["decision"], "issued", "{answer}");
    assert_eq!(strings(&answer["lines"]), strings(&desk.answer(&request).json()["lines"]));
    assert!(answer["mended"].is_null());
    let closed = Desk::new(&[]);
    let answer = closed.run(&["answer", "--json", &spoken]).json();
    assert_eq!(answer["reason"], "SPOKEN-NOT-OFFERED");
}

#[test]
fn a_misheard_request_is_corrected_if_the_ledger_knows_the_number() {
    let desk = Desk::new(&["--spoken"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let mut lines = SpokenRequest::of(&request).lines();
    // Three wrong characters in one line and a missing one in another are too many to correct each line on its own.
    let misheard = |c: char| if c == 'B' { 'D' } else { 'B' };
    let second = lines[1].chars().enumerate();
    let second = second.map(|(at, c)| if [1, 8, 15].contains(&at) { misheard(c) } else { c }).collect();
    lines[1] = second;
    lines[3].remove(6);
    let answer = desk.run(&["answer", "--json", &lines.join("\n")]).json();
    assert_eq!(
        (answer["decision"].as_str(), &answer["mended"]),
        (Some("issued"), &serde_json::json!([9, 11]))
    );
    assert_eq!(strings(&answer["lines"]), strings(&desk.answer(&request).json()["lines"]));
    let page = desk.run(&["answer", &lines.join("\n")]);
    assert!(page.out.contains("read them back to the caller: 9, 11."), "{}", page.out);
    // Without a known number no reading is accepted.
    let other = desk.request_for("AA99999999998", MACHINE, "BR80G1234567", 1);
    let mut lines = SpokenRequest::of(&other).lines();
    lines[3].remove(6);
    lines[1].remove(3);
    let answer = desk.run(&["answer", "--json", &lines.join("\n")]).json();
    assert_eq!(answer["reason"], "REQUEST-INVALID");
}
