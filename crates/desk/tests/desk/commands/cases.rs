//! `cases`: the content of a case, how it is closed, and its summary.

use countersign_core::protocol::Request;
use serde_json::{Value, json};

use crate::harness::{BAD, Desk, MACHINE, NUMBER, OTHER};

fn answer(desk: &Desk, request: &Request, options: &[&str]) -> Value {
    desk.run(&[&["answer", "--json", &request.text().unwrap()], options].concat()).json()
}

fn case(desk: &Desk, number: &str) -> Value {
    desk.run(&["cases", "show", number, "--json"]).json()
}

/// The typical case of the product: a machine is refused, gets the older binding as a stopgap, and is activated in full
/// after its firmware was corrected. No operator touches the number.
#[test]
fn a_refusal_a_stopgap_and_a_correction_make_one_case() {
    let desk = Desk::new(&["--older-binding"]);
    let board = "BR80G1234567";
    let refused = answer(&desk, &desk.request(BAD, board, 1), &[]);
    assert_eq!(
        (refused["reason"].as_str(), refused["case"].as_str()),
        (Some("MACHINE-REFUSED"), Some("CAS-000001"))
    );
    assert_eq!(desk.license(NUMBER)["state"], "unused");
    let stopgap = answer(&desk, &desk.request(BAD, board, 2), &["--older"]);
    assert_eq!((&stopgap["decision"], &stopgap["how"]), (&json!("issued"), &json!("first")));
    assert_eq!(
        (&desk.license(NUMBER)["state"], &desk.license(NUMBER)["scheme"]),
        (&json!("bound"), &json!(2))
    );
    assert_eq!(case(&desk, "CAS-000001")["outcome"], "open", "a stopgap doesn't solve the case");
    let summary = desk.succeed(&["cases", "show", "1", "--summary"]);
    let flat = summary.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("lost at a reinstall") && flat.contains("Not solved yet"), "{summary}");
    let full = answer(&desk, &desk.request(MACHINE, board, 3), &[]);
    assert_eq!((&full["decision"], &full["how"]), (&json!("issued"), &json!("moved-up")));
    let license = desk.license(NUMBER);
    assert_eq!((&license["state"], &license["scheme"]), (&json!("bound"), &json!(3)));
    assert!(license["audit"].as_array().unwrap().is_empty(), "the audit has no action of an operator");
    let shown_case = case(&desk, "cas-1");
    assert_eq!(
        (&shown_case["outcome"], &shown_case["changed"]),
        (&json!("solved"), &json!(["model", "serial"]))
    );
    assert_eq!(shown_case["requests"].as_array().unwrap().len(), 3);
    let shown = desk.succeed(&["licenses", "show", NUMBER]);
    for part in [
        "full binding",
        "refused MACHINE-REFUSED  MODEL-BLANK SERIAL-PLACEHOLDER  CAS-000001",
        "code issued (older binding)  First use",
        "code issued (full binding)",
        "CAS-000001  MACHINE-REFUSED  closed",
    ] {
        let flat = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&part.split_whitespace().collect::<Vec<_>>().join(" ")), "{part}: {shown}");
    }
    let plain = shown_case["summary"].as_str().unwrap();
    let order: Vec<usize> = [
        "Problem",
        "Scope",
        "Analysis",
        "SERIAL-PLACEHOLDER",
        "Actions",
        "older binding",
        "Result",
        "from \"To Be Filled By O.E.M.\" to \"M80-D8018200512\"",
    ]
    .iter()
    .map(|part| plain.find(part).unwrap_or_else(|| panic!("{part}: {plain}")))
    .collect();
    assert!(order.is_sorted(), "{plain}");
    let zh = desk.succeed(&["--lang", "zh", "cases", "show", "1", "--summary"]);
    for part in ["问题", "影响范围", "原因分析", "处理过程", "结果", "旧版绑定", "序列号", NUMBER]
    {
        assert!(zh.contains(part), "{part}: {zh}");
    }
    assert!(!zh.contains("Result") && !plain.contains('：'), "each summary is in one language");
}

#[test]
fn operators_note_and_close_cases() {
    let desk = Desk::new(&[]);
    answer(&desk, &desk.request(BAD, "BR80G1234567", 1), &[]);
    assert!(desk.succeed(&["cases", "list"]).contains("CAS-000001  open "));
    desk.succeed(&["cases", "wait", "1"]);
    desk.succeed(&["cases", "customer", "1", "--organisation", "Example Ltd", "--ticket", "T-4711"]);
    let listed = desk.succeed(&["cases", "list"]);
    assert!(listed.contains("CAS-000001  waiting ") && listed.contains("  Example Ltd  T-4711"), "{listed}");
    desk.succeed(&["cases", "note", "CAS-000001", "called", "Mr Li,\tlabel is \u{1b}[31munreadable"]);
    desk.succeed(&["cases", "close", "1", "--reason", "machine\nscrapped"]);
    let shown_case = case(&desk, "1");
    assert_eq!(shown_case["notes"][0]["text"], "called Mr Li, label is [31munreadable");
    assert_eq!(
        (&shown_case["notes"][0]["operator"], &shown_case["outcome"]),
        (&json!("li"), &json!("closed"))
    );
    assert!(shown_case["summary"].as_str().unwrap().contains("machine scrapped"));
    assert!(desk.succeed(&["cases", "list"]).contains("No cases match"));
    assert!(desk.succeed(&["cases", "list", "--closed"]).contains("CAS-000001"));
    let long = "x".repeat(201);
    for (args, code) in [
        (&["cases", "close", "1", "--reason", "again"][..], "CASE-CLOSED"),
        (&["cases", "close", "1", "--reason", " "], "REASON-MISSING"),
        (&["cases", "reopen", "1", "--reason", &long], "REASON-TOO-LONG"),
        (&["cases", "note", "1", &long.repeat(20)], "NOTE-TOO-LONG"),
        (&["cases", "customer", "1", "--contact", &long], "CUSTOMER-TOO-LONG"),
        (&["licenses", "customer", NUMBER, "--mail", &long], "CUSTOMER-TOO-LONG"),
        (&["licenses", "suspend", NUMBER, "--reason", &long], "REASON-TOO-LONG"),
        (&["cases", "note", "1", " "], "NOTE-EMPTY"),
        (&["cases", "show", "7"], "CASE-UNKNOWN"),
        (&["cases", "note", "what", "x"], "CASE-UNKNOWN"),
    ] {
        assert_eq!(desk.refusal(args), code, "{args:?}");
    }
    // The next refusal of the same machine opens another case.
    let again = answer(&desk, &desk.request(BAD, "BR80G1234567", 2), &[]);
    assert_eq!(again["case"], "CAS-000002");
}

#[test]
fn a_case_includes_the_actions_of_operators() {
    let desk = Desk::new(&[]);
    answer(&desk, &desk.request(MACHINE, "BR80G1234567", 1), &[]);
    answer(&desk, &desk.request(OTHER, "T90A7654321", 2), &[]);
    desk.succeed(&["licenses", "release", NUMBER, "--reason", "main board replaced, ticket 12"]);
    answer(&desk, &desk.request(OTHER, "T90A7654321", 3), &[]);
    let shown_case = case(&desk, "1");
    assert_eq!(
        (&shown_case["outcome"], &shown_case["audit"][0]["act"]),
        (&json!("solved"), &json!("release"))
    );
    let summary = shown_case["summary"].as_str().unwrap();
    for part in [
        "Model, Serial, Board",
        "main board replaced, ticket 12",
        "Nothing about the machine's own values changed",
    ] {
        assert!(summary.contains(part), "{part}: {summary}");
    }
}

/// The command writes the mail that fits the case, in the given language and time zone.
#[test]
fn a_case_is_written_as_a_mail() {
    let desk = Desk::new(&[]);
    answer(&desk, &desk.request(BAD, "BR80G1234567", 1), &[]);
    let customer = ["--contact", "王工", "--mail", "wang@example.cn", "--ticket", "T-1"];
    desk.succeed(&[&["cases", "customer", "1"][..], &customer].concat());
    desk.succeed(&["cases", "note", "1", "he shouts"]);
    let zone = ["--time-zone", "Asia/Shanghai"];
    let mail = |options: &[&str]| desk.succeed(&[&["cases", "mail", "1"][..], &zone, options].concat());
    let text = mail(&[]);
    for part in [
        "To: wang@example.cn\n",
        "Subject: [T-1] Example OS: ",
        "Beijing time (UTC+8)",
        "400 123 4567",
        NUMBER,
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("he shouts") && !text.contains("MACHINE-REFUSED"), "{text}");
    assert!(mail(&["--mail-lang", "zh"]).contains("尊敬的王工：\n\n您好！"));
    let json: Value = serde_json::from_str(&mail(&["--json", "--kind", "closing"])).unwrap();
    assert_eq!((&json["kind"], &json["suggested"]), (&json!("closing"), &json!("first")));
    assert_eq!((&json["to"], &json["lang"]), (&json!(["wang@example.cn"]), &json!("en")));
    let eml = mail(&["--eml", "--mail-from", "desk@example.com", "--mail-lang", "zh"]);
    assert!(eml.contains("desk@example.com") && eml.contains("X-Unsent: 1\r\n"), "{eml}");
    assert!(eml.is_ascii() && eml.contains("\r\n\r\n"), "{eml}");
    assert_eq!(desk.refusal(&["cases", "mail", "7"]), "CASE-UNKNOWN");
    for bad in [&["--time-zone", "Mars/Olympus"][..], &["--mail-from", "a@b\nBcc: c@d"], &["--kind", "last"]]
    {
        assert_eq!(desk.run(&[&["cases", "mail", "1"][..], bad].concat()).exit, 2, "{bad:?}");
    }
}
