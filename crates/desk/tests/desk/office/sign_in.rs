//! Signing in and out, sessions, and the lockout.

use countersign_testing::http as client;

use crate::harness::{
    Browser, NUMBER, PASSWORD, desk_with_operator, encode_form, serve_office, session_cookie, sign_in,
    sign_in_from,
};

#[test]
fn an_invented_session_is_refused_and_logged() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    for made_up in ["x".to_owned(), "A".repeat(43), "B".repeat(43)] {
        let cookie = format!("countersign={made_up}");
        let reply =
            client::send(&server.address, "GET", "/office/numbers", &[("cookie", &cookie)], "").unwrap();
        assert_eq!((reply.status, reply.location.starts_with("/office/login")), (303, true), "{made_up}");
    }
    let (_, log) = server.end();
    assert_eq!(log.matches("a session is unknown or has ended").count(), 3, "{log}");
    assert!(!log.contains("AAAA"), "the log contains a part of the cookie: {log}");
}

#[test]
fn nothing_is_shown_without_a_sign_in() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    for path in [
        "/office",
        "/office/numbers/AA03220123951",
        "/office/numbers",
        "/office/requests",
        "/office/export/numbers.csv",
        "/office/requests/1",
        "/office/requests/1/guide",
        "/office/guide",
        "/office/spoken",
        "/office/import",
        "/office/cases",
        "/office/cases/CAS-000001",
        "/office/audit",
        "/office/keys",
        "/office/profiles",
        "/office/profiles/1",
    ] {
        let reply = server.get(path);
        assert_eq!((reply.status, reply.body.as_str()), (303, ""), "{path}");
        assert!(reply.header("location").unwrap().starts_with("/office/login?next="), "{path}");
    }
    for path in [
        "/office/numbers/AA03220123951/act",
        "/office/keys/add",
        "/office/logout",
        "/office/answer",
        "/office/cases/1/step",
        "/office/cases/1/note",
        "/office/numbers/AA03220123951/customer",
    ] {
        let reply = server.post(path);
        assert_eq!(reply.status, 303, "{path}");
    }
    // The language of the address is that of the sign-in page too.
    let reply = server.get("/office/cases?which=all&lang=zh");
    assert_eq!(reply.header("location"), Some("/office/login?next=/office/cases?which=all&lang=zh"));
    let page = server.get("/office/login?next=/office/cases?which=all&lang=zh");
    assert!(
        page.body.contains("用户名") && page.body.contains("value=\"/office/cases?which=all\""),
        "{}",
        page.body
    );
    let page = server.get("/office/login");
    assert!(
        page.status == 200 && page.header("cache-control") == Some("no-store") && page.cookies.is_empty()
    );
}

#[test]
fn a_session_works_only_in_its_browser_and_on_its_site() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&[]);
    let reply = sign_in(&server, " LI ", PASSWORD, "//evil.example/office");
    assert_eq!(reply.header("location"), Some("/office"));
    let cookie = session_cookie(&reply);
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/office"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    drop(server);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let token = browser.cookie.split('=').nth(1).unwrap();
    let database = [desk.data().join("ledger.db"), desk.data().join("ledger.db-wal")]
        .map(|path| std::fs::read(path).unwrap_or_default())
        .concat();
    for secret in [token, &browser.csrf, PASSWORD] {
        assert!(
            !database.windows(secret.len()).any(|part| part == secret.as_bytes()),
            "the database holds only digests"
        );
    }
    // A form without the CSRF token, or with another session's, does nothing.
    let other = Browser::new(&server);
    for csrf in ["", "0", &other.csrf] {
        let reply = browser
            .send("/office/numbers/AA03220123951/act", &[("csrf", csrf), ("act", "revoke"), ("reason", "x")]);
        assert!(reply.status == 403 && reply.body.contains("FORM-STALE"), "{csrf}");
    }
    assert_eq!(desk.license(NUMBER)["state"], "unused");
    let cross = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let body = encode_form(&[("name", "li"), ("password", PASSWORD)]);
    assert_eq!(client::send(&server.address, "POST", "/office/login", &cross, &body).unwrap().status, 403);
    for (origin, status) in [
        ("https://evil.example", 403),
        ("null", 403),
        ("https://desk.example.evil.example", 403),
        ("https://desk.example:444", 403),
        ("https://desk.example", 303),
    ] {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("origin", origin)];
        let reply = client::send(&server.address, "POST", "/office/login", &headers, &body).unwrap();
        assert_eq!(reply.status, status, "{origin}");
        assert_eq!(reply.header("strict-transport-security"), Some("max-age=31536000"));
    }
    // Signing out ends the session, and so does removing the operator.
    assert_eq!(browser.post("/office/logout", &[]).header("location"), Some("/office/login"));
    assert_eq!(browser.get("/office").status, 303);
    assert_eq!(other.get("/office").status, 200);
    desk.succeed(&["operators", "remove", "li"]);
    assert_eq!(other.get("/office").status, 303);
}

#[test]
fn wrong_passwords_lock_every_name_in_every_process() {
    let desk = desk_with_operator(&[]);
    let servers = [serve_office(&desk), serve_office(&desk)];
    for name in ["li", "nobody"] {
        for at in 0..5 {
            let reply = sign_in(&servers[at % 2], name, "wrong horse battery", "");
            assert!(reply.status == 403 && !reply.body.contains("wrong horse"), "{}", reply.body);
        }
        let reply = sign_in(&servers[0], name, PASSWORD, "");
        assert_eq!(reply.status, 429, "{name}");
        assert!(reply.cookies.is_empty() && reply.header("retry-after").is_some());
    }
}

#[test]
fn some_of_many_concurrent_sign_ins_are_refused_and_the_next_one_succeeds() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&["--insecure-cookies", "--behind-proxy"]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..200)
            .map(|at| {
                let server = &server;
                let (name, source) = (format!("stranger{at}"), format!("192.0.2.{at}"));
                scope.spawn(move || sign_in_from(server, &source, &name, "wrong horse battery").status)
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|status| matches!(status, 403 | 429)), "{statuses:?}");
    assert!(statuses.contains(&403) && statuses.contains(&429), "{statuses:?}");
    assert_eq!(sign_in_from(&server, "198.51.100.1", "li", PASSWORD).status, 303);
    // Each hash takes 19 MiB. Without a bound, these would take gigabytes.
    let peak = server.peak_memory_kib();
    assert!(peak < 128 * 1024, "the server used {peak} KiB");
}

#[test]
fn a_flood_from_one_source_leaves_room_for_the_sign_ins_of_others() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&["--insecure-cookies", "--behind-proxy"]);
    std::thread::scope(|scope| {
        let flood: Vec<_> = (0..64_u8)
            .map(|at| {
                let (server, name) = (&server, format!("stranger{at}"));
                // All these addresses belong to one subscriber.
                let source = format!("2001:db8:1:2::{at:x}");
                scope.spawn(move || sign_in_from(server, &source, &name, "wrong horse battery"))
            })
            .collect();
        let owner = sign_in_from(&server, "198.51.100.1", "li", PASSWORD);
        assert_eq!(owner.status, 303, "{}", owner.body);
        let replies: Vec<_> = flood.into_iter().map(|one| one.join().unwrap()).collect();
        let hashed = replies.iter().filter(|reply| reply.status == 403).count();
        assert!(
            (10..=12).contains(&hashed),
            "the limit per minute was not kept: {hashed} passwords were hashed"
        );
        let refused = replies.iter().find(|reply| reply.status == 429).unwrap();
        assert!(refused.body.contains("TOO-OFTEN") && refused.header("retry-after").is_some());
    });
}

#[test]
fn an_operator_gets_a_new_password_and_is_unlocked_by_command() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    for _ in 0..5 {
        sign_in(&server, "li", "wrong horse battery", "");
    }
    assert_eq!(sign_in(&server, "li", PASSWORD, "").status, 429);
    let said = desk.succeed(&["operators", "unlock", "li"]);
    assert!(said.contains("can sign in again"), "{said}");
    assert!(desk.succeed(&["operators", "unlock", "li"]).contains("no wrong passwords"));
    assert_eq!(sign_in(&server, "li", PASSWORD, "/office").status, 303);
    let said = desk.succeed(&["operators", "passwd", "li"]);
    let password = said.lines().last().and_then(|line| line.split_whitespace().last()).unwrap();
    assert_eq!(browser.get("/office").status, 303, "a new password ends the sessions");
    assert_eq!(sign_in(&server, "li", PASSWORD, "").status, 403);
    assert_eq!(sign_in(&server, "li", password, "/office").status, 303);
    for command in ["unlock", "passwd"] {
        assert!(desk.refusal(&["operators", command, "nobody"]).contains("OPERATOR-UNKNOWN"));
    }
}
