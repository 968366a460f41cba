//! A program in a pseudo-terminal of 80×24, for `tests/line.rs` and `benches/wire.rs`.
//!
//! Lives here: the line between the two ends. It counts what the program writes, keeps what a terminal would show, and can
//! be slow, or held: then nothing is read, the kernel's buffer fills, and the program has to wait. Deadlines are by what
//! is on the screen. Never here: what is expected of the program.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long anything may take, on a busy machine.
const LONG: Duration = Duration::from_secs(60);
/// Columns and rows.
pub const SIZE: (u16, u16) = (80, 24);

/// What came out so far.
struct Out {
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// When something came first since the last key, and last.
    first: Option<Instant>,
    last: Instant,
    held: bool,
    ended: bool,
}

/// What a program wrote after something was sent.
#[derive(Debug, Clone, Copy)]
pub struct Wrote {
    /// How many bytes.
    pub bytes: usize,
    /// From the sending to the first of them.
    pub first: Option<Duration>,
}

/// A program and its terminal.
pub struct Pty {
    // Held open: the program would be hung up on otherwise.
    _master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    /// The program.
    pub child: Box<dyn Child + Send + Sync>,
    out: Arc<(Mutex<Out>, Condvar)>,
    rate: Option<u32>,
    began: Instant,
}

impl Pty {
    /// Runs a command under that `TERM`; with a rate, over a line of so many bytes a second either way.
    pub fn run(command: &[&str], term: &str, rate: Option<u32>) -> Self {
        let (cols, rows) = SIZE;
        let pair =
            native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut builder = CommandBuilder::from_argv(command.iter().map(Into::into).collect());
        for name in ["NO_COLOR", "TMUX", "STY", "LC_ALL", "LC_CTYPE", "LANGUAGE", "RUST_BACKTRACE"] {
            builder.env_remove(name);
        }
        builder.env("TERM", term);
        builder.env("LANG", "C.UTF-8");
        // Where files would be saved.
        builder.cwd(std::env::temp_dir());
        let began = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        let cells = |n: u16| NonZeroU16::new(n).unwrap_or(NonZeroU16::MIN);
        let parser = vt100::Parser::new(cells(rows), cells(cols), 0);
        let out = Out { parser, raw: vec![], first: None, last: began, held: false, ended: false };
        let out = Arc::new((Mutex::new(out), Condvar::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&out);
        thread::spawn(move || relay(&mut reader, &shared, rate));
        let writer = pair.master.take_writer().unwrap();
        Self { _master: pair.master, writer, child, out, rate, began }
    }

    /// Sends keys, at the line's rate.
    pub fn send(&mut self, keys: &[u8]) {
        match self.rate {
            None => self.writer.write_all(keys).unwrap(),
            Some(rate) => {
                for key in keys {
                    self.writer.write_all(&[*key]).unwrap();
                    thread::sleep(Duration::from_secs_f64(1.0 / f64::from(rate)));
                }
            }
        }
    }

    /// Sends keys, and counts what is written until so long nothing more came.
    pub fn press(&mut self, keys: &[u8], quiet: Duration) -> Wrote {
        let before = {
            let mut out = self.out.0.lock().unwrap();
            out.first = None;
            out.raw.len()
        };
        let sent = Instant::now();
        self.send(keys);
        self.settle(sent, before, quiet)
    }

    /// What was written since the start, when so long nothing more came.
    pub fn started(&self, quiet: Duration) -> Wrote {
        self.settle(self.began, 0, quiet)
    }

    fn settle(&self, since: Instant, before: usize, quiet: Duration) -> Wrote {
        let mut out = self.out.0.lock().unwrap();
        loop {
            let last = out.last.max(since);
            let wait = match out.first {
                // A key that writes nothing is found out by waiting; a start takes its time.
                None if before > 0 => (since + quiet * 2).saturating_duration_since(Instant::now()),
                None => (since + LONG).saturating_duration_since(Instant::now()),
                Some(_) => (last + quiet).saturating_duration_since(Instant::now()),
            };
            if wait.is_zero() || out.ended {
                let first = out.first.map(|first| first.saturating_duration_since(since));
                return Wrote { bytes: out.raw.len() - before, first };
            }
            out = self.out.1.wait_timeout(out, wait).unwrap().0;
        }
    }

    /// Waits until the screen's text is as wanted.
    pub fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + LONG;
        let mut out = self.out.0.lock().unwrap();
        loop {
            if wanted(out.parser.screen().contents().as_str()) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "no {what} on:\n{}", out.parser.screen().contents());
            out = self.out.1.wait_timeout(out, left).unwrap().0;
        }
    }

    /// Waits until that text is on the screen.
    pub fn wait(&self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    /// Waits until the program wrote that text, after the first `from` bytes; answers where it ended.
    pub fn wait_written(&self, text: &str, from: usize) -> usize {
        let deadline = Instant::now() + LONG;
        let mut out = self.out.0.lock().unwrap();
        loop {
            let written = out.raw.get(from..).unwrap_or_default();
            if let Some(at) = written.windows(text.len()).position(|part| part == text.as_bytes()) {
                return from + at + text.len();
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let all = String::from_utf8_lossy(written);
            assert!(!left.is_zero() && !out.ended, "no {text:?} in:\n{all}");
            out = self.out.1.wait_timeout(out, left).unwrap().0;
        }
    }

    /// The text on the screen.
    pub fn screen(&self) -> String {
        self.out.0.lock().unwrap().parser.screen().contents()
    }

    /// All that was written.
    pub fn written(&self) -> Vec<u8> {
        self.out.0.lock().unwrap().raw.clone()
    }

    /// Whether the line takes nothing.
    pub fn hold(&self, held: bool) {
        self.out.0.lock().unwrap().held = held;
        self.out.1.notify_all();
    }

    /// Waits until the program ended; answers its exit code.
    pub fn end(&mut self) -> u32 {
        let deadline = Instant::now() + LONG;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "it goes on for ever");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// A line of `/proc/ID/status`, such as `VmHWM`, in kilobytes.
    pub fn kilobytes(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.process_id()?)).ok()?;
        status
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?
            .split_whitespace()
            .next()?
            .parse()
            .ok()
    }

    /// The time the program computed so far, by the scheduler's own count.
    pub fn computed(&self) -> Option<Duration> {
        let id = self.child.process_id()?;
        let stat = std::fs::read_to_string(format!("/proc/{id}/schedstat")).ok()?;
        stat.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads what the program writes, not faster than the line is.
fn relay(reader: &mut impl Read, shared: &(Mutex<Out>, Condvar), rate: Option<u32>) {
    // A slow line takes a few bytes at a time, so that the program waits as it would for a UART.
    let mut bytes = vec![0; rate.map_or(65536, |rate| usize::try_from(rate / 100).unwrap_or(1).max(1))];
    let mut free = Instant::now();
    loop {
        let mut out = shared.0.lock().unwrap();
        while out.held {
            out = shared.1.wait(out).unwrap();
        }
        drop(out);
        let count = reader.read(&mut bytes).unwrap_or(0);
        let mut out = shared.0.lock().unwrap();
        out.parser.process(&bytes[..count]);
        out.raw.extend(&bytes[..count]);
        out.last = Instant::now();
        if count > 0 && out.first.is_none() {
            out.first = Some(out.last);
        }
        out.ended = count == 0;
        shared.1.notify_all();
        drop(out);
        if count == 0 {
            return;
        }
        if let (Some(rate), Ok(count)) = (rate, u32::try_from(count)) {
            free = free.max(Instant::now()) + Duration::from_secs_f64(f64::from(count) / f64::from(rate));
            thread::sleep(free.saturating_duration_since(Instant::now()));
        }
    }
}
