//! Forms of a page that was loaded before somebody else changed what it shows.

use crate::harness::{Browser, NUMBER, desk_with_operator, serve_office};

/// The hidden field `shown` of the first form with that address that has one, as the page is now.
fn shown(browser: &Browser<'_>, page: &str, action: &str) -> String {
    let body = browser.get(page).body;
    let forms = body.split("<form").filter(|form| form.contains(&format!("action=\"{action}")));
    let mut states = forms.filter_map(|form| form.split("name=\"shown\" value=\"").nth(1)?.split('"').next());
    states.next().unwrap_or_else(|| panic!("{action}: {body}")).to_owned()
}

/// A form of an older page is refused; the same form of a new page is carried out.
#[track_caller]
fn refused_until_loaded_again(
    browser: &Browser<'_>,
    (page, action): (&str, &str),
    theirs: &[(&str, &str)],
    mine: &[(&str, &str)],
) {
    let post = |shown: &str, fields: &[(&str, &str)]| {
        let fields = [&[("shown", shown)], fields].concat();
        let reply = browser.post(action, &fields);
        // The page asks before a renewal.
        if reply.status == 200 { browser.post_and_agree(action, &fields) } else { reply }
    };
    let first = shown(browser, page, action);
    assert_eq!(post(&first, theirs).status, 303);
    let late = post(&first, mine);
    assert!(late.status == 409 && late.body.contains("PAGE-OUTDATED"), "{} {}", late.status, late.body);
    assert_eq!(post(&shown(browser, page, action), mine).status, 303);
}

#[test]
fn an_older_page_does_not_undo_another_change() {
    let desk = desk_with_operator(&[]);
    let server = serve_office(&desk);
    let browser = Browser::new(&server);
    let page = format!("/office/numbers/{NUMBER}");
    let act = format!("{page}/act");
    let edit = |edition| [("act", "edit"), ("edition", edition), ("seats", "50"), ("reason", "x")];
    refused_until_loaded_again(&browser, (&page, &act), &edit("2"), &edit("3"));
    let renew = |expiry| [("act", "renew"), ("expiry", expiry), ("reason", "x")];
    refused_until_loaded_again(&browser, (&page, &act), &renew("2040-12-31"), &renew("never"));
    let license = desk.license(NUMBER);
    assert_eq!(
        (&license["edition"], &license["seats"], &license["expiry"]),
        (&3.into(), &50.into(), &"never".into())
    );

    let customer = format!("{page}/customer");
    let theirs = [("organisation", "May Ltd"), ("telephone", "010 1234")];
    refused_until_loaded_again(
        &browser,
        (&page, &customer),
        &theirs,
        &[("organisation", "May Ltd"), ("ticket", "7")],
    );

    let profile = |declared, hotline| {
        [
            ("name", "Example OS"),
            ("host", "desk.example"),
            ("declared", declared),
            ("hotline", hotline),
            ("recovered", "yes"),
        ]
    };
    let profiles = ("/office/profiles", "/office/profiles");
    refused_until_loaded_again(&browser, profiles, &profile("no", "1"), &profile("any", "2"));
}
