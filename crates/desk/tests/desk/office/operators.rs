//! The pages of operators, and the page of the operator's own account.

use crate::harness::{BAD, Browser, PASSWORD, Server, desk_with_operator, serve_office, sign_in};

#[test]
fn an_admin_adds_operators_and_changes_their_roles() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let admin = Browser::new(&server);
    let add = |name: &str, role: &str, password: &str| {
        let fields = [("operator", name), ("role", role), ("new-password", password)];
        admin.post("/office/operators", &fields)
    };
    assert!(add("<wang>", "lead", PASSWORD).body.contains("NAME-MALFORMED"));
    let short = add("wang", "lead", "short");
    assert!(short.body.contains("PASSWORD-SHORT") && !short.body.contains("\"short\""), "{}", short.body);
    assert!(add("王", "viewer", PASSWORD).body.contains("王"));
    assert!(add("王", "viewer", PASSWORD).body.contains("OPERATOR-THERE"));
    let page = "/office/operators/%E7%8E%8B";
    assert!(admin.get("/office/operators").body.contains(page));
    let viewer = Browser::of(&server, "王");
    assert!(viewer.get("/office/operators").body.contains("ROLE-LACKS"));
    assert!(viewer.get("/office").body.contains("Sign out"));
    assert!(
        !viewer.get("/office").body.contains("href=\"/office/import\""),
        "the menu shows only what the role allows"
    );
    assert_eq!(admin.post(&format!("{page}/role"), &[("role", "lead")]).status, 303);
    assert_eq!(viewer.get("/office/import").status, 200, "an open session has the new role");
    // The desk generates a password and shows it once.
    let made = admin.post(&format!("{page}/password"), &[]).body;
    let password = made.split("<li>").nth(1).and_then(|part| part.split('<').next()).map(str::trim);
    assert!(made.contains("shown once") && password.is_some(), "{made}");
    assert_eq!(viewer.get("/office").status, 303, "a new password ends the sessions");
    assert_eq!(sign_in(&server, "王", PASSWORD, "/office").status, 403);
    for (act, event) in [("end-sessions", "sessions-ended"), ("unlock", ""), ("remove", "operator-removed")] {
        assert_eq!(admin.post(&format!("{page}/{act}"), &[]).status, 303, "{act}");
        assert!(desk.succeed(&["audit", "export"]).contains(event), "{event}");
    }
    assert_eq!(admin.get(page).status, 404);
}

#[test]
fn a_refusal_on_a_page_names_a_page_and_no_command() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let admin = Browser::new(&server);
    desk.answer(&desk.request(BAD, "BR80G1234567", 1));
    let product =
        ["products", "add", "other-os", "--name", "Other OS", "--mask", "99999999", "--host", "desk.example"];
    desk.succeed(&product);
    let link = [("product", "other-os"), ("case", "CAS-000001"), ("days", "7")];
    let there = [("operator", "li"), ("password", PASSWORD), ("role", "viewer")];
    for lang in ["en", "zh"] {
        let unknown = admin.get(&format!("/office/operators/nobody?lang={lang}"));
        assert!(unknown.status == 404 && unknown.body.contains("OPERATOR-UNKNOWN"), "{}", unknown.body);
        let added = admin.post(&format!("/office/operators?lang={lang}"), &there);
        assert!(added.status == 409 && added.body.contains("OPERATOR-THERE"), "{}", added.body);
        let linked = admin.post(&format!("/office/downloads?lang={lang}"), &link);
        assert!(linked.status == 409 && linked.body.contains("PRODUCT-OTHER"), "{}", linked.body);
        for page in [unknown, added, linked] {
            assert!(!page.body.contains("countersign-desk ") && !page.body.contains("--"), "{}", page.body);
        }
    }
}

#[test]
fn an_admin_links_an_operator_with_the_provider() {
    let desk = desk_with_operator(&[]);
    let add = |name: &str| desk.succeed(&["operators", "add", name]);
    for name in ["wang", "zhao"] {
        add(name);
    }
    let server = serve_office(&desk);
    let admin = Browser::new(&server);
    let page = "/office/operators/wang";
    assert!(!admin.get(page).body.contains("/link\""), "the desk has no provider");
    assert_eq!(admin.post(&format!("{page}/link"), &[("subject", "s-1")]).status, 404);
    drop(server);
    let config = desk.dir.path().join("desk.toml");
    let section =
        "[oidc]\nissuer = \"https://id.example\"\ndesk = \"https://desk.example\"\nclient-id = \"x\"\n";
    std::fs::write(&config, format!("listen = \"127.0.0.1:0\"\ninsecure-cookies = true\n{section}")).unwrap();
    let server = Server::start(desk.command(&["--config", config.to_str().unwrap(), "serve"]));
    let admin = Browser::new(&server);
    assert!(admin.get(page).body.contains("name=\"subject\""));
    for wrong in ["", "two words", &"x".repeat(256)] {
        let reply = admin.post(&format!("{page}/link"), &[("subject", wrong)]);
        assert!(reply.status == 422 && reply.body.contains("SUBJECT-MALFORMED"), "{}", reply.body);
    }
    assert_eq!(admin.post(&format!("{page}/link"), &[("subject", " s-1 ")]).status, 303);
    assert!(admin.get(page).body.contains("<bdi>s-1</bdi>"));
    let taken = admin.post("/office/operators/zhao/link", &[("subject", "s-1")]);
    assert!(taken.status == 409 && taken.body.contains("SUBJECT-TAKEN") && taken.body.contains("wang"));
    assert_eq!(
        admin.post("/office/operators/li/link", &[("subject", "s-2")]).status,
        409,
        "an operator can't link their own entry"
    );
    let link = |subject: &'static str, issuer: &'static str| {
        desk.run(&["operators", "link", "zhao", subject, "--issuer", issuer])
    };
    for (subject, issuer, exit, code) in [
        ("s-1", "https://id.example", 5, "SUBJECT-TAKEN"),
        ("s 1", "https://id.example", 2, "SUBJECT-MALFORMED"),
        ("s-3", "http://id.example", 2, "ISSUER-MALFORMED"),
    ] {
        let refused = link(subject, issuer);
        assert!(refused.exit == exit && refused.err.contains(code), "{} {}", refused.exit, refused.err);
    }
    assert_eq!(link("s-3", "https://id.example").exit, 0);
    assert!(admin.get("/office/operators/zhao").body.contains("<bdi>s-3</bdi>"));
    assert_eq!(admin.post(&format!("{page}/unlink"), &[]).status, 303);
    desk.succeed(&["operators", "unlink", "zhao"]);
    assert_eq!(desk.refusal(&["operators", "unlink", "zhao"]), "LINK-NONE");
    let audit = desk.succeed(&["audit", "export"]);
    assert_eq!(
        (audit.matches("operator-linked").count(), audit.matches("operator-unlinked").count()),
        (2, 2)
    );
}

#[test]
fn an_admin_cannot_lock_themselves_out() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let admin = Browser::new(&server);
    for (act, fields) in [("role", &[("role", "viewer")][..]), ("remove", &[]), ("password", &[])] {
        let reply = admin.post(&format!("/office/operators/li/{act}"), fields);
        assert!(reply.status == 409 && reply.body.contains("OPERATOR-SELF"), "{act}: {}", reply.body);
    }
    assert_eq!(admin.get("/office/operators").status, 200);
}

#[test]
fn an_operator_changes_their_password_and_ends_their_sessions() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let (here, there) = (Browser::new(&server), Browser::new(&server));
    let account = here.get("/office/account").body;
    assert!(account.contains("this one") && account.matches("name=\"session\"").count() == 1, "{account}");
    let named = crate::harness::hidden_field(&account, "session").unwrap();
    assert_eq!(here.post("/office/account/sessions", &[("session", &named)]).status, 303);
    assert_eq!((there.get("/office").status, here.get("/office").status), (303, 200));
    let there = Browser::new(&server);
    assert_eq!(here.post("/office/account/sessions", &[]).status, 303);
    assert_eq!(there.get("/office").status, 303, "all other sessions are ended");
    let there = Browser::new(&server);
    let change = |now: &str, new: &str| {
        here.post("/office/account/password", &[("password", now), ("new-password", new)])
    };
    assert!(change("wrong horse battery", "another horse battery").body.contains("PASSWORD-WRONG"));
    assert!(change(PASSWORD, "short").body.contains("PASSWORD-SHORT"));
    assert_eq!(change(PASSWORD, "another horse battery").status, 200);
    assert_eq!((there.get("/office").status, here.get("/office").status), (303, 200));
    assert_eq!(sign_in(&server, "li", PASSWORD, "/office").status, 403);
    assert_eq!(sign_in(&server, "li", "another horse battery", "/office").status, 303);
}

#[test]
fn an_open_browser_does_not_allow_guessing_the_password() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let guess = || browser.post("/office/account/password", &[("password", "wrong horse battery")]);
    for _ in 0..5 {
        assert_eq!(guess().status, 409);
    }
    assert!(guess().body.contains("PASSWORD-LOCKED"));
}
