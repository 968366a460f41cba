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
    let long = |line: &&str| line.chars().count() > 79 && !line.starts_with("    ") && line.contains(' ');
    assert_eq!(text.lines().find(long), None);
}

#[track_caller]
fn said(ran: &CommandOutput, texts: &[&str]) {
    assert_plain(&ran.out);
    assert_eq!(ran.err, "");
    let mut rest = ran.out.as_str();
    for text in texts {
        let at = rest.find(text).unwrap_or_else(|| panic!("no {text:?} (in this order) in {}", ran.out));
        rest = &rest[at + text.len()..];
    }
}

/// The URL that was printed.
fn url(text: &str) -> String {
    text.lines().find(|line| line.starts_with("HTTPS://")).expect("a request").trim().to_owned()
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
            "== Example OS 10: 1 WELCOME ==",
            "== Example OS 10: 2 INSPECT ==",
            "Manufacturer: ASRock [ok accepted]",
            "Model: (empty) [! MODEL-BLANK]",
            "Serial: To Be Filled By O.E.M. [! SERIAL-PLACEHOLDER]",
            refused,
            "== Example OS 10: 3 FIX ==",
            "1. Use what this machine says elsewhere",
            "2. Write the firmware",
            "Serial: M80F3A1C700482 (the board serial of this machine)",
            "AMIDE",
            "The input has ended; the session is kept.",
        ],
    );
    assert_eq!(ran.exit, 3);

    // The mended machine: the session continues to the request. Letters in the sentences are answers too.
    device.change_machine(&good_machine());
    let ran = device.run_with_input(&["--plain"], "1\nr\n\n1\n");
    said(
        &ran,
        &[
            &format!("A session for {NUMBER} was kept. It stands at 3 FIX."),
            "Model, before: (empty) [! MODEL-BLANK]",
            "Model, now: H310M-R8 [ok accepted]",
            "Serial, now: M80F3A1C700482 [ok accepted]",
            "Read again: nothing changed.",
            "4 ROUTE",
            "5 REQUEST",
            "The desk will accept this request.",
        ],
    );
    let asked = url(&ran.out);
    assert_eq!(device.request(NUMBER), asked, "the one that is open");
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
            "It stands at 5 REQUEST.",
            "6 CODE",
            "> 1",
            "? mended: ",
            "> 2",
            "Lines left: 1 of 7.",
            "7 KEEP",
            "The code is genuine and was kept.",
            "UEFI: outlives a reinstall [ok kept]",
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
fn a_session_on_a_dumb_terminal_is_plain_text() {
    let desk = Desk::new();
    let mut device = Device::new(&bad_machine(), &desk);
    device.set_env("TERM", "dumb");
    let mut pty = device.pty(&[]);
    // The terminal echoes at once, so an answer waits for the whole prompt.
    let mut at = pty.wait_written("1 WELCOME", 0);
    at = pty.wait_written("then Enter", at);
    pty.send(format!("{NUMBER}\n"));
    at = pty.wait_written("2 INSPECT ==", at);
    at = pty.wait_written("[! MODEL-BLANK]", at);
    at = pty.wait_written("[! SERIAL-PLACEHOLDER]", at);
    at = pty.wait_written("then Enter", at);
    pty.send("\n");
    at = pty.wait_written("3 FIX ==", at);
    device.change_machine(&good_machine());
    at = pty.wait_written("then Enter", at);
    pty.send("r\n");
    at = pty.wait_written("Serial, now: M80F3A1C700482 [ok accepted]", at);
    at = pty.wait_written("then Enter", at);
    pty.send("\n");
    at = pty.wait_written("4 ROUTE ==", at);
    at = pty.wait_written("then Enter", at);
    pty.send("1\n");
    at = pty.wait_written("5 REQUEST ==", at);
    at = pty.wait_written("Number: AA03220123951", at);
    let issued = desk.issue(&device.request(NUMBER));
    assert!(String::from_utf8(pty.bytes()).unwrap().contains(&device.request(NUMBER)), "whole, to be copied");
    at = pty.wait_written("then Enter", at);
    pty.send("\n");
    at = pty.wait_written("6 CODE 0/7 ==", at);
    for line in &issued.lines {
        at = pty.wait_written("then Enter", at);
        pty.send(format!("{line}\n"));
    }
    at = pty.wait_written("7 KEEP ==", at);
    at = pty.wait_written("then Enter", at);
    pty.send("\n");
    at = pty.wait_written("8 DONE ==", at);
    pty.wait_written("then Enter", at);
    pty.send("\n");
    assert_eq!(pty.end(), 0);
    let text = String::from_utf8(pty.bytes()).unwrap().replace('\r', "");
    assert_plain(&text);
}

#[test]
fn plain_mode_speaks_chinese() {
    let desk = Desk::new();
    let mut device = Device::new(&bad_machine(), &desk);
    device.set_env("LANG", "zh_CN.UTF-8");
    let ran = device.run_with_input(&["--plain"], &format!("{NUMBER}\n\n"));
    assert_plain(&ran.out);
    for text in ["MODEL-BLANK", "SERIAL-PLACEHOLDER", "型号", "序列号"] {
        assert!(ran.out.contains(text), "{text} in {}", ran.out);
    }
    assert!(!ran.out.contains("Number, then"), "{}", ran.out);
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

/// Sentences name keys; the name of a key is an answer.
#[test]
fn a_key_can_be_entered_by_its_name() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut command = device.bare_command(&["practice", "clean", "--plain"]);
    let ran = countersign_testing::run_with_input(&mut command, "TAB\nAA03220123951\nesc\nctrl-c\n");
    said(
        &ran,
        &[
            "Practising on the sample machine \"clean\". Tab takes the next one.",
            "Practising on the sample machine \"blank-model\".",
            "2 INSPECT",
            "1 WELCOME",
        ],
    );
    assert_eq!(ran.exit, 3);
}

#[test]
fn a_folders_name_reaches_no_terminal_raw() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let folder = device.work().join("x\u{1b}]0;owned\u{7}\u{202e}");
    std::fs::create_dir(&folder).unwrap();
    let mut command = device.command(&["--plain"]);
    let ran = run_with_input(command.current_dir(&folder), &format!("{NUMBER}\nw\n"));
    assert!(ran.out.contains(r"\x1b]0;owned\x07\xe2\x80\xae/countersign-report.txt'"), "{}", ran.out);
    assert!(!ran.out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{:?}", ran.out);
}
