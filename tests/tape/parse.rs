//! The tape language of VHS, as far as this repository's tapes use it.
//!
//! A tape that this parser accepts means the same to VHS. Commands of VHS that the player lacks (`Source`, `Copy`,
//! `Paste`, scrolling) are refused by name. Never here: a terminal.

use std::collections::VecDeque;
use std::time::Duration;

use regex::Regex;

use super::lex::{Token, lex};

/// Why a tape can't be read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct TapeError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not a command of VHS, or a command that the player lacks.
    #[error("no such command: {0}")]
    UnknownCommand(String),
    /// Not a setting of VHS.
    #[error("no such setting: {0}")]
    UnknownSetting(String),
    /// A setting after the first command. VHS ignores it, except `TypingSpeed`.
    #[error("Set {0} stands after the first command")]
    LateSetting(String),
    /// Text, JSON or a pattern without its end.
    #[error("{0} without its end")]
    Unclosed(char),
    /// A character that is not in the language.
    #[error("{0:?} outside of a text")]
    Foreign(char),
    /// A command lacks an argument: the command, and the argument it needs.
    #[error("{0} wants {1}")]
    Wanted(&'static str, &'static str),
    /// Not a regular expression.
    #[error("bad pattern /{0}/")]
    BadPattern(String),
}

/// One command and its line.
#[derive(Debug, Clone)]
pub struct Step {
    /// Counted from 1.
    pub line: usize,
    /// What to do.
    pub command: Command,
}

/// The commands.
#[derive(Debug, Clone)]
pub enum Command {
    /// A setting and its value.
    Set(Setting),
    /// A file that VHS writes.
    Output(String),
    /// A program that must be on the path.
    Require(String),
    /// A variable of the shell.
    Env(String, String),
    /// Characters, and the time for each if it differs from the setting.
    Type(String, Option<Duration>),
    /// A key, the number of presses, and the time for each if it differs from the setting.
    Press(Key, u32, Option<Duration>),
    /// Time for the viewer.
    Sleep(Duration),
    /// The scope, and the time-out and the pattern if they differ from the settings.
    Wait(Scope, Option<Duration>, Option<Regex>),
    /// The following output is hidden.
    Hide,
    /// The following output is shown.
    Show,
    /// A picture of the screen, with the name of its file.
    Screenshot(String),
}

/// The settings that affect the player; of the others, only the name is checked.
#[derive(Debug, Clone)]
pub enum Setting {
    /// The picture's width in pixels.
    Width(u32),
    /// Its height in pixels.
    Height(u32),
    /// The font's size in pixels.
    FontSize(u32),
    /// The margin around the terminal in pixels.
    Padding(u32),
    /// How long a key takes.
    TypingSpeed(Duration),
    /// The time-out of a `Wait`.
    WaitTimeout(Duration),
    /// What a `Wait` without a pattern waits for.
    WaitPattern(Regex),
    /// Any setting about looks.
    Looks,
}

/// What a `Wait` looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The line of the cursor.
    Line,
    /// The whole screen.
    Screen,
}

/// A key of the language. There are no function keys, no Home and no End.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Backspace,
    Delete,
    Down,
    Enter,
    Escape,
    Insert,
    Left,
    PageDown,
    PageUp,
    Right,
    Space,
    Tab,
    Up,
    BackTab,
    Ctrl(char),
    Alt(char),
}

const KEYS: [(&str, Key); 13] = [
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Down", Key::Down),
    ("Enter", Key::Enter),
    ("Escape", Key::Escape),
    ("Insert", Key::Insert),
    ("Left", Key::Left),
    ("PageDown", Key::PageDown),
    ("PageUp", Key::PageUp),
    ("Right", Key::Right),
    ("Space", Key::Space),
    ("Tab", Key::Tab),
    ("Up", Key::Up),
];

/// Settings about looks, which the player ignores.
const LOOKS: [&str; 12] = [
    "BorderRadius",
    "CursorBlink",
    "FontFamily",
    "Framerate",
    "LetterSpacing",
    "LineHeight",
    "LoopOffset",
    "Margin",
    "MarginFill",
    "PlaybackSpeed",
    "Theme",
    "WindowBar",
];

/// Bare words that are never a text, besides keys and settings about looks.
const KEYWORDS: [&str; 27] = [
    "Alt",
    "Copy",
    "Ctrl",
    "Env",
    "FontSize",
    "Height",
    "Hide",
    "Output",
    "Padding",
    "Paste",
    "Require",
    "Screenshot",
    "Set",
    "Shell",
    "Shift",
    "Show",
    "Sleep",
    "Source",
    "Type",
    "TypingSpeed",
    "Wait",
    "WaitPattern",
    "WaitTimeout",
    "Width",
    "ms",
    "s",
    "m",
];

/// Parses the commands of a tape.
pub fn parse(tape: &str) -> Result<Vec<Step>, TapeError> {
    let mut words = Words(lex(tape)?.into());
    let mut steps = vec![];
    let mut begun = false;
    while let Some((line, token)) = words.0.pop_front() {
        let command = words.command(line, token).map_err(|fault| TapeError { line, fault })?;
        match &command {
            Command::Set(Setting::TypingSpeed(_)) | Command::Output(_) | Command::Require(_) => {}
            Command::Set(setting) if begun => {
                let name = format!("{setting:?}");
                let name = name.split('(').next().unwrap_or_default().to_owned();
                return Err(TapeError { line, fault: Fault::LateSetting(name) });
            }
            Command::Set(_) => {}
            _ => begun = true,
        }
        steps.push(Step { line, command });
    }
    Ok(steps)
}

/// The rest of the tape.
struct Words(VecDeque<(usize, Token)>);

impl Words {
    /// Takes the next token if it stands on that line and `wanted` accepts it.
    fn next<T>(&mut self, line: usize, wanted: impl Fn(&Token) -> Option<T>) -> Option<T> {
        let (at, token) = self.0.front()?;
        let found = wanted(token).filter(|_| *at == line)?;
        self.0.pop_front();
        Some(found)
    }

    fn sign(&mut self, line: usize, sign: char) -> bool {
        self.next(line, |token| (*token == Token::Sign(sign)).then_some(())).is_some()
    }

    /// Text in quotes, or a bare word that means nothing else.
    fn text(&mut self, line: usize) -> Option<String> {
        let keyword = |word: &str| {
            KEYWORDS.contains(&word) || LOOKS.contains(&word) || KEYS.iter().any(|(key, _)| *key == word)
        };
        self.next(line, |token| match token {
            Token::Text(text) => Some(text.clone()),
            Token::Word(word) if !keyword(word) => Some(word.clone()),
            _ => None,
        })
    }

    fn word(&mut self, line: usize) -> Option<String> {
        self.next(line, |token| match token {
            Token::Word(word) => Some(word.clone()),
            _ => None,
        })
    }

    fn number(&mut self, line: usize) -> Option<u32> {
        self.next(line, |token| match token {
            Token::Number(number) => number.parse().ok(),
            _ => None,
        })
    }

    /// `500ms`, `1.5s`, `1m`, or seconds without a unit.
    fn time(&mut self, line: usize, of: &'static str) -> Result<Duration, Fault> {
        let wanted = Fault::Wanted(of, "a time");
        let number: f64 = self
            .next(line, |token| match token {
                Token::Number(number) => number.parse().ok(),
                _ => None,
            })
            .ok_or(wanted.clone())?;
        let unit = self.next(line, |token| match token {
            Token::Word(unit) => [("ms", 0.001), ("s", 1.0), ("m", 60.0)]
                .iter()
                .find_map(|(name, seconds)| (name == unit).then_some(*seconds)),
            _ => None,
        });
        Duration::try_from_secs_f64(number * unit.unwrap_or(1.0)).map_err(|_| wanted)
    }

    /// `@500ms`, if it is there.
    fn speed(&mut self, line: usize, of: &'static str) -> Result<Option<Duration>, Fault> {
        self.sign(line, '@').then(|| self.time(line, of)).transpose()
    }

    fn pattern(&mut self, line: usize) -> Result<Option<Regex>, Fault> {
        let pattern = self.next(line, |token| match token {
            Token::Pattern(pattern) => Some(pattern.clone()),
            _ => None,
        });
        pattern.map(|text| Regex::new(&text).map_err(|_| Fault::BadPattern(text))).transpose()
    }

    fn command(&mut self, line: usize, token: Token) -> Result<Command, Fault> {
        let name = match token {
            Token::Word(name) => name,
            other => return Err(Fault::UnknownCommand(other.to_string())),
        };
        if let Some((_, key)) = KEYS.iter().find(|(known, _)| *known == name) {
            let speed = self.speed(line, "a key's @")?;
            return Ok(Command::Press(*key, self.number(line).unwrap_or(1), speed));
        }
        Ok(match name.as_str() {
            "Set" => Command::Set(self.setting(line)?),
            "Output" => {
                let path = self.text(line).filter(|path| {
                    path.ends_with('/')
                        || [".gif", ".mp4", ".webm", ".txt", ".ascii"].iter().any(|end| path.ends_with(end))
                });
                Command::Output(path.ok_or(Fault::Wanted("Output", "a .gif, .mp4 or .webm, or a folder/"))?)
            }
            "Require" => Command::Require(self.text(line).ok_or(Fault::Wanted("Require", "a program"))?),
            "Env" => {
                let wanted = Fault::Wanted("Env", "a name and a text");
                let name = self.text(line).ok_or(wanted.clone())?;
                Command::Env(name, self.text(line).ok_or(wanted)?)
            }
            "Type" => {
                let speed = self.speed(line, "Type@")?;
                let mut text = self.text(line).ok_or(Fault::Wanted("Type", "a text"))?;
                // VHS, too, puts one blank between texts.
                while let Some(more) = self.text(line) {
                    text = format!("{text} {more}");
                }
                Command::Type(text, speed)
            }
            "Sleep" => Command::Sleep(self.time(line, "Sleep")?),
            "Wait" => self.wait(line)?,
            "Hide" => Command::Hide,
            "Show" => Command::Show,
            "Screenshot" => {
                let path = self.text(line).filter(|path| path.ends_with(".png"));
                Command::Screenshot(path.ok_or(Fault::Wanted("Screenshot", "a .png"))?)
            }
            "Ctrl" => Command::Press(Key::Ctrl(self.with(line, "Ctrl")?), 1, None),
            "Alt" => Command::Press(Key::Alt(self.with(line, "Alt")?), 1, None),
            "Shift" => {
                let tab = self.sign(line, '+') && self.word(line).as_deref() == Some("Tab");
                tab.then_some(Command::Press(Key::BackTab, 1, None)).ok_or(Fault::Wanted("Shift", "+Tab"))?
            }
            _ => return Err(Fault::UnknownCommand(name)),
        })
    }

    /// `+X`: one ASCII letter, or a sign.
    fn with(&mut self, line: usize, of: &'static str) -> Result<char, Fault> {
        let wanted = Fault::Wanted(of, "+ and one letter");
        if !self.sign(line, '+') {
            return Err(wanted);
        }
        self.next(line, |token| match token {
            Token::Word(word) if word.len() == 1 => word.chars().next(),
            Token::Sign(sign @ ('@' | '[' | ']' | '^' | '\\')) => Some(*sign),
            _ => None,
        })
        .ok_or(wanted)
    }

    fn wait(&mut self, line: usize) -> Result<Command, Fault> {
        let scope = match self.sign(line, '+').then(|| self.word(line)) {
            None => Scope::Line,
            Some(Some(word)) if word == "Line" => Scope::Line,
            Some(Some(word)) if word == "Screen" => Scope::Screen,
            Some(_) => return Err(Fault::Wanted("Wait+", "Line or Screen")),
        };
        let timeout = self.speed(line, "Wait@")?;
        if timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Err(Fault::Wanted("Wait@", "a time"));
        }
        Ok(Command::Wait(scope, timeout, self.pattern(line)?))
    }

    fn setting(&mut self, line: usize) -> Result<Setting, Fault> {
        let name = self.word(line).ok_or(Fault::Wanted("Set", "a setting"))?;
        let number = |words: &mut Self| words.number(line).ok_or(Fault::Wanted("Set", "a whole number"));
        Ok(match name.as_str() {
            "Width" => Setting::Width(number(self)?),
            "Height" => Setting::Height(number(self)?),
            "FontSize" => Setting::FontSize(number(self)?),
            "Padding" => Setting::Padding(number(self)?),
            "TypingSpeed" => Setting::TypingSpeed(self.time(line, "Set TypingSpeed")?),
            "WaitTimeout" => Setting::WaitTimeout(self.time(line, "Set WaitTimeout")?),
            "WaitPattern" => Setting::WaitPattern(
                self.pattern(line)?.ok_or(Fault::Wanted("Set WaitPattern", "a /pattern/"))?,
            ),
            looks if LOOKS.contains(&looks) => {
                self.next(line, |token| (!matches!(token, Token::Sign(_))).then_some(()))
                    .ok_or(Fault::Wanted("Set", "a value"))?;
                self.sign(line, '%');
                Setting::Looks
            }
            _ => return Err(Fault::UnknownSetting(name)),
        })
    }
}
