//! Every route of programs with every scope, and the responses to wrong requests.

use axum::http::Method;
use countersign_desk::access::{Access, Scope};
use countersign_desk::web::{RouteRow, route_rows};
use serde_json::json;

use super::{ALL, Program, problem, refusal};
use crate::harness::{BAD, NUMBER, desk_with_operator};

/// The routes that need a token.
pub(super) fn token_rows() -> Vec<(RouteRow, Scope)> {
    let scope = |row: RouteRow| match row.access {
        Access::Token(scope) => Some((row, scope)),
        Access::Anyone | Access::Operator(_) => None,
    };
    route_rows().into_iter().filter_map(scope).collect()
}

/// The path of a row, filled with values that the desk has.
fn path_of(row: &RouteRow) -> String {
    let path = row.path.replace("{number}", NUMBER).replace("{case}", "CAS-000001");
    path.replace("{id}", "1")
}

#[test]
fn each_route_is_open_only_to_its_scope() {
    let desk = desk_with_operator(&[]);
    desk.answer(&desk.request(BAD, "BR80G1234567", 1));
    let server = desk.serve(&["--per-token", "10000"]);
    assert_eq!(ALL, Scope::ALL.map(Scope::name));
    for own in Scope::ALL {
        let program = Program::new(&desk, &server, &own.name().replace(':', "-"), &[own.name()]);
        for (row, needed) in token_rows() {
            let path = path_of(&row);
            let reply = match row.method {
                Method::GET => program.get(&path),
                // No route allows this body, so nothing changes.
                _ => program.post(&path, &json!({ "nothing": 1 })),
            };
            if own != needed {
                assert_eq!(problem(&reply), refusal(403, "SCOPE-LACKS"), "{own} {} {path}", row.method);
                let challenge = reply.header("www-authenticate").unwrap();
                assert!(challenge.contains(&format!("scope=\"{needed}\"")), "{challenge}");
            } else if row.method == Method::GET {
                assert_eq!(reply.status, 200, "{path}: {}", reply.body);
            } else if ["/api/v1/numbers/import", "/api/v1/bundles"].contains(&&*path) {
                assert_eq!(problem(&reply), refusal(415, "MEDIA-TYPE-OTHER"), "{path}");
            } else {
                assert_eq!(problem(&reply), refusal(422, "BODY-INVALID"), "{path}");
            }
        }
    }
    assert_eq!(desk.license(NUMBER)["audit"], json!([]));
    server.wait_for_log("SCOPE-LACKS");
}

#[test]
fn a_wrong_request_is_a_problem_in_both_languages() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&[]);
    let program = Program::new(&desk, &server, "shop", &ALL);
    let json_type = ("content-type", "application/json");
    for (method, path, headers, body, expected) in [
        ("GET", "/api/v1/nothing", vec![], "", refusal(404, "PAGE-UNKNOWN")),
        ("DELETE", "/api/v1/numbers", vec![], "", refusal(405, "METHOD-UNKNOWN")),
        ("GET", "/api/v1/numbers/nothing", vec![], "", refusal(422, "NUMBER-MALFORMED")),
        ("GET", "/api/v1/numbers/AA09999999999", vec![], "", refusal(404, "NUMBER-UNKNOWN")),
        ("GET", "/api/v1/numbers/%FF", vec![], "", refusal(404, "PAGE-UNKNOWN")),
        ("GET", "/api/v1/requests/7", vec![], "", refusal(404, "REQUEST-UNKNOWN")),
        ("GET", "/api/v1/cases/7", vec![], "", refusal(404, "CASE-UNKNOWN")),
        ("GET", "/api/v1/numbers?limit=0", vec![], "", refusal(422, "PARAMETER-INVALID")),
        ("GET", "/api/v1/numbers?state=x", vec![], "", refusal(422, "PARAMETER-INVALID")),
        ("GET", "/api/v1/numbers?cursor=%2F", vec![], "", refusal(422, "PARAMETER-INVALID")),
        ("GET", "/api/v1/numbers?nothing=1", vec![], "", refusal(422, "PARAMETER-INVALID")),
        ("GET", "/api/v1/requests?from=2026-02-30", vec![], "", refusal(422, "VALUE-INVALID")),
        ("POST", "/api/v1/numbers", vec![json_type], "{", refusal(400, "JSON-INVALID")),
        ("POST", "/api/v1/numbers", vec![], "{}", refusal(415, "MEDIA-TYPE-OTHER")),
        ("POST", "/api/v1/numbers", vec![json_type], "{\"numbers\":[]}", refusal(422, "BODY-INVALID")),
        ("POST", "/api/v1/answers", vec![json_type], "{\"request\":\"x\"}", refusal(422, "REQUEST-INVALID")),
        (
            "POST",
            "/api/v1/numbers",
            vec![json_type, ("idempotency-key", "short")],
            "{\"numbers\":[\"x\"]}",
            refusal(400, "KEY-MALFORMED"),
        ),
    ] {
        let mut titles = Vec::new();
        for lang in ["en", "zh-CN"] {
            let headers = [&headers[..], &[("accept-language", lang)]].concat();
            let reply = program.send(method, path, &headers, body);
            assert_eq!(problem(&reply), expected, "{method} {path}");
            titles.push(reply.json()["title"].clone());
        }
        assert_ne!(titles[0], titles[1], "{path}");
    }
    let long = json!({ "numbers": ["A".repeat(70_000)] });
    assert_eq!(problem(&program.post("/api/v1/numbers", &long)), refusal(413, "REQUEST-TOO-LONG"));
    // What a stranger sends is not shown raw.
    let hostile = json!({ "numbers": ["\u{202e}\u{7}<b>"], "\u{202e}x": 1 });
    let reply = program.post("/api/v1/numbers", &hostile);
    assert_eq!(problem(&reply), refusal(422, "BODY-INVALID"));
    assert!(!reply.body.contains('\u{202e}'), "{}", reply.body);
    let hostile = json!({ "numbers": ["\u{202e}\u{7}<b>"] });
    let reply = program.post("/api/v1/numbers", &hostile);
    assert_eq!(problem(&reply), refusal(422, "NUMBER-MALFORMED"));
    assert!(!reply.body.contains('\u{202e}') && !reply.body.contains("\\u0007"), "{}", reply.body);
}
