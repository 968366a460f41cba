//! Plays a tape in a pseudo-terminal.
//!
//! The shell is the system's, with VHS's prompt. `Sleep` and the typing speed only advance the clock of the tape, so
//! that playing takes no longer than the program does.

use std::path::Path;
use std::time::{Duration, Instant};

use countersign_testing::{Pty, terminal_command};
use regex::Regex;

use super::parse::{Command, Key, Scope, Setting, Step};

/// VHS's default settings.
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 600;
const FONT_SIZE: u32 = 22;
const PADDING: u32 = 60;
const TYPING_SPEED: Duration = Duration::from_millis(50);
const WAIT_TIMEOUT: Duration = Duration::from_secs(15);
const WAIT_PATTERN: &str = ">$";

/// A key has had its effect after this time without output.
const QUIET: Duration = Duration::from_millis(25);

/// Why a tape can't be played to its end.
#[derive(Debug, thiserror::Error)]
pub enum PlayError {
    /// A program that the tape requires is not there.
    #[error("line {line}: {program} is not on the path")]
    Missing { line: usize, program: String },
    /// The pattern of a `Wait` did not appear in time.
    #[error("line {line}: /{pattern}/ found nothing in {timeout:?}. The screen:\n{screen}")]
    Nothing { line: usize, pattern: String, timeout: Duration, screen: String },
}

/// A piece of output with its time on the tape's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Since the tape began.
    pub at: Duration,
    /// The output.
    pub bytes: Vec<u8>,
}

/// The result of playing a tape.
#[derive(Debug)]
pub struct Played {
    /// Columns and lines.
    pub size: (u16, u16),
    /// All output that was not hidden.
    pub events: Vec<Event>,
    /// The screens of `Screenshot`, each with the name of its file without the extension.
    pub pictures: Vec<(String, vt100::Screen)>,
    /// The screen at the end.
    pub last: vt100::Screen,
}

/// Plays a tape with the programs of `programs`, in the folder `home`.
pub fn play(steps: &[Step], programs: &Path, home: &Path) -> Result<Played, PlayError> {
    let mut player = Player::start(steps, programs, home);
    for step in steps {
        player.step(step)?;
    }
    player.settle();
    player.record();
    let last = player.pty.look(vt100::Screen::clone);
    Ok(Played { size: player.size, events: player.events, pictures: player.pictures, last })
}

struct Player {
    pty: Pty,
    size: (u16, u16),
    /// The recorded output, and the number of the terminal's reads that `record` has handled.
    events: Vec<Event>,
    recorded: usize,
    /// When the tape began, and by how much its clock is ahead of the real one.
    began: Instant,
    ahead: Duration,
    hidden: bool,
    typing_speed: Duration,
    wait_timeout: Duration,
    wait_pattern: Regex,
    pictures: Vec<(String, vt100::Screen)>,
}

impl Player {
    fn start(steps: &[Step], programs: &Path, home: &Path) -> Self {
        let size = size(steps);
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = terminal_command(["/bin/sh"], "xterm-256color");
        shell.env("PATH", format!("{}:{path}", programs.display()));
        shell.env("PS1", "> ").env("HOME", home).current_dir(home);
        for step in steps {
            if let Command::Env(name, value) = &step.command {
                shell.env(name, value);
            }
        }
        let began = Instant::now();
        Self {
            pty: Pty::spawn(&shell, size),
            size,
            events: vec![],
            recorded: 0,
            began,
            ahead: Duration::ZERO,
            hidden: false,
            typing_speed: TYPING_SPEED,
            wait_timeout: WAIT_TIMEOUT,
            wait_pattern: Regex::new(WAIT_PATTERN).unwrap(),
            pictures: vec![],
        }
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
                    self.press(c.to_string().as_bytes(), *speed);
                }
            }
            Command::Press(key, times, speed) => {
                for _ in 0..*times {
                    self.press(&bytes_of(*key), *speed);
                }
            }
            Command::Sleep(time) => {
                self.settle();
                self.pass(*time);
            }
            Command::Wait(scope, timeout, pattern) => {
                let pattern = pattern.as_ref().unwrap_or(&self.wait_pattern);
                self.wait(line, *scope, timeout.unwrap_or(self.wait_timeout), pattern)?;
            }
            Command::Hide => self.hide(true),
            Command::Show => self.hide(false),
            Command::Screenshot(path) => {
                self.settle();
                let name = Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
                self.pictures.push((name, self.pty.look(vt100::Screen::clone)));
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

    /// Presses a key and waits for its effect.
    fn press(&mut self, bytes: &[u8], speed: Option<Duration>) {
        self.pty.send(bytes);
        self.settle();
        self.pass(speed.unwrap_or(self.typing_speed));
    }

    /// Lets time pass on the tape's clock only.
    fn pass(&mut self, time: Duration) {
        self.record();
        if !self.hidden {
            self.ahead += time;
        }
    }

    fn hide(&mut self, hidden: bool) {
        self.settle();
        self.record();
        if self.hidden && !hidden {
            // On the clock of the tape no time passed, but the screen has changed.
            let screen = self.pty.look(|screen| screen.state_formatted().into_bytes());
            let at = self.events.last().map_or(Duration::ZERO, |event| event.at);
            self.began = Instant::now();
            self.ahead = at;
            self.events.push(Event { at, bytes: screen });
        }
        self.hidden = hidden;
    }

    /// Waits until the program writes nothing more.
    fn settle(&self) {
        self.pty.settle(self.pty.mark(), QUIET, QUIET);
    }

    /// Records the output since the last call, unless it is hidden.
    fn record(&mut self) {
        // The bytes are read after the chunks, so that each chunk's are among them.
        let chunks = self.pty.chunks();
        let bytes = self.pty.bytes();
        let mut from = self.recorded.checked_sub(1).map_or(0, |last| chunks[last].end);
        for chunk in &chunks[self.recorded..] {
            if !self.hidden {
                let at = chunk.at.saturating_duration_since(self.began) + self.ahead;
                self.events.push(Event { at, bytes: bytes[from..chunk.end].to_vec() });
            }
            from = chunk.end;
        }
        self.recorded = chunks.len();
    }

    fn wait(&self, line: usize, scope: Scope, timeout: Duration, pattern: &Regex) -> Result<(), PlayError> {
        let rows = |screen: &vt100::Screen| -> Vec<String> {
            screen.rows(0, self.size.0).map(|row| row.trim_end().to_owned()).collect()
        };
        let found = self.pty.until_within(timeout, |screen| {
            let rows = rows(screen);
            let found = match scope {
                Scope::Screen => pattern.is_match(&rows.join("\n")),
                Scope::Line => {
                    let at = usize::from(screen.cursor_position().0);
                    rows.get(at).is_some_and(|row| pattern.is_match(row))
                }
            };
            found.then_some(())
        });
        found.ok_or_else(|| {
            let screen = self.pty.look(rows).iter().map(|row| format!("  | {row}\n")).collect();
            PlayError::Nothing { line, pattern: pattern.to_string(), timeout, screen }
        })
    }
}

/// Columns and lines of VHS's terminal. A cell is 0.6 times the font size and one pixel wide, and 1.32 times the font size high.
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
