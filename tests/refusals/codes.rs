//! Codes that are not taken, and why; and requests that the desk can't read.

use std::fs;

use countersign_core::machine::Field;

use super::{Refusal, refuses};
use countersign_testing::{Desk, Device, NUMBER, OTHER_NUMBER, bad_machine, good_machine, wrong_characters};

/// A code entered through standard input.
fn entered<'a>(input: &'a str, code: &'a str, cure: &'a str) -> Refusal<'a> {
    Refusal { args: &["enter", "-"], input, exit: 5, code, cure }
}

#[test]
fn a_code_that_is_not_this_ones_is_told_apart() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    refuses(&device, &entered("anything", "REQUEST-NONE", "countersign request --number"));

    // For another machine, and for this machine but another number's request that was never made here.
    let other = Device::new(&good_machine().with_value(Field::Serial, "M80F3A1C700511"), &desk);
    let others = desk.issue(&other.request(OTHER_NUMBER));
    let asked = device.request(NUMBER);
    refuses(&device, &entered(&others.text(), "CODE-NOT-THIS", "ask the desk again"));

    // Another desk's key under the same number.
    let impostor = Desk::new().issue(&asked);
    refuses(&device, &entered(&impostor.text(), "CODE-NOT-THIS", "ask the desk again"));

    // For a request that was made here when the machine said something else.
    let issued = desk.issue(&asked);
    device.becomes(&good_machine().with_value(Field::Model, "H310M-R9"));
    device.request(NUMBER);
    let ran = refuses(&device, &entered(&issued.text(), "CODE-FOR-OTHER", "Ask the desk for a code"));
    assert!(ran.err.contains("request"), "{ran:#?}");
    device.becomes(&good_machine());

    // For an earlier request of this machine: as good as the newest.
    device.request(OTHER_NUMBER);
    device.enter(&issued);
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn a_key_that_the_profile_does_not_know() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    device.with_profile(&desk.profile_text().replace("id = 0", "id = 3"));
    let issued = desk.issue(&device.request(NUMBER));
    refuses(&device, &entered(&issued.text(), "CODE-KEY-UNKNOWN", "newest profile"));
}

#[test]
fn a_license_that_has_ended() {
    let desk = Desk::with(&[], &["--days", "30"]);
    let mut device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    device.days_later(31);
    refuses(&device, &entered(&issued.text(), "CODE-EXPIRED", "extend"));
    // One that was kept in time is kept, and told as ended.
    device.days_later(29);
    device.enter(&issued);
    assert_eq!(device.run(&["status"]).exit, 0);
    device.days_later(31);
    let ran = device.run(&["status", "--json"]);
    assert_eq!((ran.exit, ran.json()["state"].as_str()), (3, Some("expired")), "{ran:#?}");
    assert!(device.run(&["status"]).out.contains("LICENSE-EXPIRED: The license ended on 20"));
}

#[test]
fn a_clock_that_is_behind_is_a_warning() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    device.days_later(-40);
    let ran = device.feed(&["enter", "-"], &issued.text());
    assert_eq!(ran.exit, 0, "{ran:#?}");
    assert!(ran.out.contains("CLOCK-BEHIND"), "{}", ran.out);
}

#[test]
fn slips_of_the_pen() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let with = |at: usize, line: &str| {
        let mut lines = issued.lines.clone();
        lines[at] = line.to_owned();
        lines.join("\n")
    };
    // A line that can't be read, and one that reads as something else: either is named, and what to do.
    let unread = format!("{}??????????", &issued.lines[3][..10]);
    let ran = refuses(&device, &entered(&with(3, &unread), "CODE-LINES", "?"));
    assert!(ran.err.contains("can't be read: 4."), "{ran:#?}");
    let other = Desk::new().issue(&device.request(NUMBER));
    let ran = refuses(
        &device,
        &entered(&with(4, &wrong_characters(&other.lines[4], 2)), "CODE-LOOK-AGAIN", "again"),
    );
    assert!(ran.err.contains("these lines: 5."), "{ran:#?}");
    let six = issued.lines[..6].join("\n");
    let ran = refuses(&device, &entered(&six, "CODE-LINES", "?"));
    assert!(ran.err.lines().next().unwrap().contains("7."), "line 7 is named: {ran:#?}");
    for text in ["", "hello", &"A".repeat(100_000), "\x1b[31m\u{202e}\0"] {
        refuses(&device, &entered(text, "CODE-NOT-IN-FILE", "desk's answer"));
    }
    let arguments =
        Refusal { args: &["enter", "--file", "none.txt"], exit: 1, ..entered("", "FILE-READ", "path") };
    refuses(&device, &arguments);

    // What can be mended is: two wrong characters in each of three lines, two lines in each other's place.
    let mut lines = issued.lines.clone();
    for at in [0, 2, 5] {
        lines[at] = wrong_characters(&lines[at], 2);
    }
    lines.swap(1, 6);
    let text = lines.iter().map(|line| line.to_lowercase()).collect::<Vec<_>>().join("\r\n");
    fs::write(device.work().join("answer.txt"), text).unwrap();
    let ran = device.run(&["enter", "--file", "answer.txt", "--json"]);
    assert_eq!((ran.exit, ran.json()["state"].as_str()), (0, Some("activated")), "{ran:#?}");
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn a_request_that_was_cut_off_and_one_of_a_bad_machine() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let shown = device.run(&["request", "--json", "--number", NUMBER]);
    assert_eq!((shown.exit, shown.json()["predicted"].as_str()), (3, Some("refused")), "{shown:#?}");
    let shown = shown.json();
    let (url, text) = (shown["url"].as_str().unwrap(), shown["text"].as_str().unwrap());
    for cut in [&url[..url.len() - 1], &url[..url.len() / 2], &text[..text.len() / 2], &text[..30]] {
        let ran = desk.run(&["answer", cut, "--json"]);
        assert_eq!((ran.exit, ran.json()["reason"].as_str()), (5, Some("REQUEST-INVALID")), "{cut}");
    }
    // The whole one is decided: refused by the same codes that the machine itself showed.
    let ran = desk.run(&["answer", url, "--json"]);
    assert_eq!((ran.exit, ran.json()["reason"].as_str()), (5, Some("MACHINE-REFUSED")), "{ran:#?}");
    for code in ["MODEL-BLANK", "SERIAL-PLACEHOLDER"] {
        assert!(ran.out.contains(code), "{}", ran.out);
    }
    // A refused try spoils nothing.
    device.becomes(&good_machine());
    device.enter(&desk.issue(&device.request(NUMBER)));
}

#[test]
fn giving_back_what_is_not_there_and_twice() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let release = Refusal { args: &["release", "--yes"], exit: 1, ..entered("", "KEEP-NOTHING", "") };
    refuses(&device, &release);
    refuses(&device, &Refusal { args: &["release"], exit: 2, code: "RELEASE-ASK", cure: "--yes", ..release });
    let issued = desk.issue(&device.request(NUMBER));
    device.enter(&issued);
    let first = device.run(&["release", "--yes", "--json"]).json();
    assert_eq!(device.run(&["release", "--yes", "--json"]).json(), first, "the same receipt");
    assert_eq!(device.run(&["status"]).exit, 3);
    // The paper code does not bring it back.
    let again = device.feed(&["enter", "-"], &issued.text());
    assert_eq!(again.exit, 5, "{again:#?}");
    assert_eq!(device.run(&["status"]).exit, 3);
}
