//! The pages of cases.

use crate::harness::{Browser, desk_with_operator, serve_office};

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
