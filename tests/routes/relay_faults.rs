//! `countersign relay` when something fails: limits of the desk, a desk that ends, signals, files that can't be written.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};

use crate::desk_server::{DeskServer, wait_for_seconds_below};
use crate::relay::{answers, bundle, entry, relay, request_text};
use countersign_testing::{Desk, Device, NUMBER, Pty, good_machine, make_pipe, process};

/// A server that answers each request with the next of these replies, and sends a message after each. Then it ends.
fn scripted(replies: Vec<(u16, &'static str, Value)>) -> (String, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, answered) = channel();
    thread::spawn(move || {
        for (status, header, body) in replies {
            let (mut stream, _) = listener.accept().unwrap();
            let (mut seen, mut piece) = (Vec::new(), [0; 4096]);
            // The body ends its only object with a brace.
            while !seen.ends_with(b"}") {
                let count = stream.read(&mut piece).unwrap();
                seen.extend_from_slice(&piece[..count]);
            }
            let body = body.to_string();
            let length = body.len();
            let reply = format!(
                "HTTP/1.1 {status} X\r\n{header}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
            stream.write_all(reply.as_bytes()).unwrap();
            // The test may be over.
            let _ = sender.send(());
        }
    });
    (url, answered)
}

fn refusal() -> (u16, &'static str, Value) {
    (200, "", json!({ "decision": "refused", "reason": "NUMBER-UNKNOWN", "what": "What.", "next": "Next." }))
}

fn too_often(header: &'static str) -> (u16, &'static str, Value) {
    (429, header, json!({ "error": { "code": "TOO-OFTEN", "what": "What.", "cure": "Cure." } }))
}

/// A machine and a bundle with that many requests of it.
fn many(desk: &Desk, count: usize) -> (Device, String) {
    let device = Device::new(&good_machine(), desk);
    let request = request_text(&device, NUMBER);
    let lines: Vec<String> = (0..count).map(|at| entry(&format!("web-{at}"), &request)).collect();
    (device, bundle(&lines))
}

fn reasons(answers: &[Value]) -> Vec<&str> {
    answers.iter().map(|one| one["reason"].as_str().unwrap_or("-")).collect()
}

#[test]
fn relay_waits_for_the_rate_limit_of_the_desk() {
    let desk = Desk::new();
    let served = DeskServer::start(&desk, &["--per-number", "30"]);
    let (device, text) = many(&desk, 31);
    let ran = relay(&device, &["--desk", &served.url], &text);
    assert_eq!(ran.exit, 0, "{ran:#?}");
    let all = answers(&ran.out);
    assert!(all.len() == 31 && all.iter().all(|one| one["code"] == all[0]["code"]), "{ran:#?}");
}

#[test]
fn a_desk_that_demands_too_long_a_wait_is_reported_as_busy_and_the_others_are_asked() {
    let desk = Desk::new();
    let (device, text) = many(&desk, 3);
    let (url, _answered) = scripted(vec![
        too_often("Retry-After: 86400\r\n"),
        too_often("Retry-After: 1\r\n"),
        refusal(),
        refusal(),
    ]);
    let began = Instant::now();
    let ran = relay(&device, &["--desk", &url], &text);
    assert!(began.elapsed() >= Duration::from_secs(1), "the second request was repeated without a wait");
    assert_eq!(
        (ran.exit, reasons(&answers(&ran.out))),
        (1, vec!["ONLINE-BUSY", "NUMBER-UNKNOWN", "NUMBER-UNKNOWN"])
    );
    assert!(ran.err.contains("the same request gets the same code"), "{ran:#?}");
}

#[test]
fn a_desk_lost_midway_affects_only_unanswered_requests() {
    let desk = Desk::new();
    let served = desk.serve(&[]);
    let url = format!("http://{}", served.address());
    let (device, text) = many(&desk, 9);
    let mut command = device.bare_command(&["relay", "--desk", &url]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    // The answer comes as soon as its request was given.
    let (first, rest) = text.split_at(text.match_indices('\n').nth(1).unwrap().0 + 1);
    input.write_all(first.as_bytes()).unwrap();
    let mut seen = String::new();
    output.read_line(&mut seen).unwrap();
    output.read_line(&mut seen).unwrap();
    served.kill();
    input.write_all(rest.as_bytes()).unwrap();
    drop(input);
    output.read_to_string(&mut seen).unwrap();
    let ended = child.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{told}");
    let all = answers(&seen);
    assert_eq!(reasons(&all), [&["-"][..], &["ONLINE-UNREACHABLE"; 8]].concat());
    assert_eq!(
        (&all[0]["decision"], &all[8]["decision"], &all[8]["host"]),
        (&json!("issued"), &Value::Null, &json!("web-8"))
    );
    assert!(told.contains("After 5 failures in a row, the desk was no longer asked."), "{told}");
    assert!(told.contains("9 requests: 1 codes, 0 refused, 8 not answered."), "{told}");
    // A second run finishes, and the code is the same.
    let served = desk.serve(&[]);
    let again = relay(&device, &["--desk", &format!("http://{}", served.address())], &text);
    let done = answers(&again.out);
    assert!(again.exit == 0 && done.iter().all(|one| one["code"] == all[0]["code"]), "{again:#?}");
}

#[test]
fn a_signal_ends_a_wait_at_once_and_keeps_complete_answers() {
    let desk = Desk::new();
    let (device, text) = many(&desk, 3);
    let (path, part) = (device.work().join("answers.jsonl"), device.work().join("answers.jsonl.part"));
    for signal in [Signal::TERM, Signal::INT].into_iter().filter(|signal| !process::ignores(*signal)) {
        fs::write(&path, "earlier answers").unwrap();
        let (url, answered) = scripted(vec![refusal(), too_often("Retry-After: 500\r\n")]);
        let mut command = device.bare_command(&["relay", "--desk", &url, "--out", "answers.jsonl"]);
        let mut child = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        answered.recv().unwrap();
        answered.recv().unwrap();
        process::signal(child.id(), signal);
        assert_eq!(child.wait().unwrap().signal(), Some(signal.as_raw()));
        assert_eq!(fs::read_to_string(&path).unwrap(), "earlier answers");
        let left = fs::read_to_string(&part).unwrap();
        assert!(left.ends_with('\n') && left.lines().count() == 2, "{left}");
    }
    // Another run replaces the part, once no program writes it.
    let held = fs::OpenOptions::new().append(true).open(&part).unwrap();
    held.lock().unwrap();
    let (url, _answered) = scripted(vec![refusal(), refusal(), refusal()]);
    let args = ["--desk", &url, "--out", "answers.jsonl"];
    relay(&device, &args, &text).assert_refused(1, "BUNDLE-BUSY", "another file");
    drop(held);
    let ran = relay(&device, &args, &text);
    assert_eq!((ran.exit, answers(&fs::read_to_string(&path).unwrap()).len()), (5, 3), "{ran:#?}");
    assert!(!part.exists());
}

#[test]
fn a_person_sees_the_remaining_wait_and_can_quit() {
    let desk = Desk::new();
    let (device, text) = many(&desk, 2);
    fs::write(device.work().join("fleet.jsonl"), text).unwrap();
    for (lang, told, unit) in [
        ("en", "1 done; the desk is busy, next try in ", " s"),
        ("zh", "已完成 1 个；服务台正忙，", " 秒后再问"),
    ] {
        let (url, _answered) = scripted(vec![refusal(), too_often("Retry-After: 500\r\n")]);
        let args = ["relay", "fleet.jsonl", "--desk", &url, "--out", "answers.jsonl", "--lang", lang];
        let mut pty = Pty::spawn(&device.bare_command(&args), (80, 24));
        wait_for_seconds_below(500, told, unit, &pty);
        pty.send("\x03");
        assert_ne!(pty.end(), 0);
    }
}

#[test]
fn an_unwritable_output_is_reported_before_the_desk_is_asked() {
    let desk = Desk::new();
    let (device, text) = many(&desk, 2);
    make_pipe(&device.work().join("pipe"));
    std::os::unix::fs::symlink("/etc/hostname", device.work().join("link")).unwrap();
    for out in ["pipe", "link", "none/answers.jsonl", "/dev/null", "."] {
        // Nothing listens there: if the desk were asked, the code would be another.
        let ran = relay(&device, &["--desk", "http://127.0.0.1:1", "--out", out], &text);
        ran.assert_refused(1, "FILE-WRITE", "");
    }
    let ran = relay(&device, &["--desk", "http://127.0.0.1:1", "pipe"], "");
    ran.assert_refused(1, "FILE-READ", "");
}

#[test]
fn a_closed_output_ends_the_relay() {
    let desk = Desk::new();
    let (device, text) = many(&desk, 2);
    let (url, answered) = scripted(vec![refusal(), refusal()]);
    let mut command = device.bare_command(&["relay", "--desk", &url]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!((ended.status.code(), ended.stderr.len()), (Some(1), 0));
    drop(answered);
}
