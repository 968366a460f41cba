//! A session in a pseudo-terminal, for tests: this test program starts itself as the one that draws.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::{Caps, Event, Session, Signal};
use crate::wizard::Key;

/// Set for the program inside.
const INSIDE: &str = "COUNTERSIGN_TEST_INSIDE";
/// How long anything may take, on a busy machine.
const LONG: Duration = Duration::from_secs(20);

/// The program inside: shows each event, and does by letter what a wizard does.
#[test]
fn inside() {
    if std::env::var_os(INSIDE).is_none() {
        return;
    }
    let mut session = Session::enter(Caps::here()).unwrap();
    let mut last = "ready".to_owned();
    let mut count = 0;
    loop {
        session.draw(|frame| frame.render_widget(format!("#{count} {last}."), frame.area())).unwrap();
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
                let script = "printf 'lent '; read line; echo \"got $line\"; read line";
                let run = || Command::new("sh").args(["-c", script]).status().unwrap();
                last = format!("back {:?}", session.hand_over(run).unwrap().code());
            }
            Event::Key(Key::Char('f')) => flood(&mut session),
            Event::Key(Key::Char('s')) => {
                session.draw(|frame| frame.render_widget("stopping.", frame.area())).unwrap();
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

/// Draws and draws, more than any line takes, until something happens.
fn flood(session: &mut Session) {
    for n in 0.. {
        session
            .draw(|frame| frame.render_widget(format!("{n} flooding. ").repeat(150), frame.area()))
            .unwrap();
        if session.waiting().unwrap() {
            return;
        }
    }
}

/// The command line of a test of this file.
fn program_of(test: &str) -> Vec<String> {
    let room = module_path!().split_once("::").unwrap().1;
    let exe = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
    vec![exe, "--exact".into(), format!("{room}::{test}"), "--nocapture".into(), "--test-threads=1".into()]
}

/// The command line of the program inside.
pub fn program() -> Vec<String> {
    program_of("inside")
}

/// Set for the program that loses a line.
const LOSES: &str = "COUNTERSIGN_TEST_LOSES";

/// The program that loses a line: starts one inside, tells its number, and is gone with all ends of the terminal.
#[test]
fn loses() {
    let Ok(kind) = std::env::var(LOSES) else { return };
    let ignoring = ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh"].map(str::to_owned);
    let ahead = if kind == "ignoring" { ignoring.as_slice() } else { &[] };
    let pty = Pty::run(&[ahead, &program()].concat(), (80, 24), &[]);
    pty.wait("#0 ready.");
    println!("\nnumber {}", pty.child.process_id().unwrap());
    std::process::exit(0);
}

/// The number of a program inside a terminal that is no more.
pub fn lost(kind: &str) -> u32 {
    let program = program_of("loses");
    let out = Command::new(&program[0]).args(&program[1..]).env(LOSES, kind).output().unwrap();
    let out = String::from_utf8(out.stdout).unwrap();
    out.lines().find_map(|line| line.strip_prefix("number ")).expect(&out).parse().unwrap()
}

/// Whether a process still does something.
pub fn runs(id: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with(['Z', 'X']))
}

/// What came out so far.
struct Out {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    reads: usize,
    /// Nothing is read: the line is dead.
    held: bool,
    ended: bool,
}

/// A pseudo-terminal and what runs in it.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    pub child: Box<dyn Child + Send + Sync>,
    out: Arc<(Mutex<Out>, Condvar)>,
    /// The modes before anything ran.
    pub modes: String,
}

impl Pty {
    /// Runs that in a terminal of that size, with `TERM` and more variables.
    pub fn run(command: &[String], size: (u16, u16), env: &[(&str, &str)]) -> Self {
        let pty = native_pty_system();
        let size_of = PtySize { rows: size.1, cols: size.0, pixel_width: 0, pixel_height: 0 };
        let pair = pty.openpty(size_of).unwrap();
        let mut builder = CommandBuilder::from_argv(command.iter().map(Into::into).collect());
        for name in ["NO_COLOR", "TMUX", "STY", "LC_ALL", "LC_CTYPE", "LANGUAGE", "RUST_BACKTRACE"] {
            builder.env_remove(name);
        }
        for (name, value) in [("TERM", "xterm"), ("LANG", "C.UTF-8"), (INSIDE, "1")].iter().chain(env) {
            builder.env(name, value);
        }
        let modes = format!("{:?}", pair.master.get_termios());
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        let cells = |n: u16| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
        let parser = vt100::Parser::new(cells(size.1), cells(size.0), 0);
        let out = Out { parser, bytes: vec![], reads: 0, held: false, ended: false };
        let out = Arc::new((Mutex::new(out), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&out);
        std::thread::spawn(move || {
            let mut bytes = [0; 65536];
            loop {
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut out = shared.0.lock().unwrap();
                while out.held {
                    out = shared.1.wait(out).unwrap();
                }
                out.parser.process(&bytes[..count]);
                out.bytes.extend(&bytes[..count]);
                out.reads += 1;
                out.ended = count == 0;
                shared.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { master: pair.master, writer, child, out, modes }
    }

    /// Runs the program inside.
    pub fn inside(env: &[(&str, &str)]) -> Self {
        let pty = Self::run(&program(), (80, 24), env);
        pty.wait("#0 ready.");
        pty
    }

    /// Types.
    pub fn send(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
    }

    /// Reads nothing more of what the program writes, or goes on.
    pub fn hold(&self, held: bool) {
        self.out.0.lock().unwrap().held = held;
        self.out.1.notify_all();
    }

    /// Waits until the terminal is as wanted.
    pub fn until(&self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + LONG;
        let mut out = self.out.0.lock().unwrap();
        while !wanted(out.parser.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no {what} on:\n{}", out.parser.screen().contents());
            out = self.out.1.wait_timeout(out, left).unwrap().0;
        }
    }

    /// Waits until that text is on the screen.
    pub fn wait(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// Waits until the program closed the terminal; answers how it ended.
    pub fn end(&mut self) -> u32 {
        let deadline = Instant::now() + LONG;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "it goes on for ever");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until all was read that the program wrote.
    pub fn rest(&self) {
        let deadline = Instant::now() + LONG;
        let mut out = self.out.0.lock().unwrap();
        while !out.ended {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "the terminal stays open");
            out = self.out.1.wait_timeout(out, left).unwrap().0;
        }
    }

    /// All bytes so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.out.0.lock().unwrap().bytes.clone()
    }

    /// How many times something came out so far.
    pub fn reads(&self) -> usize {
        self.out.0.lock().unwrap().reads
    }

    /// The text on the screen.
    pub fn text(&self) -> String {
        self.out.0.lock().unwrap().parser.screen().contents().to_owned()
    }

    /// The line's modes as they are now.
    pub fn modes(&self) -> String {
        format!("{:?}", self.master.get_termios())
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Changes the size.
    pub fn resize(&self, (cols, rows): (u16, u16)) {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
    }

    /// Asserts that screen and modes are as before.
    pub fn assert_restored(&self) {
        assert_eq!(self.modes(), self.modes);
        let out = self.out.0.lock().unwrap();
        let screen = out.parser.screen();
        let end = out.bytes.get(out.bytes.len().saturating_sub(200)..).unwrap_or(&out.bytes).escape_ascii();
        assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor(), "{end}");
        assert!(!screen.bold() && !screen.inverse() && screen.fgcolor() == vt100::Color::Default);
    }

    /// Asserts that a session has the terminal.
    pub fn assert_taken(&self) {
        assert_ne!(self.modes(), self.modes);
        let out = self.out.0.lock().unwrap();
        let screen = out.parser.screen();
        assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor());
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
