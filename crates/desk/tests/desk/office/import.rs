//! The import of license numbers.

use countersign_testing::http::{self as client, Reply};

use crate::harness::{Browser, NUMBER, Server, desk_with_operator, serve_office, wait_until};

#[test]
fn a_file_of_numbers_is_imported_with_a_report() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let send = |strict: bool, csrf: &str, text: &str| send(&server, &browser, strict, csrf, ("file", text));
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

#[test]
fn typed_numbers_are_added_without_a_file() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let report = send(&server, &browser, false, &browser.csrf, ("numbers", "aa 0322 0123 957,2,,3\r\n")).body;
    assert!(report.contains("1. Existing: 0"), "{report}");
    let added = desk.license("AA03220123957");
    assert_eq!((&added["edition"], &added["seats"]), (&2.into(), &3.into()));
    let wrong =
        send(&server, &browser, true, &browser.csrf, ("numbers", "AA03220123958\r\n<wrong>\r\n")).body;
    assert!(wrong.contains("AA03220123958\r\n&lt;wrong&gt;"), "the form keeps what was typed: {wrong}");
    assert!(wrong.contains("name=\"strict\" value=\"yes\" checked"), "{wrong}");
    assert!(!report.contains("0322 0123 957,2"), "the form is empty after an import without a wrong line");
    let blank = send(&server, &browser, false, &browser.csrf, ("numbers", " \r\n"));
    assert!(blank.status == 422 && blank.body.contains("FILE-EMPTY"), "{}", blank.body);
}

#[test]
fn typed_numbers_are_shown_where_the_form_is_stale_or_the_session_ended() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let mut browser = Browser::new(&server);
    let typed = ("numbers", "AA03220123958,2");
    let stale = send(&server, &browser, false, "0", typed);
    assert!(stale.status == 403 && stale.body.contains("FORM-STALE"), "{}", stale.body);
    assert!(stale.body.contains("AA03220123958,2"), "{}", stale.body);
    browser.cookie = "countersign=none".to_owned();
    let ended = send(&server, &browser, false, &browser.csrf, typed);
    assert!(ended.status == 403 && ended.body.contains("SESSION-ENDED"), "{}", ended.body);
    assert!(ended.body.contains("AA03220123958,2"), "{}", ended.body);
    // A long file is not read without a session.
    let long = format!("{}\n", "x".repeat(100)).repeat(10_000);
    assert_eq!(send(&server, &browser, false, &browser.csrf, ("file", &long)).status, 303);
}

#[test]
fn a_number_that_differs_names_the_box_that_updates_it() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.succeed(&["licenses", "edit", NUMBER, "--edition", "3", "--reason", "a test"]);
    let text = ("numbers", &*format!("{NUMBER},,,4,Acme"));
    for (path, label) in [
        ("/office/import?lang=en", "Update existing numbers"),
        ("/office/import?lang=zh", "按文件修改已有的许可证号"),
    ] {
        let report = post(&server, &browser, path, &[], &browser.csrf, text).body;
        let line = report.split("LICENSE-DIFFERS").nth(1).unwrap().split("</li>").next().unwrap();
        assert!(line.contains(label) && !line.contains("licenses"), "{line}");
        let name = report.split("name=\"update\"").nth(1).unwrap().split("</label>").next().unwrap();
        assert!(name.contains(label), "{name}");
    }
    let report = post(&server, &browser, "/office/import?lang=en", &["update"], &browser.csrf, text).body;
    assert!(!report.contains("LICENSE-DIFFERS"), "{report}");
    let license = desk.license(NUMBER);
    assert_eq!((&license["edition"], &license["seats"]), (&3.into(), &4.into()));
    assert_eq!(license["customer"]["organisation"], "Acme");
    let known =
        post(&server, &browser, "/office/import", &["strict"], &browser.csrf, ("numbers", NUMBER)).body;
    assert!(known.contains("0. Existing: 1"), "{known}");
}

/// A locked database makes the import wait.
#[test]
fn an_import_that_goes_on_shows_its_progress_and_admits_no_second_one() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let typed = ("numbers", "AA03220123958,2");
    let lock = desk.lock_database();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| send(&server, &browser, false, &browser.csrf, typed));
        wait_until("the page shows that the import goes on", || {
            browser.get("/office/import").body.contains("goes on")
        });
        let second = send(&server, &browser, false, &browser.csrf, ("numbers", "AA03220123959"));
        assert!(second.status == 409 && second.body.contains("IMPORT-RUNNING"), "{}", second.body);
        assert!(second.body.contains("AA03220123959"), "{}", second.body);
        drop(lock);
        let report = first.join().unwrap().body;
        assert!(report.contains("1. Existing: 0"), "{report}");
    });
    // The report was shown; the page has the form again.
    let page = browser.get("/office/import").body;
    assert!(page.contains("name=\"numbers\"") && !page.contains("Existing: 0"), "{page}");
}

/// Posts the form of the import, with or without the tick at `strict`.
fn send(server: &Server, browser: &Browser<'_>, strict: bool, csrf: &str, field: (&str, &str)) -> Reply {
    let ticked = if strict { &["strict"][..] } else { &[] };
    post(server, browser, "/office/import", ticked, csrf, field)
}

/// Posts the form of the import: with a file, or with the text of the field `numbers`.
fn post(
    server: &Server,
    browser: &Browser<'_>,
    path: &str,
    ticked: &[&str],
    csrf: &str,
    (field, text): (&str, &str),
) -> Reply {
    let part = |name: &str, more: &str, value: &str| {
        format!("--xx\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
    };
    let mut body = part("csrf", "", csrf);
    for name in ticked {
        body.push_str(&part(name, "", "yes"));
    }
    match field {
        "file" => body.push_str(&part("file", "; filename=\"<may>.csv\"", text)),
        _ => body.push_str(&(part("file", "; filename=\"\"", "") + &part(field, "", text))),
    }
    body.push_str("--xx--\r\n");
    let headers = [("cookie", &*browser.cookie), ("content-type", "multipart/form-data; boundary=xx")];
    client::send(&server.address, "POST", path, &headers, &body).unwrap()
}
