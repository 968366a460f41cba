//! The pages of cases.

use crate::harness::{BAD, Browser, desk_with_operator, serve_office};

#[test]
fn a_case_is_noted_closed_and_summarised_in_both_languages() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
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
    let close = |reason| browser.post(&format!("{base}/step"), &[("step", "close"), ("reason", reason)]);
    assert!(close("").body.contains("REASON-MISSING"));
    assert_eq!(close("scrapped").status, 303);
    assert!(close("again").body.contains("CASE-CLOSED"));
    assert!(browser.get("/office/cases").body.contains("No cases match"));
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
fn two_operators_on_one_case_do_not_undo_each_others_work() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    let base = "/office/cases/CAS-000001";
    let step = |fields: &[(&str, &str)]| browser.post(&format!("{base}/step"), fields);
    assert_eq!(step(&[("step", "assign"), ("assignee", "li"), ("version", "0")]).status, 303);
    let late = step(&[("step", "wait"), ("version", "0")]);
    assert!(late.status == 409 && late.body.contains("CASE-CHANGED"), "{}", late.body);
    assert_eq!(step(&[("step", "wait"), ("version", "1")]).status, 303);
    assert!(browser.get("/office").body.contains("My open cases"));
    assert!(browser.get("/office/cases?which=waiting&assignee=li").body.contains("CAS-000001"));
    assert_eq!(step(&[("step", "go-on"), ("version", "2")]).status, 303);
    assert!(!browser.get("/office/cases?which=waiting").body.contains("CAS-000001"));
    assert_eq!(step(&[("step", "close"), ("reason", "done")]).status, 303);
    assert_eq!(step(&[("step", "reopen"), ("reason", "it is back")]).status, 303);
    let audit = browser.get("/office/audit").body;
    for event in ["case assigned", "case waits", "case resumed", "case closed", "case reopened"] {
        assert!(audit.contains(event), "{event}: {audit}");
    }
    // The commands do the same.
    desk.succeed(&["cases", "assign", "CAS-000001"]);
    assert_eq!(desk.refusal(&["cases", "assign", "CAS-000001", "nobody"]), "OPERATOR-UNKNOWN");
    // A viewer can't work on a case.
    desk.succeed(&["operators", "add", "zhou", "--role", "viewer"]);
    assert_eq!(desk.refusal(&["cases", "assign", "CAS-000001", "zhou"]), "ASSIGNEE-ROLE");
    assert!(!browser.get(base).body.contains("value=\"zhou\""));
    for name in ["zhou", "nobody"] {
        let refused = step(&[("step", "assign"), ("assignee", name)]);
        assert!(refused.status == 422 && refused.body.contains("ASSIGNEE-ROLE"), "{}", refused.body);
    }
    desk.succeed(&["cases", "assign", "CAS-000001", "LI"]);
    desk.succeed(&["cases", "wait", "CAS-000001"]);
    desk.succeed(&["cases", "customer", "CAS-000001", "--organisation", "Acme", "--ticket", "T-1"]);
    desk.succeed(&["cases", "note", "CAS-000001", "call back", "--for-customer"]);
    let listed = desk.run(&["cases", "list", "--json"]).json()["cases"][0].clone();
    assert_eq!((&listed["assignee"], &listed["waits"]), (&"li".into(), &true.into()));
    assert_eq!((&listed["customer"], &listed["ticket"]), (&"Acme".into(), &"T-1".into()));
    let shown = desk.run(&["cases", "show", "CAS-000001", "--json"]).json();
    assert_eq!(shown["notes"][0]["audience"], "customer");
    assert_eq!(desk.refusal(&["cases", "reopen", "CAS-000001", "--reason", "x"]), "CASE-NOT-CLOSED");
}

#[test]
fn values_from_other_sources_than_the_firmware_are_marked_everywhere() {
    use countersign_core::machine::{Origin, SourceKind};
    use countersign_core::review::Verdict;

    use crate::harness::{MACHINE, NUMBER, path};

    let desk = desk_with_operator(&["--assigned"]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    server.post(&path(&desk.request(BAD, "BR80G1234567", 1)));
    let mut request = desk.request(MACHINE, "BR80G1234567", 2);
    request.head.origins = [Origin::Firmware, Origin::Recovered(SourceKind::Board), Origin::Assigned];
    request.values.serial.clear();
    request.head.verdicts[2] = Verdict::Ok;
    let serial = request.bound_values().serial;
    let look = server.get(&path(&request)).body;
    let answer = desk.answer(&request).json();
    let finding = &answer["findings"][2];
    assert_eq!(
        (&finding["origin"], &finding["value"], &answer["findings"][1]["source"]),
        (&"assigned".into(), &serial.clone().into(), &"board".into()),
        "{answer}"
    );
    let license = desk.license(NUMBER);
    assert_eq!(license["bindings"][0]["fields"][1]["source"], "board");
    assert_eq!(license["requests"][1]["fields"][2]["origin"], "assigned");
    let shown = desk.succeed(&["licenses", "show", NUMBER]);
    let case = desk.succeed(&["cases", "show", "CAS-000001", "--summary"]);
    let pages = [
        browser.get(&format!("/office/numbers/{NUMBER}")).body,
        browser.get(&browser.request_path(&request)).body,
    ];
    for page in pages.into_iter().chain([look, shown]) {
        for part in [&*serial, "from the board", "assigned"] {
            assert!(page.contains(part), "{part}: {page}");
        }
    }
    for part in ["A value was assigned", "A value was taken from another place"] {
        assert!(case.contains(part), "{part}: {case}");
    }
    let zh = desk.succeed(&["--lang", "zh", "licenses", "show", NUMBER]);
    assert!(zh.contains("取自主板") && zh.contains("系统分配"), "{zh}");
}

/// The page has the mail to copy and to download. The mail's language is chosen separately, and its text is never markup.
#[test]
fn a_case_has_a_page_with_its_mail() {
    let desk = desk_with_operator(&[]);
    let server = desk.serve(&[
        "--insecure-cookies",
        "--time-zone",
        "Asia/Shanghai",
        "--mail-signature",
        "{operator} of the desk",
    ]);
    let browser = Browser::new(&server);
    let hostile = ["<script>alert(1)</script>", "", "\"><img src=x>"];
    desk.run(&["answer", &desk.request(hostile, "BR80G1234567", 1).text().unwrap()]);
    let customer =
        ["--contact", "</textarea><script>x", "--mail", "li@example.cn; \"><img", "--ticket", "T\"><img"];
    desk.succeed(&[&["cases", "customer", "1"][..], &customer].concat());
    desk.succeed(&["cases", "note", "1", "keep this to ourselves"]);
    desk.succeed(&["cases", "note", "1", "--for-customer", "bring the label </textarea>"]);
    let base = "/office/cases/CAS-000001/mail";
    assert!(browser.get("/office/cases/CAS-000001").body.contains("href=\"/office/cases/CAS-000001/mail\""));
    let page = browser.get(base);
    assert_eq!(page.status, 200);
    for part in [
        "Dear &lt;/textarea&gt;",
        "bring the label &lt;/textarea&gt;",
        "li of the desk",
        "Beijing time",
        "value=\"li@example.cn\"",
        "CURRENT RESULT",
    ] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    for part in ["<script>", "<img", "keep this to ourselves", "MACHINE-REFUSED"] {
        assert!(!page.body.contains(part), "{part}: {}", page.body);
    }
    let chinese = browser.get(&format!("{base}?kind=closing&language=zh")).body;
    assert!(chinese.contains("【工单总结】") && chinese.contains("Kind of mail"), "{chinese}");
    let file = browser.get(&format!("{base}.eml?kind=first&language=zh"));
    assert_eq!(file.header("content-type"), Some("message/rfc822"));
    let name = "attachment; filename=\"cas-000001-first-zh.eml\"";
    assert_eq!(file.header("content-disposition"), Some(name));
    assert!(file.body.contains("To: ") && file.body.contains("X-Unsent: 1"), "{}", file.body);
    assert_eq!(browser.get("/office/cases/CAS-000009/mail").status, 404);
    assert_eq!(browser.get("/office/cases/x/mail.eml").status, 404);
    assert!(browser.get(&format!("{base}?kind=x&kind=&language=fr&x")).body.contains("CURRENT RESULT"));
}

#[test]
fn a_case_is_found_by_its_own_customer_and_its_mail_shows_whether_the_desk_waits() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    desk.succeed(&["cases", "customer", "1", "--organisation", "Zebra AG", "--ticket", "ZZ-9"]);
    for part in ["ZZ-9", "zebra"] {
        let found = browser.get(&format!("/office?q={part}")).body;
        assert!(found.contains("/office/cases/CAS-000001") && found.contains("Zebra AG"), "{part}: {found}");
    }
    assert!(browser.get("/office?q=ZZ-8").body.contains("Nothing was found"));
    let mail = |lang| desk.succeed(&["cases", "mail", "1", "--kind", "progress", "--mail-lang", lang]);
    assert!(mail("en").contains("We are still working on the problem."));
    desk.succeed(&["cases", "wait", "1"]);
    assert!(mail("en").contains("We are waiting for your new request"));
    assert!(mail("zh").contains("正在等待您重新提交请求"));
}

#[test]
fn the_page_after_a_form_says_once_that_it_is_done() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let mut browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    let case = "/office/cases/CAS-000001";
    let done = "Done. The page shows the new state.";
    assert!(!browser.get(case).body.contains(done));
    let note = [("text", "The customer sends a photo."), ("audience", "internal")];
    let posted = browser.post(&format!("{case}/note"), &note);
    assert_eq!((posted.status, &*posted.location), (303, case));
    let set = posted.cookies.iter().find(|cookie| cookie.starts_with("countersign-done=1;")).unwrap();
    assert!(set.contains("HttpOnly") && set.contains("Max-Age=60"), "{set}");

    let session = browser.cookie.clone();
    browser.cookie = format!("{session}; countersign-done=1");
    // An error is not called done, and doesn't use the cookie up.
    let unknown = browser.get("/office/cases/CAS-000009");
    assert!(!unknown.body.contains(done) && unknown.cookies.is_empty(), "{}", unknown.body);
    let refused = browser.post(&format!("{case}/note"), &[("text", "")]);
    assert!(refused.status == 422 && !refused.body.contains(done), "{}", refused.body);
    let shown = browser.get(case);
    assert!(shown.body.contains(done), "{}", shown.body);
    assert!(browser.get(&format!("{case}?lang=zh")).body.contains("已完成，页面显示的是最新状态。"));
    assert!(
        shown.cookies.iter().any(|cookie| cookie.starts_with("countersign-done=; ")
            || cookie.starts_with("countersign-done=;") && cookie.contains("Max-Age=0")),
        "{:?}",
        shown.cookies
    );
}
