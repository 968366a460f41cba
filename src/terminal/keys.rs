//! What a complete sequence means.
//!
//! Lives here: the tables from what the state machine yields to keys: controls, `ESC x`, CSI and SS3 sequences, and the
//! encodings of whole keyboards (kitty, modifyOtherKeys, win32-input-mode). Bytes that mean two keys on two terminals have
//! one meaning here: that of the terminal in wider use, or of the key that does less.
//! Never here: bytes, time.

use vte::Params;

use crate::wizard::Key;

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// A key was pressed.
    Key(Key),
    /// A text was pasted.
    Paste(String),
}

/// What a sequence means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// No key of ours.
    Nothing,
    /// A key.
    Key(Key),
    /// Characters.
    Text(Vec<char>),
    /// So many characters of a mouse report follow; if none does, it was this key.
    Mouse(u8, Option<Key>),
    /// A paste begins.
    Paste,
    /// `CSI P`: kitty's F1, st's Delete, Pause of the Linux console, F4 of SCO. Only what follows can tell.
    Unclear,
    /// The release of kitty's F1, whose press may have been unclear.
    F1Released,
    /// One UTF-16 unit of win32-input-mode, with its modifiers and count.
    Unit { unit: u16, mods: Mods, count: u16 },
}

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

/// Which modifiers are held. Locks count only where they change a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mods {
    pub(super) shift: bool,
    pub(super) ctrl: bool,
    /// Alt, Super, Hyper or Meta: with these held, a character is no key of ours.
    pub(super) other: bool,
    pub(super) caps: bool,
}

impl Mods {
    /// A modifier parameter of xterm and kitty: one more than the sum of the bits.
    fn of(parameter: u16) -> Option<Self> {
        let bits = u8::try_from(parameter.saturating_sub(1)).ok()?;
        Some(Self {
            shift: bits & 1 != 0,
            ctrl: bits & 4 != 0,
            other: bits & (2 | 8 | 16 | 32) != 0,
            caps: bits & 64 != 0,
        })
    }

    /// Both.
    fn and(self, held: Self) -> Self {
        Self { shift: self.shift || held.shift, other: self.other || held.other, ..self }
    }
}

/// A byte below blank, or Delete. NUL is padding, the noise of a line break, or Ctrl-Space, which does nothing here.
pub(super) fn control(byte: u8) -> Option<Key> {
    Some(match byte {
        b'\r' | b'\n' => Key::Enter,
        b'\t' => Key::Tab,
        0x08 | 0x7f => Key::Backspace,
        0x01..=0x1a => Key::Ctrl(char::from(byte - 1 + b'a')),
        _ => return None,
    })
}

/// `ESC x`: keys of VT52 and HP terminals. Anything else is a character with Alt held, and no key of ours.
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

/// What follows `ESC F`: Interix numbers its function keys so.
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
    // `ESC O 5 A` has its modifiers in the place of the first.
    let place = if form == Form::Ss3 && params.0.len() < 2 { 0 } else { 1 };
    let mods = Mods::of(params.at(place, 0)).map(|mods| mods.and(held));
    let key = match (form, action) {
        (Form::Linux, 'A'..='E') => function(Key::F(action as u8 - b'A' + 1), 10, held),
        (Form::Linux, _) => None,
        (Form::Ss3, _) => ss3(action).and_then(|key| function(key, 12, mods?)),
        (Form::Csi, 'u') => return kitty(&params),
        (Form::Csi, '_') => return win32(&params),
        (Form::Csi, '~') => match params.at(0, 0) {
            200 if params.0.len() == 1 => return Meaning::Paste,
            27 if params.0.len() == 3 => chord(u32::from(params.at(2, 0)), None, None, params.at(1, 0)),
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
        // With `R` it may be where the cursor is. Num Lock in the modifiers, which no column of 80 looks like, tells.
        (Form::Csi, 'P' | 'Q' | 'S') | (Form::Csi, 'R') if params.at(0, 0) == 1 => {
            let report = action == 'R' && params.at(1, 0) <= 128;
            let key = Key::F(action as u8 - b'P' + 1);
            mods.filter(|_| !report).and_then(|mods| function(key, 12, mods))
        }
        (Form::Csi, _) => cursor(action),
    };
    key.map_or(Meaning::Nothing, Meaning::Key)
}

/// A key with modifiers. A function key with Shift is one further up, with others it is none of ours; the modifiers of the
/// rest say nothing, for terminals differ in what they send.
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

/// A letter without parameters: rxvt's arrows with Shift, and SCO's function keys. `I` and `O` are the focus.
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

/// `CSI code:shifted:base ; modifiers:event ; text u`, of kitty and of xterm's `formatOtherKeys`.
fn kitty(params: &Parameters<'_>) -> Meaning {
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

/// A key by its code, with what it is when shifted and on a Latin keyboard, and its modifiers.
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
        // The rest of the private area: modifiers, locks, media keys. Beyond U+FFFF `vte` counts no further.
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
fn win32(params: &Parameters<'_>) -> Meaning {
    let [key, unit, down, state, count] = [0, 2, 3, 4, 5].map(|at| params.at(at, 0));
    if down == 0 {
        return Meaning::Nothing;
    }
    let (shift, ctrl, alt) = (state & 0x10 != 0, state & 0xc != 0, state & 3 != 0);
    // AltGr is the right Alt with the left Ctrl, and makes characters.
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
struct Parameters<'a>(&'a Params);

impl Parameters<'_> {
    fn at(&self, place: usize, part: usize) -> u16 {
        self.0.iter().nth(place).and_then(|parts| parts.get(part)).copied().unwrap_or(0)
    }

    /// Whether there are none.
    fn bare(&self) -> bool {
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
