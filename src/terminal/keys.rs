//! Bytes from a terminal to keys and pastes.
//!
//! Lives here: a decoder that is total, bounded and never blocks. Sequences it doesn't know are dropped whole, so
//! that no part of one is taken for typing. Written here because a reader of its own thread would hold the tty while
//! another program should have it.

use std::time::Duration;

use super::paste::{self, PASTE_MAX};
use crate::wizard::Key;

/// How long the rest of a sequence may take, before an Esc is an Esc.
const SEQUENCE: Duration = Duration::from_millis(60);
/// How long the rest of a paste may take, before it is taken as it is.
const PASTE: Duration = Duration::from_secs(3);
/// The longest sequence that is kept; longer ones are nobody's keys.
const LONGEST: usize = 32;
/// What ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";

const ESC: u8 = 0x1b;

/// What a terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
}

/// Puts bytes together to keys.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The beginning of a sequence or character.
    pending: Vec<u8>,
    /// What was pasted so far, while a paste goes on.
    paste: Option<Vec<u8>>,
    /// Whether the last byte was a carriage return, whose line feed is no second Enter.
    returned: bool,
}

/// How far the beginning of some bytes was understood.
enum Step {
    /// So many bytes make this key, or nothing of ours.
    Done(usize, Option<Key>),
    /// A paste begins after so many bytes.
    Paste(usize),
    /// More bytes are needed.
    More,
}

impl Decoder {
    /// Takes bytes and hands on what they complete.
    pub(super) fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(Input)) {
        for &byte in bytes {
            if let Some(pasted) = &mut self.paste {
                // Room for the end mark stays, past the bound the oldest of the excess goes.
                if pasted.len() >= PASTE_MAX + PASTE_END.len() {
                    pasted.remove(PASTE_MAX);
                }
                pasted.push(byte);
                if pasted.ends_with(PASTE_END) {
                    pasted.truncate(pasted.len() - PASTE_END.len());
                    take(Input::Paste(paste::clean(pasted)));
                    self.paste = None;
                }
                continue;
            }
            if byte == b'\n' && self.returned && self.pending.is_empty() {
                self.returned = false;
                continue;
            }
            self.returned = byte == b'\r';
            self.pending.push(byte);
            self.settle(&mut take);
        }
    }

    /// Hands on as many keys as the pending bytes make.
    fn settle(&mut self, take: &mut impl FnMut(Input)) {
        while !self.pending.is_empty() {
            match step(&self.pending) {
                Step::More if self.pending.len() > LONGEST => self.pending.clear(),
                Step::More => return,
                Step::Paste(used) => {
                    self.pending.drain(..used.min(self.pending.len()));
                    self.paste = Some(vec![]);
                }
                Step::Done(used, key) => {
                    self.pending.drain(..used.clamp(1, self.pending.len()));
                    if let Some(key) = key {
                        take(Input::Key(key));
                    }
                }
            }
        }
    }

    /// How long to wait for the rest of what began; none if nothing did.
    pub(super) fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.pending.is_empty()) {
            (Some(_), _) => Some(PASTE),
            (None, false) => Some(SEQUENCE),
            (None, true) => None,
        }
    }

    /// The rest didn't come: an Esc by itself is the key, a paste is what there is of it, anything else nothing.
    pub(super) fn give_up(&mut self, mut take: impl FnMut(Input)) {
        if let Some(pasted) = self.paste.take() {
            take(Input::Paste(paste::clean(&pasted)));
        }
        if self.pending == [ESC] {
            take(Input::Key(Key::Esc));
        }
        self.pending.clear();
    }
}

/// What the bytes begin with.
fn step(bytes: &[u8]) -> Step {
    match bytes {
        [] => Step::More,
        [ESC, rest @ ..] => escape(rest),
        [byte, ..] if byte.is_ascii_control() => Step::Done(1, control(*byte)),
        [byte, ..] if byte.is_ascii() => Step::Done(1, Some(Key::Char(char::from(*byte)))),
        _ => character(bytes),
    }
}

/// A byte below blank, or Delete.
fn control(byte: u8) -> Option<Key> {
    Some(match byte {
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        0 => Key::Ctrl(' '),
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        _ => return None,
    })
}

/// A character of several bytes.
fn character(bytes: &[u8]) -> Step {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Step::Done(1, None),
    };
    match std::str::from_utf8(bytes.get(..length).unwrap_or(bytes)) {
        Ok(text) => {
            let c = text.chars().next().filter(|c| !c.is_control());
            Step::Done(length, c.map(Key::Char))
        }
        Err(error) if error.error_len().is_none() => Step::More,
        Err(error) => Step::Done(error.error_len().unwrap_or(1), None),
    }
}

/// What follows an Esc.
fn escape(rest: &[u8]) -> Step {
    match rest {
        [] => Step::More,
        // The Linux console's F1 to F5.
        [b'[', b'['] => Step::More,
        [b'[', b'[', letter, ..] => Step::Done(
            4,
            match letter {
                b'A'..=b'E' => Some(Key::F(letter - b'A' + 1)),
                _ => None,
            },
        ),
        [b'[', params @ ..] => csi(params),
        [b'O'] => Step::More,
        [b'O', letter, ..] => Step::Done(3, named(*letter)),
        [ESC, ..] => Step::Done(1, Some(Key::Esc)),
        // With Alt held: no key of ours.
        [byte, ..] if byte.is_ascii() => Step::Done(2, None),
        _ => match character(rest) {
            Step::Done(length, _) => Step::Done(length + 1, None),
            other => other,
        },
    }
}

/// What follows `Esc [`: parameters, then a letter.
fn csi(bytes: &[u8]) -> Step {
    let Some(end) = bytes.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else { return Step::More };
    let used = end + 3;
    let number = || {
        let digits = bytes.get(..end)?.split(|byte| *byte == b';').next()?;
        std::str::from_utf8(digits).ok()?.parse::<u16>().ok()
    };
    match bytes.get(end) {
        Some(b'~') => match number() {
            Some(200) => Step::Paste(used),
            Some(number) => Step::Done(used, numbered(number)),
            None => Step::Done(used, None),
        },
        Some(b'Z') => Step::Done(used, Some(Key::BackTab)),
        // A mouse and a cursor report look like keys; nobody asked for them.
        Some(b'M' | b'R') => Step::Done(used, None),
        Some(letter @ b'A'..=b'S') => Step::Done(used, named(*letter)),
        Some(0x40..=0x7e) => Step::Done(used, None),
        // Broken off: what follows is the next key.
        _ => Step::Done(used - 1, None),
    }
}

/// `Esc [ number ~`
fn numbered(number: u16) -> Option<Key> {
    Some(match number {
        1 | 7 => Key::Home,
        3 => Key::Delete,
        4 | 8 => Key::End,
        5 => Key::PageUp,
        6 => Key::PageDown,
        // Gaps at 16 and 22, as DEC's keyboards had.
        11..=15 => Key::F(u8::try_from(number - 10).ok()?),
        17..=21 => Key::F(u8::try_from(number - 11).ok()?),
        23..=24 => Key::F(u8::try_from(number - 12).ok()?),
        _ => return None,
    })
}

/// `Esc O letter` and `Esc [ letter`
fn named(letter: u8) -> Option<Key> {
    Some(match letter {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'F' => Key::End,
        b'H' => Key::Home,
        b'M' => Key::Enter,
        b'P'..=b'S' => Key::F(letter - b'P' + 1),
        _ => return None,
    })
}

#[cfg(test)]
#[path = "keys_tests.rs"]
mod tests;
