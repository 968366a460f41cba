//! Tokens: shown once, kept as digests, refused when they are missing, forged, expired, revoked or for another product.

use std::collections::BTreeSet;

use countersign_testing::http as client;
use serde_json::json;

use super::{ALL, Program, make_token, problem, refusal};
use crate::harness::{Browser, Desk, NUMBER, desk_with_operator, serve_office};

#[test]
fn a_token_is_shown_once_and_kept_as_a_digest() {
    let desk = Desk::new(&[]);
    let made = make_token(&desk, "Shop", &["numbers:read"], &["--days", "30"]);
    let token = made["token"].as_str().unwrap();
    assert!(token.starts_with("cst_") && token.len() == 47, "{token}");
    let listed = desk.succeed(&["tokens", "list", "--json"]);
    assert!(!listed.contains(token) && listed.contains("\"state\":\"valid\""), "{listed}");
    for file in ["ledger.db", "ledger.db-wal"] {
        let bytes = std::fs::read(desk.data().join(file)).unwrap_or_default();
        assert!(!bytes.windows(token.len()).any(|part| part == token.as_bytes()), "{file}");
    }
    assert_eq!(desk.refusal(&["tokens", "add", "shop", "--scope", "numbers:read"]), "TOKEN-THERE");
    let id = made["id"].to_string();
    desk.succeed(&["tokens", "revoke", &id]);
    assert_eq!(desk.refusal(&["tokens", "revoke", &id]), "TOKEN-REVOKED");
    assert_eq!(desk.refusal(&["tokens", "revoke", "99"]), "TOKEN-UNKNOWN");
    make_token(&desk, "shop", &["numbers:read"], &[]);
    for args in [
        ["tokens", "add", "a", "--scope", "everything"].as_slice(),
        &["tokens", "add", "a"],
        &["tokens", "add", "a b", "--scope", "numbers:read"],
        &["tokens", "add", "a", "--scope", "numbers:read", "--days", "366"],
    ] {
        assert_eq!(desk.run(args).exit, 2, "{args:?}");
    }
    let other = ["tokens", "add", "a", "--scope", "numbers:read", "--product", "nothing"];
    assert_eq!(desk.refusal(&other), "PRODUCT-UNKNOWN");
}

#[test]
fn an_invalid_token_is_refused_and_logged() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--metrics-listen", "127.0.0.1:0"]);
    let path = format!("/api/v1/numbers/{NUMBER}");
    let without = server.get(&path);
    assert_eq!(problem(&without), refusal(401, "TOKEN-MISSING"));
    assert_eq!(without.header("www-authenticate"), Some("bearer realm=\"countersign\""));
    let basic = [("authorization", "Basic bGk6eA==")];
    let basic = client::send(&server.address, "GET", &path, &basic, "").unwrap();
    assert_eq!(problem(&basic), refusal(401, "TOKEN-MISSING"));
    let made = make_token(&desk, "shop", &["numbers:read"], &[]);
    let token = made["token"].as_str().unwrap();
    let shop = Program::with_token(&server, token);
    assert_eq!(shop.get(&path).status, 200);
    let other_end = if token.ends_with('A') { "E" } else { "A" };
    for forged in [
        "",
        "cst_",
        "x",
        &token[..46],
        &format!("{}{other_end}", &token[..46]),
        &format!("cst_{}", "A".repeat(43)),
    ] {
        let reply = Program::with_token(&server, forged).get(&path);
        let code = if forged.is_empty() { "TOKEN-MISSING" } else { "TOKEN-INVALID" };
        // A header's value loses its trailing blank, so an empty token counts as missing.
        assert_eq!(problem(&reply), refusal(401, code), "{forged}");
    }
    // A stranger learns nothing about an address or a body.
    let stranger = Program::with_token(&server, "cst_x");
    assert_eq!(problem(&stranger.get("/api/v1/numbers?limit=x")), refusal(401, "TOKEN-INVALID"));
    assert_eq!(
        problem(&stranger.post(&format!("{path}/renew?x=y"), &json!([]))),
        refusal(401, "TOKEN-INVALID")
    );
    desk.database().execute("UPDATE tokens SET expires = 1000", []).unwrap();
    assert_eq!(problem(&shop.get(&path)), refusal(401, "TOKEN-EXPIRED"));
    server.wait_for_log("TOKEN-EXPIRED");
    let refused = entries(&desk, "program-refused");
    let expected = ["?", "token:shop"].map(str::to_owned);
    assert_eq!(refused.iter().map(|(who, _)| who.clone()).collect::<BTreeSet<_>>(), BTreeSet::from(expected));
    let expired = ("token:shop".to_owned(), "TOKEN-EXPIRED /api/v1/numbers/{number} 127.0.0.1".to_owned());
    assert_eq!(refused.last(), Some(&expired));
    assert!(refused.iter().all(|(_, subject)| !subject.contains("TOKEN-MISSING")), "{refused:?}");
    desk.database().execute("UPDATE tokens SET expires = 9999999999", []).unwrap();
    assert_eq!(shop.get(&path).status, 200);
    desk.succeed(&["tokens", "revoke", &made["id"].to_string()]);
    let revoked = shop.get(&path);
    assert_eq!(problem(&revoked), refusal(401, "TOKEN-INVALID"));
    assert!(revoked.header("www-authenticate").unwrap().contains("error=\"invalid_token\""));
    let metrics = server.monitor("/metrics").body;
    assert!(metrics.contains("countersign_programs_refused_total{why=\"expired\"} 1"), "{metrics}");
    let (_, log) = server.end();
    assert!(log.contains("TOKEN-INVALID") && !log.contains(token), "{log}");
}

/// Operator and subject of the audit's entries for that event, oldest first.
fn entries(desk: &Desk, event: &str) -> Vec<(String, String)> {
    let database = desk.database();
    let mut found =
        database.prepare("SELECT operator, subject FROM events WHERE event = ?1 ORDER BY id").unwrap();
    let rows = found.query_map([event], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn reading_a_list_is_audited_once_an_hour() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let shop = Program::new(&desk, &server, "shop", &ALL);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    for list in ["numbers", "numbers?limit=1", "requests", "numbers", "cases"] {
        assert_eq!(shop.get(&format!("/api/v1/{list}")).status, 200, "{list}");
    }
    assert_eq!(portal.get("/api/v1/numbers").status, 200);
    let expected = [("shop", "numbers"), ("shop", "requests"), ("shop", "cases"), ("portal", "numbers")];
    assert_eq!(
        entries(&desk, "list-read"),
        expected.map(|(who, list)| (format!("token:{who}"), list.to_owned()))
    );
    assert_eq!(desk.run(&["audit", "verify"]).exit, 0);
}

#[test]
fn many_single_objects_are_audited_as_a_list() {
    let desk = Desk::new(&[]);
    desk.answer(&desk.request(crate::harness::BAD, "BR80G1234567", 1));
    let server = desk.serve(&[]);
    let portal = Program::new(&desk, &server, "portal", &ALL);
    let objects = [("numbers", NUMBER), ("requests", "1"), ("cases", "CAS-000001")];
    for (at, (list, object)) in objects.into_iter().enumerate() {
        let show = || assert_eq!(portal.get(&format!("/api/v1/{list}/{object}")).status, 200, "{list}");
        (0..100).for_each(|_| show());
        assert_eq!(entries(&desk, "list-read").len(), at, "{list}: a hundred an hour have no entry");
        (0..3).for_each(|_| show());
        let read = ("token:portal".to_owned(), format!("{list} one by one"));
        assert_eq!(entries(&desk, "list-read")[at..], [read]);
    }
}

#[test]
fn a_token_of_a_product_gives_no_access_to_another() {
    let desk = Desk::new(&[]);
    desk.succeed(&[
        "products",
        "add",
        "other-os",
        "--name",
        "Other OS",
        "--mask",
        "99999999",
        "--host",
        "desk.example",
    ]);
    desk.succeed(&["licenses", "--product", "other-os", "add", "12345678"]);
    let server = desk.serve(&[]);
    let made = make_token(&desk, "shop", &ALL, &["--product", "other-os"]);
    let shop = Program::with_token(&server, made["token"].as_str().unwrap());
    assert_eq!(shop.get("/api/v1/numbers/12345678").status, 200);
    let listed = shop.get("/api/v1/numbers").json();
    assert_eq!(listed["numbers"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(shop.get("/api/v1/statistics").json()["product"], "other-os");
    let request = desk.request(crate::harness::BAD, "BR80G1234567", 1);
    desk.answer(&request);
    let foreign = || refusal(403, "PRODUCT-OTHER");
    for path in [
        &format!("/api/v1/numbers/{NUMBER}"),
        "/api/v1/numbers/12345678?product=example-os",
        "/api/v1/numbers?product=example-os",
        "/api/v1/requests?product=example-os",
        "/api/v1/requests/1",
        "/api/v1/cases?product=example-os",
        "/api/v1/cases/CAS-000001",
        "/api/v1/statistics?product=example-os",
    ] {
        assert_eq!(problem(&shop.get(path)), foreign(), "{path}");
    }
    let text = request.text().unwrap();
    for (path, body) in [
        (format!("/api/v1/numbers/{NUMBER}/suspend"), json!({ "reason": "x" })),
        ("/api/v1/numbers".to_owned(), json!({ "product": "example-os", "numbers": ["AA09999999999"] })),
        ("/api/v1/answers".to_owned(), json!({ "request": text })),
        ("/api/v1/cases/CAS-000001/close".to_owned(), json!({ "reason": "x" })),
    ] {
        assert_eq!(problem(&shop.post(&path, &body)), foreign(), "{path}");
    }
    assert_eq!(
        problem(&shop.import("/api/v1/numbers/import?product=example-os", "AA09999999999\n")),
        foreign()
    );
    assert!(shop.get("/api/v1/requests").json()["requests"].as_array().unwrap().is_empty());
    assert!(shop.get("/api/v1/cases").json()["cases"].as_array().unwrap().is_empty());
    assert_eq!(desk.license(NUMBER)["state"], "unused");
    server.wait_for_log("PRODUCT-OTHER");
    // A token for every product must name the product if several are possible.
    let any = Program::new(&desk, &server, "any", &ALL);
    let created = any.post("/api/v1/numbers", &json!({ "numbers": ["87654321"] }));
    assert_eq!(problem(&created), refusal(422, "PRODUCT-MISSING"));
    assert_eq!(problem(&any.get("/api/v1/numbers?product=nothing")), refusal(422, "PRODUCT-UNKNOWN"));
}

#[test]
fn a_token_waits_after_its_share_and_others_do_not() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-token", "3"]);
    let [one, other] = ["one", "other"].map(|name| Program::new(&desk, &server, name, &["statistics:read"]));
    let statuses: Vec<u16> = (0..4).map(|_| one.get("/api/v1/statistics").status).collect();
    assert_eq!(statuses, [200, 200, 200, 429]);
    let limited = one.get("/api/v1/statistics");
    assert_eq!(problem(&limited), refusal(429, "TOO-OFTEN"));
    assert!(limited.header("retry-after").unwrap().parse::<u64>().unwrap() > 0);
    assert_eq!(other.get("/api/v1/statistics").status, 200);
    // Requests that the scope refuses count too.
    let without = Program::new(&desk, &server, "without", &["cases:read"]);
    let statuses: Vec<u16> = (0..4).map(|_| without.get("/api/v1/statistics").status).collect();
    assert_eq!(statuses, [403, 403, 403, 429]);
}

#[test]
fn an_admin_makes_and_revokes_a_token_on_its_page() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let fields = [("program", "shop"), ("numbers:read", "yes"), ("product", ""), ("days", "7")];
    let page = browser.post("/office/tokens", &fields);
    let token = page.body.split("<code>cst_").nth(1).unwrap().split('<').next().unwrap();
    let shop = Program::with_token(&server, &format!("cst_{token}"));
    assert_eq!(shop.get(&format!("/api/v1/numbers/{NUMBER}")).status, 200);
    assert!(!browser.get("/office/tokens").body.contains(token), "the token is shown only once");
    assert_eq!(browser.post("/office/tokens", &fields).status, 409);
    for (field, wrong, code) in [
        ("program", "a b", "NAME-MALFORMED"),
        ("days", "400", "DAYS-INVALID"),
        ("numbers:read", "", "SCOPES-NONE"),
    ] {
        let fields = fields.map(|(name, value)| (name, if name == field { wrong } else { value }));
        assert!(browser.post("/office/tokens", &fields).body.contains(code), "{code}");
    }
    assert_eq!(browser.post("/office/tokens/revoke", &[("id", "1")]).status, 303);
    assert_eq!(browser.post("/office/tokens/revoke", &[("id", "1")]).status, 409);
    assert_eq!(browser.post("/office/tokens/revoke", &[("id", "7")]).status, 404);
    assert_eq!(problem(&shop.get("/api/v1/numbers")), refusal(401, "TOKEN-INVALID"));
    let audit = browser.get("/office/audit").body;
    assert!(audit.contains("token made") && audit.contains("token revoked"), "{audit}");
}
