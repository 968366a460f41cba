//! The cursor of the real program, which screen readers and braille displays follow, and what stays on the screen at the end.

use std::process::Command;

use countersign_testing::{Desk, Device, NUMBER, Pty, bad_machine, good_machine, read_qr};
use rustix::process::Signal;
use vt100::Screen;

/// The text from the cursor to the end of its row.
fn at_cursor(screen: &Screen) -> String {
    let (y, x) = screen.cursor_position();
    let width = screen.size().1.get();
    screen.rows(x, width - x).nth(y.into()).unwrap_or_default().trim_end().to_owned()
}

/// Waits until the cursor, hidden or shown, stands on that text.
#[track_caller]
fn stands_on(pty: &Pty, text: &str, shown: bool) {
    let what = format!("a cursor on {text:?}");
    pty.until(&what, |screen| {
        (at_cursor(screen).starts_with(text) && screen.hide_cursor() != shown).then_some(())
    });
}

/// Waits until the cursor of a text stands right after that text.
#[track_caller]
fn stands_behind(pty: &Pty, text: &str) {
    let what = format!("a cursor behind {text:?}");
    pty.until(&what, |screen| {
        let (y, x) = screen.cursor_position();
        let left = screen.rows(0, x).nth(y.into()).unwrap_or_default();
        (left.trim_end().ends_with(text.trim_end()) && !screen.hide_cursor()).then_some(())
    });
}

#[test]
fn demand_13_the_cursor_is_on_the_focus() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let mut pty = device.pty(&[]);
    stands_behind(&pty, "  >");
    pty.send(NUMBER);
    stands_behind(&pty, &format!("> {NUMBER}"));
    pty.send("\x1b[D\x1b[D");
    stands_on(&pty, &NUMBER[NUMBER.len() - 2..], true);
    pty.send("\r");
    stands_on(&pty, "Enter fix", false);
    // Details and help cover the page; a key closes them.
    for key in ["d", "?"] {
        pty.send(key);
        stands_on(&pty, "Esc close", false);
        pty.send("\x1b");
        stands_on(&pty, "Enter fix", false);
    }
    pty.send("\r");
    stands_on(&pty, "1  Use values from other places on this machine", false);
    pty.send("\x1b[B");
    stands_on(&pty, "2  Write the firmware", false);
    // The cursor follows through every size, and a redraw.
    for (size, text) in [
        ((40, 12), "2  Write the firmware"),
        ((52, 18), "2  Write the firmware"),
        ((39, 12), "This window is too small"),
        ((12, 2), "40x12"),
        ((80, 24), "2  Write the firmware"),
    ] {
        pty.resize(size);
        stands_on(&pty, text, false);
    }
    pty.send("\x0c");
    stands_on(&pty, "2  Write the firmware", false);
    // A notice doesn't move the cursor.
    pty.send("\x1b");
    pty.wait_for("2 INSPECT");
    pty.send("r");
    pty.wait_for("Read again: nothing changed.");
    stands_on(&pty, "Enter fix", false);
    pty.hang_up();
}

#[test]
fn reader_demand_6_nothing_is_written_without_a_change() {
    let desk = Desk::new();
    let device = Device::new(&bad_machine(), &desk);
    let mut pty = device.pty(&[]);
    pty.send(format!("{NUMBER}\r\r"));
    stands_on(&pty, "1  Use values from other places on this machine", false);
    let before = pty.bytes().len();
    // First keys that do nothing here, then a key with a visible effect.
    pty.send("\x1b[24~x\x1b[A\x1b[H");
    pty.send("\x1b[B");
    stands_on(&pty, "2  Write the firmware", false);
    let written = String::from_utf8(pty.bytes()[before..].to_vec()).unwrap();
    assert!(!written.contains("Before:") && !written.contains("3 FIX"), "{written:?}");
    let titles = ["Use values from other places on this machine", "Write the firmware"];
    assert!(titles.iter().all(|title| written.matches(title).count() == 1), "{written:?}");
    pty.hang_up();
}

/// Asserts that the program ended, and that this is all that its screen says.
#[track_caller]
fn left(pty: &mut Pty, exit: i32, lines: &[&str]) {
    assert_eq!(pty.end(), exit);
    let shown = pty.look(|screen| {
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        screen.contents()
    });
    // The end of a row may stand within a sentence.
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let want = joined(&lines.join(" ")).replace(' ', "");
    assert_eq!(joined(&shown).replace(' ', ""), want, "{shown}");
}

const KEPT: &str = "The session is kept at 2 INSPECT. To go on, run the same command again.";

#[test]
fn reader_demand_15_leaving_midway_says_that_the_session_is_kept_and_how_to_continue() {
    let desk = Desk::new();
    let mut device = Device::new(&bad_machine(), &desk);
    for key in ["q", "\x03"] {
        let mut pty = device.pty(&[]);
        pty.wait_for("1 WELCOME");
        let resumed = pty.screen().contains("A session for");
        pty.send(if resumed { "\r".to_owned() } else { format!("{NUMBER}\r") });
        pty.wait_for("2 INSPECT");
        pty.send(key);
        left(&mut pty, 3, &[KEPT]);
    }
    // A signal ends the session with the same words.
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send("\r");
    pty.wait_for("2 INSPECT");
    pty.signal(Signal::TERM);
    left(&mut pty, 3, &[KEPT]);
    device.set_env("LANG", "zh_CN.UTF-8");
    let mut pty = device.pty(&[]);
    pty.wait_for("1 欢迎");
    pty.send("q");
    left(&mut pty, 3, &["会话已保存，停在「2 检查」。再次运行同一命令即可继续。"]);
    // A session by lines ends with the same words.
    device.set_env("LANG", "C.UTF-8");
    let ran = device.run_with_input(&["--plain"], "0\n");
    assert!(ran.out.trim_end().ends_with(KEPT), "{}", ran.out);
}

#[test]
fn reader_demand_15_leaving_practice_says_that_nothing_is_kept() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    for (lang, welcome, words) in [
        (
            "C.UTF-8",
            "1 WELCOME",
            "This was practice: nothing is kept. To practise again, run the same command.",
        ),
        ("zh_CN.UTF-8", "1 欢迎", "这是练习，没有保存任何内容。再次运行同一命令即可再练习。"),
    ] {
        let mut command: Command = device.bare_command(&["practice", "clean"]);
        command.env("LANG", lang);
        let mut pty = Pty::spawn(&command, (80, 24));
        pty.wait_for(welcome);
        pty.send("\x03");
        left(&mut pty, 3, &[words]);
    }
}

#[test]
fn reader_demand_15_closing_lines_are_wrapped_between_words() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = Pty::spawn(&device.command(&[]), (40, 12));
    pty.wait_for("1 WELCOME");
    pty.send("\x03");
    assert_eq!(pty.end(), 3);
    let shown: Vec<String> = pty.screen().trim_end().lines().map(|line| line.trim_end().to_owned()).collect();
    assert_eq!(shown, ["No license number was given, so nothing", "is kept. To start: countersign"]);
}

#[test]
fn reader_demand_15_leaving_at_the_end_says_the_result_and_the_next_step() {
    let desk = Desk::new();
    let device = Device::new(&good_machine(), &desk);
    let mut pty = device.pty(&[]);
    pty.wait_for("1 WELCOME");
    pty.send(format!("{NUMBER}\r"));
    pty.wait_for("2 INSPECT");
    pty.send("\r");
    pty.wait_for("4 ROUTE");
    pty.send("1");
    stands_on(&pty, "Enter I have the code", false);
    let issued = desk.issue(&pty.until("a readable QR", read_qr));
    pty.send("\r");
    stands_on(&pty, "_____ _____", true);
    pty.send(format!("\x1b[200~{}\x1b[201~", issued.lines.join("\r")));
    pty.wait_for("All seven lines are complete.");
    pty.send("\r");
    stands_on(&pty, "Enter go on", false);
    pty.send("\r");
    stands_on(&pty, "Enter leave", false);
    pty.send("\r");
    left(&mut pty, 0, &[&format!("Activated: {NUMBER}"), "At any time: countersign status"]);
}
