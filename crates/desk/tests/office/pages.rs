//! The back office's pages: the real program, and a client that keeps cookies as a browser does.

use std::io::Write as _;
use std::process::{Command, Stdio};

use countersign_core::protocol::spoken::SpokenRequest;
use countersign_core::protocol::{Request, line};
use countersign_ledger::IncomingRequest;

use crate::server::{BAD, Desk, MACHINE, NUMBER, Server};
use countersign_testing::http::{self as client, Reply};

const PASSWORD: &str = "correct horse battery";
const OTHER: [&str; 3] = ["ASRock", "X570 Taichi", "M80-F3015500911"];

fn desk(more: &[&str]) -> Desk {
    let desk = Desk::new(more);
    let mut add = Command::new(env!("CARGO_BIN_EXE_countersign-desk"));
    add.args(["operators", "add", "li", "--password-stdin"]).env_clear();
    add.env("COUNTERSIGN_DESK_DATA", desk.data()).stdin(Stdio::piped()).stdout(Stdio::null());
    let mut child = add.spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
    desk
}

/// A browser of one operator.
struct Browser<'a> {
    server: &'a Server,
    cookie: String,
    csrf: String,
}

impl<'a> Browser<'a> {
    fn new(server: &'a Server) -> Self {
        let reply = sign_in(server, "li", PASSWORD, "/office");
        assert_eq!((reply.status, reply.header("location")), (303, Some("/office")), "{}", reply.body);
        let cookie = set_cookie(&reply).split(';').next().unwrap().to_owned();
        let mut browser = Self { server, cookie, csrf: String::new() };
        let page = browser.get("/office");
        browser.csrf =
            page.body.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        browser
    }

    fn get(&self, path: &str) -> Reply {
        client::send(&self.server.address, "GET", path, &[("cookie", &self.cookie)], "").unwrap()
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let all: Vec<_> = [&[("csrf", self.csrf.as_str())], fields].concat();
        self.send(path, &all)
    }

    fn send(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let headers = [("cookie", &*self.cookie), ("content-type", "application/x-www-form-urlencoded")];
        client::send(&self.server.address, "POST", path, &headers, &form(fields)).unwrap()
    }

    /// The path of the newest request of that name.
    fn request(&self, request: &Request) -> String {
        let found = self.get(&format!("/office?q={}", request.name())).body;
        let id = found.split("/office/requests/").nth(1).unwrap().split('"').next().unwrap();
        format!("/office/requests/{id}")
    }
}

fn sign_in(server: &Server, name: &str, password: &str, next: &str) -> Reply {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let body = form(&[("name", name), ("password", password), ("next", next)]);
    client::send(&server.address, "POST", "/office/login", &headers, &body).unwrap()
}

/// The session's cookie as it was given, in its own case.
fn set_cookie(reply: &Reply) -> String {
    reply.cookies.first().unwrap().clone()
}

fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

fn serve(desk: &Desk) -> Server {
    desk.serve(&["--insecure-cookies"])
}

#[test]
fn nothing_is_shown_without_a_sign_in() {
    let desk = desk(&[]);
    let server = serve(&desk);
    for path in [
        "/office",
        "/office/numbers/AA03220123951",
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
        "/office/cases/1/close",
    ] {
        let reply = server.post(path);
        assert_eq!(reply.status, 303, "{path}");
    }
    let page = server.get("/office/login");
    assert!(
        page.status == 200 && page.header("cache-control") == Some("no-store") && page.cookies.is_empty()
    );
}

#[test]
fn the_session_is_for_this_browser_and_this_site_alone() {
    let desk = desk(&[]);
    let server = desk.serve(&[]);
    let reply = sign_in(&server, " LI ", PASSWORD, "//evil.example/office");
    assert_eq!(reply.header("location"), Some("/office"));
    let cookie = set_cookie(&reply);
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/office"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    drop(server);
    let server = serve(&desk);
    let browser = Browser::new(&server);
    let token = browser.cookie.split('=').nth(1).unwrap();
    let database = [desk.data().join("ledger.db"), desk.data().join("ledger.db-wal")]
        .map(|path| std::fs::read(path).unwrap_or_default())
        .concat();
    for secret in [token, &browser.csrf, PASSWORD] {
        assert!(
            !database.windows(secret.len()).any(|part| part == secret.as_bytes()),
            "only digests are kept"
        );
    }
    // A form without the mark, or with another session's, does nothing.
    let other = Browser::new(&server);
    for csrf in ["", "0", &other.csrf] {
        let reply = browser
            .send("/office/numbers/AA03220123951/act", &[("csrf", csrf), ("act", "revoke"), ("reason", "x")]);
        assert!(reply.status == 403 && reply.body.contains("FORM-STALE"), "{csrf}");
    }
    assert_eq!(desk.story(NUMBER)["state"], "unused");
    let cross = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let body = form(&[("name", "li"), ("password", PASSWORD)]);
    assert_eq!(client::send(&server.address, "POST", "/office/login", &cross, &body).unwrap().status, 403);
    // After signing out the cookie is worth nothing, and an operator who is removed is out at once.
    assert_eq!(browser.post("/office/logout", &[]).header("location"), Some("/office/login"));
    assert_eq!(browser.get("/office").status, 303);
    assert_eq!(other.get("/office").status, 200);
    desk.ran(&["operators", "remove", "li"]);
    assert_eq!(other.get("/office").status, 303);
}

#[test]
fn guessing_is_locked_out_for_any_name_and_by_any_process() {
    let desk = desk(&[]);
    let servers = [serve(&desk), serve(&desk)];
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
fn a_caller_is_found_guided_and_helped() {
    let desk = desk(&["--older-binding", "--declared", "serial"]);
    let server = serve(&desk);
    let browser = Browser::new(&server);
    let bad = desk.request(BAD, "BR80G1234567", 1);
    server.post(&crate::server::path(&bad));
    for query in [NUMBER, "aa 0322-0123951", &bad.name().to_string(), "To Be Filled", "CAS-1"] {
        let page = browser.get(&format!("/office?{}", form(&[("q", query)])));
        assert!(page.body.contains("CAS-000001"), "{query}: {}", page.body);
    }
    assert!(browser.get("/office").body.contains("CAS-000001"), "open cases stand on the first page");
    let path = browser.request(&bad);
    let page = browser.get(&path).body;
    for part in [
        "MODEL-BLANK",
        "SERIAL-PLACEHOLDER",
        "To Be Filled By O.E.M.",
        "AMIDEEFI",
        "CAS-000001",
        "MACHINE-REFUSED",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for (lang, parts) in [("en", ["2 INSPECT", "8 DONE", "Say"]), ("zh", ["您可以说", "对方看到", "序列号"])]
    {
        let page = browser.get(&format!("{path}/guide?lang={lang}")).body;
        for part in parts.into_iter().chain(["SERIAL-PLACEHOLDER", "step-8", NUMBER]) {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    let page = browser
        .post("/office/answer", &[("request", &desk.request(MACHINE, "BR80G1234567", 2).text().unwrap())]);
    assert!(page.body.contains("License code") && page.body.contains("groups"), "{}", page.body);
    assert_eq!(desk.story(NUMBER)["requests"][1]["operator"], "li");
    let case = browser.get("/office/cases/CAS-000001").body;
    assert!(case.contains("closed") && case.contains("M80-D8018200512"), "{case}");
    assert_eq!(browser.post("/office/answer", &[("request", "hello")]).status, 422);
}

#[test]
fn a_spoken_request_is_mended_and_answered() {
    let desk = desk(&["--spoken"]);
    let server = serve(&desk);
    let browser = Browser::new(&server);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let lines = SpokenRequest::of(&request).lines();
    let slip = |line: &str, at: usize| {
        let with = if &line[at..=at] == "7" { "8" } else { "7" };
        format!("{}{with}{}", &line[..at], &line[at + 1..])
    };
    let names = ["line8", "line9", "line10", "line11"];
    let sheet = |lines: &[String], go: &'static str| {
        let mut fields: Vec<(&str, &str)> = names.into_iter().zip(lines.iter().map(String::as_str)).collect();
        fields.push(("do", go));
        browser.post("/office/spoken", &fields).body
    };
    // As it is typed: one line, with one slip.
    let first = sheet(&[slip(&lines[0], 3), String::new(), String::new(), String::new()], "check");
    assert!(first.contains("put right at place 4") && first.contains(&line::grouped(&lines[0])), "{first}");
    assert!(!first.contains("value=\"answer\""));
    // A line that can't be mended is asked for again, and nothing is answered.
    let short =
        sheet(&[lines[0].clone(), lines[1][..17].to_owned(), lines[2].clone(), String::new()], "answer");
    assert!(
        short.contains("3 missing") && desk.story(NUMBER)["requests"].as_array().unwrap().is_empty(),
        "{short}"
    );
    // All four in one go, in the first field.
    let pasted = sheet(&[lines.join("\n"), String::new(), String::new(), String::new()], "check");
    assert!(pasted.contains(NUMBER) && pasted.contains(&request.name().to_string()), "{pasted}");
    let typed: Vec<String> = lines.iter().map(|line| slip(line, 7).to_lowercase()).collect();
    let answer = sheet(&typed, "answer");
    let story = desk.story(NUMBER);
    assert_eq!(
        (&story["requests"][0]["by_word"], &story["requests"][0]["operator"]),
        (&true.into(), &"li".into())
    );
    let text = SpokenRequest::of(&request).lines().join("\n");
    let told: serde_json::Value = serde_json::from_str(&desk.ran(&["answer", "--json", &text])).unwrap();
    let code: Vec<String> = serde_json::from_value(told["lines"].clone()).unwrap();
    for group in code.iter().flat_map(|line| line.split(' ')) {
        assert!(answer.contains(&format!("<b>{group}</b>")), "{group}: {answer}");
        assert!(
            answer
                .contains(&countersign_desk::text::office::spelled(countersign_core::text::Lang::En, group))
        );
    }
    assert_eq!(IncomingRequest::Full(request.clone()).name(), request.name().to_string());
    // A worse hearing: more than two slips in one line are guessed, shown, and not answered before they were read back.
    let worse = slip(&slip(&slip(&lines[1], 2), 9), 15);
    let guessed = sheet(&[lines[0].clone(), worse, lines[2].clone(), lines[3].clone()], "answer");
    assert!(!guessed.contains("class=\"groups\""), "{guessed}");
}

#[test]
fn numbers_are_acted_on_with_a_reason() {
    let desk = desk(&[]);
    let server = serve(&desk);
    let browser = Browser::new(&server);
    let old = desk.request(MACHINE, "BR80G1234567", 1);
    let new = desk.request(OTHER, "T90A7654321", 2);
    desk.ran(&["answer", &old.text().unwrap()]);
    desk.run(&["answer", &new.text().unwrap()]);
    let base = format!("/office/numbers/{NUMBER}");
    let act =
        |act: &str, reason: &str| browser.post(&format!("{base}/act"), &[("act", act), ("reason", reason)]);
    assert!(act("suspend", " ").body.contains("REASON-MISSING"));
    assert!(act("resume", "x").body.contains("NUMBER-NOT-SUSPENDED"));
    assert!(act("release-receipt", "x").body.contains("RECEIPT-WRONG"));
    assert_eq!(act("suspend", "asked by <b>phone</b>").status, 303);
    let page = browser.get(&base).body;
    assert!(page.contains("suspended") && page.contains("asked by &lt;b&gt;phone&lt;/b&gt;"), "{page}");
    assert_eq!(act("resume", "settled").status, 303);
    // To the machine that was refused, from its own page.
    let path = browser.request(&new);
    let moved = browser.post(&format!("{path}/move"), &[("reason", "board replaced")]);
    assert!(moved.body.contains("License code"), "{}", moved.body);
    let page = browser.get(&base).body;
    assert!(page.contains("Moved by an operator") && page.matches("First use").count() == 1, "{page}");
    let story = desk.story(NUMBER);
    let acts: Vec<_> =
        story["audit"].as_array().unwrap().iter().map(|one| one["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["suspend", "resume", "move"]);
    assert_eq!(story["values"][1], OTHER[1]);
    assert!(browser.get("/office/audit").body.contains("board replaced"));
    let back =
        browser.post(&format!("{base}/move"), &[("request", &old.text().unwrap()), ("reason", "no, back")]);
    assert!(back.body.contains("License code"), "{}", back.body);
    assert_eq!(browser.get("/office/numbers/AA09999999999").status, 404);
    assert_eq!(browser.get("/office/numbers/%3Cscript%3E").status, 404);
}

#[test]
fn cases_are_noted_closed_and_summed_up_in_both_languages() {
    let desk = desk(&[]);
    let server = serve(&desk);
    let browser = Browser::new(&server);
    let hostile = ["<script>alert(1)</script>", "", "\"><img src=x>"];
    desk.run(&["answer", &desk.request(hostile, "BR80G1234567", 1).text().unwrap()]);
    let base = "/office/cases/CAS-000001";
    assert_eq!(
        browser.post(&format!("{base}/note"), &[("text", "called Mr Li\n</textarea><script>x")]).status,
        303
    );
    let page = browser.get(base).body;
    assert!(
        page.contains("called Mr Li") && page.contains("Problem") && page.contains("&lt;/textarea&gt;"),
        "{page}"
    );
    assert!(!page.contains("<script>") && !page.contains("<img"), "{page}");
    assert!(browser.get(&format!("{base}?lang=zh")).body.contains("影响范围"));
    assert!(browser.post(&format!("{base}/close"), &[("reason", "")]).body.contains("REASON-MISSING"));
    assert_eq!(browser.post(&format!("{base}/close"), &[("reason", "scrapped")]).status, 303);
    assert!(browser.post(&format!("{base}/close"), &[("reason", "again")]).body.contains("CASE-CLOSED"));
    assert!(browser.get("/office/cases").body.contains("no such cases"));
    assert!(browser.get("/office/cases?which=closed").body.contains("CAS-000001"));
    for path in
        ["/office?q=script", "/office/requests/1", "/office/requests/1/guide", "/office/cases?which=all"]
    {
        let page = browser.get(path);
        assert!(
            page.status == 200 && !page.body.contains("<script>") && !page.body.contains("<img"),
            "{path}"
        );
        assert!(page.header("content-security-policy").unwrap().contains("script-src 'self'"));
    }
    assert_eq!(browser.get("/office/cases/CAS-000009").status, 404);
}

#[test]
fn files_of_numbers_are_taken_with_a_report() {
    let desk = desk(&[]);
    let server = serve(&desk);
    let browser = Browser::new(&server);
    let send = |strict: bool, csrf: &str, text: &str| {
        let part = |name: &str, more: &str, value: &str| {
            format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
        };
        let mut body = part("csrf", "", csrf);
        if strict {
            body.push_str(&part("strict", "", "yes"));
        }
        body.push_str(&part("file", "; filename=\"<may>.csv\"", text));
        body.push_str("--xx--\r\n");
        let headers = [("cookie", &*browser.cookie), ("content-type", "multipart/form-data; boundary=xx")];
        client::send(&server.address, "POST", "/office/import", &headers, &body).unwrap()
    };
    let text = "AA03220123952,2\nAA03220123953,99\nAA03220123954\n";
    assert_eq!(send(false, "0", text).status, 403);
    assert!(send(true, &browser.csrf, text).body.contains("Nothing was added"));
    let report = send(false, &browser.csrf, text).body;
    for part in ["EDITION-MALFORMED", "Line 2", "2. There already: 0", "&lt;may&gt;.csv"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert_eq!(desk.story("AA03220123954")["state"], "unused");
    assert!(browser.get("/office/audit").body.contains("license numbers imported"));
    let long = format!("{}\n", "x".repeat(100)).repeat(100_000);
    assert_eq!(send(false, &browser.csrf, &long).status, 413);
    assert_eq!(send(false, &browser.csrf, "").status, 422);
}

#[test]
fn keys_and_profiles_change_while_the_desk_serves() {
    let desk = desk(&[]);
    let servers = [serve(&desk), serve(&desk)];
    let browser = Browser::new(&servers[0]);
    assert!(browser.post("/office/keys/0/retire", &[]).body.contains("KEY-LAST"));
    assert_eq!(browser.post("/office/keys/add", &[]).status, 303);
    assert!(browser.get("/office/keys").body.contains("1, 2"));
    assert!(browser.post("/office/keys/0/retire", &[]).body.contains("versions 1 can"));
    // A request of the new version is answered at once, by the other process as well, with the new key.
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!(request.head.profile_version, 2);
    let lines = servers[1].post(&crate::server::path(&request)).lines();
    desk.enter(&lines, &request);
    let fields = [
        ("name", "Example OS"),
        ("host", "desk.example"),
        ("hotline", "400 765 4321"),
        ("declared", "any"),
        ("older", "yes"),
        ("spoken", "no"),
    ];
    assert_eq!(browser.post("/office/profiles", &fields).status, 303);
    assert!(browser.post("/office/profiles", &fields).body.contains("PROFILE-SAME"));
    assert!(browser.get("/office/profiles/3").body.contains("400 765 4321"));
    assert_eq!(browser.get("/office/profiles/9").status, 404);
    let audit = browser.get("/office/audit").body;
    for part in ["key made", "key retired", "profile version published"] {
        assert!(audit.contains(part), "{part}: {audit}");
    }
}
