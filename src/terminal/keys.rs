//! The meaning of a complete sequence.
//!
//! Lives here: the tables from the state machine's output to keys: `ESC x`, CSI and SS3 sequences. Bytes that mean different keys on
//! different terminals have one meaning here: that of the terminal in wider use, or of the key that does less.
//! Never here: bytes, time, keyboard encodings (`chords`).

use vte::Params;

use super::chords::{self, Parameters};
use super::input::{Meaning, Mods};
use crate::wizard::Key;

/// How a sequence began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Form {
    /// `ESC [`
    #[default]
    Csi,
    /// `ESC O`, or `ESC ?` of a VT52.
    Ss3,
    /// `ESC [ [`, of the Linux console.
    Linux,
}

/// `ESC x`: keys of VT52 and HP terminals. Anything else is a character with Alt held, which is not a key of this program.
pub(super) fn escape(intermediates: &[u8], byte: u8) -> Option<Key> {
    if !intermediates.is_empty() {
        return None;
    }
    Some(match byte {
        b'A' => Key::Up,
        b'B' => Key::Down,
        b'C' => Key::Right,
        b'D' => Key::Left,
        b'h' => Key::Home,
        b'S' => Key::PageDown,
        b'T' => Key::PageUp,
        b'p'..=b'w' => Key::F(byte - b'p' + 1),
        _ => return None,
    })
}

/// The byte after `ESC F`, with which Interix numbers its function keys.
pub(super) fn interix(byte: u8) -> Option<Key> {
    match byte {
        b'1'..=b'9' => Some(Key::F(byte - b'0')),
        b'A'..=b'C' => Some(Key::F(byte - b'A' + 10)),
        _ => None,
    }
}

/// A CSI or SS3 sequence. `held` are the modifiers that stand outside of its parameters.
pub(super) fn sequence(params: &Params, form: Form, held: Mods, action: char) -> Meaning {
    let params = Parameters(params);
    if params.at(1, 1) == 3 {
        let f1 = action == 'P' && form == Form::Csi;
        return if f1 { Meaning::F1Released } else { Meaning::Nothing };
    }
    // `ESC O 5 A` has its modifiers in the first parameter.
    let place = if form == Form::Ss3 && params.0.len() < 2 { 0 } else { 1 };
    let mods = Mods::of(params.at(place, 0)).map(|mods| mods.and(held));
    let key = match (form, action) {
        (Form::Linux, 'A'..='E') => function(Key::F(action as u8 - b'A' + 1), 10, held),
        (Form::Linux, _) => None,
        (Form::Ss3, _) => ss3(action).and_then(|key| function(key, 12, mods?)),
        (Form::Csi, 'u') => return chords::kitty(&params),
        (Form::Csi, '_') => return chords::win32(&params),
        (Form::Csi, '~') => match params.at(0, 0) {
            200 if params.0.len() == 1 => return Meaning::Paste,
            27 if params.0.len() == 3 => chords::modify_other_keys(&params),
            number => numbered(number).and_then(|key| function(key, 10, mods?)),
        },
        (Form::Csi, '^' | '@') if params.at(0, 0) > 0 => {
            numbered(params.at(0, 0)).and_then(|key| function(key, 10, Mods { ctrl: true, ..mods? }))
        }
        (Form::Csi, 'z') => sun(params.at(0, 0)),
        (Form::Csi, _) if params.bare() => match action {
            'M' => return Meaning::Mouse(3, Some(Key::F(1))),
            'T' => return Meaning::Mouse(6, Some(Key::F(8))),
            't' => return Meaning::Mouse(2, None),
            'P' => return Meaning::Unclear,
            _ => bare(action),
        },
        // With `R` the sequence may be a report of the cursor's position. It is F3 if the modifiers have Num Lock: no column
        // of 80 has such a number.
        (Form::Csi, 'P' | 'Q' | 'S') | (Form::Csi, 'R') if params.at(0, 0) == 1 => {
            let report = action == 'R' && params.at(1, 0) <= 128;
            let key = Key::F(action as u8 - b'P' + 1);
            mods.filter(|_| !report).and_then(|mods| function(key, 12, mods))
        }
        (Form::Csi, _) => cursor(action),
    };
    key.map_or(Meaning::Nothing, Meaning::Key)
}

/// A key with modifiers. A function key with Shift has a higher number. A function key with another modifier, and a character with
/// Alt, are not keys of this program. All other modifiers are ignored, because terminals differ in what they send.
fn function(key: Key, step: u8, mods: Mods) -> Option<Key> {
    match key {
        Key::F(_) if mods.ctrl || mods.other => None,
        Key::Char(_) if mods.other => None,
        Key::F(number) if mods.shift => Some(Key::F(number + step)),
        key => Some(key),
    }
}

/// A cursor key, whatever is held with it.
fn cursor(action: char) -> Option<Key> {
    Some(match action {
        'A' => Key::Up,
        'B' => Key::Down,
        'C' => Key::Right,
        'D' => Key::Left,
        'F' | 'K' => Key::End,
        'H' | 'J' => Key::Home,
        'Z' => Key::BackTab,
        _ => return None,
    })
}

/// A letter without parameters: rxvt's arrows with Shift, and SCO's function keys. `I` and `O` report the focus.
fn bare(action: char) -> Option<Key> {
    Some(match action {
        'a' => Key::Up,
        'b' => Key::Down,
        'c' => Key::Right,
        'd' => Key::Left,
        'G' => Key::PageDown,
        'J' | 'Y' => Key::End,
        'N' | 'Q'..='S' | 'U'..='X' => Key::F(action as u8 - b'M' + 1),
        _ => return cursor(action),
    })
}

/// `ESC O x`
fn ss3(action: char) -> Option<Key> {
    Some(match action {
        'A' | 'a' => Key::Up,
        'B' | 'b' => Key::Down,
        'C' | 'c' => Key::Right,
        'D' | 'd' => Key::Left,
        'F' => Key::End,
        'H' => Key::Home,
        'I' => Key::Tab,
        'M' => Key::Enter,
        'P'..='S' => Key::F(action as u8 - b'P' + 1),
        'T'..='W' => Key::F(action as u8 - b'T' + 5),
        'X' => Key::Char('='),
        // PuTTY's, where DEC has a comma.
        'l' => Key::Char('+'),
        'Y'..='[' => Key::F(action as u8 - b'Y' + 10),
        // The keypad: `*+,-./` and the digits.
        'j'..='y' => Key::Char(char::from(action as u8 - b'j' + b'*')),
        _ => return None,
    })
}

/// `ESC [ number ~`
fn numbered(number: u16) -> Option<Key> {
    let function = match number {
        1 | 7 => return Some(Key::Home),
        3 => return Some(Key::Delete),
        4 | 8 => return Some(Key::End),
        5 => return Some(Key::PageUp),
        6 => return Some(Key::PageDown),
        // Gaps at 16, 22, 27 and 30, as DEC's keyboards had; 28 and 29 are Help, Do, Menu.
        11..=15 => number - 10,
        17..=21 => number - 11,
        23..=26 => number - 12,
        31..=34 => number - 14,
        _ => return None,
    };
    u8::try_from(function).ok().map(Key::F)
}

/// `ESC [ number z`
fn sun(number: u16) -> Option<Key> {
    Some(match number {
        3 => Key::Delete,
        214 => Key::Home,
        216 => Key::PageUp,
        220 => Key::End,
        222 => Key::PageDown,
        192 | 234 => Key::F(11),
        193 | 235 => Key::F(12),
        224..=233 => Key::F(u8::try_from(number - 223).ok()?),
        _ => return None,
    })
}
