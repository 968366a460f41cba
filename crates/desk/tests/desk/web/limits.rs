//! The limits on sources, on license numbers and on guesses.

use countersign_core::protocol::Request;
use countersign_testing::http::{Reply, press, send};
use serde_json::json;

use super::interface::error_code;
use super::phone_pages::assert_security_headers;
use crate::harness::{Browser, Desk, MACHINE, NUMBER, Server, desk_with_operator, path};

#[test]
fn a_source_and_a_number_have_a_limit() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "2"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!([1, 2, 3].map(|_| server.post(&path(&request)).status), [303, 303, 429]);
    let page = server.post(&path(&request));
    assert_security_headers(&page);
    assert!(page.body.contains("TOO-OFTEN") && page.lines().is_empty());
    assert!((1..=31).contains(&page.header("retry-after").unwrap().parse::<u64>().unwrap()));
    assert_eq!(server.get(&path(&request)).status, 200, "GET isn't counted");
    assert_eq!(desk.license(NUMBER)["requests"].as_array().unwrap().len(), 2);
    // `X-Forwarded-For` counts only behind a proxy, and there only the address that the proxy added.
    for (flags, last) in [(&["--per-source", "2"][..], 429), (&["--per-source", "2", "--behind-proxy"], 200)]
    {
        let server = desk.serve(flags);
        let from = |address: &str| {
            let headers = [("x-forwarded-for", address)];
            send(&server.address, "GET", &path(&request), &headers, "").unwrap().status
        };
        assert_eq!(["192.0.2.9, 192.0.2.1", "192.0.2.1"].map(from), [200, 200], "{flags:?}");
        assert_eq!(from("192.0.2.2"), last, "{flags:?}");
        assert_eq!(from("192.0.2.3, 192.0.2.1"), 429, "{flags:?}");
        assert_eq!(server.get("/healthz").status, 200, "the health check isn't limited");
    }
}

#[test]
fn the_office_counts_requests_without_a_session_and_refuses_no_operator() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&["--insecure-cookies", "--per-source", "5"]);
    let operator = Browser::new(&server);
    let (name, token) = operator.cookie.split_once('=').unwrap();
    let made_up = format!("{name}={}", "A".repeat(token.len()));
    let ask = |method: &str, path: &str, cookie: &str| {
        send(&server.address, method, path, &[("cookie", cookie)], "").unwrap().status
    };
    let statuses = [(); 5].map(|()| ask("GET", "/office/numbers", &made_up));
    assert_eq!(statuses, [303, 303, 303, 303, 429], "the sign-in counted as well");
    for (method, path) in
        [("GET", "/office"), ("GET", "/office/export/numbers.csv"), ("POST", "/office/bundle")]
    {
        for cookie in [made_up.as_str(), "x=y"] {
            assert_eq!(ask(method, path, cookie), 429, "{method} {path}");
        }
    }
    assert_eq!(server.get("/office/login").status, 429, "the address has used up its share");
    for _ in 0..20 {
        assert_eq!(operator.get("/office/numbers").status, 200, "a valid session isn't refused");
    }
    assert_eq!(operator.post("/office/logout", &[]).status, 303);
    assert_eq!(operator.get("/office").status, 429, "the session has ended");
}

#[test]
fn pages_and_interface_share_the_limit_on_a_number() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "2"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(server.post(&path(&request)).status, 303);
    let body = json!({ "request": request.text().unwrap() });
    assert_eq!(server.api(&body).status, 200);
    let refused = server.api(&body);
    assert_eq!(error_code(&refused), (429, "TOO-OFTEN".to_owned()));
    assert!(refused.header("retry-after").is_some());
}

/// Posts a request with that source address, as a proxy in front of the desk reports it.
fn ask_from(server: &Server, source: &str, request: &Request) -> Reply {
    send(&server.address, "POST", &path(request), &[("x-forwarded-for", source)], "").unwrap()
}

/// Like `ask_from`, but returns the page of the answer.
fn press_from(server: &Server, source: &str, request: &Request) -> Reply {
    press(&server.address, &path(request), &[("x-forwarded-for", source)]).unwrap()
}

/// A request with a number that the desk doesn't have.
fn guess(desk: &Desk, at: usize) -> Request {
    desk.request_for(&format!("ZZ{at:011}"), MACHINE, "BR80G1234567", 1)
}

#[test]
fn a_stranger_who_asks_for_a_number_does_not_delay_its_owner() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--behind-proxy", "--per-number", "2", "--per-number-total", "5"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    // The addresses of one IPv6 subscriber are one source.
    let stranger: Vec<_> =
        (1..6).map(|at| ask_from(&server, &format!("2001:db8:1:2::{at}"), &request).status).collect();
    assert_eq!(stranger, [303, 303, 429, 429, 429]);
    assert_eq!(press_from(&server, "2001:db8:1:3::1", &request).lines().len(), 7, "the owner is answered");
    let more = ["198.51.100.1", "198.51.100.2"].map(|source| ask_from(&server, source, &request).status);
    assert_eq!(more, [303, 429], "the total limit applies");
}

#[test]
fn a_source_that_tries_unknown_numbers_has_to_wait() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--behind-proxy"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    // Numbers that don't fit the mask count too.
    let mut malformed = request.clone();
    malformed.head.number = [0xff; 6];
    for at in 0..10 {
        let asked = if at % 2 == 0 { malformed.clone() } else { guess(&desk, at) };
        let reply = press_from(&server, "192.0.2.1", &asked);
        assert!(reply.status == 200 && reply.body.contains("NUMBER-UNKNOWN"), "{at}: {}", reply.body);
    }
    for request in [&request, &malformed] {
        let refused = ask_from(&server, "192.0.2.1", request);
        assert!(refused.status == 429 && refused.body.contains("TOO-OFTEN"), "{}", refused.body);
        assert!((1..=6).contains(&refused.header("retry-after").unwrap().parse::<u64>().unwrap()));
    }
    assert_eq!(press_from(&server, "192.0.2.2", &request).lines().len(), 7, "other sources don't wait");
    assert_eq!(desk.succeed(&["cases", "list"]), "No cases match.\n");
}

#[test]
fn many_sources_that_try_unknown_numbers_write_little_and_delay_no_owner() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--behind-proxy", "--unknown-total", "5"]);
    let from = |at: usize| ask_from(&server, &format!("192.0.2.{at}"), &guess(&desk, at)).status;
    let statuses: Vec<_> = (0..50).map(from).collect();
    // The limit refills while these requests run, so a few more may be answered.
    let answered = statuses.iter().filter(|status| **status == 303).count();
    assert!((5..=8).contains(&answered), "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 303 | 429)), "{statuses:?}");
    let known = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(press_from(&server, "198.51.100.1", &known).lines().len(), 7);
    assert_eq!(ask_from(&server, "192.0.2.49", &known).status, 429, "a source that has just guessed waits");
}
