//! `answer` with the license number and the four lines of a spoken request.

use countersign_core::protocol::spoken::SpokenRequest;

use crate::harness::{Desk, MACHINE, NUMBER, spoken, strings};

#[test]
fn a_spoken_request_gets_the_same_code_as_the_written_one() {
    let desk = Desk::new(&["--spoken"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let text = spoken("aa 0322-0123951", &request);
    let answer = desk.run(&["answer", "--json", &text]).json();
    assert_eq!(answer["decision"], "issued", "{answer}");
    assert_eq!(strings(&answer["lines"]), strings(&desk.answer(&request).json()["lines"]));
    assert!(answer["mended"].is_null());
    let license = desk.license(NUMBER);
    assert_eq!((&license["bindings"][0]["by_word"], &license["values"]), (&true.into(), &().into()));
    assert!(desk.succeed(&["licenses", "show", NUMBER]).contains("by telephone"));
    let closed = Desk::new(&[]);
    let answer = closed.run(&["answer", "--json", &text]).json();
    assert_eq!(answer["reason"], "SPOKEN-NOT-OFFERED");
}

#[test]
fn a_corrected_request_is_answered_once_the_caller_has_confirmed_its_name() {
    let desk = Desk::new(&["--spoken"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let mut lines = SpokenRequest::of(&request).lines();
    // With three wrong characters in one line and a missing one in another, the lines can't be corrected one by one.
    let misheard = |c: char| if c == 'B' { 'D' } else { 'B' };
    let second = lines[1].chars().enumerate();
    let second = second.map(|(at, c)| if [1, 8, 15].contains(&at) { misheard(c) } else { c }).collect();
    lines[1] = second;
    lines[3].remove(6);
    let text = format!("{NUMBER}\n{}", lines.join("\n"));
    let answer = desk.run(&["answer", "--json", &text]);
    assert_eq!((answer.exit, answer.json()["reason"].as_str()), (5, Some("REQUEST-CONFIRM")));
    let name = request.name().to_string();
    let page = desk.run(&["answer", &text]);
    assert!(
        page.err.contains("lines 9 and 11") && page.err.contains(&format!("--confirm {name}")),
        "{}",
        page.err
    );
    assert_eq!(
        desk.run(&["answer", &text, "--confirm", "K7Q-F2M"]).exit,
        5,
        "the name of another request is refused"
    );
    assert_eq!(desk.license(NUMBER)["state"], "unused");
    let answer = desk.run(&["answer", "--json", &text, "--confirm", &name.to_lowercase()]).json();
    assert_eq!(
        (answer["decision"].as_str(), &answer["mended"]),
        (Some("issued"), &serde_json::json!([9, 11]))
    );
    assert_eq!(strings(&answer["lines"]), strings(&desk.answer(&request).json()["lines"]));
}

#[test]
fn a_wrong_or_missing_number_gives_no_request() {
    let desk = Desk::new(&["--spoken"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let what = |number: &str| {
        let result = desk.run(&["answer", &spoken(number, &request)]);
        assert_eq!(result.exit, 5, "{}", result.out);
        result.err.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for (number, said) in [
        ("", "The license number is missing"),
        ("AA0322012395", "AA0322012395 is not a license number"),
        ("Number: AA03220123952", "The four lines don't belong to the license number AA03220123952."),
    ] {
        assert!(what(number).starts_with(&format!("REQUEST-INVALID: {said}")), "{}", what(number));
    }
}
