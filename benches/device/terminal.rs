//! A program in a pseudo-terminal of 80×24, with its times.

use std::io::Read;
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const COLUMNS: u16 = 80;
const LINES: u16 = 24;
/// The longest time that a screen may take.
const LONG: Duration = Duration::from_secs(10);
/// A screen is whole after this time without a byte.
const STILL: Duration = Duration::from_millis(100);

/// The program and its output.
pub struct Terminal {
    began: Instant,
    parser: vt100::Parser,
    bytes: usize,
    /// The bytes that were read, and when.
    output: Receiver<(Instant, Vec<u8>)>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

/// The system's counters of a process.
pub struct Counters {
    /// Processor time in ticks.
    pub ticks: u64,
    /// The number of times that it got the processor.
    pub switches: u64,
    /// The peak of its memory in kB.
    pub memory: u64,
}

impl Terminal {
    /// Starts a program. Its time counts from before the start.
    pub fn start(command: &[String]) -> Self {
        let size = PtySize { rows: LINES, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut builder = CommandBuilder::from_argv(command.iter().map(Into::into).collect());
        builder.env("TERM", "xterm-256color");
        builder.env("LANG", "C.UTF-8");
        ["LC_ALL", "LC_CTYPE", "NO_COLOR", "TMUX", "STY"].iter().for_each(|name| builder.env_remove(name));
        let mut reader = pty.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send((Instant::now(), bytes[..count].to_vec())).is_err() {
                    return;
                }
            }
        });
        let began = Instant::now();
        let child = pty.slave.spawn_command(builder).unwrap();
        drop(pty.slave);
        let cells = |count| NonZeroU16::new(count).unwrap();
        let parser = vt100::Parser::new(cells(LINES), cells(COLUMNS), 0);
        Self { began, parser, bytes: 0, output, child, _master: pty.master }
    }

    /// The time until that text is on the screen.
    pub fn until(&mut self, text: &str) -> Duration {
        loop {
            match self.output.recv_timeout(LONG) {
                Ok((at, bytes)) => {
                    self.take(&bytes);
                    if self.parser.screen().contents().contains(text) {
                        return at.duration_since(self.began);
                    }
                }
                Err(_) => panic!("no {text:?} on:\n{}", self.parser.screen().contents()),
            }
        }
    }

    /// Reads until the program is silent. Returns the bytes since the start.
    pub fn rest(&mut self) -> usize {
        loop {
            match self.output.recv_timeout(STILL) {
                Ok((_, bytes)) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return self.bytes,
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        self.parser.process(bytes);
    }

    /// The counters (proc(5): `stat` has the times at 14 and 15).
    pub fn counters(&self) -> Counters {
        let id = self.child.process_id().unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
        let after_name = stat.rsplit_once(") ").unwrap().1;
        let ticks = after_name.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let field = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("0");
            line.split_whitespace().next().unwrap_or("0").parse().unwrap()
        };
        let switches = field("voluntary_ctxt_switches:") + field("nonvoluntary_ctxt_switches:");
        Counters { ticks, switches, memory: field("VmHWM:") }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The path of an installed program.
pub fn program_of(name: &str) -> Option<String> {
    let path = std::env::var_os("PATH")?;
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())?;
    found.to_str().map(str::to_owned)
}
