//! The types of input: keys, pastes, and the meanings of a sequence.
//!
//! Never here: decoding.

use crate::wizard::Key;

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
}

/// What a sequence means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing that this program uses.
    Nothing,
    /// A key.
    Key(Key),
    /// Characters.
    Text(Vec<char>),
    /// A mouse report with that many more characters; if none follows, it was this key.
    Mouse(u8, Option<Key>),
    /// A paste begins.
    Paste,
    /// `CSI P`: kitty's F1, st's Delete, Pause of the Linux console, F4 of SCO. Only the next sequence can tell.
    Unclear,
    /// The release of kitty's F1, whose press may have been unclear.
    F1Released,
    /// One UTF-16 unit of win32-input-mode, with its modifiers and count.
    Unit { unit: u16, mods: Mods, count: u16 },
}

/// The key of a byte below 0x20 or of 0x7f. NUL is padding, the noise of a line break, or Ctrl-Space, which does nothing here.
pub(super) fn control(byte: u8) -> Option<Key> {
    Some(match byte {
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        _ => return None,
    })
}

/// Which modifiers are held. Locks count only where they change a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mods {
    pub(super) shift: bool,
    pub(super) ctrl: bool,
    /// Alt, Super, Hyper or Meta: with these held, a character is not a key of this program.
    pub(super) other: bool,
    pub(super) caps: bool,
}

impl Mods {
    /// A modifier parameter of xterm and kitty: one more than the sum of the bits.
    pub(super) fn of(parameter: u16) -> Option<Self> {
        let bits = u8::try_from(parameter.saturating_sub(1)).ok()?;
        Some(Self {
            shift: bits & 1 != 0,
            ctrl: bits & 4 != 0,
            other: bits & (2 | 8 | 16 | 32) != 0,
            caps: bits & 64 != 0,
        })
    }

    /// Adds Shift and the other modifiers of `held`, but not its Ctrl and Caps Lock.
    pub(super) fn and(self, held: Self) -> Self {
        Self { shift: self.shift || held.shift, other: self.other || held.other, ..self }
    }
}
