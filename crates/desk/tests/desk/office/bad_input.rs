//! Unexpected input from people and programs: too long, markup, control characters, other encodings, stale forms. Each gets a clear
//! response, and no typed text is lost.

use countersign_testing::http::{self as client, Reply};

use crate::harness::{BAD, Browser, NUMBER, desk_with_operator, encode_form, serve_office};

/// Every form of the office: its path and its fields.
const FORMS: [(&str, &[&str]); 11] = [
    ("/office/answer", &["request"]),
    ("/office/spoken", &["number", "line8", "line9", "line10", "line11", "do", "corrected", "confirmed"]),
    (
        "/office/numbers/AA03220123951/act",
        &["act", "reason", "seat", "expiry", "edition", "seats", "receipt"],
    ),
    ("/office/numbers/AA03220123951/move", &["request", "reason", "seat", "verified"]),
    ("/office/numbers/AA03220123951/customer", &["organisation", "contact", "telephone", "mail", "ticket"]),
    ("/office/requests/1/answer", &["verified"]),
    ("/office/requests/1/move", &["reason", "seat", "verified"]),
    ("/office/cases/CAS-000001/note", &["text", "audience"]),
    ("/office/cases/CAS-000001/step", &["step", "version", "reason", "assignee", "organisation"]),
    ("/office/keys/9/retire", &["product"]),
    ("/office/profiles", &["product", "name", "host", "online", "hotline", "declared"]),
];

/// Hostile texts that no operator types.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "",
        " \u{3000}\t ",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</textarea></title><script>x",
        "'; DROP TABLE cases; --",
        "\u{0}\u{1b}[2J\u{7f}\u{85}",
        "\u{202e}drawkcab\u{200b}\u{2066}",
        "%00%0d%0aSet-Cookie: a=b",
        "99999999999999999999",
        "-1",
        "北京\u{20000}é",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend([256, 5_000].map(|length| "W".repeat(length)));
    texts.extend([256, 5_000].map(|length| "长".repeat(length)));
    texts
}

/// Checks that a response says what is wrong and what to do, or redirects. It never contains markup of the sender, and is never a fault.
fn assert_clear(reply: &Reply, sent: &str) {
    assert!(reply.status < 500 && reply.status != 0, "{sent}: {}", reply.body);
    for part in ["<script>alert", "<img", "<script>x", "\u{1b}", "\u{0}"] {
        assert!(!reply.body.contains(part), "{sent}: {part:?} in {}", reply.body);
    }
    let done = "countersign-done=1; HttpOnly; SameSite=Strict; Path=/office; Max-Age=60";
    assert!(reply.cookies.iter().all(|cookie| cookie == done), "{sent}: {:?}", reply.cookies);
    if reply.status >= 400 {
        assert!(reply.body.contains("<h1>") && reply.body.contains("<code>"), "{sent}: {}", reply.body);
        assert!(!reply.body.contains("Scan the QR"), "{sent}: the page is the phone page: {}", reply.body);
    }
}

#[test]
fn every_form_handles_hostile_texts() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    for (path, fields) in FORMS {
        for text in hostile() {
            let all: Vec<(&str, &str)> = fields.iter().map(|name| (*name, text.as_str())).collect();
            let start: String = text.chars().take(20).collect();
            assert_clear(&browser.post(path, &all), &format!("{path} {start:?}"));
        }
    }
    for page in ["/office", &format!("/office/numbers/{NUMBER}"), "/office/cases/CAS-000001", "/office/audit"]
    {
        let reply = browser.get(page);
        assert_eq!(reply.status, 200, "{page}");
        assert_clear(&reply, page);
    }
}

#[test]
fn every_address_handles_hostile_parameters() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let lists = [
        ("/office", &["q"][..]),
        ("/office/numbers", &["state", "customer", "product", "sort", "after"]),
        ("/office/requests", &["outcome", "reason", "operator", "from", "until", "sort", "after"]),
        ("/office/cases", &["which", "reason", "assignee", "customer", "from", "until", "after"]),
        ("/office/audit", &["operator", "from", "until", "after"]),
    ];
    for (path, parameters) in lists {
        for text in hostile().iter().filter(|text| text.len() < 1_000) {
            let all: Vec<(&str, &str)> = parameters.iter().map(|name| (*name, text.as_str())).collect();
            let address = format!("{path}?{}", encode_form(&all));
            assert_clear(&browser.get(&address), &address);
        }
    }
    for address in [
        "/office/numbers/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/office/numbers/%FF%FE",
        "/office/numbers?customer=%FF%FE%00",
        "/office/requests/99999999999999999999",
        "/office/requests/-1",
        "/office/requests/one/guide",
        "/office/cases/CAS-99999999999999999999",
        "/office/cases/%00",
        "/office/profiles/70000",
        "/office/no-such-page",
        "/office/keys/1/retire",
        "/office/export/numbers.exe",
    ] {
        assert_clear(&browser.get(address), address);
    }
}

#[test]
fn input_of_a_refused_form_is_shown_again() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let mut browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    let case = "/office/cases/CAS-000001";
    // A note of the maximum length, in Chinese, is stored; a longer note is refused and not cut.
    let longest = "备".repeat(4_000);
    assert_eq!(browser.post(&format!("{case}/note"), &[("text", &longest)]).status, 303);
    let long = browser.post(&format!("{case}/note"), &[("text", &format!("{longest}注"))]);
    assert!(
        long.status == 422 && long.body.contains("NOTE-TOO-LONG") && long.body.contains("备注</textarea>"),
        "{}",
        long.body
    );
    // Another operator changes the case first.
    assert_eq!(browser.post(&format!("{case}/step"), &[("step", "wait"), ("version", "0")]).status, 303);
    let late = [("step", "close"), ("version", "0"), ("reason", "the <board> was replaced")];
    let late = browser.post(&format!("{case}/step"), &late);
    assert!(
        late.body.contains("CASE-CHANGED") && late.body.contains("the &lt;board&gt; was replaced"),
        "{}",
        late.body
    );
    assert!(late.body.contains(&format!("href=\"{case}\"")), "the page has no link back: {}", late.body);
    assert!(
        late.body.contains(&format!("href=\"{case}?lang=zh\"")),
        "the page has no link to the other language: {}",
        late.body
    );
    // The form belongs to another session.
    let csrf = std::mem::replace(&mut browser.csrf, "0".repeat(64));
    let stale = browser.post(&format!("{case}/note"), &[("text", "called Mr Li")]);
    assert!(
        stale.status == 403 && stale.body.contains("FORM-STALE") && stale.body.contains("called Mr Li"),
        "{}",
        stale.body
    );
    browser.csrf = csrf;
    // The session has ended meanwhile.
    browser.cookie = "countersign=none".to_owned();
    let ended = browser.post(&format!("{case}/note"), &[("text", "called <Mr> Li")]);
    assert!(ended.status == 403 && ended.body.contains("SESSION-ENDED"), "{}", ended.body);
    assert!(
        ended.body.contains("called &lt;Mr&gt; Li") && ended.body.contains(&format!("?next={case}")),
        "{}",
        ended.body
    );
    // What another site posts isn't shown.
    let headers = [
        ("cookie", browser.cookie.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
    ];
    let body = encode_form(&[("text", "call this number")]);
    let foreign = client::send(&server.address, "POST", &format!("{case}/note"), &headers, &body).unwrap();
    assert!(foreign.status == 303 && !foreign.body.contains("call this number"), "{}", foreign.body);
}

#[test]
fn too_long_input_is_refused_and_can_be_corrected_in_the_same_form() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    let long = "因".repeat(201);
    let number = "/office/numbers/AA03220123951";
    let customer = [("organisation", "Acme"), ("telephone", long.as_str()), ("ticket", "T-7")];
    let of_case = [&[("step", "customer")][..], &customer].concat();
    let forms = [
        ("/office/numbers/AA03220123951/act", vec![("act", "suspend"), ("reason", &long)], "REASON-TOO-LONG"),
        ("/office/numbers/AA03220123951/customer", customer.to_vec(), "CUSTOMER-TOO-LONG"),
        ("/office/cases/CAS-000001/step", vec![("step", "close"), ("reason", &long)], "REASON-TOO-LONG"),
        ("/office/cases/CAS-000001/step", of_case, "CUSTOMER-TOO-LONG"),
    ];
    for (path, fields, code) in forms {
        let reply = browser.post(path, &fields);
        assert!(reply.status == 422 && reply.body.contains(code), "{path}: {}", reply.body);
        assert!(reply.body.contains("200 characters"), "{path}: {}", reply.body);
        assert!(reply.body.contains(&format!("action=\"{path}\"")), "{path}: {}", reply.body);
        for (name, text) in fields {
            let shown = reply.body.contains(&format!("name=\"{name}\"")) && reply.body.contains(text);
            assert!(shown, "{path}: the input of {name} is lost: {}", reply.body);
        }
    }
    let page = browser.get(number).body;
    assert!(!page.contains("Acme") && page.contains("unused"), "the number is changed: {page}");
    // A text of the maximum length is stored whole.
    let longest = "因".repeat(200);
    let act = [("act", "suspend"), ("reason", longest.as_str())];
    assert_eq!(browser.post(&format!("{number}/act"), &act).status, 303);
    assert!(browser.get(number).body.contains(&longest));
}
