//! A session in a pseudo-terminal, for tests: this test program starts itself as the program that draws.

use std::process::Command;

use countersign_testing::Pty;

use super::{Caps, Event, Session, Signal};
use crate::screen::Drawn;
use crate::wizard::Key;

/// Set for the program inside.
const INSIDE: &str = "COUNTERSIGN_TEST_INSIDE";
/// The program inside: shows each event, and for some letters does what the wizard does.
#[test]
fn program_in_the_terminal() {
    if std::env::var_os(INSIDE).is_none() {
        return;
    }
    let mut session = Session::enter(Caps::here()).unwrap();
    let mut last = "ready".to_owned();
    let mut count = 0;
    loop {
        show(&mut session, format!("#{count} {last}."));
        let event = session.next_event().unwrap();
        last = format!("{event:?}");
        count += 1;
        match event {
            Event::Key(Key::Char('p')) => panic!("died of p"),
            Event::Key(Key::Char('e')) => {
                drop(session);
                println!("ended by e");
                return;
            }
            Event::Key(Key::Char('t')) => {
                std::thread::spawn(|| panic!("died elsewhere")).join().unwrap_err();
            }
            Event::Key(Key::Char('w')) => {
                let waker = session.waker().unwrap();
                std::thread::spawn(move || waker.wake());
            }
            Event::Key(Key::Char('c')) => {
                last = format!("{:?}", session.copy("K7QM-2").unwrap());
            }
            Event::Key(Key::Char('h')) => {
                let script = "printf 'lent '; read line; echo \"got $line\"; read more; [ \"$line\" != fail ] || exit 3";
                let mut code = None;
                let run = || {
                    code = Command::new("sh").args(["-c", script]).status().unwrap().code();
                    (code != Some(0)).then(|| "read this".to_owned())
                };
                session.hand_over(run).unwrap();
                last = format!("back {code:?}");
            }
            Event::Key(Key::Char('f')) => flood(&mut session),
            Event::Key(Key::Char('s')) => {
                show(&mut session, "stopping.".to_owned());
                rustix::termios::tcflow(std::io::stdout(), rustix::termios::Action::OOff).unwrap();
                flood(&mut session);
            }
            Event::Signal(Signal::Suspend) => {
                session.suspend().unwrap();
                last = "resumed".into();
            }
            Event::Signal(Signal::Terminate) => {
                drop(session);
                println!("ended by a signal");
                return;
            }
            Event::Signal(Signal::HangUp) | Event::Closed => {
                drop(session);
                std::process::exit(77);
            }
            _ => {}
        }
    }
}

/// Draws a text.
fn show(session: &mut Session, text: String) {
    let draw = |frame: &mut ratatui::Frame| {
        frame.render_widget(text, frame.area());
        Drawn::default()
    };
    session.draw(draw).unwrap();
}

/// Draws more than the terminal's buffer holds, until something happens.
fn flood(session: &mut Session) {
    for n in 0.. {
        show(session, format!("{n} flooding. ").repeat(150));
        if session.waiting().unwrap() {
            return;
        }
    }
}

/// The command line of a test of this file.
fn program_of(test: &str) -> Vec<String> {
    let module = module_path!().split_once("::").unwrap().1;
    let exe = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
    vec![exe, "--exact".into(), format!("{module}::{test}"), "--nocapture".into(), "--test-threads=1".into()]
}

/// The command line of the program inside.
pub fn program() -> Vec<String> {
    program_of("program_in_the_terminal")
}

/// Set for the program that loses a line.
const LOSES: &str = "COUNTERSIGN_TEST_LOSES";

/// The program that loses a line: starts a program inside, prints its process id, and exits, which closes every descriptor of the
/// terminal's other side.
#[test]
fn program_that_loses_its_line() {
    let Ok(kind) = std::env::var(LOSES) else { return };
    let ignoring = ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh"].map(str::to_owned);
    let ahead = if kind == "ignoring" { ignoring.as_slice() } else { &[] };
    let pty = run(&[ahead, &program()].concat(), (80, 24), &[]);
    pty.wait_for("#0 ready.");
    println!("\nprocess {}", pty.id());
    std::process::exit(0);
}

/// The process id of a program inside a terminal that is gone.
pub fn with_lost_line(kind: &str) -> u32 {
    let program = program_of("program_that_loses_its_line");
    let out = Command::new(&program[0]).args(&program[1..]).env(LOSES, kind).output().unwrap();
    let out = String::from_utf8(out.stdout).unwrap();
    out.lines().find_map(|line| line.strip_prefix("process ")).expect(&out).parse().unwrap()
}

/// Runs a command in a terminal of that size, with `TERM=xterm`, a UTF-8 locale and more variables.
pub fn run(argv: &[String], size: (u16, u16), env: &[(&str, &str)]) -> Pty {
    let mut command = Command::new(&argv[0]);
    command.args(&argv[1..]).env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.env("TERM", "xterm").env("LANG", "C.UTF-8").env(INSIDE, "1").envs(env.iter().copied());
    Pty::spawn(&command, size)
}

/// The program inside, ready.
pub fn session(env: &[(&str, &str)]) -> Pty {
    let pty = run(&program(), (80, 24), env);
    pty.wait_for("#0 ready.");
    pty
}

/// Asserts that screen and modes are as before the session.
pub fn assert_restored(pty: &Pty) {
    assert_eq!(pty.modes(), pty.initial_modes());
    let bytes = pty.bytes();
    let end = bytes.get(bytes.len().saturating_sub(200)..).unwrap_or(&bytes).escape_ascii().to_string();
    pty.look(|screen| {
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor(), "{end}");
        assert!(!screen.bold() && !screen.inverse() && screen.fgcolor() == vt100::Color::Default);
    });
}

/// Asserts that a session has the terminal.
pub fn assert_taken(pty: &Pty) {
    assert_ne!(pty.modes(), pty.initial_modes());
    pty.look(|screen| {
        assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor());
    });
}
