//! The log: its lines, its formats and levels, and the data that it never contains.

use std::collections::BTreeSet;

use countersign_testing::http::send;
use serde_json::{Value, json};

use crate::harness::{BAD, Desk, MACHINE, NUMBER, desk_with_operator, path, serve_office, sign_in};

#[test]
fn the_log_has_routes_and_statuses_but_no_personal_data() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "2"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let url = path(&request);
    let replies = [server.get(&url), server.post(&url), server.post(&url), server.post(&url)];
    let answer = replies[1].header("location").unwrap().to_owned();
    assert_eq!(replies.map(|reply| reply.status), [200, 303, 303, 429]);
    server.get(&answer);
    let token = answer.rsplit('/').next().unwrap();
    server.get(&format!("{url}/{MACHINE:?}?serial={}", MACHINE[2]).replace([' ', '"', '[', ']'], ""));
    server.get("/nowhere/AA03220123951");
    server.api(&json!({ "request": request.text().unwrap() }));
    let (status, log) = server.end();
    assert!(status.success(), "SIGTERM ends the desk with a failure: {status}");
    for part in
        ["method=POST", "route=\"/R/{*request}\"", "route=\"/api/v1/requests\"", "status=429", "status=404"]
    {
        assert!(log.contains(part), "{part}: {log}");
    }
    let name = request.name().to_string();
    for never in [&url[3..20], token, NUMBER, MACHINE[2], &name, "nowhere", "serial", "127.0.0.1"] {
        assert!(!log.to_ascii_uppercase().contains(&never.to_ascii_uppercase()), "{never}: {log}");
    }
}

#[test]
fn a_line_of_json_has_the_id_of_its_response() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--log", "json", "--behind-proxy"]);
    let request = desk.request(BAD, "BR80G1234567", 1);
    let from = |source: &str, method: &str, path: &str| {
        send(&server.address, method, path, &[("x-forwarded-for", source)], "").unwrap()
    };
    let replies = [
        from("192.0.2.1", "POST", &path(&request)),
        from("192.0.2.1", "GET", "/nowhere/AA03220123951"),
        from("192.0.2.2", "AA03220123951", "/"),
    ];
    let ids = replies.each_ref().map(|reply| reply.header("x-request-id").unwrap().to_owned());
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 3);
    let (_, log) = server.end();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(answered.iter().map(|line| line["id"].as_str().unwrap()).collect::<Vec<_>>(), ids);
    for (line, (method, route, status)) in
        answered.iter().zip([("POST", "/R/{*request}", 303), ("GET", "-", 404), ("other", "/", 405)])
    {
        assert_eq!(
            (&line["method"], &line["route"], &line["status"]),
            (&method.into(), &route.into(), &status.into())
        );
        assert!(line["ms"].is_u64() && line["level"] == "INFO" && line["timestamp"].is_string(), "{line}");
    }
    let sources = [0, 1, 2].map(|at: usize| answered[at]["source"].as_str().unwrap());
    assert!(sources[0] == sources[1] && sources[0] != sources[2], "{sources:?}");
    for never in ["192.0.2", NUMBER, MACHINE[0], "nowhere"] {
        assert!(!log.contains(never), "{never}: {log}");
    }
    // Each process has its own key for the digests of sources.
    let server = desk.serve(&["--log", "json", "--behind-proxy"]);
    send(&server.address, "GET", "/", &[("x-forwarded-for", "192.0.2.1")], "").unwrap();
    assert!(!server.end().1.contains(sources[0]));
}

/// The exception from lines without personal data: who runs the desk has to see who is tried from where.
#[test]
fn a_failed_sign_in_is_logged_with_operator_and_address() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    assert_eq!(sign_in(&server, "li", "wrong horse battery", "").status, 403);
    assert_eq!(sign_in(&server, "correct horse battery", "wrong horse battery", "").status, 403);
    let (_, log) = server.end();
    let failed: Vec<&str> = log.lines().filter(|line| line.contains("a sign-in failed")).collect();
    assert_eq!(failed.len(), 2, "{log}");
    assert!(failed.iter().all(|line| line.contains("source=\"127.0.0.1\"")), "{failed:?}");
    assert!(failed[0].contains("operator=\"li\"") && failed[1].contains("operator=\"?\""), "{failed:?}");
    assert!(!log.contains("horse"), "neither a password nor what was typed for a name: {log}");
}

#[test]
fn a_log_level_omits_less_important_lines() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--log-level", "warn"]);
    assert_eq!(server.get("/nowhere").status, 404);
    let (_, log) = server.end();
    assert_eq!(log, "");
    assert_eq!(desk.run(&["serve", "--log-level", "loud"]).exit, 2);
}
