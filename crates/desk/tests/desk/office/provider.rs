//! Sign-in by a real provider (`oidc-provider` from npm), and attacks on it. `tests/oidc/run` installs the provider and runs these tests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use countersign_testing::http::{self as client, Reply};
use countersign_testing::process;
use serde_json::{Value, json};

use crate::harness::{Desk, PASSWORD, Server, desk_with_operator, sign_in};

/// A running provider.
struct Provider {
    child: Child,
    // The provider ends when this pipe is closed.
    _input: ChildStdin,
    // This keeps the pipe open, because the provider may write more.
    _output: BufReader<ChildStdout>,
    address: String,
}

impl Provider {
    fn start(desk: &str) -> Self {
        let script = std::env::var("COUNTERSIGN_OIDC_PROVIDER").expect("run tests/oidc/run");
        let mut node = Command::new("node");
        node.arg(script).env("DESK", desk).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = node.spawn().unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        process::wait_for_output(&mut child, output.get_ref());
        output.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").unwrap_or_else(|| panic!("{line}")).to_owned();
        let input = child.stdin.take().unwrap();
        Self { child, _input: input, _output: output, address }
    }

    /// Changes what the provider does next. Returns its counts.
    fn set(&self, wanted: &Value) -> Value {
        let reply = client::send(&self.address, "POST", "/test", &[], &wanted.to_string()).unwrap();
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.json()
    }

    fn account(&self, sub: &str, name: &str, role: &Value) {
        let claims = json!({ "preferred_username": name, "countersign_role": role });
        self.set(&json!({ "account": { "sub": sub, "claims": claims } }));
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A desk with a provider that signs operators in.
struct Scene {
    desk: Desk,
    server: Server,
    provider: Provider,
    url: String,
}

impl Scene {
    /// `options` are more lines of the section `[oidc]`.
    fn new(options: &str) -> Self {
        let desk = desk_with_operator(&[]);
        // The provider must know the desk's address before the desk serves.
        let listen = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let url = format!("http://{listen}");
        let provider = Provider::start(&url);
        let secret = desk.dir.path().join("secret");
        std::fs::write(&secret, "the desk and the provider share this\n").unwrap();
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
        let mut config =
            format!("listen = \"{listen}\"\ninsecure-cookies = true\nsign-ins-per-source = 1000\n");
        let _ = writeln!(config, "per-source = 10000\n[oidc]\nissuer = \"http://{}\"", provider.address);
        let _ = writeln!(
            config,
            "desk = \"{url}\"\nclient-id = \"countersign\"\nclient-secret-file = \"secret\"\n{options}"
        );
        let path = desk.dir.path().join("desk.toml");
        std::fs::write(&path, config).unwrap();
        let server = Server::start(desk.command(&["--config", path.to_str().unwrap(), "serve"]));
        Self { desk, server, provider, url }
    }

    fn browser(&self) -> Browser<'_> {
        Browser { scene: self, cookies: BTreeMap::new() }
    }

    /// The newest event that isn't a sign-in.
    fn event(&self) -> (String, String, String) {
        let database = self.desk.database();
        let statement =
            "SELECT operator, event, subject FROM events WHERE event <> 'signed-in' ORDER BY id DESC LIMIT 1";
        database.query_row(statement, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap()
    }

    fn role(&self, name: &str) -> Option<String> {
        // Reads the database directly: a command runs as `li`, who may have lost the role for it.
        let statement = "SELECT role FROM operators WHERE name = ?1";
        self.desk.database().query_row(statement, [name], |row| row.get(0)).ok()
    }

    /// Checks that a sign-in in a new browser is refused with that code.
    fn refused(&self, code: &str) {
        let reply = self.browser().sign_in();
        assert!(
            reply.body.contains(&format!("<code>{code}</code>")),
            "{code}: {} {}",
            reply.status,
            reply.body
        );
        assert!(!reply.cookies.iter().any(|cookie| cookie.starts_with("countersign=")), "{code}");
        let (_, event, subject) = self.event();
        assert!(event == "sign-in-failed" && subject.starts_with(code), "{event} {subject}");
    }
}

/// A browser. It keeps the cookies of desk and provider.
struct Browser<'a> {
    scene: &'a Scene,
    cookies: BTreeMap<String, String>,
}

impl Browser<'_> {
    /// Opens an address, without following redirects.
    fn go(&mut self, url: &str) -> Reply {
        self.send("GET", url, "")
    }

    fn send(&mut self, method: &str, url: &str, body: &str) -> Reply {
        let rest = url.strip_prefix("http://").unwrap_or_else(|| panic!("{url}"));
        let (host, path) = rest.split_once('/').unwrap();
        let own = |name: &str| name.starts_with(host);
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .filter(|(name, _)| own(name))
            .map(|(name, value)| format!("{}={value}", name.split_once('/').unwrap().1))
            .collect();
        let headers = [
            ("cookie", &*cookies.join("; ")),
            ("content-type", "application/x-www-form-urlencoded"),
            ("host", host),
        ];
        let reply = client::send(host, method, &format!("/{path}"), &headers, body).unwrap();
        for cookie in &reply.cookies {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            let name = format!("{host}/{name}");
            if value.is_empty() {
                self.cookies.remove(&name)
            } else {
                self.cookies.insert(name, value.to_owned())
            };
        }
        reply
    }

    /// Begins a sign-in, and follows the provider's redirects until it sends the browser back. Returns that address.
    fn until_sent_back(&mut self) -> String {
        let desk = self.scene.url.clone();
        let mut reply = self.go(&format!("{desk}/office/login/provider?next=%2Foffice%2Fnumbers"));
        for _ in 0..10 {
            let location = match &*reply.location {
                "" => panic!("{} {}", reply.status, reply.body),
                path if path.starts_with('/') => format!("http://{}{path}", self.scene.provider.address),
                url => url.to_owned(),
            };
            if location.starts_with(&format!("{desk}/office/login/return")) {
                return location;
            }
            reply = self.go(&location);
        }
        panic!("the provider redirects the browser in a loop")
    }

    /// Signs in. Returns the desk's last response.
    fn sign_in(&mut self) -> Reply {
        let back = self.until_sent_back();
        self.go(&back)
    }

    /// Signs in, which must succeed.
    fn signed_in(&mut self) {
        let reply = self.sign_in();
        assert_eq!(
            (reply.status, reply.header("refresh")),
            (200, Some("0;url=/office/numbers")),
            "{}",
            reply.body
        );
        assert_eq!(self.status("/office/numbers"), 200);
    }

    fn status(&mut self, path: &str) -> u16 {
        self.go(&format!("{}{path}", self.scene.url)).status
    }

    fn page(&mut self, path: &str) -> String {
        self.go(&format!("{}{path}", self.scene.url)).body
    }
}

#[test]
#[ignore = "needs oidc-provider: tests/oidc/run"]
fn an_operator_signs_in_with_the_role_of_the_claims_and_out_again() {
    let scene = Scene::new("create = true\nlabel = \"Example ID\"");
    let page = scene.browser().page("/office/login");
    assert!(page.contains("Example ID") && page.contains("type=\"password\""), "{page}");
    scene.provider.account("s-1", "Wang", &json!("lead"));
    let mut browser = scene.browser();
    browser.signed_in();
    assert_eq!(scene.event(), ("wang".into(), "operator-added".into(), "wang lead".into()));
    assert_eq!(scene.role("wang").as_deref(), Some("lead"));
    assert_eq!((browser.status("/office/audit"), browser.status("/office/keys")), (200, 403));
    assert!(browser.page("/office/second-factor").contains("You sign in with your organisation"));
    // Every session has the role of the newest sign-in; the name stays.
    scene.provider.account("s-1", "renamed", &json!(["viewer", "x"]));
    scene.browser().signed_in();
    assert_eq!(scene.event(), ("wang".into(), "operator-role".into(), "wang lead -> viewer".into()));
    assert_eq!(browser.status("/office/audit"), 403);
    for role in [json!("boss"), json!([]), Value::Null] {
        scene.provider.account("s-1", "Wang", &role);
        scene.refused("ROLE-NONE");
    }
    assert_eq!(scene.role("wang").as_deref(), Some("viewer"));
    // That operator can't sign in with a password.
    assert_eq!(sign_in(&scene.server, "wang", "", "").status, 403);
    // The name `li` belongs to a local operator, and the other name is invalid.
    scene.provider.account("s-2", "li", &json!("admin"));
    scene.refused("NAME-TAKEN");
    scene.provider.account("s-3", "<script>", &json!("admin"));
    scene.refused("NAME-NONE");
    scene.provider.set(&json!({ "account": null }));
    scene.refused("PROVIDER-REFUSED");
    assert_eq!(sign_in(&scene.server, "li", PASSWORD, "").status, 303, "a local operator still signs in");
    // The operator signs out of the desk, then of the provider.
    scene.provider.account("s-1", "wang", &json!("viewer"));
    let mut browser = scene.browser();
    browser.signed_in();
    let page = browser.page("/office/numbers");
    let csrf = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let out = browser.send("POST", &format!("{}/office/logout", scene.url), &format!("csrf={csrf}"));
    assert_eq!(out.status, 200, "{}", out.body);
    assert_eq!(browser.status("/office/numbers"), 303);
    let there = out.body.split("href=\"").find(|part| part.contains("/session/end?")).unwrap();
    let there = there.split('"').next().unwrap().replace("&amp;", "&");
    let question = browser.go(&there).body;
    let xsrf = question.split("name=\"xsrf\" value=\"").nth(1).unwrap_or_else(|| panic!("{question}"));
    let fields = format!("xsrf={}&logout=yes", xsrf.split('"').next().unwrap());
    let confirm = format!("http://{}/session/end/confirm", scene.provider.address);
    let left = browser.send("POST", &confirm, &fields);
    assert_eq!(left.location, format!("{}/office/login", scene.url), "{}", left.body);
}

#[test]
#[ignore = "needs oidc-provider: tests/oidc/run"]
fn a_forged_token_is_refused() {
    let scene = Scene::new("create = true");
    scene.provider.account("s-1", "wang", &json!("admin"));
    for (tamper, code) in [
        ("nonce", "PROVIDER-NONCE"),
        ("no-nonce", "PROVIDER-NONCE"),
        ("issuer", "PROVIDER-ISSUER"),
        ("audience", "PROVIDER-AUDIENCE"),
        ("audience-more", "PROVIDER-AUDIENCE"),
        ("expired", "PROVIDER-TIME"),
        ("ahead", "PROVIDER-TIME"),
        ("old", "PROVIDER-TIME"),
        ("not-yet", "PROVIDER-TIME"),
        ("signature", "PROVIDER-SIGNATURE"),
        ("unknown-key", "PROVIDER-SIGNATURE"),
        ("unsigned", "PROVIDER-SIGNATURE"),
        ("public-key-as-secret", "PROVIDER-SIGNATURE"),
        ("shared-secret", "PROVIDER-SIGNATURE"),
        ("no-token", "PROVIDER-TOKEN"),
        ("garbage", "PROVIDER-TOKEN"),
        ("huge", "PROVIDER-UNREACHABLE"),
        ("slow", "PROVIDER-UNREACHABLE"),
    ] {
        scene.provider.set(&json!({ "tamper": tamper }));
        scene.refused(code);
        assert_eq!(scene.role("wang"), None, "{tamper}");
    }
    for tamper in ["just-expired", "little-ahead", "none"] {
        scene.provider.set(&json!({ "tamper": tamper }));
        scene.browser().signed_in();
    }
}

#[test]
#[ignore = "needs oidc-provider: tests/oidc/run"]
fn an_attackers_response_is_refused() {
    let scene = Scene::new("create = true");
    scene.provider.account("attacker", "attacker", &json!("viewer"));
    let mut attacker = scene.browser();
    let of_attacker = attacker.until_sent_back();
    let stale = |reply: &Reply, code: &str| {
        assert!(reply.status == 403 && reply.body.contains(code), "{code}: {} {}", reply.status, reply.body);
    };
    // The response comes to a browser without a sign-in, and to one with another sign-in.
    stale(&scene.browser().go(&of_attacker), "PROVIDER-STALE");
    scene.provider.account("s-1", "wang", &json!("admin"));
    let mut browser = scene.browser();
    let own = browser.until_sent_back();
    stale(&browser.go(&of_attacker), "PROVIDER-STATE");
    let parameter = |url: &str, name: &str| {
        let value = url.split(['?', '&']).find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        value.unwrap_or_else(|| panic!("{name}: {url}")).to_owned()
    };
    let back = format!("{}/office/login/return", scene.url);
    stale(&browser.go(&back), "PROVIDER-STATE");
    stale(&browser.go(&format!("{back}?code={}&state=", parameter(&own, "code"))), "PROVIDER-STATE");
    // None of that ended the browser's own sign-in. It can be finished once.
    assert_eq!(browser.go(&own).status, 200);
    let mut again = scene.browser();
    again.cookies = browser.cookies.clone();
    stale(&again.go(&own), "PROVIDER-STALE");
    // With the attacker's code in the browser's own sign-in, the provider detects the wrong verifier (PKCE).
    let own = browser.until_sent_back();
    let mixed = own.replace(&parameter(&own, "code"), &parameter(&of_attacker, "code"));
    stale(&browser.go(&mixed), "PROVIDER-CODE");
    // The response names another issuer (RFC 9207), or none.
    for issuer in [Some("https%3A%2F%2Fevil.example"), None] {
        let own = browser.until_sent_back();
        let iss = format!("&iss={}", parameter(&own, "iss"));
        let other = own.replace(&iss, &issuer.map(|issuer| format!("&iss={issuer}")).unwrap_or_default());
        assert_ne!(own, other);
        stale(&browser.go(&other), "PROVIDER-ISSUER");
    }
    // A new sign-in uses PKCE with S256, and ignores an address outside of the office.
    let next = scene.browser().go(&format!("{}/office/login/provider?next=//evil.example", scene.url));
    assert!(next.location.contains("code_challenge_method=S256") && !next.location.contains("evil"));
    let cookie = next.cookies.first().unwrap();
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("HttpOnly"), "{cookie}");
    let code = parameter(&own, "code");
    let Scene { server, .. } = scene;
    let (_, log) = server.end();
    assert!(log.contains("PROVIDER-STATE") && !log.contains(&code), "{log}");
}

#[test]
#[ignore = "needs oidc-provider: tests/oidc/run"]
fn new_keys_of_the_provider_are_read_at_a_limited_rate() {
    let scene = Scene::new("create = true");
    scene.provider.account("s-1", "wang", &json!("viewer"));
    scene.browser().signed_in();
    scene.browser().signed_in();
    let reads = || scene.provider.set(&json!({}))["keyReads"].as_u64().unwrap();
    assert_eq!(reads(), 1, "the keys of the provider are cached");
    scene.provider.set(&json!({ "rotate": true }));
    scene.browser().signed_in();
    assert_eq!(reads(), 2);
    // Tokens with unknown keys don't make the desk read the keys again each time.
    scene.provider.set(&json!({ "tamper": "unknown-key" }));
    for _ in 0..4 {
        scene.refused("PROVIDER-SIGNATURE");
    }
    assert_eq!(reads(), 2);
    scene.provider.set(&json!({ "tamper": "none" }));
    scene.browser().signed_in();
    // Only the user-info endpoint has the claims.
    scene.provider.set(&json!({ "userinfo": true }));
    scene.provider.account("s-1", "wang", &json!("lead"));
    scene.browser().signed_in();
    assert_eq!(scene.role("wang").as_deref(), Some("lead"));
}

#[test]
#[ignore = "needs oidc-provider: tests/oidc/run"]
fn sign_in_by_password_can_be_switched_off() {
    let scene =
        Scene::new("local-sign-in = false\nrole-claim = \"groups\"\nroles = { \"heads\" = \"lead\" }");
    let page = scene.browser().page("/office/login");
    assert!(page.contains("/office/login/provider") && !page.contains("type=\"password\""), "{page}");
    let reply = sign_in(&scene.server, "li", PASSWORD, "");
    assert!(reply.status == 403 && reply.body.contains("LOCAL-SIGN-IN-OFF") && reply.cookies.is_empty());
    scene.desk.succeed(&["operators", "list"]);
    let claims =
        json!({ "preferred_username": "wang", "groups": ["staff", "heads"], "countersign_role": "admin" });
    scene.provider.set(&json!({ "account": { "sub": "s-1", "claims": claims } }));
    scene.refused("OPERATOR-NONE");
    assert_eq!(scene.role("wang"), None);
    // An admin links the local operator with the subject that the page of the refusal shows.
    let refused = scene.browser().sign_in();
    assert!(refused.body.contains("Tell the admin your name at the provider: s-1"), "{}", refused.body);
    let issuer = format!("http://{}", scene.provider.address);
    scene.desk.succeed(&["operators", "link", "li", "s-1", "--issuer", &issuer]);
    scene.browser().signed_in();
    assert_eq!(scene.role("li").as_deref(), Some("lead"));
    // Commands run as `li` by default, who has lost the role for these.
    for words in [&["operators", "unlink", "li"][..], &["operators", "role", "li", "admin"]] {
        let mut command = scene.desk.command(words);
        assert!(command.env("USER", "root").output().unwrap().status.success(), "{words:?}");
    }
    scene.refused("OPERATOR-NONE");
    // After the provider stops, a desk with its addresses still begins sign-ins; a newly started desk can't.
    let Scene { desk, server, provider, url } = scene;
    drop(provider);
    let begin = client::send(&server.address, "GET", "/office/login/provider", &[], "").unwrap();
    assert_eq!(begin.status, 303, "the cached configuration is not used: {url}");
    drop(server);
    let path = desk.dir.path().join("desk.toml");
    let server = Server::start(desk.command(&["--config", path.to_str().unwrap(), "serve"]));
    let begin = client::send(&server.address, "GET", "/office/login/provider", &[], "").unwrap();
    assert!(begin.status == 502 && begin.body.contains("PROVIDER-UNREACHABLE"), "{}", begin.body);
}
