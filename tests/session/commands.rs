//! Commands beside the wizard: help, a printed QR, a request, a release, a report.

use std::fs;
use std::process::Command;

use countersign_core::machine::Field;
use countersign_testing::{Desk, Device, NUMBER, Pty, bad_machine, good_machine, read_qr};
use serde_json::Value;

#[test]
fn chinese_help_has_no_english() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let commands: [&[&str]; 10] = [
        &["--help"],
        &["practice", "--help"],
        &["inspect", "--help"],
        &["request", "--help"],
        &["enter", "-h"],
        &["status", "--help"],
        &["release", "--help"],
        &["report", "--help"],
        &["doctor", "--help"],
        &["help", "--help"],
    ];
    for command in commands {
        let zh = device.bare_command(&[command, &["--lang", "zh"]].concat()).output().unwrap();
        let zh = String::from_utf8(zh.stdout).unwrap();
        assert!(zh.contains("用法：countersign") && zh.contains("选项：") && zh.contains("显示帮助"), "{zh}");
        for english in ["Usage", "Options:", "Commands:", "Arguments:", "Print ", "possible values"] {
            assert!(!zh.contains(english), "{english} is in the Chinese text: {zh}");
        }
        let en = String::from_utf8(device.bare_command(command).output().unwrap().stdout).unwrap();
        assert!(
            en.contains("Usage: countersign") && en.contains("Options:") && en.contains("Print help"),
            "{en}"
        );
    }
    let version = device.bare_command(&["--version"]).output().unwrap();
    assert!(String::from_utf8(version.stdout).unwrap().starts_with("countersign "));
}

#[test]
fn a_printed_qr_uses_glyphs_that_the_terminal_has() {
    let desk = Desk::new();
    let mut device = Device::new(&good_machine(), &desk);
    let url = device.request(NUMBER);
    let drawn = |device: &Device, size: (u16, u16)| {
        let mut pty = Pty::spawn(&device.command(&["request", "--qr"]), size);
        (pty.end(), pty)
    };
    // Half blocks, black on white.
    let (exit, pty) = drawn(&device, (80, 40));
    assert_eq!((exit, pty.look(read_qr)), (0, Some(url.clone())));
    assert!(String::from_utf8_lossy(&pty.bytes()).contains('▀'));
    // ASCII: two blanks for each module, in two colours, or reversed where there is no colour.
    for (term, lang) in [("xterm", "C"), ("vt100", "en_US.UTF-8")] {
        device.set_env("TERM", term);
        device.set_env("LANG", lang);
        let (exit, pty) = drawn(&device, (120, 60));
        assert!(pty.bytes().is_ascii(), "{term}");
        assert_eq!((exit, pty.look(read_qr)), (0, Some(url.clone())), "{term}");
        // A terminal that is too narrow gets a message instead of broken lines.
        let (exit, pty) = drawn(&device, (80, 24));
        assert_eq!(exit, 0);
        assert!(pty.screen().contains("this terminal has 80."), "{}", pty.screen());
        assert!(!String::from_utf8_lossy(&pty.bytes()).contains("\x1b["));
    }
}

#[test]
fn enter_asks_for_the_lines_where_they_are_typed() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let code = desk.issue(&device.request(NUMBER));
    let mut pty = Pty::spawn(&device.command(&["enter"]), (80, 24));
    pty.wait_for("Type or paste the lines of the code. After the last line, press Ctrl-D.");
    pty.send(format!("{}\r\x04", code.lines.join("\r")));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert!(pty.screen().contains(&format!("Activated: {NUMBER}")), "{}", pty.screen());
    // A pipe isn't asked.
    let code = desk.issue(&device.request(NUMBER));
    let piped = device.run_with_input(&["enter"], &code.text());
    assert_eq!((piped.exit, piped.err.as_str()), (0, ""));
}

#[test]
fn a_request_of_an_activated_machine_says_so_on_standard_error() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let before = device.run(&["request", "--number", NUMBER]);
    assert_eq!((before.exit, before.err.as_str()), (0, ""));
    device.enter(&desk.issue(&device.request(NUMBER)));
    let after = device.run(&["request"]);
    assert_eq!(
        (after.exit, &after.out),
        (before.exit, &before.out),
        "output and exit code are unchanged for scripts"
    );
    assert!(after.err.contains("already activated") && after.err.contains(NUMBER), "{after:#?}");
}

#[test]
fn an_impossible_release_fails_before_it_asks() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    // A file in place of the folder: not even root can write there.
    fs::write(device.state(), "").unwrap();
    let ran = device.run(&["release"]);
    ran.assert_refused(1, "KEEP-ABSENT", "--state");
    assert_eq!(device.run(&["release", "--yes"]).err, ran.err);
}

/// A script keeps the receipt from standard output, while a person answers the question at the terminal.
#[test]
fn a_release_asks_beside_its_output() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    device.enter(&desk.issue(&device.request(NUMBER)));
    let receipt = device.path("receipt.json");
    let release = device.command(&["release", "--json"]);
    let mut redirected = Command::new("/bin/sh");
    redirected
        .args(["-c", "exec \"$0\" \"$@\" >\"$RECEIPT\""])
        .arg(release.get_program())
        .args(release.get_args());
    redirected.current_dir(device.work()).env("TERM", "xterm").env("RECEIPT", &receipt);
    for (answer, exit) in [("n\r", 3), ("y\r", 0)] {
        assert_eq!(fs::read_to_string(&receipt).unwrap_or_default(), "");
        let mut pty = Pty::spawn(&redirected, (80, 24));
        pty.wait_for("Type y to go on:");
        pty.send(answer);
        assert_eq!(pty.end(), exit, "{}", pty.screen());
    }
    let released: Value = serde_json::from_str(&fs::read_to_string(&receipt).unwrap()).unwrap();
    assert_eq!((&released["state"], &released["number"]), (&"released".into(), &NUMBER.into()));
}

#[test]
fn a_report_of_an_activated_machine_shortens_identifying_values() {
    let desk = Desk::new();
    let (serial, other) = ("HLB22K70918355", "HLB22K70918356");
    let machine = good_machine().with_value(Field::Serial, serial);
    let device = Device::new(&machine, &desk);
    device.enter(&desk.issue(&device.request(NUMBER)));
    for number in [NUMBER, ""] {
        for args in [&["report"][..], &["report", "--json"]] {
            let out = device.run(args).out;
            assert!(![NUMBER, serial, other].iter().any(|whole| out.contains(whole)), "{out}");
        }
        let whole = device.run(&["report", "--full"]).out;
        assert!(whole.contains(number) && whole.contains(serial), "{whole}");
        // In the second round the serial is another one, and the report has both serials, but no number.
        device.change_machine(&machine.clone().with_value(Field::Serial, other));
    }
}

#[test]
fn a_chinese_report_has_no_english() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let zh = device.run(&["report", "--lang", "zh"]);
    assert!(zh.out.contains("型号：（空） [MODEL-BLANK]"), "{}", zh.out);
    assert!(!zh.out.contains("Unknown") && !zh.out.contains('?'), "{}", zh.out);
}

/// No line is too long, no word of a command is broken, and each value of the table is there.
#[test]
fn output_on_a_narrow_terminal_breaks_between_words() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    for args in [&["inspect"][..], &["doctor"], &["help", "plain"], &["status"]] {
        let mut pty = Pty::spawn(&device.command(args), (40, 200));
        pty.end();
        let narrow = String::from_utf8(pty.bytes()).unwrap();
        let long = narrow.lines().find(|line| line.trim_end().chars().count() > 40);
        assert_eq!(long, None, "{args:?}: {narrow}");
        let whole = device.run(args).out;
        let commands = whole.lines().filter(|line| line.starts_with("          "));
        for word in commands.flat_map(words).filter(|word| word.chars().count() <= 28) {
            assert!(words(&narrow).contains(&word), "{word}: {narrow}");
        }
        assert!(args != ["inspect"] || narrow.contains("    To Be Filled By O.E.M."), "{narrow}");
    }
}
