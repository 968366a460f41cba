//! The phone pages.

use countersign_core::protocol::Request;
use countersign_core::review::Verdict;
use countersign_testing::http::{Reply, press, send};

use crate::harness::{BAD, Desk, MACHINE, NUMBER, OTHER, path};

/// Checks the headers that every page has, error pages too.
pub fn assert_security_headers(reply: &Reply) {
    assert_eq!(reply.header("cache-control"), Some("no-store"), "{}", reply.head);
    assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
    assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(reply.header("x-robots-tag"), Some("noindex, nofollow"));
    let policy = reply.header("content-security-policy").unwrap();
    for part in ["default-src 'none'", "style-src 'self'", "script-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe") && reply.header("set-cookie").is_none());
}

#[test]
fn get_shows_the_request_and_changes_nothing() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let before = desk.license(NUMBER);
    for path in [path(&request), path(&request).to_ascii_lowercase(), format!("{}?lang=zh", path(&request))] {
        let page = server.get(&path);
        assert_eq!(page.status, 200, "{}", page.body);
        assert_security_headers(&page);
        for part in
            ["Example OS", NUMBER, MACHINE[1], MACHINE[2], &request.name().to_string(), "method=\"post\""]
        {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        assert!(page.lines().is_empty());
    }
    let head = send(&server.address, "HEAD", &path(&request), &[], "").unwrap();
    assert!(head.status == 200 && head.body.is_empty());
    assert_eq!(desk.license(NUMBER), before);
    assert_eq!((&before["state"], before["requests"].as_array().unwrap().len()), (&"unused".into(), 0));
}

#[test]
fn post_gives_the_same_code_each_time() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let request = desk.request(MACHINE, "BR80G1234567", 1);
    let first = server.press(&path(&request));
    assert_eq!(first.status, 200, "{}", first.body);
    assert_security_headers(&first);
    let lines = first.lines();
    assert_eq!(lines.len(), 7, "{}", first.body);
    desk.verify(&lines, &request);
    let again = server.press(&format!("{}?lang=zh", path(&request).to_ascii_lowercase()));
    assert_eq!(again.lines(), lines);
    assert!(again.body.contains("授权码") && again.body.contains("lang=\"zh-Hans\""));
    // The command `answer` gives the same code.
    let answer = desk.succeed(&["answer", "--json", &request.text().unwrap()]);
    assert!(answer.contains(&lines[6]), "{answer}");
    assert_eq!(desk.license(NUMBER)["state"], "bound");
}

#[test]
fn a_refusal_names_the_fields_the_reason_the_ways_and_the_case() {
    let desk = Desk::new(&["--declared", "any", "--older-binding"]);
    let server = desk.serve(&[]);
    let request = desk.request(BAD, "BR80G1234567", 1);
    for (query, words) in [
        (
            "",
            [
                "No license code yet",
                "Model",
                "Serial",
                "AMIDE",
                "Type the values on the label",
                "request --declare",
            ],
        ),
        ("?lang=zh", ["未发放授权码", "型号", "序列号", "AMIDE", "按机身标签输入", "request --declare"]),
    ] {
        let shown = server.get(&format!("{}{query}", path(&request)));
        let page = server.press(&format!("{}{query}", path(&request)));
        assert_eq!((shown.status, page.status), (200, 200));
        assert_security_headers(&page);
        for part in ["MODEL-BLANK", "SERIAL-PLACEHOLDER"] {
            assert!(shown.body.contains(part) && page.body.contains(part), "{part}: {}", page.body);
        }
        let codes = ["MACHINE-REFUSED", "CAS-000001", NUMBER, "400 123 4567", "To Be Filled By O.E.M."];
        for part in words.into_iter().chain(codes) {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        assert!(page.lines().is_empty());
    }
    let license = desk.license(NUMBER);
    assert_eq!((&license["state"], license["cases"].as_array().unwrap().len()), (&"unused".into(), 1));
    assert_eq!(license["requests"].as_array().unwrap().len(), 1, "a repeated request isn't recorded again");
}

#[test]
fn ways_that_need_an_anchor_are_not_offered_without_one() {
    let desk = Desk::new(&["--declared", "any", "--older-binding"]);
    let server = desk.serve(&[]);
    let mut request = desk.request(BAD, "BR80G1234567", 1);
    assert!(server.press(&path(&request)).body.contains("older binding"));
    request.head.marker2 = None;
    let page = server.press(&path(&request)).body;
    assert!(
        page.contains("AMIDE") && !page.contains("older binding") && !page.contains("--declare"),
        "{page}"
    );
}

#[test]
fn a_refusal_of_another_machine_names_fields_but_no_values() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    assert_eq!(server.press(&path(&desk.request(MACHINE, "BR80G1234567", 1))).lines().len(), 7);
    let page = server.press(&path(&desk.request(OTHER, "T90A7654321", 2)));
    for part in ["DEVICE-DIFFERS", "Model, Serial, Board", "CAS-000001"] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    assert!(!page.body.contains(MACHINE[2]) && page.lines().is_empty());
    // Model, serial and board are marked; only the manufacturer matches.
    let fields = page.body.split("<li class=\"field").skip(1);
    let marked: Vec<bool> = fields.map(|field| field.starts_with(" differs\"")).collect();
    assert_eq!(marked, [false, true, true, true], "{}", page.body);
    assert_eq!(page.body.matches("✓ ").count(), 1, "{}", page.body);
}

#[test]
fn a_page_is_in_the_language_of_the_phone_and_can_switch() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let path = path(&desk.request(BAD, "BR80G1234567", 1));
    let body_in = |method, path: &str, accepted| {
        send(&server.address, method, path, &[("accept-language", accepted)], "").unwrap().body
    };
    let zh = body_in("GET", &path, "zh-CN,zh;q=0.9,en;q=0.8");
    assert!(zh.contains("查看处理办法") && zh.contains("href=\"?lang=en\"") && zh.contains(">English<"));
    let en = body_in("GET", &format!("{path}?lang=en"), "zh-CN");
    assert!(en.contains("See what to do") && en.contains("href=\"?lang=zh\""));
    let accepted = [("accept-language", "de, zh;q=0.3, en;q=0.2")];
    let answered = press(&server.address, &path, &accepted).unwrap().body;
    assert!(answered.contains("未发放授权码") && answered.contains("href=\"?lang=en\""), "{answered}");
    assert!(body_in("GET", "/nowhere", "zh").contains("没有这个网页"));
}

#[test]
fn unknown_and_malformed_numbers_get_the_same_answer() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let unknown = desk.request_for("ZZ99999999999", MACHINE, "BR80G1234567", 1);
    let mut malformed = unknown.clone();
    malformed.head.number = [0xff; 6];
    // The number and the request's name come from the request alone.
    let answer = |request: &Request| {
        let page = server.press(&path(request));
        assert!(page.status == 200 && page.body.contains("NUMBER-UNKNOWN"), "{}", page.body);
        let body = page.body.replace(&request.name().to_string(), "");
        let (before, rest) = body.split_once("<figure class=\"compare\">").unwrap();
        let (number, after) = rest.split_once("</figure>").unwrap();
        (format!("{before}{after}"), number.to_owned())
    };
    let [(unknown, compared), (malformed, none)] = [answer(&unknown), answer(&malformed)];
    assert_eq!(unknown, malformed);
    let groups = "value=\"ZZ99999999999\"><span>ZZ999</span><span>99999</span><span>999</span>";
    assert!(compared.contains(groups), "{compared}");
    assert!(none.contains("not a number of this product"), "{none}");
}

#[test]
fn markup_in_firmware_values_is_shown_as_text() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let hostile = ["<script>alert(1)</script>", "\"><img src=x onerror=a>", "M80-D80&lt;1820\u{202e}05'12"];
    let mut request = desk.request(hostile, "BR80G1234567", 1);
    request.head.verdicts = [Verdict::Ok; 3];
    for page in [server.get(&path(&request)), server.press(&path(&request))] {
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
fn an_address_without_a_request_gets_an_error_page() {
    let desk = Desk::new(&[]);
    let server = desk.serve(&[]);
    let mut foreign = desk.request(MACHINE, "BR80G1234567", 1);
    foreign.head.profile_id = 77;
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
        assert_security_headers(&page);
        assert!(page.body.contains(code) && page.body.contains("400 123 4567"), "{path}: {}", page.body);
        assert!(page.header("content-type").unwrap().starts_with("text/html"));
    }
    let put = send(&server.address, "PUT", &whole, &[], "").unwrap();
    assert!(put.status == 405 && put.body.contains("METHOD-UNKNOWN"), "{}", put.body);
    let refused = server.press(&path(&foreign));
    assert!(refused.status == 200 && refused.body.contains("PROFILE-UNKNOWN"), "{}", refused.body);
    assert_eq!(desk.license(NUMBER)["state"], "unused");
}

#[test]
fn style_and_script_come_from_the_desk() {
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
