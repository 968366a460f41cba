//! Moving, releasing by receipt, importing.

use serde_json::{Value, json};

use countersign_core::protocol::license::Code;
use countersign_core::protocol::{LineNumber, LineReading, line, receipt};

use crate::server::{BAD, Desk, MACHINE, NUMBER};

const OTHER: [&str; 3] = ["ASRock", "X570 Taichi", "M80-F3015500911"];

fn run(desk: &Desk, args: &[&str]) -> (i32, String, String) {
    let output = desk.run(args);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn answer(desk: &Desk, request: &countersign_core::protocol::Request) -> Value {
    let output = desk.run(&["answer", "--json", &request.text().unwrap()]);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn code(answer: &Value) -> Code {
    let lines: Vec<String> = serde_json::from_value(answer["lines"].clone()).unwrap();
    let data: Vec<_> = LineNumber::license()
        .into_iter()
        .zip(&lines)
        .map(|(number, typed)| match line::read(number, typed) {
            LineReading::Clean(data) => data,
            other => panic!("{typed}: {other:?}"),
        })
        .collect();
    Code::from_lines(&data.try_into().unwrap())
}

#[test]
fn a_number_moves_to_a_given_request_or_stays_where_it_is() {
    let desk = Desk::new(&[]);
    let old = desk.request(MACHINE, "BR80G1234567", 1);
    let new = desk.request(OTHER, "T90A7654321", 2).text().unwrap();
    assert_eq!(
        run(&desk, &["licenses", "move", NUMBER, "--to", &new, "--reason", "x"]).0,
        5,
        "bound to nothing"
    );
    answer(&desk, &old);
    // A machine that can't be bound doesn't take the number away from the one that is.
    let bad = desk.request(BAD, "T90A7654321", 3).text().unwrap();
    let (exit, out, _) = run(&desk, &["licenses", "move", NUMBER, "--to", &bad, "--reason", "x", "--json"]);
    let refused: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((exit, refused["reason"].as_str()), (5, Some("MACHINE-REFUSED")));
    assert_eq!(answer(&desk, &old)["how"], "again");
    let (exit, out, err) =
        run(&desk, &["licenses", "move", NUMBER, "--to", &new, "--reason", "replaced, ticket 7", "--json"]);
    assert_eq!(exit, 0, "{err}");
    let moved: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&moved["decision"], &moved["how"]), (&json!("issued"), &json!("moved")));
    let shown = desk.ran(&["licenses", "show", NUMBER]);
    assert!(shown.contains("Moved by an operator") && shown.matches("First use").count() == 1, "{shown}");
    assert_eq!(answer(&desk, &desk.request(MACHINE, "BR80G1234567", 4))["reason"], "DEVICE-DIFFERS");
    let story = desk.story(NUMBER);
    assert_eq!(
        story["audit"],
        json!([{
            "at": story["audit"][0]["at"], "operator": "li", "act": "move", "reason": "replaced, ticket 7",
        }])
    );
    // A request for another number is told from this one.
    desk.ran(&["licenses", "add", "AA03220123952"]);
    let other = desk.request_for("AA03220123952", OTHER, "T90A7654321", 5).text().unwrap();
    let (exit, _, err) = run(&desk, &["licenses", "move", NUMBER, "--to", &other, "--reason", "x"]);
    assert!(exit == 5 && err.starts_with("NUMBER-OTHER"), "{err}");
    // Without a request, the next machine that asks gets it.
    assert_eq!(run(&desk, &["licenses", "move", NUMBER]).0, 2, "a move wants a reason");
    desk.ran(&["licenses", "move", NUMBER, "--reason", "back again"]);
    assert_eq!(answer(&desk, &desk.request(MACHINE, "BR80G1234567", 6))["how"], "rebound");
}

#[test]
fn a_receipt_releases_a_number_once() {
    let desk = Desk::new(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let line = receipt::create(&code(&answer(&desk, &request)), request.head.number, request.head.nonce);
    // One slip is mended, as everywhere.
    let slip = if line.starts_with('7') { line.replacen('7', "8", 1) } else { format!("7{}", &line[1..]) };
    let (exit, _, err) = run(&desk, &["licenses", "release", NUMBER, "--receipt", "00000 00000 00000 00000"]);
    assert!(exit == 5 && err.starts_with("RECEIPT-WRONG"), "{err}");
    assert_eq!(desk.story(NUMBER)["state"], "bound");
    desk.ran(&["licenses", "release", NUMBER, "--receipt", &slip]);
    let story = desk.story(NUMBER);
    assert_eq!((&story["state"], &story["audit"][0]["act"]), (&json!("unused"), &json!("release-receipt")));
    assert_eq!(story["audit"][0]["reason"], request.name().to_string());
    assert_eq!(answer(&desk, &desk.request(OTHER, "T90A7654321", 2))["how"], "rebound");
    let (exit, _, err) = run(&desk, &["licenses", "release", NUMBER, "--receipt", &line]);
    assert!(exit == 5 && err.starts_with("RECEIPT-WRONG"), "another machine's now: {err}");
}

#[test]
fn wrong_lines_are_told_and_good_ones_are_added() {
    let desk = Desk::new(&[]);
    let file = desk.dir.path().join("numbers.csv");
    let path = file.display().to_string();
    let text = "\u{feff}\"License number\",Edition\n\"AA03220123952\",2\nAA03220123953,99\nwrong \u{1b}[31m\n\"AA03220123955\nAA03220123956,,2030-01-31\n";
    std::fs::write(&file, text).unwrap();
    let (exit, out, _) = run(&desk, &["licenses", "import", &path, "--strict"]);
    assert!(exit == 5 && out.contains("Nothing was added"), "{out}");
    assert_eq!(run(&desk, &["licenses", "show", "AA03220123952"]).0, 5);
    let (exit, out, _) = run(&desk, &["licenses", "import", &path, "--json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((exit, &report["new"], &report["stopped"]), (5, &json!(2), &json!(false)));
    let bad: Vec<_> = report["bad"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bad| (bad["line"].as_u64(), bad["code"].as_str()))
        .collect();
    let codes = [(3, "EDITION-MALFORMED"), (4, "NUMBER-MALFORMED"), (5, "QUOTE-OPEN")];
    assert_eq!(bad, codes.map(|(line, code)| (Some(line), Some(code))));
    assert!(desk.ran(&["licenses", "show", "AA03220123956"]).contains("2030-01-31"));
    let (exit, out, _) = run(&desk, &["licenses", "import", &path]);
    assert!(exit == 5 && out.contains("There already: 2") && !out.contains('\u{1b}'), "{out}");
}
