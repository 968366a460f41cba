//! The question before an act, at a terminal.

use countersign_testing::Pty;

use crate::harness::{Desk, NUMBER};

/// Revokes the number at a terminal and types that answer. Returns exit code and screen.
fn revoke(desk: &Desk, answer: &str) -> (i32, String) {
    let mut pty = Pty::spawn(&desk.command(&["licenses", "revoke", NUMBER, "--reason", "trial"]), (80, 24));
    pty.wait_for("yes");
    let asked = pty.screen();
    assert!(asked.contains(NUMBER), "the question doesn't name the number: {asked}");
    pty.send(format!("{answer}\r"));
    (pty.end(), pty.screen())
}

#[test]
fn an_action_at_a_terminal_asks_and_accepts_only_yes() {
    let desk = Desk::new(&[]);
    for answer in ["no", "y", ""] {
        let (exit, screen) = revoke(&desk, answer);
        assert!(exit == 5 && screen.contains("NOT-CONFIRMED"), "{answer}: {exit} {screen}");
        assert_eq!(desk.license(NUMBER)["state"], "unused", "{answer}");
    }
    let (exit, screen) = revoke(&desk, "yes");
    assert_eq!((exit, &desk.license(NUMBER)["state"]), (0, &"revoked".into()), "{screen}");
}

#[test]
fn an_action_with_the_yes_option_asks_no_question() {
    let desk = Desk::new(&[]);
    let words = ["licenses", "revoke", NUMBER, "--reason", "trial", "--yes"];
    let mut pty = Pty::spawn(&desk.command(&words), (80, 24));
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    assert_eq!(desk.license(NUMBER)["state"], "revoked");
}
