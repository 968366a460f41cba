//! Tests: signals on a dead or slow line, replies of the terminal, and modes that earlier programs left behind.

use countersign_testing::{Pty, process};
use rustix::process::Signal;

use super::session_in_pty::{assert_restored, program, run, session};

/// A session under a shell that stays open: when the session leader of a terminal exits, the kernel discards output that isn't
/// read yet. Returns the process id of the program too.
fn session_under_shell() -> (Pty, u32) {
    let shell = ["sh", "-c", "\"$@\"; echo code $?; read line", "sh"].map(str::to_owned);
    let pty = run(&[&shell, program().as_slice()].concat(), (80, 24), &[]);
    pty.wait_for("#0 ready.");
    let id = process::first_child(pty.id()).unwrap();
    (pty, id)
}

#[test]
fn demand_14_no_dead_line_blocks_a_signal() {
    for (signal, code) in
        [(Signal::TERM, 0), (Signal::INT, 0), (Signal::QUIT, 0), (Signal::USR1, 0), (Signal::HUP, 77)]
    {
        let (mut pty, id) = session_under_shell();
        pty.send(b"f");
        pty.wait_for("flooding.");
        pty.hold(true);
        process::signal(id, signal);
        process::wait_for_end(id);
        assert_eq!(pty.modes(), pty.initial_modes(), "{signal:?}");
        pty.hold(false);
        pty.wait_for(&format!("code {code}"));
        assert_restored(&pty);
        pty.send(b"\n");
        pty.end();
    }
}

#[test]
fn demand_14_no_flow_control_blocks_a_signal() {
    for (signal, code) in [(Signal::TERM, 0), (Signal::QUIT, 0), (Signal::HUP, 77)] {
        let (mut pty, id) = session_under_shell();
        pty.send(b"s");
        pty.wait_for("stopping.");
        process::signal(id, signal);
        process::wait_for_end(id);
        pty.wait_for(&format!("code {code}"));
        assert_restored(&pty);
        pty.send(b"\n");
        pty.end();
    }
}

#[test]
fn demand_14_a_slow_line_gets_the_complete_output() {
    let mut pty = session(&[]);
    pty.send(b"f");
    pty.wait_for("flooding.");
    pty.hold(true);
    pty.send(b"x");
    pty.hold(false);
    pty.wait_for("Key(Char('x')).");
    pty.send(b"e");
    pty.wait_for("ended by e");
    assert_restored(&pty);
}

#[test]
fn demand_14_shared_descriptors_of_the_terminal_stay_blocking() {
    let pty = session(&[]);
    for fd in 0..3 {
        let path = format!("/proc/{}/fdinfo/{fd}", pty.id());
        let info = std::fs::read_to_string(path).unwrap();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:")).unwrap();
        assert_eq!(u32::from_str_radix(flags.trim(), 8).unwrap() & 0o4000, 0, "{fd}: {info}");
    }
}

#[test]
fn demand_15_a_reply_is_not_taken_for_typing() {
    let mut pty = session(&[]);
    pty.send(
        b"\x1b]11;rgb:0000/0000/0000\x1b\\\x1bP1$r2 q\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[?64;1;2;6c\x9b24;80R",
    );
    pty.send(b"x");
    pty.wait_for("#1 Key(Char('x')).");
    // A sequence that the link splits.
    pty.send(b"\x1b[");
    pty.send(b"A");
    pty.wait_for("#2 Key(Up).");
    pty.send(b"\x1b");
    pty.wait_for("#3 Key(Esc).");
}

#[test]
fn demand_15_modes_of_earlier_programs_are_reset() {
    let before = ["sh", "-c", "printf '\\033[?1003h\\033[?1006h'; exec \"$@\"", "sh"].map(str::to_owned);
    let mut pty = run(&[&before, program().as_slice()].concat(), (80, 24), &[]);
    pty.wait_for("#0 ready.");
    pty.until("mouse reporting switched off", |screen| {
        (screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None).then_some(())
    });
    let resets = ["\x1b[<9u", "\x1b[>4m", "\x1b[?1003l", "\x1b[?1004l", "\x1b[?9001l"];
    let begun = pty.bytes().len();
    let counted = |bytes: &[u8], reset: &str| String::from_utf8_lossy(bytes).matches(reset).count();
    for reset in resets {
        assert_eq!(counted(&pty.bytes(), reset), 1, "{reset:?}");
    }
    pty.send(b"e");
    pty.wait_for("ended by e");
    for reset in resets {
        assert!(counted(&pty.bytes()[begun..], reset) > 0, "{reset:?}");
    }
    // Consoles have none of these modes, and would print some of the sequences.
    let mut pty = session(&[("TERM", "linux")]);
    pty.send(b"e");
    pty.wait_for("ended by e");
    assert!(resets.iter().all(|reset| counted(&pty.bytes(), reset) == 0));
}
