//! The import of license numbers.

use countersign_testing::http as client;

use crate::harness::{Browser, desk_with_operator, serve_office};

#[test]
fn a_file_of_numbers_is_imported_with_a_report() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
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
    for part in ["EDITION-MALFORMED", "Line 2", "2. Existing: 0", "&lt;may&gt;.csv"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert_eq!(desk.license("AA03220123954")["state"], "unused");
    assert!(browser.get("/office/audit").body.contains("license numbers imported"));
    let long = format!("{}\n", "x".repeat(100)).repeat(100_000);
    assert_eq!(send(false, &browser.csrf, &long).status, 413);
    assert_eq!(send(false, &browser.csrf, "").status, 422);
}
