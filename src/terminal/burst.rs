//! Pastes without the marks of bracketed paste, recognised by their speed.
//!
//! Lives here: characters in direct succession, and the judgement whether a person typed them. A single line with Enter after it
//! may come from a bar code scanner or be typed ahead: the line is a paste, and the Enter is a key. In a paste of several lines,
//! no line end submits anything.
//! Never here: a clock. The caller decides when a burst is over.

use super::input::Input;
use super::paste::{self, PASTE_MAX};
use crate::wizard::Key;

/// A person can't type this many characters at once.
const FAST: usize = 8;
/// A line has at least this many characters. A single one is a key that was pressed ahead.
const LINE: usize = 2;

/// Characters, Tab and Enter in direct succession.
#[derive(Debug, Default)]
pub(super) struct Burst {
    keys: Vec<Key>,
    characters: usize,
}

impl Burst {
    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether it is faster than typing.
    pub(super) fn fast(&self) -> bool {
        self.characters >= FAST
    }

    /// Adds a key. Past the bound of a paste, keys are dropped.
    pub(super) fn push(&mut self, key: Key) {
        if self.keys.len() < PASTE_MAX {
            self.characters += usize::from(matches!(key, Key::Char(_)));
            self.keys.push(key);
        }
    }

    /// Ends the burst: passes it on as a paste, as keys, or as a paste and keys.
    pub(super) fn settle(&mut self, take: &mut impl FnMut(Input)) {
        let pasted = if self.fast() { self.pasted() } else { 0 };
        let (pasted, typed) = self.keys.split_at(pasted.min(self.keys.len()));
        if !pasted.is_empty() {
            let text: String = pasted.iter().filter_map(|key| character(*key)).collect();
            take(Input::Paste(paste::harmless(&text)));
        }
        for key in typed {
            take(Input::Key(*key));
        }
        *self = Self::default();
    }

    /// How many of the keys were pasted.
    fn pasted(&self) -> usize {
        let mut lines = 0;
        let mut end = 0;
        let mut at = 0;
        for line in self.keys.split(|key| *key == Key::Enter) {
            if line.len() >= LINE {
                lines += 1;
                end = at + line.len();
            }
            at += line.len() + 1;
        }
        if lines > 1 { self.keys.len() } else { end }
    }
}

fn character(key: Key) -> Option<char> {
    match key {
        Key::Char(c) => Some(c),
        Key::Enter => Some('\n'),
        Key::Tab => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(typed: &str) -> String {
        let mut burst = Burst::default();
        for c in typed.chars() {
            burst.push(match c {
                '\r' => Key::Enter,
                '\t' => Key::Tab,
                c => Key::Char(c),
            });
        }
        let mut out = String::new();
        burst.settle(&mut |input| match input {
            Input::Paste(text) => out.push_str(&format!("<{text}>")),
            Input::Key(Key::Char(c)) => out.push(c),
            Input::Key(key) => out.push_str(&format!("{key:?} ")),
        });
        assert!(burst.is_empty());
        out
    }

    #[test]
    fn typing_is_distinguished_from_a_fast_paste() {
        for (typed, want) in [
            ("a", "a"),
            ("abcdefg", "abcdefg"),
            ("\r\r\r\r\r\r\r\r\r", "Enter Enter Enter Enter Enter Enter Enter Enter Enter "),
            ("\r1\r2\r3\r4", "Enter 1Enter 2Enter 3Enter 4"),
            ("abcdefgh", "<abcdefgh>"),
            ("AA03220123951\r", "<AA03220123951>Enter "),
            ("AA03220123951\r\r2", "<AA03220123951>Enter Enter 2"),
            ("License number:\rAA03220123951\r", "<License number:\nAA03220123951\n>"),
            ("Hi\r\rquit\tnow, and\rbye\r", "<Hi\n\nquit now, and\nbye\n>"),
        ] {
            assert_eq!(settled(typed), want, "{typed:?}");
        }
    }
}
