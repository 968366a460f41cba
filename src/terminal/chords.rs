//! Keyboard encodings of kitty, xterm (modifyOtherKeys) and Windows (win32-input-mode).
//!
//! Lives here: the mapping from a key's code and its modifiers to a key. A program that crashes may leave a terminal in such an
//! encoding; it is understood until it is reset.
//! Never here: the bytes that carry it.

use vte::Params;

use super::input::{Meaning, Mods, control};
use crate::wizard::Key;

/// `CSI code:shifted:base ; modifiers:event ; text u`, of kitty and of xterm's `formatOtherKeys`.
pub(super) fn kitty(params: &Parameters<'_>) -> Meaning {
    let optional = |at| Some(u32::from(params.at(0, at))).filter(|code| *code > 0);
    let code = u32::from(params.at(0, 0));
    let key = chord(code, optional(1), optional(2), params.at(1, 0));
    let held = Mods::of(params.at(1, 0)).is_none_or(|mods| mods.ctrl || mods.other);
    let text: Vec<char> = params.text().collect();
    match key {
        Some(Key::Char(_)) | None if !held && !text.is_empty() => Meaning::Text(text),
        Some(key) => Meaning::Key(key),
        None => Meaning::Nothing,
    }
}

/// `CSI 27 ; modifiers ; code ~`, of xterm.
pub(super) fn modify_other_keys(params: &Parameters<'_>) -> Option<Key> {
    chord(u32::from(params.at(2, 0)), None, None, params.at(1, 0))
}

/// A key by its code, its codes with Shift and on a Latin keyboard, and its modifiers.
fn chord(code: u32, shifted: Option<u32>, base: Option<u32>, modifiers: u16) -> Option<Key> {
    let mods = Mods::of(modifiers)?;
    let named = match code {
        9 | 13 | 27 | 127 | 8 | 57414 if mods.other => return None,
        9 if mods.shift => Key::BackTab,
        9 => Key::Tab,
        13 | 57414 => Key::Enter,
        27 => Key::Esc,
        8 | 127 => Key::Backspace,
        57376..=57398 => Key::F(u8::try_from(code - 57376 + 13).ok()?),
        57399..=57408 => return pressed(char::from_digit(code - 57399, 10)?, mods),
        57409 => return pressed('.', mods),
        57410 => return pressed('/', mods),
        57411 => return pressed('*', mods),
        57412 => return pressed('-', mods),
        57413 => return pressed('+', mods),
        57415 => return pressed('=', mods),
        57416 => return pressed(',', mods),
        57417 => Key::Left,
        57418 => Key::Right,
        57419 => Key::Up,
        57420 => Key::Down,
        57421 => Key::PageUp,
        57422 => Key::PageDown,
        57423 => Key::Home,
        57424 => Key::End,
        57426 => Key::Delete,
        // The rest of the private use area: modifiers, locks, media keys. `vte` gives 0xffff for any larger parameter.
        0xe000..=0xf8ff | 0xffff => return None,
        _ => {
            let c = char::from_u32(code)?;
            let latin = base.and_then(char::from_u32).filter(|_| mods.ctrl && !c.is_ascii());
            let upper = shifted.and_then(char::from_u32).filter(|_| mods.shift && !mods.caps);
            return pressed(latin.or(upper).unwrap_or(c), mods);
        }
    };
    Some(named)
}

/// A character with modifiers.
fn pressed(c: char, mods: Mods) -> Option<Key> {
    if c.is_control() || mods.other {
        return None;
    }
    if mods.ctrl {
        return Some(Key::Ctrl(c.to_ascii_lowercase()));
    }
    let mut upper = c.to_uppercase();
    let single = upper.next().filter(|_| upper.next().is_none());
    Some(Key::Char(if mods.shift == mods.caps { c } else { single.unwrap_or(c) }))
}

/// `CSI key ; scan ; unit ; down ; state ; count _`
pub(super) fn win32(params: &Parameters<'_>) -> Meaning {
    let [key, unit, down, state, count] = [0, 2, 3, 4, 5].map(|at| params.at(at, 0));
    if down == 0 {
        return Meaning::Nothing;
    }
    let (shift, ctrl, alt) = (state & 0x10 != 0, state & 0xc != 0, state & 3 != 0);
    // AltGr is the right Alt with the left Ctrl, and types characters.
    let graph = state & 1 != 0 && state & 8 != 0 && unit >= 0x20;
    let mods = Mods { shift, ctrl: ctrl && !graph, other: alt && !graph, caps: false };
    let named = match key {
        8 | 9 | 13 | 27 if mods.other => return Meaning::Nothing,
        8 => Key::Backspace,
        9 if shift => Key::BackTab,
        9 => Key::Tab,
        13 => Key::Enter,
        27 => Key::Esc,
        33 => Key::PageUp,
        34 => Key::PageDown,
        35 => Key::End,
        36 => Key::Home,
        37 => Key::Left,
        38 => Key::Up,
        39 => Key::Right,
        40 => Key::Down,
        46 => Key::Delete,
        112..=135 => u8::try_from(key - 111).map_or(Key::F(0), Key::F),
        _ => return Meaning::Unit { unit, mods, count: count.clamp(1, REPEATS) },
    };
    Meaning::Key(named)
}

/// The most times that one sequence repeats a character.
const REPEATS: u16 = 32;

/// A character of win32-input-mode.
pub(super) fn win32_character(c: char, mods: Mods) -> Option<Key> {
    match u8::try_from(u32::from(c)) {
        Ok(byte @ 1..=0x1f) if !mods.other => control(byte),
        // Shift is in the character already.
        _ => pressed(c, Mods { shift: false, ..mods }),
    }
}

/// The parameters of a sequence; a missing one is 0.
pub(super) struct Parameters<'a>(pub(super) &'a Params);

impl Parameters<'_> {
    pub(super) fn at(&self, place: usize, part: usize) -> u16 {
        self.0.iter().nth(place).and_then(|parts| parts.get(part)).copied().unwrap_or(0)
    }

    /// Whether each parameter is missing or 0.
    pub(super) fn bare(&self) -> bool {
        self.0.iter().flatten().all(|part| *part == 0)
    }

    /// The characters of the third parameter.
    fn text(&self) -> impl Iterator<Item = char> {
        let parts = self.0.iter().nth(2).unwrap_or_default();
        let parts = parts.iter().filter(|code| **code != u16::MAX);
        let chars = parts.filter_map(|code| char::from_u32(u32::from(*code)));
        chars.filter(|c| !c.is_control())
    }
}
