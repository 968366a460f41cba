//! Plays a tape in a real pseudo-terminal.
//!
//! A shell of the system stands in for VHS's, with VHS's prompt; what a person would watch (`Sleep`, the speed of
//! typing) passes on a clock of its own, so that playing takes no longer than the program does. Never here: the
//! language, and what becomes of the recording.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use regex::Regex;

use super::parse::{Command, Key, Scope, Setting, Step};

/// VHS's settings where the tape leaves them alone.
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 600;
const FONT_SIZE: u32 = 22;
const PADDING: u32 = 60;
const TYPING_SPEED: Duration = Duration::from_millis(50);
const WAIT_TIMEOUT: Duration = Duration::from_secs(15);
const WAIT_PATTERN: &str = ">$";

/// After how long without a byte the screen is said to stand still, and how long to wait for that.
const STILL: Duration = Duration::from_millis(25);
const STILL_WITHIN: Duration = Duration::from_secs(2);

/// Variables that would make the program look different from machine to machine.
const UNWANTED: [&str; 13] = [
    "COLORTERM",
    "COUNTERSIGN_PROFILE",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "NO_COLOR",
    "STY",
    "TMUX",
    "RUST_BACKTRACE",
    "ENV",
    "SSH_CONNECTION",
    "SSH_TTY",
];

/// Why a tape can't be played to its end.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A program that the tape requires is not there.
    #[error("line {line}: {program} is not on the path")]
    Missing { line: usize, program: String },
    /// What a `Wait` waits for doesn't come.
    #[error("line {line}: /{pattern}/ found nothing in {timeout:?}. The screen:\n{screen}")]
    Nothing { line: usize, pattern: String, timeout: Duration, screen: String },
    /// The pseudo-terminal fails.
    #[error("line {line}: the terminal: {why}")]
    Terminal { line: usize, why: String },
}

/// Something that came out, and when on the tape's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Since the tape began.
    pub at: Duration,
    /// What came out.
    pub bytes: Vec<u8>,
}

/// What playing a tape shows.
#[derive(Debug)]
pub struct Played {
    /// Columns and lines.
    pub size: (u16, u16),
    /// All output, but for what was hidden.
    pub events: Vec<Event>,
    /// The screens of `Screenshot`, by the name of their files without the ending.
    pub pictures: Vec<(String, vt100::Screen)>,
    /// The screen at the end.
    pub last: vt100::Screen,
}

/// Plays a tape with the programs of `programs`, in the folder `home`.
pub fn play(steps: &[Step], programs: &Path, home: &Path) -> Result<Played, PlayError> {
    let mut player = Player::start(steps, programs, home)?;
    for step in steps {
        player.step(step)?;
    }
    player.still();
    let mut out = player.out();
    let last = out.parser.screen().clone();
    Ok(Played {
        size: player.size,
        events: std::mem::take(&mut out.events),
        pictures: player.pictures.clone(),
        last,
    })
}

/// What the reading thread and the player share.
struct Out {
    parser: vt100::Parser,
    events: Vec<Event>,
    /// When the last byte came.
    last: Instant,
    /// When the tape began, and by how much its clock is ahead of the real one.
    began: Instant,
    ahead: Duration,
    hidden: bool,
}

impl Out {
    fn take(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.last = Instant::now();
        if !self.hidden {
            let at = self.began.elapsed() + self.ahead;
            self.events.push(Event { at, bytes: bytes.to_vec() });
        }
    }
}

struct Player {
    size: (u16, u16),
    out: Arc<(Mutex<Out>, Condvar)>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
    typing_speed: Duration,
    wait_timeout: Duration,
    wait_pattern: Regex,
    pictures: Vec<(String, vt100::Screen)>,
}

impl Player {
    fn start(steps: &[Step], programs: &Path, home: &Path) -> Result<Self, PlayError> {
        let failed = |why: String| PlayError::Terminal { line: 1, why };
        let (cols, rows) = size(steps);
        let pty = native_pty_system()
            .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .map_err(|error| failed(error.to_string()))?;
        let mut shell = CommandBuilder::new("/bin/sh");
        let path = std::env::var("PATH").unwrap_or_default();
        UNWANTED.iter().for_each(|name| shell.env_remove(name));
        shell.env("PATH", format!("{}:{path}", programs.display()));
        shell.env("PS1", "> ");
        shell.env("TERM", "xterm-256color");
        shell.env("HOME", home);
        shell.cwd(home);
        for step in steps {
            if let Command::Env(name, value) = &step.command {
                shell.env(name, value);
            }
        }
        let child = pty.slave.spawn_command(shell).map_err(|error| failed(error.to_string()))?;
        drop(pty.slave);
        let reader = pty.master.try_clone_reader().map_err(|error| failed(error.to_string()))?;
        let writer = pty.master.take_writer().map_err(|error| failed(error.to_string()))?;
        let cells = |count| NonZeroU16::new(count).unwrap_or(NonZeroU16::MIN);
        let out = Out {
            parser: vt100::Parser::new(cells(rows), cells(cols), 0),
            events: vec![],
            last: Instant::now(),
            began: Instant::now(),
            ahead: Duration::ZERO,
            hidden: false,
        };
        let out = Arc::new((Mutex::new(out), Condvar::new()));
        std::thread::spawn({
            let out = Arc::clone(&out);
            move || read(reader, &out)
        });
        Ok(Self {
            size: (cols, rows),
            out,
            writer,
            child,
            _master: pty.master,
            typing_speed: TYPING_SPEED,
            wait_timeout: WAIT_TIMEOUT,
            wait_pattern: Regex::new(WAIT_PATTERN).unwrap(),
            pictures: vec![],
        })
    }

    fn out(&self) -> MutexGuard<'_, Out> {
        self.out.0.lock().unwrap()
    }

    fn step(&mut self, Step { line, command }: &Step) -> Result<(), PlayError> {
        let line = *line;
        match command {
            Command::Set(Setting::TypingSpeed(speed)) => self.typing_speed = *speed,
            Command::Set(Setting::WaitTimeout(timeout)) => self.wait_timeout = *timeout,
            Command::Set(Setting::WaitPattern(pattern)) => self.wait_pattern = pattern.clone(),
            Command::Set(_) | Command::Output(_) | Command::Env(..) => {}
            Command::Require(program) => self.require(line, program)?,
            Command::Type(text, speed) => {
                for c in text.chars() {
                    self.press(line, c.to_string().as_bytes(), *speed)?;
                }
            }
            Command::Press(key, times, speed) => {
                for _ in 0..*times {
                    self.press(line, &bytes_of(*key), *speed)?;
                }
            }
            Command::Sleep(time) => {
                self.still();
                self.pass(*time);
            }
            Command::Wait(scope, timeout, pattern) => {
                let pattern = pattern.as_ref().unwrap_or(&self.wait_pattern);
                self.wait(line, *scope, timeout.unwrap_or(self.wait_timeout), pattern)?;
            }
            Command::Hide => self.hide(true),
            Command::Show => self.hide(false),
            Command::Screenshot(path) => {
                self.still();
                let name = Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let screen = self.out().parser.screen().clone();
                self.pictures.push((name, screen));
            }
        }
        Ok(())
    }

    fn require(&self, line: usize, program: &str) -> Result<(), PlayError> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let built = std::env::split_paths(env!("CARGO_BIN_EXE_countersign"))
            .filter_map(|path| Some(path.parent()?.to_owned()));
        let found = built.chain(std::env::split_paths(&path)).any(|folder| folder.join(program).is_file());
        found.then_some(()).ok_or_else(|| PlayError::Missing { line, program: program.to_owned() })
    }

    /// One key, once the screen shows what the last one did.
    fn press(&mut self, line: usize, bytes: &[u8], speed: Option<Duration>) -> Result<(), PlayError> {
        let failed = |error: std::io::Error| PlayError::Terminal { line, why: error.to_string() };
        self.writer.write_all(bytes).and_then(|()| self.writer.flush()).map_err(failed)?;
        self.still();
        self.pass(speed.unwrap_or(self.typing_speed));
        Ok(())
    }

    /// Lets time pass on the tape's clock only.
    fn pass(&self, time: Duration) {
        let mut out = self.out();
        if !out.hidden {
            out.ahead += time;
        }
    }

    fn hide(&self, hidden: bool) {
        self.still();
        let mut out = self.out();
        if out.hidden && !hidden {
            // Time stood still, and the screen is another one.
            out.hidden = false;
            let screen = out.parser.screen().state_formatted().into_bytes();
            let at = out.events.last().map_or(Duration::ZERO, |event| event.at);
            out.began = Instant::now();
            out.ahead = at;
            out.events.push(Event { at, bytes: screen });
        }
        out.hidden = hidden;
    }

    /// Waits until nothing comes out any more.
    fn still(&self) {
        let began = Instant::now();
        loop {
            let quiet = self.out().last.max(began).elapsed();
            if quiet >= STILL || began.elapsed() >= STILL_WITHIN {
                return;
            }
            std::thread::sleep(STILL.saturating_sub(quiet));
        }
    }

    fn wait(&self, line: usize, scope: Scope, timeout: Duration, pattern: &Regex) -> Result<(), PlayError> {
        let deadline = Instant::now() + timeout;
        let mut out = self.out();
        loop {
            let screen = out.parser.screen();
            let text: Vec<_> = screen.rows(0, self.size.0).map(|row| row.trim_end().to_owned()).collect();
            let found = match scope {
                Scope::Screen => pattern.is_match(&text.join("\n")),
                Scope::Line => {
                    let at = usize::from(screen.cursor_position().0);
                    text.get(at).is_some_and(|line| pattern.is_match(line))
                }
            };
            if found {
                return Ok(());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let screen = text.iter().map(|line| format!("  | {line}\n")).collect();
                return Err(PlayError::Nothing { line, pattern: pattern.to_string(), timeout, screen });
            }
            out = self.out.1.wait_timeout(out, left).unwrap().0;
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(mut reader: Box<dyn Read + Send>, out: &(Mutex<Out>, Condvar)) {
    let mut bytes = [0; 65536];
    while let Ok(count @ 1..) = reader.read(&mut bytes) {
        out.0.lock().unwrap().take(&bytes[..count]);
        out.1.notify_all();
    }
}

/// Columns and lines that VHS's terminal has: its font's cells are 0.6 wide and 1.32 high, with a pixel between.
fn size(steps: &[Step]) -> (u16, u16) {
    let (mut width, mut height, mut font, mut padding) = (WIDTH, HEIGHT, FONT_SIZE, PADDING);
    for step in steps {
        match step.command {
            Command::Set(Setting::Width(pixels)) => width = pixels,
            Command::Set(Setting::Height(pixels)) => height = pixels,
            Command::Set(Setting::FontSize(pixels)) => font = pixels.clamp(1, 1000),
            Command::Set(Setting::Padding(pixels)) => padding = pixels,
            _ => {}
        }
    }
    let cell = (font * 60 / 100 + 1, (font * 132).div_ceil(100));
    let cells = |pixels: u32, cell: u32| {
        let cells = pixels.saturating_sub(padding.saturating_mul(2)) / cell;
        u16::try_from(cells.clamp(1, 500)).unwrap_or(500)
    };
    (cells(width, cell.0), cells(height, cell.1))
}

/// What a terminal sends for a key.
fn bytes_of(key: Key) -> Vec<u8> {
    let bytes: &[u8] = match key {
        Key::Backspace => b"\x7f",
        Key::Delete => b"\x1b[3~",
        Key::Down => b"\x1b[B",
        Key::Enter => b"\r",
        Key::Escape => b"\x1b",
        Key::Insert => b"\x1b[2~",
        Key::Left => b"\x1b[D",
        Key::PageDown => b"\x1b[6~",
        Key::PageUp => b"\x1b[5~",
        Key::Right => b"\x1b[C",
        Key::Space => b" ",
        Key::Tab => b"\t",
        Key::Up => b"\x1b[A",
        Key::BackTab => b"\x1b[Z",
        Key::Ctrl(c) => return vec![u8::try_from(c.to_ascii_uppercase()).unwrap_or(0) & 0x1f],
        Key::Alt(c) => return format!("\x1b{c}").into_bytes(),
    };
    bytes.to_vec()
}
