//! What a technician meets who tries things from the README: practice, help, a QR in a plain terminal, a machine that
//! is activated already, a release without rights.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests, outside the test functions themselves"
)]

use std::fs;

use countersign_testing::{Desk, Device, NUMBER, Pty, bad_machine, good_machine, qr_on};

#[test]
fn practice_pretends_and_says_so() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut practice = Pty::spawn(&device.bare(&["practice", "clean"]), (80, 24));
    practice.wait_for("1 WELCOME");
    practice.send(&format!("{NUMBER}\r"));
    practice.wait_for("no file is written but the report, if you save it.");
    practice.send("w");
    practice.wait_for("Practice or not, this file is real.");
    let files =
        || fs::read_dir(device.work()).unwrap().map(|one| one.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(files(), ["countersign-report.txt"]);
    practice.send("\r");
    practice.wait_for("4 ROUTE");
    practice.send("\r");
    practice.wait_for("5 REQUEST");
    for key in ["s", "p"] {
        practice.send(key);
        practice.wait_for("Practice: no file was written.");
    }
    practice.send("a\r");
    practice.wait_for("6 CODE");
    practice.send("\x06\r");
    practice.wait_for("This is practice: nothing was kept.");
    practice.wait_for("pretended");
    assert!(!practice.screen().contains(" kept\n"), "{}", practice.screen());
    practice.send("\r");
    practice.wait_for("8 DONE");
    practice.send("\r");
    assert_eq!(practice.end(), 0);
    assert_eq!(files(), ["countersign-report.txt"], "what was asked for, and nothing else");

    // Line by line, the end of the input is no promise either.
    let ran =
        countersign_testing::fed(&mut device.bare(&["practice", "clean", "--plain"]), &format!("{NUMBER}\n"));
    assert!(
        ran.out.contains("of practice nothing is kept.") && !ran.out.contains("session is kept"),
        "{ran:#?}"
    );
}

#[test]
fn a_real_session_writes_the_files_it_is_asked_for() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let request = device.request(NUMBER);
    let mut session = device.pty(&[]);
    session.wait_for("1 WELCOME");
    session.send(&format!("{NUMBER}\r\r2"));
    session.wait_for("5 REQUEST");
    session.send("s");
    session.wait_for("Written:");
    session.send("p");
    session.until("the picture", |_| {
        fs::read_dir(device.work())
            .unwrap()
            .any(|one| one.unwrap().path().extension() == Some("png".as_ref()))
            .then_some(())
    });
    let text = fs::read_dir(device.work()).unwrap().map(|one| one.unwrap().path());
    let text = text.into_iter().find(|path| path.extension() == Some("txt".as_ref())).unwrap();
    assert!(fs::read_to_string(text).unwrap().starts_with("[COUNTERSIGN REQUEST "));
    assert!(request.starts_with("HTTPS://"));
}

#[test]
fn help_is_chinese_through_and_through() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let commands: [&[&str]; 8] = [
        &["--help"],
        &["practice", "--help"],
        &["inspect", "--help"],
        &["request", "--help"],
        &["enter", "-h"],
        &["status", "--help"],
        &["release", "--help"],
        &["report", "--help"],
    ];
    for command in commands {
        let zh = device.bare(&[command, &["--lang", "zh"]].concat()).output().unwrap();
        let zh = String::from_utf8(zh.stdout).unwrap();
        assert!(zh.contains("用法: countersign") && zh.contains("选项:") && zh.contains("显示帮助"), "{zh}");
        for english in ["Usage", "Options:", "Commands:", "Arguments:", "Print ", "possible values"] {
            assert!(!zh.contains(english), "{english} in {zh}");
        }
        let en = String::from_utf8(device.bare(command).output().unwrap().stdout).unwrap();
        assert!(
            en.contains("Usage: countersign") && en.contains("Options:") && en.contains("Print help"),
            "{en}"
        );
    }
    let version = device.bare(&["--version"]).output().unwrap();
    assert!(String::from_utf8(version.stdout).unwrap().starts_with("countersign "));
}

#[test]
fn a_printed_qr_has_the_glyphs_of_the_terminal() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let drawn = |device: &Device, size: (u16, u16)| {
        let mut pty = Pty::spawn(&device.command(&["request", "--qr"]), size);
        (pty.end(), pty)
    };
    // Half blocks, black on white.
    let (exit, pty) = drawn(&device, (80, 40));
    assert_eq!((exit, pty.look(qr_on)), (0, Some(url.clone())));
    assert!(String::from_utf8_lossy(&pty.bytes()).contains('▀'));
    // ASCII alone: blanks in two colours, two a module, and by reversal where there is no colour.
    for (term, lang) in [("xterm", "C"), ("vt100", "en_US.UTF-8")] {
        device.set("TERM", term);
        device.set("LANG", lang);
        let (exit, pty) = drawn(&device, (120, 60));
        assert!(pty.bytes().is_ascii(), "{term}");
        assert_eq!((exit, pty.look(qr_on)), (0, Some(url.clone())), "{term}");
        // Where it has no room it says so; broken lines are no QR.
        let (exit, pty) = drawn(&device, (80, 24));
        assert_eq!(exit, 0);
        assert!(pty.screen().contains("this terminal has 80."), "{}", pty.screen());
        assert!(!String::from_utf8_lossy(&pty.bytes()).contains("\x1b["));
    }
    // Through a pipe, ink.
    let ran = device.run(&["request", "--qr"]);
    assert!(ran.out.is_ascii() && ran.out.lines().any(|line| line.contains("##############")), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[test]
fn an_activated_machine_says_so_beside_its_output() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let before = device.run(&["request", "--number", NUMBER]);
    assert_eq!((before.exit, before.err.as_str()), (0, ""));
    device.enter(&desk.issue(&device.request(NUMBER)));
    let after = device.run(&["request"]);
    assert_eq!((after.exit, &after.out), (before.exit, &before.out), "output and exit code are for scripts");
    assert!(after.err.contains("activated already") && after.err.contains(NUMBER), "{after:#?}");
}

#[test]
fn a_release_that_cannot_be_done_says_that_before_it_asks() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    // Where the folder should be there is a file: nobody may write there, root neither.
    fs::write(device.state(), "").unwrap();
    let ran = device.run(&["release"]);
    assert_ne!(ran.exit, 2, "{ran:#?}");
    assert!(!ran.err.contains("--yes"), "{ran:#?}");
    assert_eq!(device.run(&["release", "--yes"]).err, ran.err);
}

#[test]
fn a_report_has_no_word_of_the_other_language() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let zh = device.run(&["report", "--lang", "zh"]);
    assert!(zh.out.contains("型号：（空） [MODEL-BLANK]"), "{}", zh.out);
    assert!(!zh.out.contains("Unknown") && !zh.out.contains('?'), "{}", zh.out);
}

#[test]
fn back_from_route_leads_to_where_one_came_from() {
    let desk = Desk::new();
    // Over Fix, asking all the same: back to Fix.
    let device = Device::new(&bad_machine(), &desk);
    let mut session = device.pty(&[]);
    session.wait_for("1 WELCOME");
    session.send(&format!("{NUMBER}\r"));
    session.wait_for("2 INSPECT");
    session.send("\r");
    session.wait_for("3 FIX");
    session.send("a");
    session.wait_for("4 ROUTE");
    session.send("\x1b");
    session.wait_for("3 FIX");
    session.send("\x1b");
    session.wait_for("2 INSPECT");
    session.hang_up();
    // Straight from Inspect: back to Inspect.
    let device = Device::new(&good_machine(), &desk);
    let mut session = device.pty(&[]);
    session.wait_for("1 WELCOME");
    session.send(&format!("{NUMBER}\r"));
    session.wait_for("2 INSPECT");
    session.send("\r");
    session.wait_for("4 ROUTE");
    session.send("\x1b");
    session.wait_for("2 INSPECT");
    session.hang_up();
}
