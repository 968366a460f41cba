//! The phone's pages.

use countersign_core::protocol::Request;
use countersign_core::review::Verdict;

use crate::server::{BAD, Desk, MACHINE, NUMBER, path};
use countersign_testing::http::{Reply, send};

/// What holds of every answer, errors too.
fn guarded(reply: &Reply) {
    assert_eq!(reply.header("cache-control"), Some("no-store"), "{}", reply.head);
    assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    let policy = reply.header("content-security-policy").unwrap();
    for part in ["default-src 'none'", "style-src 'self'", "script-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe") && reply.header("set-cookie").is_none());
}

#[test]
fn looking_shows_what_was_understood_and_changes_nothing() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let before = desk.story(NUMBER);
    for path in [path(&request), path(&request).to_ascii_lowercase(), format!("{}?lang=zh", path(&request))] {
        let page = server.get(&path);
        assert_eq!(page.status, 200, "{}", page.body);
        guarded(&page);
        for part in
            ["Example OS", NUMBER, MACHINE[1], MACHINE[2], &request.name().to_string(), "method=\"post\""]
        {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        assert!(page.lines().is_empty());
    }
    let head = send(&server.address, "HEAD", &path(&request), &[], "").unwrap();
    assert!(head.status == 200 && head.body.is_empty());
    assert_eq!(desk.story(NUMBER), before);
    assert_eq!((&before["state"], before["requests"].as_array().unwrap().len()), (&"unused".into(), 0));
}

#[test]
fn asking_gives_the_code_and_again_the_same() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let first = server.post(&path(&request));
    assert_eq!(first.status, 200, "{}", first.body);
    guarded(&first);
    let lines = first.lines();
    assert_eq!(lines.len(), 7, "{}", first.body);
    desk.enter(&lines, &request);
    let again = server.post(&format!("{}?lang=zh", path(&request).to_ascii_lowercase()));
    assert_eq!(again.lines(), lines);
    assert!(again.body.contains("授权码") && again.body.contains("lang=\"zh-Hans\""));
    // What the device's program would be told without the web is the same code.
    let told = desk.ran(&["answer", "--json", &request.text().unwrap()]);
    assert!(told.contains(&lines[6]), "{told}");
    assert_eq!(desk.story(NUMBER)["state"], "bound");
}

#[test]
fn a_refusal_says_which_field_why_what_to_do_and_the_case() {
    let desk = Desk::new(&["--declared", "any", "--older-binding"]);
    let server = desk.serve(&[]);
    let request = desk.request(BAD, "BR80G1234567", 1);
    for (query, words) in [
        ("", ["No license code yet", "Model", "Serial", "AMIDE", "Declare"]),
        ("?lang=zh", ["暂时无法给出授权码", "型号", "序列号", "AMIDE", "申报"]),
    ] {
        let look = server.get(&format!("{}{query}", path(&request)));
        let page = server.post(&format!("{}{query}", path(&request)));
        assert_eq!((look.status, page.status), (200, 200));
        guarded(&page);
        for part in ["MODEL-BLANK", "SERIAL-PLACEHOLDER"] {
            assert!(look.body.contains(part) && page.body.contains(part), "{part}: {}", page.body);
        }
        let codes = ["MACHINE-REFUSED", "CAS-000001", NUMBER, "400 123 4567", "To Be Filled By O.E.M."];
        for part in words.into_iter().chain(codes) {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        assert!(page.lines().is_empty());
    }
    let story = desk.story(NUMBER);
    assert_eq!((&story["state"], story["cases"].as_array().unwrap().len()), (&"unused".into(), 1));
    assert_eq!(story["requests"].as_array().unwrap().len(), 2, "every attempt is kept");
}

#[test]
fn what_needs_an_anchor_is_not_offered_without_one() {
    let desk = Desk::new(&["--declared", "any", "--older-binding"]);
    let server = desk.serve(&[]);
    let mut request = desk.request(BAD, "BR80G1234567", 1);
    assert!(server.post(&path(&request)).body.contains("older binding"));
    request.head.scheme2 = None;
    let page = server.post(&path(&request)).body;
    assert!(page.contains("AMIDE") && !page.contains("older binding") && !page.contains("Declare"), "{page}");
}

#[test]
fn another_machine_is_told_the_fields_and_not_the_values() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    assert_eq!(server.post(&path(&desk.request(MACHINE, "BR80G1234567", 1))).lines().len(), 7);
    let page =
        server.post(&path(&desk.request(["ASRock", "X570 Taichi", "M80-F3015500911"], "T90A7654321", 2)));
    for part in ["DEVICE-DIFFERS", "Model, Serial, Board", "CAS-000001"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(!page.body.contains(MACHINE[2]) && page.lines().is_empty());
}

#[test]
fn the_phones_language_is_met_and_can_be_changed() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let path = path(&desk.request(BAD, "BR80G1234567", 1));
    let in_words = |method, path: &str, accepted| {
        send(&server.address, method, path, &[("accept-language", accepted)], "").unwrap().body
    };
    let zh = in_words("GET", &path, "zh-CN,zh;q=0.9,en;q=0.8");
    assert!(zh.contains("查看解决办法") && zh.contains("href=\"?lang=en\"") && zh.contains(">English<"));
    let en = in_words("GET", &format!("{path}?lang=en"), "zh-CN");
    assert!(en.contains("See what to do") && en.contains("href=\"?lang=zh\""));
    let answered = in_words("POST", &path, "de, zh;q=0.3, en;q=0.2");
    assert!(answered.contains("<form class=\"switch\" method=\"post\" action=\"?lang=en\">"), "{answered}");
    assert!(in_words("GET", "/nowhere", "zh").contains("没有这个网页"));
}

#[test]
fn unknown_and_malformed_numbers_get_one_answer() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let unknown = desk.request_for("ZZ99999999999", MACHINE, "BR80G1234567", 1);
    let mut malformed = unknown.clone();
    malformed.head.number = [0xff; 6];
    let answer = |request: &Request| {
        let page = server.post(&path(request));
        assert!(page.status == 200 && page.body.contains("NUMBER-UNKNOWN"), "{}", page.body);
        // The request's own name is of its bytes, and tells nothing of the number.
        page.body.replace(&request.name().to_string(), "")
    };
    assert_eq!(answer(&unknown), answer(&malformed));
}

#[test]
fn markup_in_firmware_values_is_text() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let evil = ["<script>alert(1)</script>", "\"><img src=x onerror=a>", "M80-D80&lt;1820\u{202e}05'12"];
    let mut request = desk.request(evil, "BR80G1234567", 1);
    request.head.verdicts = [Verdict::Ok; 3];
    for page in [server.get(&path(&request)), server.post(&path(&request))] {
        assert_eq!(page.status, 200, "{}", page.body);
        for never in ["<script>alert", "<img", "\u{202e}"] {
            assert!(!page.body.contains(never), "{never}: {}", page.body);
        }
        for shown in
            ["&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&gt;&lt;img", "&amp;lt;1820", "&lt;U+202E&gt;"]
        {
            assert!(page.body.contains(shown), "{shown}: {}", page.body);
        }
    }
}

#[test]
fn what_is_no_request_says_what_and_what_to_do() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let mut foreign = desk.request(MACHINE, "BR80G1234567", 1);
    foreign.head.profile_version = 77;
    let whole = path(&desk.request(MACHINE, "BR80G1234567", 1));
    for (path, status, code) in [
        (whole[..whole.len() - 9].to_owned(), 400, "REQUEST-INVALID"),
        (format!("{whole}AAAA"), 400, "REQUEST-INVALID"),
        ("/R/%FF%00".to_owned(), 400, "REQUEST-INVALID"),
        ("/r/".to_owned(), 400, "REQUEST-INVALID"),
        (format!("/R/{}", "A".repeat(9000)), 413, "REQUEST-TOO-LONG"),
        (path(&foreign), 400, "PROFILE-UNKNOWN"),
        ("/nowhere".to_owned(), 404, "PAGE-UNKNOWN"),
    ] {
        let page = server.get(&path);
        assert_eq!(page.status, status, "{path}: {}", page.body);
        guarded(&page);
        assert!(page.body.contains(code) && page.body.contains("400 123 4567"), "{path}: {}", page.body);
        assert!(page.header("content-type").unwrap().starts_with("text/html"));
    }
    let put = send(&server.address, "PUT", &whole, &[], "").unwrap();
    assert!(put.status == 405 && put.body.contains("METHOD-UNKNOWN"), "{}", put.body);
    let refused = server.post(&path(&foreign));
    assert!(refused.status == 200 && refused.body.contains("PROFILE-UNKNOWN"), "{}", refused.body);
    assert_eq!(desk.story(NUMBER)["state"], "unused");
}

#[test]
fn one_source_and_one_number_can_ask_only_so_often() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&["--per-number", "2"]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    assert_eq!([1, 2, 3].map(|_| server.post(&path(&request)).status), [200, 200, 429]);
    let page = server.post(&path(&request));
    guarded(&page);
    assert!(page.body.contains("TOO-OFTEN") && page.lines().is_empty());
    assert!((1..=31).contains(&page.header("retry-after").unwrap().parse::<u64>().unwrap()));
    assert_eq!(server.get(&path(&request)).status, 200, "looking is another matter");
    assert_eq!(desk.story(NUMBER)["requests"].as_array().unwrap().len(), 2);
    // Who says he comes from elsewhere is believed behind a proxy alone, and there the proxy's own word counts.
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
        assert_eq!(server.get("/healthz").status, 200, "a supervisor is not counted");
    }
}

#[test]
fn style_and_script_are_the_desks_own() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let page = server.get("/").body;
    assert!(!page.contains("style=") && !page.contains("http"), "{page}");
    for (at, kind) in [("href=\"/static/desk.css", "text/css"), ("src=\"/static/desk.js", "text/javascript")]
    {
        let (_, rest) = page.split_once(at).unwrap();
        let start = at.split_once('"').unwrap().1;
        let file = server.get(&format!("{start}{}", rest.split('"').next().unwrap()));
        assert!(file.status == 200 && !file.body.is_empty());
        assert_eq!(file.header("content-type"), Some(kind));
        assert!(file.header("cache-control").unwrap().contains("max-age"));
    }
}
