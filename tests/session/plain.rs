//! `--plain`: sessions line by line, through pipes and on a dumb terminal, as scripts and screen readers use them.

use countersign_testing::{
    CommandOutput, Desk, Device, NUMBER, bad_machine, good_machine, run_with_input, with_wrong_characters,
};

/// Asserts that a text has no escape sequences, no box glyphs and no long lines.
#[track_caller]
fn assert_plain(text: &str) {
    let odd = |c: char| (c.is_control() && c != '\n') || ('\u{2500}'..='\u{25ff}').contains(&c);
    assert_eq!(text.chars().find(|c| odd(*c)), None, "{text:?}");
    // Commands and the request are copied, so each is one line of any length.
    // A path is whole too.
    let whole = |line: &str| line.starts_with("    ") || line.contains("[Enter uses /");
    let long = |line: &&str| line.chars().count() > 79 && !whole(line) && line.contains(' ');
    assert_eq!(text.lines().find(long), None);
}

#[track_caller]
fn said(ran: &CommandOutput, texts: &[&str]) {
    assert_plain(&ran.out);
    assert_eq!(ran.err, "");
    let mut rest = ran.out.as_str();
    for text in texts {
        let at =
            rest.find(text).unwrap_or_else(|| panic!("{text:?} is missing or out of order in {}", ran.out));
        rest = &rest[at + text.len()..];
    }
}

/// The URL that was printed.
fn url(text: &str) -> String {
    text.lines()
        .find(|line| line.starts_with("HTTPS://"))
        .expect("the output has the address of a request")
        .trim()
        .to_owned()
}

#[test]
fn a_refused_machine_is_mended_and_activated_through_pipes() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);

    // The predicted refusal and its ways; then the input ends.
    let ran = device.run_with_input(&["--plain"], "AA 0322-0123951\n\n1\nEsc\n2\n");
    let refused = "! The desk will refuse this machine: 2 of 3 binding fields can't be used.";
    said(
        &ran,
        &[
            "Example OS 10: 1 WELCOME",
            "1 WELCOME. License number, as on the certificate:",
            "Example OS 10: 2 INSPECT",
            "Manufacturer: ASRock [ok accepted]",
            "Model: (empty) [! MODEL-BLANK]",
            "Serial: To Be Filled By O.E.M. [! SERIAL-PLACEHOLDER]",
            refused,
            "2 INSPECT. What to do now, by number [Enter: fix]:",
            "Example OS 10: 3 FIX",
            "1. Use values from other places on this machine",
            "2. Write the firmware",
            "Serial: M80F3A1C700482 (the board serial of this machine)",
            "AMIDE",
            "The input has ended.",
            "The session is kept at 3 FIX.",
        ],
    );
    assert_eq!(ran.exit, 3);

    // The mended machine: the session continues to the request. A letter that a sentence names as a key is an answer too.
    device.change_machine(&good_machine());
    let ran = device.run_with_input(&["--plain"], "1\nr\n\n1\n");
    said(
        &ran,
        &[
            &format!("A session for {NUMBER} was kept at 3 FIX."),
            "Model, before: (empty) [! MODEL-BLANK]",
            "Model, now: H310M-R8 [ok accepted]",
            "Serial, now: M80F3A1C700482 [ok accepted]",
            "Read again: nothing changed.",
            "4 ROUTE",
            "5 REQUEST",
            "The desk will accept these values.",
        ],
    );
    let asked = url(&ran.out);
    assert_eq!(device.request(NUMBER), asked, "the open request is used again");
    let issued = desk.issue(&asked);

    // The code, with three wrong characters in three lines; kept.
    let mut input = String::from("\n\n");
    for (at, line) in issued.lines.iter().enumerate() {
        let typed = if at % 3 == 0 { with_wrong_characters(line, 1) } else { line.to_lowercase() };
        input.push_str(&typed);
        input.push('\n');
    }
    let ran = device.run_with_input(&["--plain"], &format!("{input}\n\n"));
    said(
        &ran,
        &[
            "was kept at 5 REQUEST.",
            "6 CODE",
            "6 CODE. Line 1 of 7 of the code:",
            "Line 1: corrected; group 1 was ",
            "Line 2: accepted.",
            "6 CODE. Line 3 of 7 of the code:",
            "7 KEEP",
            "The code is genuine and was kept.",
            "UEFI: survives a reinstall [ok kept]",
            "8 DONE",
            &format!("Example OS 10 is activated on this machine with {NUMBER}."),
        ],
    );
    assert_eq!(ran.exit, 0);
    let status = device.run(&["status"]);
    assert_eq!(status.exit, 0);
    assert_plain(&status.out);

    // An activated machine: the program says so and ends.
    let ran = device.run_with_input(&["--plain"], "\n");
    assert!(ran.exit == 0 && ran.out.contains(NUMBER), "{ran:#?}");
}

#[test]
fn reader_demand_7_a_session_on_a_dumb_terminal_is_plain_text() {
    let desk = Desk::new();
    let mut device = Device::new(&bad_machine(), &desk);
    device.set_env("TERM", "dumb");
    let mut pty = device.pty(&[]);
    // The terminal echoes at once, so an answer waits for the whole prompt.
    let mut at = pty.wait_written("1 WELCOME", 0);
    at = pty.wait_written("certificate:", at);
    pty.send(format!("{NUMBER}\n"));
    at = pty.wait_written("2 INSPECT", at);
    at = pty.wait_written("[! MODEL-BLANK]", at);
    at = pty.wait_written("[! SERIAL-PLACEHOLDER]", at);
    at = pty.wait_written("by number", at);
    pty.send("\n");
    at = pty.wait_written("3 FIX", at);
    device.change_machine(&good_machine());
    at = pty.wait_written("by number", at);
    pty.send("r\n");
    at = pty.wait_written("Serial, now: M80F3A1C700482 [ok accepted]", at);
    at = pty.wait_written("by number", at);
    pty.send("\n");
    at = pty.wait_written("4 ROUTE", at);
    at = pty.wait_written("by number", at);
    pty.send("1\n");
    at = pty.wait_written("5 REQUEST", at);
    at = pty.wait_written("Number: AA03220123951", at);
    let issued = desk.issue(&device.request(NUMBER));
    assert!(
        String::from_utf8(pty.bytes()).unwrap().contains(&device.request(NUMBER)),
        "the address is printed in one line"
    );
    at = pty.wait_written("by number", at);
    pty.send("\n");
    at = pty.wait_written("6 CODE", at);
    for line in &issued.lines {
        at = pty.wait_written("of 7 of the code:", at);
        pty.send(format!("{line}\n"));
    }
    at = pty.wait_written("7 KEEP", at);
    at = pty.wait_written("by number", at);
    pty.send("\n");
    at = pty.wait_written("8 DONE", at);
    pty.wait_written("by number", at);
    pty.send("\n");
    assert_eq!(pty.end(), 0);
    let text = String::from_utf8(pty.bytes()).unwrap().replace('\r', "");
    assert_plain(&text);
}

#[test]
fn plain_mode_is_available_in_chinese() {
    let desk = Desk::new();
    let mut device = Device::new(&bad_machine(), &desk);
    device.set_env("LANG", "zh_CN.UTF-8");
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n"));
    assert_plain(&ran.out);
    for text in ["MODEL-BLANK", "SERIAL-PLACEHOLDER", "型号", "序列号"] {
        assert!(ran.out.contains(text), "{text} is missing in {}", ran.out);
    }
    assert!(!ran.out.contains("by number"), "{}", ran.out);
}

#[test]
fn a_code_file_with_lines_in_the_wrong_order_is_accepted() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let mut lines = issued.lines.clone();
    lines.swap(1, 4);
    lines.swap(2, 6);
    std::fs::write(device.work().join("answer.txt"), lines.join("\n")).unwrap();
    // The requests of the command and of the session are both open, and a code for either is accepted.
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n1\n\n/1\nanswer.txt\n\n\n\n"));
    assert!(ran.exit == 0 && ran.out.contains("8 DONE"), "{}", ran.out);
}

/// A caller may name a key of the screens; the name of a key is an answer.
#[test]
fn a_key_can_be_entered_by_its_name() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut command = device.bare_command(&["practice", "clean", "--plain"]);
    let ran = countersign_testing::run_with_input(&mut command, "TAB\nAA03220123951\nesc\nctrl-c\n");
    said(
        &ran,
        &[
            "Practising on the sample machine \"clean\".",
            "Practising on the sample machine \"blank-model\".",
            "2 INSPECT",
            "1 WELCOME",
        ],
    );
    assert_eq!(ran.exit, 3);
}

#[test]
fn the_name_of_a_folder_is_never_printed_raw() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let folder = device.work().join("x\u{1b}]0;owned\u{7}\u{202e}");
    std::fs::create_dir(&folder).unwrap();
    let mut command = device.command(&["--plain"]);
    let ran = run_with_input(command.current_dir(&folder), &format!("{NUMBER}\nw\n"));
    assert!(ran.out.contains(r"\x1b]0;owned\x07\xe2\x80\xae/countersign-support.txt'"), "{}", ran.out);
    assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", ran.out);
}

#[test]
fn reader_demand_13_accessible_starts_a_session_in_plain_mode_unless_it_is_negative() {
    let desk = Desk::new();
    for (value, lines) in [("1", true), ("0", false)] {
        let mut device = Device::new(&good_machine(), &desk);
        device.set_env("ACCESSIBLE", value);
        let mut pty = device.pty(&[]);
        if lines {
            pty.wait_written("1 WELCOME. License number, as on the certificate:", 0);
            pty.send("quit\n");
        } else {
            pty.wait_for("1 WELCOME");
            pty.send("\x03");
        }
        assert_eq!(pty.end(), 3);
        assert_eq!(pty.bytes().contains(&0x1b), !lines, "ACCESSIBLE={value}");
    }
    // `ACCESSIBLE` starts no session without a terminal.
    let mut device = Device::new(&good_machine(), &desk);
    device.set_env("ACCESSIBLE", "1");
    device.run(&[]).assert_refused(2, "NO-TERMINAL", "--plain");
    let help = device.run(&["--help"]).out;
    assert!(help.contains("ACCESSIBLE=1"), "{help}");
}

#[test]
fn reader_demand_13_a_key_switches_from_screens_to_plain_mode_in_the_same_session() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = device.pty_at_inspect();
    pty.send("\r1");
    pty.wait_for("5 REQUEST");
    let issued = desk.issue(&device.request(NUMBER));
    pty.send("\r");
    pty.wait_for("6 CODE");
    pty.send(&issued.lines[0]);
    pty.wait_for("Lines left: 6 of 7.");
    // An open overlay is closed as well.
    pty.send("\x1bOP");
    pty.wait_for("Help: 6 CODE");
    let mut at = pty.bytes().len();
    pty.send("\x10");
    at = pty.wait_written("Example OS 10: 6 CODE", at);
    at = pty.wait_written("Line 1: accepted.", at);
    let by_lines = at;
    for (place, line) in issued.lines.iter().enumerate().skip(1) {
        at = pty.wait_written(&format!("6 CODE. Line {} of 7 of the code:", place + 1), at);
        pty.send(format!("{line}\n"));
    }
    at = pty.wait_written("7 KEEP. What to do now, by number [Enter: go on]:", at);
    pty.send("\n");
    pty.wait_written("8 DONE. What to do now", at);
    pty.send("\n");
    assert_eq!(pty.end(), 0);
    assert!(
        !pty.bytes()[by_lines..].contains(&0x1b),
        "{:?}",
        String::from_utf8_lossy(&pty.bytes()[by_lines..])
    );
    assert_eq!(device.run(&["status"]).exit, 0);
}

#[test]
fn a_signal_ends_a_session_that_switched_to_plain_mode() {
    let desk = Desk::new();
    for (byte, signal) in [(Some("\x03"), None), (None, Some(rustix::process::Signal::TERM))] {
        let device = Device::new(&good_machine(), &desk);
        let mut pty = device.pty_at_inspect();
        let at = pty.bytes().len();
        pty.send("\x10");
        pty.wait_written("2 INSPECT. What to do now", at);
        byte.into_iter().for_each(|byte| pty.send(byte));
        signal.into_iter().for_each(|signal| pty.signal(signal));
        pty.end();
        // The session is kept.
        let ran = device.run_with_input(&["--plain"], "");
        assert!(ran.out.contains(&format!("A session for {NUMBER} was kept at")), "{}", ran.out);
    }
}

#[test]
fn reader_demand_12_any_bytes_are_accepted_as_an_answer_without_a_panic() {
    use std::io::Write;
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let long = vec![b'7'; 200 * 1024];
    let hostile: [&[u8]; 8] = [
        b"\xff\xfe\xc3\x28",
        b"\0\0\0",
        b"\x1b]52;c;aGk=\x07\x1b[2J\x9b31m",
        b"\r\r",
        b"\x04\x03\x1a\x7f",
        "\u{202e}\u{2066}\u{e0041}\u{2800}".as_bytes(),
        b"\x1b[200~",
        &long,
    ];
    for start in [&b""[..], b"AA03220123951\n", b"AA03220123951\n\n1\n", b"AA03220123951\n\n1\n\n"] {
        let mut child = device
            .command(&["--plain"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let bytes = [start, &hostile.join(&b'\n'), b"\nquit\n"].concat();
        let writer = std::thread::spawn(move || drop(input.write_all(&bytes)));
        let ran = CommandOutput::from(child.wait_with_output().unwrap());
        writer.join().unwrap();
        assert_eq!((ran.exit, ran.err.as_str()), (3, ""), "{ran:#?}");
        assert!(!ran.out.contains(|c: char| c.is_control() && c != '\n'), "{:?}", ran.out);
        assert!(!ran.out.contains(['\u{202e}', '\u{2066}', '\u{e0041}', '\u{2800}']), "{:?}", ran.out);
        assert!(!ran.out.contains("The input has ended"), "quit was not understood: {}", ran.out);
        std::fs::remove_dir_all(device.state()).unwrap_or_default();
    }
}

#[test]
fn a_code_file_is_named_by_its_whole_path() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let issued = desk.issue(&device.request(NUMBER));
    let path = device.work().join("answer.txt");
    std::fs::write(&path, issued.text()).unwrap();
    let none = device.work().join("none.txt");
    let answers = format!("{NUMBER}\n\n1\n\n/1\n{}\n{}\n\n\n\n", none.display(), path.display());
    let ran = device.run_with_input(&["--plain"], &answers);
    said(
        &ran,
        &["6 CODE. Path of the file with the code [", "FILE-FAILED: ", "6 CODE. Path of", "7 KEEP", "8 DONE"],
    );
    assert_eq!(ran.exit, 0);
}

#[test]
fn a_code_line_typed_at_the_question_for_its_file_is_accepted_as_that_line() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let lines = desk.issue(&device.request(NUMBER)).lines;
    let answers = format!("{NUMBER}\n\n1\n\n/1\n{}\n\n\n", lines.join("\n"));
    let ran = device.run_with_input(&["--plain"], &answers);
    said(
        &ran,
        &["6 CODE. Path of the file with the code [", "Line 1: accepted", "Line 2 of 7", "7 KEEP", "8 DONE"],
    );
    assert!(!ran.out.contains("FILE-FAILED"), "{}", ran.out);
    assert_eq!(ran.exit, 0);
}

#[test]
fn a_code_or_request_given_as_the_number_is_reported_as_such() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let request = device.request(NUMBER);
    let line = desk.issue(&request).lines.swap_remove(0);
    std::fs::remove_dir_all(device.state()).unwrap();
    let ran = device.run_with_input(&["--plain"], &format!("{line}\n{NUMBER}\nquit\n"));
    said(&ran, &["This is a license code: enter it in step", "1 WELCOME", "2 INSPECT"]);
    let ran = device.run(&["request", "--number", &request]);
    assert!(ran.err.contains("This is a request, not a license number."), "{}", ran.err);
    assert_eq!(ran.exit, 2);
}

#[test]
fn a_request_by_telephone_is_refused_if_the_product_offers_none() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let ran = device.run(&["request", "--number", NUMBER, "--spoken"]);
    assert!(ran.err.contains("SPOKEN-NOT-OFFERED"), "{}", ran.err);
    assert_eq!((ran.exit, ran.out.as_str()), (5, ""));
}
