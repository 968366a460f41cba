//! Tests of answers and failures, some against a local listener.

use std::io::{Read, Write};
use std::net::TcpListener;

use super::{answer, ask};
use crate::wizard::online::{DeskAnswer, DeskRefusal, OnlineError, ProxyFault};
use countersign_core::machine::Machine;
use countersign_core::protocol::binding::{Binding, Way};
use countersign_core::protocol::{Platform, Request, Scheme, Surroundings};
use countersign_core::review::{Policy, review};

fn request() -> Request {
    let machine = Machine::default();
    let review = review(&machine, &Policy::default());
    let binding = Binding::of(
        &machine,
        &review,
        &Policy::default(),
        &Way::Firmware,
        Binding::marker2_of(&machine, &review),
    );
    let surroundings = Surroundings::of(&machine, &review);
    binding.request(1, [1, 2, 3, 4, 5, 6], *b"stuvwxyz", Platform::of(&machine), surroundings)
}

/// Answers one request with these bytes. Returns the address.
fn serve_once(reply: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut seen = Vec::new();
        let mut piece = [0; 4096];
        // The body ends its only object with a brace.
        while !seen.ends_with(b"}") {
            let count = stream.read(&mut piece).unwrap_or(0);
            if count == 0 {
                return;
            }
            seen.extend_from_slice(&piece[..count]);
        }
        let _ = stream.write_all(&reply);
    });
    format!("http://{address}")
}

fn http(status: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

#[test]
fn a_code_is_split_into_seven_lines() {
    let code = "0123456789ABCDEFGHJK".repeat(7);
    let body = format!(r#"{{"decision":"issued","code":"{code}"}}"#);
    let lines: [String; 7] = std::array::from_fn(|_| "0123456789ABCDEFGHJK".to_owned());
    assert_eq!(answer::read(200, body.as_bytes()), DeskAnswer::Issued(lines.clone()));
    let base = serve_once(http("200 OK", "application/json", &body));
    assert_eq!(ask(&base, &request(), Scheme::Three), DeskAnswer::Issued(lines));
    for bad in [&code[1..], &code.replace('K', "?"), &format!("{code}0")] {
        let body = format!(r#"{{"decision":"issued","code":"{bad}"}}"#);
        assert_eq!(answer::read(200, body.as_bytes()), DeskAnswer::Failed(OnlineError::CaptivePortal));
    }
}

#[test]
fn a_refusal_contains_only_valid_codes() {
    let body = r#"{"decision":"refused","reason":"DEVICE-DIFFERS","what":"\u001b[2J","case":"CAS-000007",
        "findings":[{"code":"MODEL-BLANK"},{"code":null},{"code":"\u001b]0;x"}],"differs":["serial"]}"#;
    let refusal = DeskRefusal {
        reason: "DEVICE-DIFFERS".to_owned(),
        findings: vec!["MODEL-BLANK".to_owned()],
        differs: vec!["serial".to_owned()],
        case: Some("CAS-000007".to_owned()),
    };
    assert_eq!(answer::read(200, body.as_bytes()), DeskAnswer::Refused(refusal));
}

#[test]
fn every_other_answer_has_its_own_error() {
    let page = "<html>Welcome to the hotel</html>";
    let table: &[(u16, &str, OnlineError)] = &[
        (200, page, OnlineError::CaptivePortal),
        (200, "{}", OnlineError::CaptivePortal),
        (200, r#"{"decision":"refused","reason":"<b>"}"#, OnlineError::CaptivePortal),
        (302, "", OnlineError::CaptivePortal),
        (511, page, OnlineError::CaptivePortal),
        (407, "", OnlineError::Proxy(ProxyFault::SignIn)),
        (502, page, OnlineError::Busy),
        (503, r#"{"error":{"code":"STORE-BUSY"}}"#, OnlineError::Busy),
        (429, r#"{"error":{"code":"TOO-OFTEN"}}"#, OnlineError::Busy),
        (
            400,
            r#"{"error":{"code":"PROFILE-UNKNOWN"}}"#,
            OnlineError::NotAccepted("PROFILE-UNKNOWN".to_owned()),
        ),
    ];
    for (status, body, error) in table {
        assert_eq!(
            answer::read(*status, body.as_bytes()),
            DeskAnswer::Failed(error.clone()),
            "{status} {body}"
        );
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let reply =
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/login\r\nContent-Length: 0\r\n\r\n".to_vec();
    assert_eq!(
        ask(&serve_once(reply), &request(), Scheme::Three),
        DeskAnswer::Failed(OnlineError::CaptivePortal)
    );
    let reply =
        b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/login\r\nContent-Length: 0\r\n\r\n".to_vec();
    assert_eq!(
        ask(&serve_once(reply), &request(), Scheme::Three),
        DeskAnswer::Failed(OnlineError::CaptivePortal)
    );
}

#[test]
fn a_server_without_tls_is_not_the_desk() {
    // A TLS ClientHello doesn't end with a brace, so this listener answers after one read.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let answer = ask(&format!("https://{address}"), &request(), Scheme::Three);
    assert!(matches!(answer, DeskAnswer::Failed(OnlineError::Certificate(_))), "{answer:?}");
}

#[test]
fn an_unreachable_server_and_an_unknown_name_differ() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let answer = ask(&format!("http://{address}"), &request(), Scheme::Three);
    assert!(matches!(answer, DeskAnswer::Failed(OnlineError::Unreachable(_))), "{answer:?}");
    // A label has at most 63 characters, so that no name server is asked.
    let answer = ask(&format!("http://{}.invalid", "a".repeat(64)), &request(), Scheme::Three);
    assert_eq!(answer, DeskAnswer::Failed(OnlineError::NameNotFound));
}
