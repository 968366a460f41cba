//! `countersign relay` with a real desk: requests of machines that don't reach it, by pipes and by bundles, to the kept activation.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::desk_server::DeskServer;
use countersign_core::machine::{Field, Machine, is_visible};
use countersign_testing::{
    CommandOutput, Desk, Device, NUMBER, OTHER_NUMBER, bad_machine, file_names, good_machine, read_tree,
    run_with_input,
};

/// Runs `relay` on a machine that has no profile.
pub fn relay(device: &Device, args: &[&str], input: &str) -> CommandOutput {
    run_with_input(&mut device.bare_command(&[&["relay"], args].concat()), input)
}

/// The text of the request that a machine makes.
pub fn request_text(device: &Device, number: &str) -> String {
    let ran = device.run(&["request", "--number", number]);
    assert!(ran.exit == 0 || ran.exit == 3, "{ran:#?}");
    ran.out
}

/// A bundle of requests with these lines.
pub fn bundle(lines: &[String]) -> String {
    let head = json!({ "countersign": "requests", "version": 1 });
    let end = json!({ "end": lines.len() });
    format!("{head}\n{}\n{end}\n", lines.join("\n"))
}

/// A line of a bundle.
pub fn entry(host: &str, request: &str) -> String {
    json!({ "host": host, "request": request }).to_string()
}

/// Checks head and end of a bundle of answers, and returns the lines between them.
pub fn answers(text: &str) -> Vec<Value> {
    let mut lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.remove(0), json!({ "countersign": "answers", "version": 1 }));
    let end = lines.pop().unwrap();
    let reasons = end["counts"]["reasons"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
    let counted = end["counts"]["issued"].as_u64().unwrap() + reasons.sum::<u64>();
    assert_eq!((&end["end"], counted), (&json!(lines.len()), lines.len() as u64), "{end}");
    lines
}

fn other_machine() -> Machine {
    good_machine()
        .with_value(Field::Serial, "M80F3A1C700511")
        .with_value(Field::BoardSerial, "M80F3A1C700512")
}

/// A bundle of a good machine, a broken line, a refused machine, hostile hosts and a line without end, and the good machine.
fn fleet(desk: &Desk) -> (String, Device) {
    let good = Device::new(&good_machine(), desk);
    let bad = Device::new(&bad_machine(), desk);
    let request = request_text(&good, NUMBER);
    let text = bundle(&[
        entry("web-01 服务器\u{202e}", &request),
        "nothing".to_owned(),
        entry("web-02", &request_text(&bad, OTHER_NUMBER)),
        entry("a\u{1b}[2J", &request),
        entry(&"h".repeat(256), &request),
        "x".repeat(200_000),
        entry("web-03", "Dear all,\nwhere is the request?"),
        entry("$(reboot)`'\"", &format!("> {}\n", request.replace('\n', "\n> "))),
    ]);
    (text, good)
}

#[test]
fn a_relayed_request_leads_to_a_kept_activation() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = Device::new(&good_machine(), &desk);
    let state = device.path("state of the relay");
    let asked = request_text(&device, NUMBER);
    let args = ["--desk", &served.url, "--state", state.to_str().unwrap()];
    let ran = relay(&device, &args, &asked);
    assert!(ran.exit == 0 && ran.err.is_empty(), "{ran:#?}");
    assert_eq!(ran.out.lines().count(), 7, "{}", ran.out);
    let entered = device.run_with_input(&["enter"], &ran.out);
    assert_eq!(entered.exit, 0, "{entered:#?}");
    assert_eq!(device.run(&["status"]).exit, 0);
    assert!(!state.exists() && file_names(&device.work()).is_empty(), "relay writes no files");
    // The same machine gets the same code, also for a request within a mail, from a file, and with the code to a file.
    let mail = format!("Subject: machine\n\nHello,\n\n> {}\n", asked.replace('\n', "\n> "));
    fs::write(device.work().join("mail.txt"), mail).unwrap();
    let to_file = relay(&device, &["--desk", &served.url, "mail.txt", "--out", "code.txt"], "");
    assert!(to_file.exit == 0 && to_file.out.is_empty() && to_file.err.is_empty(), "{to_file:#?}");
    assert_eq!(fs::read_to_string(device.work().join("code.txt")).unwrap(), ran.out);
    assert_eq!(device.run(&["enter", "--file", "code.txt"]).exit, 0);
    // Without a scheme in the address, the scheme is https, which this desk doesn't speak.
    relay(&device, &["--desk", served.address()], &asked).assert_refused(1, "ONLINE-CERTIFICATE", "clock");
    let object = relay(&device, &["--desk", &format!("{}/", served.url), "--json", "-"], &asked).json();
    assert_eq!((&object["decision"], &object["number"]), (&json!("issued"), &json!(NUMBER)));
    assert_eq!(object["lines"].as_array().unwrap().len(), 7);
}

#[test]
fn request_relay_and_enter_begin_together_in_one_pipe() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = Device::new(&good_machine(), &desk);
    let mut enter = device.command(&["enter", "-"]);
    enter.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // `enter` starts first, as over SSH, when there is no request yet. It must not hold the lock.
    let mut entering = enter.spawn().unwrap();
    let asked = request_text(&device, NUMBER);
    let code = relay(&device, &["--desk", &served.url], &asked).out;
    entering.stdin.take().unwrap().write_all(code.as_bytes()).unwrap();
    let ran: CommandOutput = entering.wait_with_output().unwrap().into();
    assert!(ran.exit == 0 && ran.out.starts_with("Activated: ") && ran.err.is_empty(), "{ran:#?}");
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn relay_uses_the_desk_of_the_profile_by_default() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = crate::desk_server::device(&good_machine(), &desk, &served.url);
    let asked = request_text(&device, NUMBER);
    // `relay` reads the profile only: no machine, no state.
    let mut command = device.bare_command(&["relay", "--profile", device.profile().to_str().unwrap()]);
    let ran = run_with_input(&mut command, &asked);
    assert_eq!((ran.exit, ran.out.lines().count()), (0, 7), "{ran:#?}");
    let none = device.path("no profiles");
    fs::create_dir(&none).unwrap();
    let none = none.to_str().unwrap();
    for lang in ["en", "zh"] {
        let needed = relay(&device, &["--profiles", none, "--lang", lang], &asked);
        needed.assert_refused(2, "DESK-NEEDED", "--desk https://HOST");
        for address in ["ftp://desk.example", "https://", "https://desk.example/office", "https://a b"] {
            let ran = relay(&device, &["--desk", address, "--lang", lang], &asked);
            ran.assert_refused(2, "DESK-ADDRESS", "--desk https://");
        }
    }
}

#[test]
fn a_request_without_a_code_is_reported_with_its_reason() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let device = Device::new(&bad_machine(), &desk);
    let to_desk = ["--desk", &served.url];
    let asked = request_text(&device, NUMBER);
    let refused = relay(&device, &to_desk, &asked);
    assert!(refused.exit == 5 && refused.out.is_empty(), "{refused:#?}");
    assert!(refused.err.starts_with("MACHINE-REFUSED: No code: "), "{refused:#?}");
    let refused = relay(&device, &["--desk", &served.url, "--lang", "zh"], &asked);
    assert!(refused.err.starts_with("MACHINE-REFUSED：没有得到授权码："), "{refused:#?}");
    let with_object = relay(&device, &["--desk", &served.url, "--json"], &asked);
    let object = with_object.json();
    assert_eq!((with_object.exit, &object["reason"]), (5, &json!("MACHINE-REFUSED")));
    assert!(
        !object["findings"].as_array().unwrap().is_empty(),
        "the answer has the complete object of the desk"
    );
    // A text that is not a request isn't sent.
    let too_long = asked.clone() + &" ".repeat(64 * 1024);
    let by_word = device.run(&["request", "--spoken"]).out;
    for (text, code, cure) in [
        ("", "REQUEST-INVALID", "countersign request"),
        ("hello", "REQUEST-INVALID", "countersign request"),
        (&by_word, "REQUEST-INVALID", "operator"),
        (&asked[..asked.len() / 2], "REQUEST-INVALID", "again"),
        (&too_long, "REQUEST-TOO-LONG", "bundle"),
    ] {
        relay(&device, &to_desk, text).assert_refused(5, code, cure);
    }
    relay(&device, &["--desk", &served.url, "none.txt"], "").assert_refused(1, "FILE-READ", "");
}

#[test]
fn a_bundle_gets_the_answers_that_the_desk_itself_writes() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let (text, good) = fleet(&desk);
    let ran = relay(&good, &["--desk", &served.url, "--out", "answers.jsonl"], &text);
    assert!(ran.exit == 5 && ran.out.is_empty(), "{ran:#?}");
    assert!(ran.err.starts_with("8 requests: 2 codes, 6 refused, 0 not answered.\n"), "{}", ran.err);
    for reason in ["      2  HOST-MALFORMED", "      1  MACHINE-REFUSED", "Answers: answers.jsonl"] {
        assert!(ran.err.contains(reason), "{reason}: {}", ran.err);
    }
    assert!(ran.err.lines().all(|line| line.len() <= 80), "{}", ran.err);
    let path = good.work().join("answers.jsonl");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(file_names(&good.work()), ["answers.jsonl"]);
    let relayed = answers(&fs::read_to_string(&path).unwrap());

    // The desk's own answers to the same bundle.
    let requests = desk.folder().join("fleet.jsonl");
    fs::write(&requests, &text).unwrap();
    desk.run(&["answer", requests.to_str().unwrap()]);
    let own = fs::read_to_string(requests.with_extension("answers.jsonl")).unwrap();
    let own: Vec<Value> = own.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let own = &own[1..own.len() - 1];
    assert_eq!(relayed.len(), own.len());
    for (one, other) in relayed.iter().zip(own) {
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(one), keys(other));
        for member in ["line", "host", "decision", "reason", "code", "lines", "number", "request"] {
            assert_eq!(one[member], other[member], "{member}");
        }
    }
    let code: Vec<&str> =
        relayed[0]["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    assert_eq!(good.run_with_input(&["enter"], &code.join("\n")).exit, 0);
}

#[test]
fn answers_on_standard_output_contain_no_control_characters_and_stay_equal() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let (text, good) = fleet(&desk);
    let ran = relay(&good, &["--desk", &served.url], &text);
    assert_eq!(ran.exit, 5, "{ran:#?}");
    assert!(ran.out.lines().all(|line| line.chars().all(is_visible)), "{}", ran.out);
    let all = answers(&ran.out);
    assert_eq!((all.len(), &all[0]["host"]), (8, &json!("web-01 服务器\u{202e}")));
    // The object of --json would stand among the answers.
    relay(&good, &["--desk", &served.url, "--json"], &text).assert_refused(2, "BUNDLE-OUTPUT", "--out");
    let object = relay(&good, &["--desk", &served.url, "--json", "--out", "a.jsonl"], &text).json();
    assert_eq!(
        (&object["requests"], &object["issued"], &object["unanswered"], &object["cut-off"]),
        (&json!(8), &json!(2), &json!(0), &json!(false))
    );
    assert_eq!(object["reasons"]["LINE-TOO-LONG"], 1);
    // A bundle without its end is answered as far as it goes.
    let cut: String = text.split_inclusive('\n').take(2).collect();
    let ran = relay(&good, &["--desk", &served.url], &cut);
    assert!(ran.exit == 5 && ran.err.contains("was cut off"), "{ran:#?}");
    assert_eq!(answers(&ran.out)[0]["decision"], "issued");
    for (head, code) in [
        ("{\"countersign\":\"answers\",\"version\":1}\n", "BUNDLE-OTHER"),
        ("{\"countersign\":\"requests\",\"version\":7}\n", "BUNDLE-NEWER"),
    ] {
        relay(&good, &["--desk", &served.url], head).assert_refused(5, code, "Nothing was asked.");
    }
}

#[test]
fn several_files_make_a_bundle_of_answers_named_by_their_paths() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &[]);
    let devices = [Device::new(&good_machine(), &desk), Device::new(&other_machine(), &desk)];
    let [one, other] = &devices;
    let write = |name: &str, text: String| {
        let path: PathBuf = one.work().join(name);
        fs::write(&path, text).unwrap();
    };
    write("web-01.txt", request_text(one, NUMBER));
    write("web-02.txt", request_text(other, OTHER_NUMBER));
    write("a\u{1b}c", request_text(one, NUMBER));
    let before = read_tree(&one.work());
    let args = ["--desk", &served.url, "web-01.txt", "none.txt", "web-02.txt", "a\u{1b}c"];
    let ran = relay(one, &args, "");
    assert!(ran.exit == 1 && ran.err.contains("4 requests: 2 codes, 1 refused, 1 not answered."), "{ran:#?}");
    let all = answers(&ran.out);
    let told: Vec<_> = all.iter().map(|one| (one["line"].as_u64(), one["host"].as_str())).collect();
    let hosts = [Some("web-01.txt"), Some("none.txt"), Some("web-02.txt"), None];
    assert_eq!(told, (1..).map(Some).zip(hosts).collect::<Vec<_>>());
    assert_eq!((&all[1]["reason"], &all[1]["decision"]), (&json!("FILE-READ"), &Value::Null));
    for (device, answer) in devices.iter().zip([&all[0], &all[2]]) {
        assert_eq!(device.run_with_input(&["enter"], answer["code"].as_str().unwrap()).exit, 0);
    }
    assert!(read_tree(&one.work()) == before, "no file is changed");
    write("fleet.jsonl", bundle(&[]));
    let ran = relay(one, &["--desk", &served.url, "web-01.txt", "fleet.jsonl"], "");
    assert!(ran.exit == 2 && ran.err.contains("BUNDLE-ALONE"), "{ran:#?}");
}
