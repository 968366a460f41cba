//! The lists of the office, and their files.

use serde_json::Value;

use crate::harness::{BAD, Browser, MACHINE, NUMBER, desk_with_operator, path, serve_office};

/// The address of a page's first link with that text.
fn link<'a>(page: &'a str, text: &str) -> Option<&'a str> {
    let (before, _) = page.split_once(&format!("\">{text}</a>"))?;
    before.rsplit_once("href=\"").map(|(_, address)| address)
}

#[test]
fn a_list_is_paged_on_screen_and_complete_in_the_file() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let numbers: Vec<String> = (0..120).map(|at| format!("AA0322099{at:04}")).collect();
    let mut add = vec!["licenses", "add", "--days", "10"];
    add.extend(numbers.iter().map(String::as_str));
    desk.succeed(&add);
    server.post(&path(&desk.request(MACHINE, "BR80G1234567", 1)));
    let mut seen = 0;
    let mut address = "/office/numbers?state=unused".to_owned();
    loop {
        let page = browser.get(&address);
        assert_eq!(page.status, 200, "{address}");
        seen += numbers.iter().filter(|number| page.body.contains(&format!(">{number}</a>"))).count();
        assert!(page.body.contains("Total: 120"), "{}", page.body);
        match link(&page.body, "Next page") {
            Some(next) => address = next.replace("&amp;", "&"),
            None => break,
        }
    }
    assert_eq!(seen, 120);
    let file = browser.get("/office/export/numbers.json?state=unused");
    assert_eq!(file.json()["licenses"].as_array().unwrap().len(), 120);
    assert!(file.header("content-disposition").unwrap().contains("countersign-numbers.json"));
    let csv = browser.get("/office/export/numbers.csv").body;
    assert_eq!(csv.lines().count(), 122, "the file has a heading and all rows");
    let by_command = desk.succeed(&["licenses", "list", "--state", "unused", "--csv"]);
    assert_eq!(by_command, browser.get("/office/export/numbers.csv?state=unused").body);
    assert_eq!(browser.get("/office/export/numbers.xml").status, 404);
    assert_eq!(browser.get("/office/export/secrets.csv").status, 404);
}

#[test]
fn lists_are_filtered_by_the_parameters_of_their_addresses() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    server.post(&path(&desk.request(BAD, "BR80G7654321", 1)));
    server.post(&path(&desk.request(MACHINE, "BR80G1234567", 2)));
    let count = |address: &str, list: &str| -> usize {
        let file: Value = browser.get(address).json();
        file[list].as_array().unwrap().len()
    };
    for (query, found) in [
        ("", 2),
        ("?outcome=issued", 1),
        ("?outcome=refused&reason=MACHINE-REFUSED", 1),
        ("?reason=NUMBER-UNKNOWN", 0),
        ("?operator=li", 0),
        ("?from=2020-01-01&until=2020-12-31", 0),
        ("?from=2020-01-01", 2),
        ("?sort=oldest&product=example-os", 2),
        ("?product=other", 0),
        ("?after=x%27--&from=%00", 2),
    ] {
        assert_eq!(count(&format!("/office/export/requests.json{query}"), "requests"), found, "{query}");
        assert_eq!(browser.get(&format!("/office/requests{query}")).status, 200, "{query}");
    }
    let customer = &[
        ("organisation", "=cmd|' /C calc'!A0"),
        ("contact", "<b>Li</b>"),
        ("telephone", "+86 10 1234"),
        ("mail", "li@acme.example"),
        ("ticket", "T-2026-7"),
    ];
    let set = browser.post(&format!("/office/numbers/{NUMBER}/customer?product=example-os"), customer);
    assert_eq!(set.status, 303, "{}", set.body);
    for part in ["li%40acme", "T-2026", "CALC"] {
        assert_eq!(count(&format!("/office/export/numbers.json?customer={part}"), "licenses"), 1, "{part}");
        assert_eq!(
            count(&format!("/office/export/cases.json?which=all&customer={part}"), "cases"),
            1,
            "{part}"
        );
    }
    let page = browser.get("/office/numbers?customer=acme.example").body;
    assert!(!page.contains("<b>Li") && page.contains(NUMBER), "{page}");
    let csv = browser.get("/office/export/numbers.csv").body;
    assert!(csv.contains(",'=cmd|' /C calc'!A0,") && csv.contains(",'+86 10 1234,"), "{csv}");
    assert!(browser.get("/office?q=acme.ex").body.contains(NUMBER), "the search finds the customer as well");
    let whole = |typed| {
        browser.get(&format!("/office?q={typed}")).body.contains("These machines have exactly this serial.")
    };
    assert!(whole("m80-d8018200512") && !whole("M80-D801"));
    assert_eq!(desk.license(NUMBER)["customer"]["ticket"], "T-2026-7");
    desk.succeed(&["licenses", "customer", NUMBER, "--ticket", "T-8"]);
    assert_eq!(
        desk.license(NUMBER)["customer"]["mail"],
        "li@acme.example",
        "fields that aren't given are unchanged"
    );
    desk.succeed(&["licenses", "renew", NUMBER, "--days", "20", "--reason", "paid"]);
    assert_eq!(count("/office/export/numbers.json?state=expiring", "licenses"), 1);
    assert!(desk.succeed(&["licenses", "list", "--expiring", "30"]).contains(NUMBER));
    assert!(!desk.succeed(&["licenses", "list", "--expiring", "9"]).contains(NUMBER));
    assert_eq!(count("/office/export/audit.json?operator=nobody", "audit"), 0);
    assert!(count("/office/export/audit.json", "audit") >= 3);
}

/// Programs, users of commands and removed operators act too, and have no entry among the operators.
#[test]
fn the_audit_is_filtered_by_anybody_who_acted() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.succeed(&["tokens", "add", "shop", "--scope", "numbers:read"]);
    let page = browser.get("/office/audit").body;
    assert!(page.contains("<option value=\"token:shop\">"), "{page}");
    for name in ["token:shop", "removed"] {
        let page = browser.get(&format!("/office/audit?operator={name}")).body;
        assert!(page.contains(&format!("<option value=\"{name}\" selected")), "{page}");
        assert!(!page.contains("class=\"notice bad\""), "{page}");
    }
}

#[test]
fn a_number_says_that_its_case_waits_for_the_customer() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    let number = format!("/office/numbers/{NUMBER}");
    let waits = |page: &str| page.contains("class=\"tag warn\"");
    assert!(!waits(&browser.get(&number).body));
    assert_eq!(
        browser.post("/office/cases/CAS-000001/step", &[("step", "wait"), ("version", "0")]).status,
        303
    );
    assert!(waits(&browser.get(&number).body), "{}", browser.get(&number).body);
}
