//! License codes that the device refuses, requests that the desk refuses, and releases.

use std::fs;

use countersign_core::machine::Field;
use countersign_core::protocol::Secret;

use super::{Refusal, refuses};
use countersign_testing::{
    Desk, Device, NUMBER, OTHER_NUMBER, bad_machine, good_machine, with_wrong_characters,
};

/// A refusal of a code on standard input.
fn entered<'a>(input: &'a str, code: &'a str, cure: &'a str) -> Refusal<'a> {
    Refusal { args: &["enter", "-"], input, exit: 5, code, cure }
}

#[test]
fn a_code_for_another_request_is_named() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    refuses(&device, &entered("anything", "REQUEST-NONE", "countersign request --number"));

    // For another machine and another number.
    let other = Device::new(&good_machine().with_value(Field::Serial, "M80F3A1C700511"), &desk);
    let others = desk.issue(&other.request(OTHER_NUMBER));
    let asked = device.request(NUMBER);
    refuses(&device, &entered(&others.text(), "CODE-NOT-THIS", "ask the desk again"));

    // Another desk's key under the same number.
    let impostor = Desk::new().issue(&asked);
    refuses(&device, &entered(&impostor.text(), "CODE-NOT-THIS", "ask the desk again"));

    // For a request that this machine made with other values.
    let issued = desk.issue(&asked);
    let text = issued.text();
    device.change_machine(&good_machine().with_value(Field::Model, "H310M-R9"));
    device.request(NUMBER);
    let ran = refuses(&device, &entered(&text, "CODE-MACHINE-CHANGED", "make a new request"));
    assert!(ran.err.contains("request"), "{ran:#?}");

    // The values can't be read: nobody knows whether they changed.
    let tables = device.hardware().join("firmware/dmi/tables/DMI");
    fs::write(tables, b"").unwrap();
    let unread = Refusal { exit: 1, ..entered(&text, "CODE-MACHINE-UNREAD", "enter the code again") };
    refuses(&device, &unread);
    device.change_machine(&good_machine());

    // A code for an earlier request of this machine is accepted.
    device.request(OTHER_NUMBER);
    device.enter(&issued);
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn an_unknown_key_is_named() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    device.with_profile(&desk.profile_text().replace("id = 0", "id = 3"));
    let issued = desk.issue(&device.request(NUMBER));
    refuses(&device, &entered(&issued.text(), "CODE-KEY-UNKNOWN", "newest profile"));
}

#[test]
fn an_expired_license_is_refused() {
    let desk = Desk::with(&[], &["--days", "30"]);
    let mut device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    device.set_clock_ahead(31);
    refuses(&device, &entered(&issued.text(), "CODE-EXPIRED", "renew"));
    // A license that was kept in time is kept, and is reported as expired.
    device.set_clock_ahead(29);
    device.enter(&issued);
    assert_eq!(device.run(&["status"]).exit, 0);
    // Its end is near: the wizard offers to ask again with the same number.
    let mut near = device.pty(&[]);
    near.wait_for(&format!("a asks the desk again with {NUMBER}."));
    near.send("a");
    near.wait_for("2 INSPECT");
    drop(near);
    fs::remove_file(device.state_file("session-")).unwrap();
    device.set_clock_ahead(31);
    let ran = device.run(&["status", "--json"]);
    assert_eq!((ran.exit, ran.json()["state"].as_str()), (3, Some("expired")), "{ran:#?}");
    assert!(device.run(&["status"]).out.contains("LICENSE-EXPIRED: The license expired on 20"));
    // The wizard says what to do, and goes on with the number that is kept.
    let mut wizard = device.pty(&[]);
    wizard.wait_for("LICENSE-EXPIRED: ");
    wizard.wait_for("Ask your supplier to renew it");
    wizard.wait_for(&format!("This machine was activated with {NUMBER}"));
    wizard.send("\r");
    wizard.wait_for("2 INSPECT");
}

#[test]
fn a_clock_that_is_behind_is_a_warning() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    device.set_clock_ahead(-40);
    let ran = device.run_with_input(&["enter", "-"], &issued.text());
    assert_eq!(ran.exit, 0, "{ran:#?}");
    assert!(ran.out.contains("CLOCK-BEHIND"), "{}", ran.out);
}

#[test]
fn unreadable_lines_are_named_and_small_errors_are_mended() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let with = |at: usize, line: &str| {
        let mut lines = issued.lines.clone();
        lines[at] = line.to_owned();
        lines.join("\n")
    };
    // A line that can't be read, and a line that reads as another one: both are named.
    let unread = format!("{}??????????", &issued.lines[3][..10]);
    let ran = refuses(&device, &entered(&with(3, &unread), "CODE-LINES", "?"));
    assert!(ran.err.contains("can't be read: 4."), "{ran:#?}");
    let other = Desk::new().issue(&device.request(NUMBER));
    let ran = refuses(
        &device,
        &entered(&with(4, &with_wrong_characters(&other.lines[4], 2)), "CODE-LOOK-AGAIN", "again"),
    );
    assert!(ran.err.contains("these lines: 5."), "{ran:#?}");
    assert!(ran.err.contains("Line 5: ") && ran.err.contains("was read as"), "{ran:#?}");
    let six = issued.lines[..6].join("\n");
    let ran = refuses(&device, &entered(&six, "CODE-LINES", "?"));
    assert!(ran.err.lines().next().unwrap().contains("7."), "the message doesn't name line 7: {ran:#?}");
    for text in ["", "hello", &"A".repeat(100_000), "\x1b[31m\u{202e}\0"] {
        refuses(&device, &entered(text, "CODE-NOT-IN-FILE", "desk's answer"));
    }
    let arguments =
        Refusal { args: &["enter", "--file", "none.txt"], exit: 1, ..entered("", "FILE-READ", "path") };
    refuses(&device, &arguments);

    // Small errors are mended: two wrong characters in each of three lines, and two lines swapped.
    let mut lines = issued.lines.clone();
    for at in [0, 2, 5] {
        lines[at] = with_wrong_characters(&lines[at], 2);
    }
    lines.swap(1, 6);
    let text = lines.iter().map(|line| line.to_lowercase()).collect::<Vec<_>>().join("\r\n");
    fs::write(device.work().join("answer.txt"), text).unwrap();
    let meant = countersign_core::protocol::line::grouped(&issued.lines[2]);
    let ran = device.run(&["enter", "--file", "answer.txt"]);
    assert!(
        ran.out.contains(&format!("was read as {meant}.")),
        "the message doesn't show the corrected text: {ran:#?}"
    );
    let ran = device.run(&["enter", "--file", "answer.txt", "--json"]);
    assert_eq!((ran.exit, ran.json()["state"].as_str()), (0, Some("activated")), "{ran:#?}");
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn a_text_given_instead_of_a_code_is_named() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let shown = device.run(&["request", "--json", "--number", &format!("许可证号：{NUMBER}")]).json();
    let (name, text) = (shown["name"].as_str().unwrap(), shown["text"].as_str().unwrap());
    let quoted = format!("> {}", text.replace('\n', "\n> "));
    for request in [text, shown["url"].as_str().unwrap(), &quoted] {
        let ran = refuses(&device, &entered(request, "CODE-IS-REQUEST", "to the desk"));
        assert!(ran.err.contains(name), "{ran:#?}");
    }
    let refused = Device::new(&bad_machine(), &desk);
    let answer = desk.run(&[
        "answer",
        refused.run(&["request", "--json", "--number", NUMBER]).json()["text"].as_str().unwrap(),
    ]);
    let printed = [answer.out, answer.err].concat();
    for text in [printed.clone(), format!("> {}", printed.replace('\n', "\n> "))] {
        let ran = refuses(&device, &entered(&text, "CODE-IS-REFUSAL", "Its text says why"));
        assert!(ran.err.contains("MACHINE-REFUSED"), "{ran:#?}");
    }
    let receipt = Secret::new([9; 10]).receipt();
    refuses(&device, &entered(&format!("Receipt: {receipt}"), "CODE-IS-RECEIPT", "to the desk"));
    refuses(&device, &entered(&format!("SN: {NUMBER}"), "CODE-IS-NUMBER", "seven lines"));
}

#[test]
fn a_code_is_read_from_files_of_any_editor_and_mail_program() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let list: String =
        issued.lines.iter().zip(1..).map(|(line, at)| format!("第{at}行：{line}\r\n")).collect();
    let utf16: Vec<u8> = list.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let html = format!("<html><body><p>{}</p></body></html>", list.replace("\r\n", "<br>\r\n"));
    let encoded: String = html.bytes().map(|byte| format!("={byte:02X}")).collect();
    let mail = format!("Subject: code\nContent-Transfer-Encoding: quoted-printable\n\n{encoded}\n");
    for (name, bytes) in [("utf16", utf16), ("html", html.into_bytes()), ("mail", mail.into_bytes())] {
        fs::write(device.work().join(name), bytes).unwrap();
        let ran = device.run(&["enter", "--file", name, "--json"]);
        assert_eq!((ran.exit, ran.json()["state"].as_str()), (0, Some("activated")), "{name}: {ran:#?}");
    }
}

#[test]
fn a_truncated_request_is_invalid_and_a_bad_machine_is_refused() {
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
    // The complete request is refused with the codes that the machine itself showed.
    let ran = desk.run(&["answer", url, "--json"]);
    assert_eq!((ran.exit, ran.json()["reason"].as_str()), (5, Some("MACHINE-REFUSED")), "{ran:#?}");
    for code in ["MODEL-BLANK", "SERIAL-PLACEHOLDER"] {
        assert!(ran.out.contains(code), "{}", ran.out);
    }
    // A refused request changes nothing.
    device.change_machine(&good_machine());
    device.enter(&desk.issue(&device.request(NUMBER)));
}

#[test]
fn a_release_needs_a_record_and_repeats_its_receipt() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let release = Refusal { args: &["release", "--yes"], exit: 1, ..entered("", "KEEP-NOTHING", "") };
    refuses(&device, &release);
    refuses(&device, &Refusal { args: &["release"], ..release });
    let issued = desk.issue(&device.request(NUMBER));
    device.enter(&issued);
    refuses(&device, &Refusal { args: &["release"], exit: 2, code: "RELEASE-ASK", cure: "--yes", ..release });
    let first = device.run(&["release", "--yes", "--json"]).json();
    assert_eq!(
        device.run(&["release", "--yes", "--json"]).json(),
        first,
        "a repeated release prints the same receipt"
    );
    assert_eq!(device.run(&["status"]).exit, 3);
    // The old code does not bring it back.
    let again = device.run_with_input(&["enter", "-"], &issued.text());
    assert_eq!(again.exit, 5, "{again:#?}");
    assert_eq!(device.run(&["status"]).exit, 3);
}
