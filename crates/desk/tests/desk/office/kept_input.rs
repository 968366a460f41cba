//! What an operator typed is shown again where the session ended, where the desk is busy, and where a name is refused.

use crate::harness::{BAD, Browser, PASSWORD, desk_with_operator, serve_office};

#[test]
fn each_typed_field_is_shown_after_the_session_ended() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let mut browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    browser.cookie = "countersign=none".to_owned();
    for (path, field) in [
        ("/office/requests/1/answer", "verified"),
        ("/office/operators/li/link", "subject"),
        ("/office/downloads", "case"),
        ("/office/spoken", "line8"),
        ("/office/spoken", "number"),
    ] {
        let ended = browser.post(path, &[(field, "typed <once>")]);
        assert!(ended.status == 403 && ended.body.contains("SESSION-ENDED"), "{path}: {}", ended.body);
        assert!(ended.body.contains("typed &lt;once&gt;"), "{path} {field}: {}", ended.body);
    }
}

/// A lock of the database ends the form's change after five seconds.
#[test]
fn a_note_is_shown_where_the_desk_is_busy() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    desk.run(&["answer", &desk.request(BAD, "BR80G1234567", 1).text().unwrap()]);
    let note = "/office/cases/CAS-000001/note";
    let lock = desk.lock_database();
    let busy = browser.post(note, &[("text", "called <Mr> Li")]);
    assert!(busy.status == 503 && busy.body.contains("STORE-BUSY"), "{}", busy.body);
    assert!(
        busy.body.contains("called &lt;Mr&gt; Li") && busy.body.contains("look whether"),
        "{}",
        busy.body
    );
    drop(lock);
    assert_eq!(browser.post(note, &[("text", "called <Mr> Li")]).status, 303);
}

#[test]
fn a_refused_name_keeps_the_other_fields() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let fields = [("program", "my shop"), ("numbers:read", "yes"), ("days", "30")];
    let named = browser.post("/office/tokens", &fields);
    assert!(named.status == 422 && named.body.contains("NAME-MALFORMED"), "{}", named.body);
    assert!(
        named.body.contains("value=\"my shop\"") && named.body.contains("name=\"numbers:read\""),
        "{}",
        named.body
    );
    // A form with a password can't be sent again as it was, because the password isn't shown.
    let fields = [("operator", "my shop"), ("role", "lead"), ("new-password", PASSWORD)];
    let named = browser.post("/office/operators", &fields);
    assert!(named.body.contains("NAME-MALFORMED") && !named.body.contains(PASSWORD), "{}", named.body);
    assert!(!named.body.contains("action=\"/office/operators\""), "{}", named.body);
}
