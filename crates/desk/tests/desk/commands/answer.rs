//! `answer`: codes, refusals and cases for single requests.

use std::fs;
use std::process::Stdio;

use countersign_core::machine::SourceKind;
use countersign_core::protocol::Request;
use countersign_core::review::Verdict;
use serde_json::Value;

use crate::harness::{CommandResult, Desk, MACHINE, NUMBER, OTHER, strings};

fn finding_codes(answer: &Value) -> Vec<Option<&str>> {
    answer["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str()).collect()
}

#[test]
fn a_request_gets_the_same_code_each_time() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let first = desk.answer(&request);
    assert_eq!(first.exit, 0, "{}", first.err);
    let answer = first.json();
    assert_eq!((answer["decision"].as_str(), answer["how"].as_str()), (Some("issued"), Some("first")));
    assert!(answer["reason"].is_null() && answer["case"].is_null());
    let lines = strings(&answer["lines"]);
    assert_eq!(answer["code"].as_str().unwrap(), lines.concat().replace(' ', ""));
    let claims = desk.verify(&lines, &request);
    assert_eq!(claims.expires, None);
    // The same request as a URL, from a file, and from standard input.
    let file = desk.dir.path().join("request.txt");
    fs::write(&file, format!("Dear desk,\n\n{}\nThank you", request.text().unwrap())).unwrap();
    for argument in [request.url("desk.example").unwrap(), file.display().to_string()] {
        let again = desk.run(&["answer", &argument, "--json"]).json();
        assert_eq!((again["how"].as_str(), strings(&again["lines"])), (Some("again"), lines.clone()));
    }
    let mut child = desk.command(&["answer", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), request.text().unwrap().as_bytes()).unwrap();
    let page = CommandResult::from(child.wait_with_output().unwrap());
    assert_eq!(page.exit, 0);
    for line in &lines {
        assert!(page.out.contains(line), "{}", page.out);
    }
}

#[test]
fn a_refusal_of_another_device_names_the_fields() {
    let desk = Desk::new(&[]);
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 1)).exit, 0);
    let other = desk.request(OTHER, "T90A7654321", 2);
    let ran = desk.answer(&other);
    assert_eq!(ran.exit, 5);
    let answer = ran.json();
    assert_eq!(answer["reason"], "DEVICE-DIFFERS");
    assert_eq!(strings(&answer["differs"]), ["model", "serial", "board"]);
    assert_eq!(answer["case"], "CAS-000001");
    assert!(answer["lines"].is_null() && answer["code"].is_null());
    let page = desk.run(&["answer", &other.text().unwrap()]);
    assert!(page.out.contains("DEVICE-DIFFERS") && page.out.contains("Model, Serial"), "{}", page.out);
    assert!(!page.out.contains(MACHINE[2]), "values of the other machine are not shown");
    // After an operator's release the number goes to the other device, and its case is closed.
    let released = desk.run(&["licenses", "release", NUMBER, "--reason", "main board replaced, ticket 12"]);
    assert_eq!(released.exit, 0, "{}", released.err);
    assert_eq!(desk.answer(&other).exit, 0);
    let shown = desk.run(&["licenses", "show", NUMBER]).out;
    for part in ["main board replaced, ticket 12", "CAS-000001  DEVICE-DIFFERS  closed", OTHER[2]] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

fn answer_ways(desk: &Desk, lang: &str, request: &Request) -> Vec<Value> {
    let answer = desk.run(&["--lang", lang, "answer", "--json", &request.text().unwrap()]).json();
    answer["ways"].as_array().unwrap().clone()
}

fn kinds(ways: &Value) -> Vec<String> {
    ways.as_array().unwrap().iter().map(|way| way["kind"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_refusal_offers_only_ways_that_its_profile_and_the_newest_allow() {
    let desk = Desk::new(&["--declared", "any"]);
    let mut request = desk.request(["ASRock", "", "To Be Filled By O.E.M."], "BR80G1234567", 1);
    request.head.available = [None, Some(SourceKind::Board), Some(SourceKind::Board)];
    assert_eq!(kinds(&desk.answer(&request).json()["ways"]), ["recover", "write"]);
    request.head.available[2] = None;
    assert_eq!(kinds(&desk.answer(&request).json()["ways"]), ["declare", "write"]);
    desk.succeed(&["profiles", "publish", "--assigned", "yes", "--declared", "no"]);
    assert_eq!(
        kinds(&desk.answer(&request).json()["ways"]),
        ["write"],
        "the older profile doesn't allow assigned values"
    );
    request.head.profile_id = desk.profile().id;
    assert_eq!(kinds(&desk.answer(&request).json()["ways"]), ["assign", "write"]);
    // The open case shows the ways of its last refusal.
    let case = desk.run(&["cases", "show", "CAS-000001", "--json"]).json();
    assert_eq!(kinds(&case["ways"]), ["assign", "write"]);
    let summary = case["summary"].as_str().unwrap();
    for part in [
        "Way 1: Have the missing values assigned. Needs nothing else; takes a minute.",
        "Model: the board's model",
    ] {
        assert!(summary.contains(part), "{part}: {summary}");
    }
    // If the machine isn't the reason of the refusal, there are no ways.
    let good = desk.request_for("ZZ99999999999", MACHINE, "BR80G1234567", 3);
    let answer = desk.answer(&good).json();
    assert_eq!((answer["reason"].as_str(), kinds(&answer["ways"]).len()), (Some("NUMBER-UNKNOWN"), 0));
}

#[test]
fn a_placeholder_is_refused_with_codes_remedies_and_one_case() {
    let desk = Desk::new(&[]);
    let bad = ["ASRock", "", "To Be Filled By O.E.M."];
    let ran = desk.answer(&desk.request(bad, "BR80G1234567", 1));
    assert_eq!(ran.exit, 5);
    let answer = ran.json();
    assert_eq!(answer["reason"], "MACHINE-REFUSED");
    assert_eq!(finding_codes(&answer), [None, Some("MODEL-BLANK"), Some("SERIAL-PLACEHOLDER")]);
    assert!(!answer["findings"][2]["remedies"].as_array().unwrap().is_empty());
    assert_eq!(kinds(&answer["ways"]), ["write"]);
    for lang in ["en", "zh"] {
        let page =
            desk.run(&["--lang", lang, "answer", &desk.request(bad, "BR80G1234567", 2).text().unwrap()]);
        assert_eq!(page.exit, 5);
        for part in ["MODEL-BLANK", "SERIAL-PLACEHOLDER", "CAS-000001", "To Be Filled By O.E.M."] {
            assert!(page.out.contains(part), "{part}: {}", page.out);
        }
        for way in answer_ways(&desk, lang, &desk.request(bad, "BR80G1234567", 2)) {
            assert!(page.out.contains(way["title"].as_str().unwrap()), "{way}: {}", page.out);
        }
        // Only commands may be longer than 80 columns, because they are copied as a whole.
        let long = |line: &&str| {
            unicode_width::UnicodeWidthStr::width(*line) > 80 && !line.starts_with("          ")
        };
        assert_eq!(page.out.lines().find(long), None);
    }
    assert!(desk.run(&["licenses", "list"]).out.contains("unused"), "a refusal doesn't change the number");
    assert_eq!(desk.answer(&desk.request(MACHINE, "BR80G1234567", 3)).exit, 0);
    assert!(desk.run(&["licenses", "show", NUMBER]).out.contains("CAS-000001  MACHINE-REFUSED  closed"));
}

#[test]
fn unknown_and_malformed_numbers_get_the_same_answer() {
    let desk = Desk::new(&[]);
    let unknown = desk.request_for("ZZ99999999999", MACHINE, "BR80G1234567", 1);
    let mut malformed = unknown.clone();
    malformed.head.number = [0xff; 6];
    assert_eq!(desk.profile().mask.unpack(malformed.head.number), None);
    let [mut one, mut two] = [&unknown, &malformed].map(|request| {
        let ran = desk.answer(request);
        assert_eq!(ran.exit, 5);
        ran.json()
    });
    assert_eq!(one["reason"], "NUMBER-UNKNOWN");
    for answer in [&mut one, &mut two] {
        // The request's name comes from its bytes, so it differs.
        answer.as_object_mut().unwrap().remove("request");
    }
    assert_eq!(one, two);
}

#[test]
fn exactly_one_of_concurrent_requests_binds() {
    let desk = Desk::new(&[]);
    let runs: Vec<_> = (0..6_u8)
        .map(|at| {
            let serial = format!("M80-R{at}018200{at}1{at}");
            let board = format!("BR80G77{at}{at}56{at}");
            let request = desk.request([MACHINE[0], MACHINE[1], &serial], &board, at);
            desk.command(&["answer", "--json", &request.text().unwrap()]).spawn().unwrap()
        })
        .collect();
    let mut reasons: Vec<Option<String>> = runs
        .into_iter()
        .map(|child| {
            let ran = CommandResult::from(child.wait_with_output().unwrap());
            let reason = ran.json()["reason"].as_str().map(str::to_owned);
            assert_eq!(ran.exit, if reason.is_none() { 0 } else { 5 });
            reason
        })
        .collect();
    reasons.sort();
    let mut expected = vec![Some("DEVICE-DIFFERS".to_owned()); 6];
    expected[0] = None;
    assert_eq!(reasons, expected);
    let shown = desk.run(&["licenses", "show", NUMBER, "--json"]).json();
    assert_eq!(shown["requests"].as_array().unwrap().len(), 6, "every request is stored");
}

#[test]
fn the_desk_overrules_the_verdict_of_the_device_and_reports_it() {
    let desk = Desk::new(&[]);
    let mut request = desk.request(["ASRock", "B450M Pro4", "Default string"], "BR80G1234567", 1);
    request.head.verdicts[2] = Verdict::Ok;
    let answer = desk.answer(&request).json();
    assert_eq!(
        (answer["reason"].as_str(), answer["notes"][0]["code"].as_str()),
        (Some("MACHINE-REFUSED"), Some("RULES-DIFFER"))
    );
}

#[test]
fn a_code_that_cannot_be_printed_is_an_error() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = desk.command(&["answer", &request.text().unwrap()]);
    assert_eq!(command.stdout(full).status().unwrap().code(), Some(1));
    assert_eq!(desk.answer(&request).json()["how"], "again", "the ledger stores a code before it is printed");
}
