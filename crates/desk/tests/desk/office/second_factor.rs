//! The second factor: set-up, sign-in, recovery codes, guesses, roles that need it.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use countersign_desk::operators::second_factor::SecondFactorSecret;
use countersign_testing::http::{self as client, Reply};

use crate::harness::{
    Browser, Desk, PASSWORD, Server, desk_with_operator, encode_form, hidden_field, sign_in_from,
};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Serves the desk behind a proxy that names the source, with room for many sign-ins.
fn serve(desk: &Desk, options: &[&str]) -> Server {
    desk.serve(
        &[&["--insecure-cookies", "--behind-proxy", "--sign-ins-per-source", "1000"], options].concat(),
    )
}

/// An authenticator app with a secret.
struct Authenticator(SecondFactorSecret);

impl Authenticator {
    /// Reads the secret from a page.
    fn of(page: &str) -> Self {
        let text = page.split("id=\"secret\">").nth(1).unwrap().split('<').next().unwrap().replace(' ', "");
        let bytes = data_encoding::BASE32_NOPAD.decode(text.as_bytes()).unwrap();
        Self(SecondFactorSecret::from_bytes(&bytes).unwrap())
    }

    /// The code now, or that many steps later. The desk accepts each step once, so a test uses the next step for its next code.
    fn code(&self, steps: u64) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        self.0.code_at(now + 30 * steps).unwrap()
    }
}

/// Sets a second factor up. Returns the authenticator and the recovery codes.
fn set_up(browser: &Browser<'_>) -> (Authenticator, Vec<String>) {
    let page = browser.get("/office/second-factor").body;
    let authenticator = Authenticator::of(&page);
    let proposal = hidden_field(&page, "proposal").unwrap();
    let reply =
        browser.post("/office/second-factor", &[("proposal", &proposal), ("code", &authenticator.code(0))]);
    assert_eq!(reply.status, 200, "{}", reply.body);
    (authenticator, recovery_codes(&reply))
}

fn recovery_codes(reply: &Reply) -> Vec<String> {
    let codes: Vec<String> = reply
        .body
        .split("<li><code>")
        .skip(1)
        .map(|part| part.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10, "{}", reply.body);
    codes
}

/// Does the password step. Returns the cookie of the sign-in under way.
fn password_step(server: &Server, source: &str) -> String {
    let reply = sign_in_from(server, source, "li", PASSWORD);
    assert_eq!(reply.header("location"), Some("/office/login/code?next=%2foffice"), "{}", reply.body);
    let cookie = reply.cookies.first().unwrap();
    assert!(cookie.starts_with("countersign-sign-in=") && cookie.contains("HttpOnly"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

fn code_step(server: &Server, source: &str, cookie: &str, code: &str) -> Reply {
    let headers = [FORM, ("cookie", cookie), ("x-forwarded-for", source)];
    let body = encode_form(&[("code", code), ("next", "/office/numbers")]);
    client::send(&server.address, "POST", "/office/login/code", &headers, &body).unwrap()
}

/// Checks that a sign-in was accepted. Returns the session's cookie.
fn session(reply: &Reply) -> String {
    assert_eq!((reply.status, reply.header("location")), (303, Some("/office/numbers")), "{}", reply.body);
    let cookie = reply.cookies.iter().find(|cookie| cookie.starts_with("countersign=")).unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

fn events(desk: &Desk) -> Vec<(String, String)> {
    let database = desk.database();
    let mut statement = database.prepare("SELECT event, subject FROM events ORDER BY id").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn has_event(desk: &Desk, event: &str) -> bool {
    events(desk).iter().any(|(name, _)| name == event)
}

#[test]
fn a_second_factor_is_required_at_each_sign_in_and_each_code_is_valid_once() {
    let desk = desk_with_operator(&[]);
    let server = serve(&desk, &[]);
    let (browser, other) = (Browser::new(&server), Browser::new(&server));
    let page = browser.get("/office/second-factor").body;
    assert!(page.contains("<svg") && !page.contains("<?xml"), "{page}");
    let proposal = hidden_field(&page, "proposal").unwrap();
    for (proposal, code, status) in
        [(&*proposal, "000000", 422), (&*proposal, "x", 422), ("AAAA", "000000", 410)]
    {
        let reply = browser.post("/office/second-factor", &[("proposal", proposal), ("code", code)]);
        // 000000 is the right code once in a million runs. Then this fails.
        assert_eq!(reply.status, status, "{}", reply.body);
    }
    let (authenticator, recovery) = set_up(&browser);
    let again = browser.post("/office/second-factor", &[("proposal", &proposal), ("code", "000000")]);
    assert!(
        again.status == 409 && again.body.contains("FACTOR-THERE"),
        "replacing a second factor needs the password"
    );
    assert_eq!(other.get("/office").status, 303, "sessions without the second factor are ended");
    assert_eq!(browser.get("/office").status, 200);
    assert!(browser.get("/office/second-factor").body.contains("Recovery codes left: 10"));

    let cookie = password_step(&server, "192.0.2.1");
    let half = client::send(&server.address, "GET", "/office", &[("cookie", &cookie)], "").unwrap();
    assert_eq!(half.status, 303, "the password alone gives no access");
    let as_session = cookie.replace("countersign-sign-in", "countersign");
    let half = client::send(&server.address, "GET", "/office", &[("cookie", &as_session)], "").unwrap();
    assert_eq!(half.status, 303, "the token of the sign-in is not a session");
    let code = authenticator.code(1);
    let in_browser = session(&code_step(&server, "192.0.2.1", &cookie, &code));
    let page = client::send(&server.address, "GET", "/office", &[("cookie", &in_browser)], "").unwrap();
    assert_eq!(page.status, 200);
    assert_eq!(code_step(&server, "192.0.2.1", &cookie, &code).status, 403, "the sign-in has ended");
    let cookie = password_step(&server, "192.0.2.1");
    let replayed = code_step(&server, "192.0.2.1", &cookie, &code);
    assert!(replayed.status == 403 && replayed.body.contains("was used before"), "{}", replayed.body);
    assert!(has_event(&desk, "sign-in-failed") && has_event(&desk, "second-factor-set"));
    session(&code_step(&server, "192.0.2.1", &cookie, &recovery[3].to_lowercase()));
    assert!(has_event(&desk, "recovery-code-used"));
    let cookie = password_step(&server, "192.0.2.1");
    assert_eq!(
        code_step(&server, "192.0.2.1", &cookie, &recovery[3]).status,
        403,
        "each recovery code is accepted once"
    );
    session(&code_step(&server, "192.0.2.1", &cookie, &recovery[0]));
    assert!(browser.get("/office/second-factor").body.contains("Recovery codes left: 8"));

    let database = [desk.data().join("ledger.db"), desk.data().join("ledger.db-wal")]
        .map(|path| std::fs::read(path).unwrap_or_default())
        .concat();
    let holds = |bytes: &[u8]| database.windows(bytes.len()).any(|part| part == bytes);
    assert!(!holds(authenticator.0.bytes()) && !holds(recovery[1].as_bytes()));
    assert!(!holds(recovery[1].replace('-', "").as_bytes()));
}

#[test]
fn wrong_codes_lock_only_their_source() {
    let desk = desk_with_operator(&[]);
    let servers = [serve(&desk, &[]), serve(&desk, &[])];
    let (authenticator, recovery) = set_up(&Browser::new(&servers[0]));
    let cookie = password_step(&servers[0], "192.0.2.1");
    for at in 0..5 {
        let reply = code_step(&servers[at % 2], "192.0.2.1", &cookie, "12345x");
        assert_eq!(reply.status, 403, "{at}: {}", reply.body);
    }
    for code in [&authenticator.code(1), &recovery[0]] {
        let locked = code_step(&servers[0], "192.0.2.1", &cookie, code);
        assert!(locked.status == 429 && locked.header("retry-after").is_some(), "{}", locked.body);
    }
    let cookie = password_step(&servers[0], "192.0.2.1");
    assert_eq!(
        code_step(&servers[0], "192.0.2.1", &cookie, "12345x").status,
        429,
        "repeating the password doesn't reset the lock"
    );
    let owner = password_step(&servers[1], "198.51.100.1");
    session(&code_step(&servers[1], "198.51.100.1", &owner, &authenticator.code(1)));
    // Many addresses together are slowed down, and a recovery code still works.
    for source in 0..10 {
        let source = format!("203.0.113.{source}");
        let cookie = password_step(&servers[0], &source);
        for _ in 0..5 {
            code_step(&servers[0], &source, &cookie, "12345x");
        }
    }
    let owner = password_step(&servers[1], "198.51.100.1");
    assert_eq!(code_step(&servers[1], "198.51.100.1", &owner, "12345x").status, 429);
    session(&code_step(&servers[1], "198.51.100.1", &owner, &recovery[0]));
    assert!(desk.succeed(&["operators", "unlock", "li"]).contains("can sign in again"));
    let cookie = password_step(&servers[0], "192.0.2.1");
    assert_eq!(code_step(&servers[0], "192.0.2.1", &cookie, "12345x").status, 403);
}

#[test]
fn a_forged_sign_in_is_refused() {
    let desk = desk_with_operator(&[]);
    let server = serve(&desk, &[]);
    let (authenticator, _) = set_up(&Browser::new(&server));
    let cookie = password_step(&server, "192.0.2.1");
    let code = authenticator.code(1);
    for forged in ["", "countersign-sign-in=x", &format!("countersign-sign-in={}", "A".repeat(43))] {
        let reply = code_step(&server, "192.0.2.1", forged, &code);
        assert!(reply.status == 403 && reply.body.contains("took too long"), "{forged}: {}", reply.body);
    }
    for header in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let headers = [FORM, ("cookie", &*cookie), header];
        let body = encode_form(&[("code", &code)]);
        let reply = client::send(&server.address, "POST", "/office/login/code", &headers, &body).unwrap();
        assert_eq!(reply.status, 403, "{header:?}");
    }
    server.wait_for_log("a form of another site was refused");
    session(&code_step(&server, "192.0.2.1", &cookie, &code));
    // A new password ends the sign-ins under way.
    let cookie = password_step(&server, "192.0.2.1");
    let mut passwd = desk.command(&["operators", "passwd", "li", "--password-stdin"]);
    let mut child = passwd.stdin(Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait_with_output().unwrap().status.success());
    let reply = code_step(&server, "192.0.2.1", &cookie, "000000");
    assert!(reply.body.contains("took too long"), "{}", reply.body);
}

#[test]
fn a_role_that_needs_a_second_factor_is_refused_without_one() {
    let desk = desk_with_operator(&[]);
    for (name, role) in [("wang", "operator"), ("root", "admin")] {
        let mut add = desk.command(&["operators", "add", name, "--role", role, "--password-stdin"]);
        let mut child = add.stdin(Stdio::piped()).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
        assert!(child.wait_with_output().unwrap().status.success());
    }
    let before = serve(&desk, &[]);
    let browser = Browser::new(&before);
    let server = serve(&desk, &["--second-factor", "lead"]);
    assert_eq!(
        Browser::of(&server, "wang").get("/office/numbers").status,
        200,
        "a lower role needs no second factor"
    );
    let browser = browser.on(&server);
    for path in ["/office", "/office/numbers", "/office/keys", "/office/export/numbers.csv"] {
        let reply = browser.get(path);
        assert_eq!((reply.status, reply.header("location")), (303, Some("/office/second-factor")), "{path}");
    }
    let reply = browser.post("/office/keys/add", &[]);
    assert_eq!(reply.header("location"), Some("/office/second-factor"));
    assert!(browser.get("/office/second-factor").body.contains("Your role needs a second factor"));
    set_up(&browser);
    assert_eq!(browser.get("/office/keys").status, 200);
    let reply = browser.post("/office/second-factor/remove", &[("password", PASSWORD)]);
    assert!(reply.status == 403 && reply.body.contains("FACTOR-NEEDED"), "{}", reply.body);
    assert!(!browser.get("/office/second-factor").body.contains("second-factor/remove"));
    let admin = Browser::of(&before, "root");
    let page = admin.get("/office/operators/li").body;
    assert!(page.contains("/office/operators/li/second-factor"), "{page}");
    assert_eq!(admin.post("/office/operators/wang/second-factor", &[]).status, 303);
    assert!(!has_event(&desk, "second-factor-removed"), "no second factor is removed from wang");
    desk.succeed(&["operators", "totp", "li", "--remove"]);
    assert_eq!(browser.get("/office").header("location"), Some("/office/login?next=/office"));
    assert!(has_event(&desk, "second-factor-removed"));
    assert_eq!(desk.refusal(&["operators", "totp", "li", "--remove"]), "FACTOR-NONE");
    assert_eq!(desk.refusal(&["operators", "totp", "nobody", "--remove"]), "OPERATOR-UNKNOWN");
    assert_eq!(desk.run(&["operators", "totp", "li"]).exit, 2);
}

#[test]
fn changing_codes_and_apps_needs_the_password() {
    let desk = desk_with_operator(&[]);
    let server = serve(&desk, &[]);
    let browser = Browser::new(&server);
    for action in ["codes", "replace", "remove"] {
        let path = format!("/office/second-factor/{action}");
        let none = browser.post(&path, &[("password", PASSWORD)]);
        assert!(none.body.contains("FACTOR-NONE"), "{action}: {}", none.body);
    }
    let (_, recovery) = set_up(&browser);
    for action in ["codes", "replace", "remove"] {
        let wrong = browser.post(&format!("/office/second-factor/{action}"), &[("password", "wrong horse")]);
        assert!(wrong.status == 409 && wrong.body.contains("PASSWORD-WRONG"), "{action}: {}", wrong.body);
    }
    let codes = recovery_codes(&browser.post("/office/second-factor/codes", &[("password", PASSWORD)]));
    let cookie = password_step(&server, "192.0.2.1");
    assert_eq!(
        code_step(&server, "192.0.2.1", &cookie, &recovery[1]).status,
        403,
        "earlier recovery codes are invalid"
    );
    session(&code_step(&server, "192.0.2.1", &cookie, &codes[1]));
    let page = browser.post("/office/second-factor/replace", &[("password", PASSWORD)]).body;
    let authenticator = Authenticator::of(&page);
    let proposal = hidden_field(&page, "proposal").unwrap();
    let fields = [("proposal", &*proposal), ("code", &authenticator.code(0))];
    recovery_codes(&browser.post("/office/second-factor", &fields));
    let cookie = password_step(&server, "192.0.2.1");
    session(&code_step(&server, "192.0.2.1", &cookie, &authenticator.code(1)));
    let off = browser.post("/office/second-factor/remove", &[("password", PASSWORD)]);
    assert!(off.status == 200 && off.body.contains("is off"), "{}", off.body);
    assert_eq!(sign_in_from(&server, "192.0.2.1", "li", PASSWORD).header("location"), Some("/office"));
}
