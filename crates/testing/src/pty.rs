//! A program in a pseudo-terminal, its screen read back.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::process::Command;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take, on a busy machine.
const LONG: Duration = Duration::from_secs(30);

/// What came out so far.
struct Out {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    closed: bool,
}

/// A pseudo-terminal and the program in it, which is killed when this is dropped.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    out: Arc<(Mutex<Out>, Condvar)>,
}

impl Pty {
    /// Runs that command in a terminal of so many columns and rows. Of a command only program, arguments,
    /// environment (nothing else is handed on) and folder count.
    pub fn spawn(command: &Command, (columns, rows): (u16, u16)) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        builder.env_clear();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                builder.env(name, value);
            }
        }
        builder.cwd(command.get_current_dir().expect("a folder of its own"));
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        let cells = |n: u16| NonZeroU16::new(n).unwrap();
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let out = Arc::new((Mutex::new(Out { parser, bytes: Vec::new(), closed: false }), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&out);
        std::thread::spawn(move || {
            let mut bytes = [0; 65536];
            loop {
                let count = reader.read(&mut bytes).unwrap_or(0);
                let mut out = taken(&shared.0);
                out.parser.process(&bytes[..count]);
                out.bytes.extend(&bytes[..count]);
                out.closed = count == 0;
                shared.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        Self { master: pair.master, keys, child, out }
    }

    /// Types. The keys that have names here are `\r` (Enter), `\x1b` (Escape), `\x03` (Ctrl-C).
    pub fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits for the screen to be as wanted; looks again whenever something came out.
    pub fn until<T>(&self, what: &str, mut wanted: impl FnMut(&vt100::Screen) -> Option<T>) -> T {
        let deadline = Instant::now() + LONG;
        let mut out = taken(&self.out.0);
        loop {
            if let Some(found) = wanted(out.parser.screen()) {
                return found;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let end = if out.closed { "the program ended" } else { "time is over" };
            assert!(
                !left.is_zero() && !out.closed,
                "no {what:?} on the screen, and {end}:\n{}",
                out.parser.screen().contents()
            );
            out = self.out.1.wait_timeout(out, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until that text is on the screen, the breaks of lines taken for blanks.
    pub fn wait_for(&self, text: &str) {
        self.until(text, |screen| squeezed(&screen.contents()).contains(text).then_some(()));
    }

    /// Waits until that text is right of the QR, which has 45 columns at 80 by 24.
    pub fn wait_beside(&self, text: &str) {
        self.until(text, |screen| {
            let beside: Vec<String> = screen.rows(45, 35).collect();
            squeezed(&beside.join("\n")).contains(text).then_some(())
        });
    }

    /// Waits until that text is no longer on the screen.
    pub fn wait_gone(&self, text: &str) {
        let what = format!("screen without {text}");
        self.until(&what, |screen| (!squeezed(&screen.contents()).contains(text)).then_some(()));
    }

    /// Waits until that text came out at all, on the screen or scrolled off it.
    pub fn wait_out(&self, text: &str) {
        let deadline = Instant::now() + LONG;
        let mut out = taken(&self.out.0);
        loop {
            let all = String::from_utf8_lossy(&out.bytes).into_owned();
            if squeezed(&all).contains(text) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero() && !out.closed, "no {text:?} came out:\n{all}");
            out = self.out.1.wait_timeout(out, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The text on the screen, line by line.
    pub fn screen(&self) -> String {
        taken(&self.out.0).parser.screen().contents()
    }

    /// Every byte that came out so far.
    pub fn bytes(&self) -> Vec<u8> {
        taken(&self.out.0).bytes.clone()
    }

    /// The terminal's name, such as `/dev/pts/3`.
    pub fn name(&self) -> String {
        self.master.tty_name().unwrap().display().to_string()
    }

    /// Hangs up, as a dropped link does, and waits for the end.
    pub fn hang_up(&mut self) {
        let id = i32::try_from(self.child.process_id().unwrap()).unwrap();
        let id = rustix::process::Pid::from_raw(id).unwrap();
        rustix::process::kill_process(id, rustix::process::Signal::HUP).unwrap();
        self.end();
    }

    /// The line's modes, as the kernel has them now.
    pub fn modes(&self) -> String {
        format!("{:?}", self.master.get_termios())
    }

    /// The number of the program.
    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// What that makes of the screen as it is now.
    pub fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(taken(&self.out.0).parser.screen())
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.process_id().unwrap()).unwrap();
        rustix::process::kill_process(rustix::process::Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Waits for the program's end and for all it wrote; answers its exit code.
    pub fn end(&mut self) -> i32 {
        let deadline = Instant::now() + LONG;
        let mut out = taken(&self.out.0);
        while !out.closed {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "it goes on for ever:\n{}", out.parser.screen().contents());
            out = self.out.1.wait_timeout(out, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(out);
        // The terminal is closed by the end of the program, which is not far then.
        i32::try_from(self.child.wait().unwrap().exit_code()).unwrap()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The lock, also where a test failed while it held it.
fn taken(out: &Mutex<Out>) -> MutexGuard<'_, Out> {
    out.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A text with every run of blanks and line breaks as one blank.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
