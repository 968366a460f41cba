//! The start page.

use crate::harness::{BAD, Browser, MACHINE, OTHER, desk_with_operator, path, serve_office};

/// The text of the page's link to an address.
fn linked<'a>(page: &'a str, address: &str) -> Option<&'a str> {
    let address = address.replace('&', "&amp;");
    let (_, rest) = page.split_once(&format!("href=\"{address}\">"))?;
    rest.split('<').next()
}

#[test]
fn an_empty_desk_shows_that_nothing_is_waiting() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let page = browser.get("/office").body;
    assert!(page.contains("No requests in this period.") && !page.contains("<svg"), "{page}");
    let chinese = browser.get("/office?lang=zh").body;
    assert!(chinese.contains("这段时间没有请求。") && chinese.contains("首页"), "{chinese}");
}

#[test]
fn each_count_links_to_the_list_of_its_rows() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    for (values, board, secret) in
        [(BAD, "A1234567", 1), (MACHINE, "A1234567", 2), (BAD, "B7654321", 3), (OTHER, "C5550123", 4)]
    {
        server.post(&path(&desk.request(values, board, secret)));
    }
    browser
        .post("/office/cases/CAS-000002/step", &[("step", "assign"), ("assignee", "li"), ("version", "0")]);
    let page = browser.get("/office?days=7").body;
    assert!(page.contains("<svg") && !page.contains("style="), "{page}");
    let from = page.split("from=").nth(1).unwrap()[..10].to_owned();
    let until = page.split("until=").nth(1).unwrap()[..10].to_owned();
    let days = format!("from={from}&until={until}");
    for (address, list, count) in [
        (format!("/office/requests?outcome=issued&{days}"), "requests", 1),
        (format!("/office/requests?outcome=refused&{days}"), "requests", 3),
        (format!("/office/requests?outcome=refused&reason=MACHINE-REFUSED&{days}"), "requests", 2),
        (format!("/office/requests?outcome=refused&platform=1&{days}"), "requests", 3),
        (format!("/office/cases?which=closed&ending=alone&{days}"), "cases", 1),
        (format!("/office/cases?{days}"), "cases", 2),
        ("/office/cases?which=desk&sort=oldest".to_owned(), "cases", 2),
    ] {
        assert_eq!(linked(&page, &address), Some(count.to_string().as_str()), "{address}: {page}");
        assert_eq!(browser.get(&address).status, 200, "{address}");
        let file = address.replace("/office/", "/office/export/").replacen('?', ".json?", 1);
        assert_eq!(browser.get(&file).json()[list].as_array().unwrap().len(), count, "{file}");
    }
}

#[test]
fn period_and_product_are_kept_in_the_address() {
    let desk = desk_with_operator(&[]);
    desk.succeed(&[
        "products",
        "add",
        "example-db",
        "--name",
        &"Very long name ".repeat(4),
        "--mask",
        "BB9999999",
    ]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    server.post(&path(&desk.request(MACHINE, "BR80G1234567", 1)));
    let page = browser.get("/office?days=90&product=example-os").body;
    for link in [
        "/office?product=example-os&amp;days=7#statistics",
        "/office/requests?outcome=issued&amp;from=",
        "&amp;product=example-os\">1</a>",
        "name=\"days\" value=\"90\"",
        "<option value=\"example-os\" selected>",
    ] {
        assert!(page.contains(link), "{link}: {page}");
    }
    assert!(browser.get("/office?product=example-db").body.contains("No requests in this period."));
    for strange in ["?days=31", "?days=x&product=%3Cb%3E", "?product=%00&days=-7", "?days=7&days=90"] {
        let page = browser.get(&format!("/office{strange}"));
        assert_eq!(page.status, 200, "{strange}");
        assert!(!page.body.contains("<b>"), "{strange}");
    }
}
