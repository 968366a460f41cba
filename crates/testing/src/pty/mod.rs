//! A program in a pseudo-terminal, with its screen as text. Every test and benchmark that needs a terminal uses this module.
//!
//! Each wait is for output of the program and has a deadline. Never here: expectations about a program.
//!
//! ```no_run
//! use countersign_testing::{Pty, terminal_command};
//!
//! let mut pty = Pty::spawn(&terminal_command(["countersign", "practice"], "xterm"), (80, 24));
//! pty.wait_for("1 WELCOME");
//! pty.send("\x03");
//! assert_eq!(pty.end(), 3);
//! ```

mod output;

use std::ffi::OsStr;
use std::io::Write;
use std::process::Command;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use vt100::Screen;

use crate::process;
pub use output::{Chunk, Mark, Written};
use output::{DEADLINE, Output, Pace};

/// Environment variables that change the output of a program and differ between machines.
const UNWANTED: [&str; 13] = [
    "COLORTERM",
    "COUNTERSIGN_PROFILE",
    "ENV",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "NO_COLOR",
    "RUST_BACKTRACE",
    "SSH_CONNECTION",
    "SSH_TTY",
    "STY",
    "TMUX",
];

/// A program with its arguments, this `TERM`, a UTF-8 locale, and this process's environment without variables that change the
/// output of programs. It starts in the folder for temporary files.
pub fn terminal_command<S: AsRef<OsStr>>(argv: impl IntoIterator<Item = S>, term: &str) -> Command {
    let mut argv = argv.into_iter();
    let mut command = Command::new(argv.next().expect("the command has a program"));
    command.args(argv).env_clear().current_dir(std::env::temp_dir());
    command.envs(std::env::vars_os().filter(|(name, _)| !UNWANTED.iter().any(|unwanted| name == unwanted)));
    command.env("TERM", term).env("LANG", "C.UTF-8");
    command
}

/// A program and its terminal. Dropping it kills the program and the terminal's foreground process group.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Arc<Output>,
    bytes_per_second: Option<u32>,
    start: Instant,
    initial_modes: String,
}

impl Pty {
    /// Runs a command in a terminal of `size` (columns, rows). Of the command, program, arguments, current folder and the environment
    /// variables that it sets are used; no other variable is inherited.
    pub fn spawn(command: &Command, size: (u16, u16)) -> Self {
        Self::spawn_with(command, size, None)
    }

    /// Like [`Pty::spawn`], over a serial line of this many bytes per second in each direction.
    pub fn spawn_over_line(command: &Command, size: (u16, u16), bytes_per_second: u32) -> Self {
        Self::spawn_with(command, size, Some(bytes_per_second))
    }

    fn spawn_with(command: &Command, size: (u16, u16), bytes_per_second: Option<u32>) -> Self {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        builder.env_clear();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                builder.env(name, value);
            }
        }
        match command.get_current_dir() {
            Some(folder) => builder.cwd(folder),
            None => builder.cwd(std::env::current_dir().unwrap()),
        }
        let initial_modes = format!("{:?}", pair.master.get_termios());
        let output = Arc::new(Output::new(size));
        let reader = pair.master.try_clone_reader().unwrap();
        thread::spawn({
            let output = Arc::clone(&output);
            move || output.read(reader, bytes_per_second.map(Pace::new))
        });
        let writer = pair.master.take_writer().unwrap();
        let start = Instant::now();
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        Self { master: pair.master, writer, child, output, bytes_per_second, start, initial_modes }
    }

    /// Types keys. `\r` is Enter, `\x1b` Escape, `\x03` Ctrl-C.
    pub fn send(&mut self, keys: impl AsRef<[u8]>) {
        let keys = keys.as_ref();
        match self.bytes_per_second {
            None => self.writer.write_all(keys).unwrap(),
            Some(rate) => {
                for key in keys {
                    self.writer.write_all(&[*key]).unwrap();
                    thread::sleep(Duration::from_secs_f64(1.0 / f64::from(rate)));
                }
            }
        }
    }

    /// Changes the size of the terminal and of the emulated screen.
    pub fn resize(&self, size: (u16, u16)) {
        self.output.resize(size);
        self.master.resize(pty_size(size)).unwrap();
    }

    /// Waits until `wanted` returns a value for the screen, and returns this value.
    pub fn until<T>(&self, what: &str, wanted: impl FnMut(&Screen) -> Option<T>) -> T {
        self.until_within(DEADLINE, wanted).unwrap_or_else(|| {
            let end = if self.output.lock().closed { "the program ended" } else { "time is over" };
            panic!("{what:?} is not on the screen, and {end}:\n{}", self.screen())
        })
    }

    /// Like [`Pty::until`], with this time-out. `None` if `wanted` returned no value in time.
    pub fn until_within<T>(
        &self,
        timeout: Duration,
        mut wanted: impl FnMut(&Screen) -> Option<T>,
    ) -> Option<T> {
        self.output.wait(timeout, |state| wanted(state.parser.screen()))
    }

    /// Waits until this text is on the screen. A line break counts as a blank.
    pub fn wait_for(&self, text: &str) {
        self.until(text, |screen| joined(&screen.contents()).contains(text).then_some(()));
    }

    /// Waits until this text is to the right of the QR code, which has 45 columns at 80×24.
    pub fn wait_beside_qr(&self, text: &str) {
        self.until(text, |screen| {
            let beside: Vec<String> = screen.rows(45, 35).collect();
            joined(&beside.join("\n")).contains(text).then_some(())
        });
    }

    /// Waits until this text is not on the screen.
    pub fn wait_gone(&self, text: &str) {
        let what = format!("screen without {text}");
        self.until(&what, |screen| (!joined(&screen.contents()).contains(text)).then_some(()));
    }

    /// Waits until the program has written this text after the first `from` bytes, whether or not it is still on the screen.
    /// Returns the offset of its end. A line break counts as a blank.
    pub fn wait_written(&self, text: &str, from: usize) -> usize {
        let found = self.output.wait(DEADLINE, |state| {
            output::end_of(state.bytes.get(from..)?, text.as_bytes()).map(|end| from + end)
        });
        found.unwrap_or_else(|| {
            let bytes = self.bytes();
            panic!(
                "{text:?} is missing in:\n{}",
                String::from_utf8_lossy(bytes.get(from..).unwrap_or_default())
            )
        })
    }

    /// Waits until the program has written nothing for `quiet`. Returns the output since the mark. If there is no output at all, the
    /// wait ends `patience` after the mark.
    pub fn settle(&self, since: Mark, quiet: Duration, patience: Duration) -> Written {
        self.output.settle(since, quiet, patience)
    }

    /// Waits until the program has written nothing for `quiet`. Returns the output since its start.
    pub fn settle_start(&self, quiet: Duration) -> Written {
        self.settle(Mark { bytes: 0, at: self.start }, quiet, DEADLINE)
    }

    /// Sends keys, and waits until the program has written nothing for `quiet`. Returns the output after the keys.
    pub fn press(&mut self, keys: impl AsRef<[u8]>, quiet: Duration) -> Written {
        let mark = self.mark();
        self.send(keys);
        self.settle(mark, quiet, quiet * 2)
    }

    /// The current time and the number of bytes that the program has written.
    pub fn mark(&self) -> Mark {
        Mark { bytes: self.output.lock().bytes.len(), at: Instant::now() }
    }

    /// The text on the screen, line by line.
    pub fn screen(&self) -> String {
        self.look(Screen::contents)
    }

    /// Applies a function to the current screen.
    pub fn look<T>(&self, function: impl FnOnce(&Screen) -> T) -> T {
        function(self.output.lock().parser.screen())
    }

    /// Every byte that the program has written.
    pub fn bytes(&self) -> Vec<u8> {
        self.output.lock().bytes.clone()
    }

    /// The reads of these bytes, with their times.
    pub fn chunks(&self) -> Vec<Chunk> {
        self.output.lock().chunks.clone()
    }

    /// The time from the start of the program to the first read after which `wanted` is true for the screen. The output is replayed at
    /// the initial size of the terminal.
    pub fn time_to(&self, wanted: impl Fn(&Screen) -> bool) -> Option<Duration> {
        Some(self.output.lock().first_time(wanted)?.saturating_duration_since(self.start))
    }

    /// Stops or continues reading the program's output. While reading is stopped, the kernel's buffer fills and the program has to
    /// wait.
    pub fn hold(&self, held: bool) {
        self.output.hold(held);
    }

    /// The process id of the program.
    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// The terminal's name, such as `/dev/pts/3`.
    pub fn name(&self) -> String {
        self.master.tty_name().unwrap().display().to_string()
    }

    /// The current modes of the terminal line (termios).
    pub fn modes(&self) -> String {
        format!("{:?}", self.master.get_termios())
    }

    /// The modes of the terminal line before the program ran.
    pub fn initial_modes(&self) -> &str {
        &self.initial_modes
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Sends SIGHUP, like a lost connection. Returns the exit code.
    pub fn hang_up(&mut self) -> i32 {
        self.signal(Signal::HUP);
        self.end()
    }

    /// Waits until all descriptors of the terminal are closed and the program has ended. Returns its exit code; 1 if a signal killed
    /// it.
    pub fn end(&mut self) -> i32 {
        let closed = self.output.wait(DEADLINE, |state| state.closed.then_some(()));
        assert!(closed.is_some(), "the program hasn't closed the terminal:\n{}", self.screen());
        process::wait_for_end(self.id());
        i32::try_from(self.child.wait().unwrap().exit_code()).unwrap()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.id()).unwrap()).unwrap()
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // While reading is stopped, the reading thread never ends.
        self.hold(false);
        if !matches!(self.child.try_wait(), Ok(None)) {
            return;
        }
        // The foreground process group, then the program, which leads its own process group.
        let front = self.master.process_group_leader().and_then(Pid::from_raw);
        for group in front.into_iter().chain([self.pid()]) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

fn pty_size((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// A text with one blank for each run of blanks and line breaks.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
