//! Bytes from a terminal to keys and pastes.
//!
//! Lives here: a decoder that is total, bounded and never blocks. Sequences it doesn't know are dropped whole, so
//! that no part of one is taken for typing. Written here rather than taken from crossterm, whose reader holds the
//! tty while another program should have it, and spins once the line is hung up.

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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8]) -> Vec<Input> {
        let mut decoder = Decoder::default();
        let mut out = vec![];
        decoder.feed(bytes, |input| out.push(input));
        decoder.give_up(|input| out.push(input));
        assert_eq!(decoder.patience(), None);
        out
    }

    #[test]
    fn keys_of_many_terminals() {
        use Key::{
            BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp,
            Right, Tab, Up,
        };
        let table: &[(&[u8], &[Key])] = &[
            (b"a?", &[Char('a'), Char('?')]),
            ("许é".as_bytes(), &[Char('许'), Char('é')]),
            (b"\r", &[Enter]),
            (b"\n", &[Enter]),
            (b"\r\n", &[Enter]),
            (b"\r\r\n\n", &[Enter, Enter, Enter]),
            (b"\t\x1b[Z", &[Tab, BackTab]),
            (b"\x7f\x08", &[Backspace, Backspace]),
            (b"\x03\x1a\x01\x00", &[Ctrl('c'), Ctrl('z'), Ctrl('a'), Ctrl(' ')]),
            (b"\x1b", &[Esc]),
            (b"\x1b\x1b", &[Esc, Esc]),
            (b"\x1b[A\x1b[B\x1b[C\x1b[D", &[Up, Down, Right, Left]),
            (b"\x1bOA\x1bOB\x1bOC\x1bOD", &[Up, Down, Right, Left]),
            (b"\x1b[1;5A\x1b[1;2D", &[Up, Left]),
            (
                b"\x1b[H\x1b[F\x1bOH\x1bOF\x1b[1~\x1b[4~\x1b[7~\x1b[8~",
                &[Home, End, Home, End, Home, End, Home, End],
            ),
            (b"\x1b[3~\x1b[5~\x1b[6~\x1b[2~", &[Delete, PageUp, PageDown]),
            (b"\x1bOP\x1bOS\x1b[[A\x1b[[E\x1b[11~\x1b[15~", &[F(1), F(4), F(1), F(5), F(1), F(5)]),
            (b"\x1b[17~\x1b[21~\x1b[23~\x1b[24~\x1b[16~", &[F(6), F(10), F(11), F(12)]),
            (b"\x1bOM", &[Enter]),
            // Not ours, and dropped whole.
            (b"\x1bq\x1b[?1;2cx", &[Char('x')]),
            (b"\x1b[I\x1b[Ox", &[Char('x')]),
            (b"\x1b[24;80Rx\x1c", &[Char('x')]),
            (b"\x1b[<0;1;1Mx\x1b[<0;1;1m", &[Char('x')]),
            ("\u{1b}许x".as_bytes(), &[Char('x')]),
            (b"\xff\xc3(x", &[Char('('), Char('x')]),
            (b"\x1b[12", &[]),
            (b"\xe8\xae", &[]),
            (b"\x1b[1\x1b[A", &[Up]),
            ("\u{9b}x".as_bytes(), &[Char('x')]),
        ];
        for (bytes, want) in table {
            let want: Vec<Input> = want.iter().copied().map(Input::Key).collect();
            assert_eq!(decode(bytes), want, "{:?}", bytes.escape_ascii().to_string());
        }
    }

    #[test]
    fn a_paste_is_one_input_and_what_follows_is_typing() {
        let bytes = b"x\x1b[200~01 23\r\n45\x1b[31m\x1b[201~\r";
        let want = [Input::Key(Key::Char('x')), Input::Paste("01 23\n45[31m".into()), Input::Key(Key::Enter)];
        assert_eq!(decode(bytes), want);
        // An end without a beginning is nothing.
        assert_eq!(decode(b"\x1b[201~"), []);
    }

    #[test]
    fn an_endless_paste_is_bounded_and_still_ends() {
        let mut bytes = b"\x1b[200~".to_vec();
        bytes.extend(vec![b'x'; PASTE_MAX + 5000]);
        bytes.extend(b"\x1b[201~q");
        let out = decode(&bytes);
        assert_eq!(out, [Input::Paste("x".repeat(PASTE_MAX)), Input::Key(Key::Char('q'))]);
    }

    #[test]
    fn it_waits_only_for_the_rest_of_something() {
        let mut decoder = Decoder::default();
        let mut out = vec![];
        assert_eq!(decoder.patience(), None);
        decoder.feed(b"\x1b", |input| out.push(input));
        assert_eq!(decoder.patience(), Some(SEQUENCE));
        decoder.feed(b"[A", |input| out.push(input));
        assert_eq!(decoder.patience(), None);
        decoder.feed(b"\x1b[200~abc", |input| out.push(input));
        assert_eq!(decoder.patience(), Some(PASTE));
        decoder.give_up(|input| out.push(input));
        assert_eq!(out, [Input::Key(Key::Up), Input::Paste("abc".into())]);
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_pieces_give_the_same(
            bytes in proptest::collection::vec(
                prop_oneof![any::<u8>(), proptest::sample::select(b"\x1b[O201~;A\r\n".to_vec())], 0..200),
            piece in 1usize..20,
        ) {
            let mut decoder = Decoder::default();
            let mut out = vec![];
            for piece in bytes.chunks(piece) {
                decoder.feed(piece, |input| out.push(input));
            }
            decoder.give_up(|input| out.push(input));
            prop_assert_eq!(&out, &decode(&bytes));
            for input in out {
                match input {
                    Input::Key(Key::Char(c)) => prop_assert!(!c.is_control()),
                    Input::Paste(text) => prop_assert!(text.len() <= PASTE_MAX),
                    Input::Key(_) => {}
                }
            }
        }
    }
}
