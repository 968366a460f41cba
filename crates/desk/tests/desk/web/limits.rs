//! The limits on sources and on license numbers.

use countersign_testing::http::send;
use serde_json::json;

use super::interface::error_code;
use super::phone_pages::assert_security_headers;
use crate::harness::{Desk, MACHINE, NUMBER, path};

#[test]
fn a_source_and_a_number_have_a_limit() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "2"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!([1, 2, 3].map(|_| server.post(&path(&request)).status), [200, 200, 429]);
    let page = server.post(&path(&request));
    assert_security_headers(&page);
    assert!(page.body.contains("TOO-OFTEN") && page.lines().is_empty());
    assert!((1..=31).contains(&page.header("retry-after").unwrap().parse::<u64>().unwrap()));
    assert_eq!(server.get(&path(&request)).status, 200, "GET doesn't count");
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
        assert_eq!(server.get("/healthz").status, 200, "the health check doesn't count");
    }
}

#[test]
fn pages_and_interface_share_the_limit_on_a_number() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "2"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(server.post(&path(&request)).status, 200);
    let body = json!({ "request": request.text().unwrap() });
    assert_eq!(server.api(&body).status, 200);
    let refused = server.api(&body);
    assert_eq!(error_code(&refused), (429, "TOO-OFTEN".to_owned()));
    assert!(refused.header("retry-after").is_some());
}
