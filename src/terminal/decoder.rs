//! Decodes bytes from a terminal into keys and pastes.
//!
//! Lives here: a decoder that takes any bytes, is bounded and never blocks. The VT500 state machine of `vte` splits the bytes into
//! sequences; `keys` gives their meaning. `vte` is made for the other direction, from programs to terminals. So this file
//! handles first what only keyboards send: a lone Esc, sequences such as `ESC O 1 ; 5 A`, `ESC [ [ A` and `ESC [ 8 $`, the three
//! bytes after X10's `ESC [ M`, pastes, and strings. Strings don't reach `vte`, because it doesn't end them at an 8-bit ST, and it
//! stores some of them whole.
//! Never here: a clock. The caller waits for `patience`, then calls `lapse`.

use std::fmt;
use std::time::Duration;

use super::burst::Burst;
use super::charset::{Chars, Unit};
use super::chords;
use super::input::{Input, Meaning, Mods};
use super::keys::{self, Form};
use super::paste::Pasted;
use super::vt500::{Machine, Sequence};
use crate::wizard::Key;

/// After this time an Esc is the Esc key. The rest of a sequence may take 60 ms on a slow link.
const LONE_ESC: Duration = Duration::from_millis(80);
/// The longest gap within a burst. At 2400 baud a byte takes 4 ms.
const BURST: Duration = Duration::from_millis(5);
/// The longest gap between the pieces of a paste without marks.
const PIECES: Duration = Duration::from_millis(40);
/// The longest gap between a carriage return and its line feed.
const LINE_FEED: Duration = Duration::from_millis(50);
/// Some keys of rare terminals are the beginning of longer sequences. After this time they are keys.
const SHARED: Duration = Duration::from_millis(1200);
/// The longest gap within a string and within a character.
const UNFINISHED: Duration = Duration::from_secs(2);
/// The longest gap within a paste with marks.
const PASTE: Duration = Duration::from_secs(3);
/// The longest string. A longer one ends at the first pause.
const STRING_MAX: usize = 128 * 1024;
const STRING_PAUSE: Duration = Duration::from_millis(100);

const ESC: u8 = 0x1b;

/// Turns bytes into keys and pastes. It has no clock: the caller waits for [`Decoder::patience`], then calls [`Decoder::lapse`].
#[derive(Default)]
pub struct Decoder {
    chars: Chars,
    machine: Machine,
    phase: Phase,
    burst: Burst,
    /// Whether the last byte was a carriage return. A line feed or NUL after it is not a second key.
    returned: bool,
    /// Whether the last sequence was [`Meaning::Unclear`].
    unclear: bool,
    /// The first half of a character from win32-input-mode.
    half: Option<u16>,
}

/// The part of the input that the decoder is in.
#[derive(Debug, Default)]
enum Phase {
    /// Nothing.
    #[default]
    Ground,
    /// One Esc, or two.
    Escape { twice: bool },
    /// `ESC` and bytes between it and its end.
    Intermediate,
    /// CSI or SS3.
    Sequence(Sequence),
    /// OSC, DCS, APC, PM or SOS.
    String { bell: bool, length: usize, escaped: bool },
    /// `ESC F`: End, or the beginning of an Interix function key.
    Interix,
    /// A mouse report. `missing`: the characters to come. `wide`: the last byte may be the first of a character of two bytes.
    Mouse { missing: u8, wide: bool, key: Option<Key> },
    /// A paste.
    Paste(Pasted),
}

impl Decoder {
    /// Takes bytes that came in direct succession, and hands on what they complete.
    pub fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(Input)) {
        for &byte in bytes {
            match &mut self.phase {
                Phase::Paste(pasted) => {
                    if pasted.push(byte) {
                        self.finish_paste(&mut take);
                    }
                }
                Phase::Mouse { missing, wide, key } => {
                    let more = std::mem::replace(wide, matches!(byte, 0xc2..=0xdf));
                    if more && matches!(byte, 0x80..=0xbf) {
                        *wide = false;
                    } else if *missing > 0 {
                        *missing -= 1;
                        *key = None;
                    } else {
                        self.phase = Phase::Ground;
                        self.byte(byte, &mut take);
                        continue;
                    }
                    if *missing == 0 && !*wide {
                        self.phase = Phase::Ground;
                    }
                }
                _ => self.byte(byte, &mut take),
            }
        }
    }

    /// How long to wait for the rest of an input that began. `None` if none began, or only more bytes can end it.
    pub fn patience(&self) -> Option<Duration> {
        match &self.phase {
            _ if self.burst.fast() => Some(PIECES),
            _ if !self.burst.is_empty() => Some(BURST),
            _ if self.chars.pending() => Some(UNFINISHED),
            Phase::Ground if self.returned => Some(LINE_FEED),
            Phase::Ground | Phase::Intermediate | Phase::Sequence(_) => None,
            Phase::Escape { .. } => Some(LONE_ESC),
            Phase::String { length, .. } if *length > STRING_MAX => Some(STRING_PAUSE),
            Phase::String { .. } => Some(UNFINISHED),
            Phase::Interix | Phase::Mouse { .. } => Some(SHARED),
            Phase::Paste(_) => Some(PASTE),
        }
    }

    /// Whether a key was pressed that only waits for the end of its burst.
    #[cfg(test)]
    pub(super) fn typed(&self) -> bool {
        !self.burst.is_empty()
    }

    /// Ends the input that began, after the time of [`Decoder::patience`] without a byte.
    pub fn lapse(&mut self, mut take: impl FnMut(Input)) {
        if !self.burst.is_empty() {
            return self.burst.settle(&mut take);
        }
        self.returned = false;
        if self.chars.pending() {
            self.chars = Chars::default();
            return self.cancel();
        }
        match std::mem::take(&mut self.phase) {
            phase @ (Phase::Ground | Phase::Intermediate | Phase::Sequence(_)) => self.phase = phase,
            Phase::Escape { twice } => (0..=usize::from(twice)).for_each(|_| take(Input::Key(Key::Esc))),
            Phase::String { .. } | Phase::Mouse { key: None, .. } => {}
            Phase::Interix => take(Input::Key(Key::End)),
            Phase::Mouse { key: Some(key), .. } => take(Input::Key(key)),
            Phase::Paste(pasted) => take(Input::Paste(pasted.text())),
        }
    }

    fn byte(&mut self, byte: u8, take: &mut impl FnMut(Input)) {
        if let Some(unit) = self.chars.push(byte) {
            self.unit(unit, take);
        }
    }

    fn unit(&mut self, unit: Unit, take: &mut impl FnMut(Input)) {
        let returned = std::mem::take(&mut self.returned);
        if matches!(self.phase, Phase::Ground) && unit != Unit::Ascii(ESC) && !matches!(unit, Unit::C1(_)) {
            match unit {
                Unit::Ascii(0 | b'\n') if returned => {}
                Unit::Ascii(byte) => {
                    self.returned = byte == b'\r';
                    self.advance(&[byte], take);
                }
                Unit::Char(c) => self.advance(c.encode_utf8(&mut [0; 4]).as_bytes(), take),
                Unit::C1(_) | Unit::Foreign => {}
            }
            return;
        }
        self.burst.settle(take);
        match (&mut self.phase, unit) {
            (Phase::String { bell, length, escaped }, unit) => {
                *length = length.saturating_add(1);
                let was = std::mem::replace(escaped, unit == Unit::Ascii(ESC));
                match unit {
                    Unit::C1(0x9c) | Unit::Ascii(0x18 | 0x1a) => self.phase = Phase::Ground,
                    Unit::Ascii(0x07) if *bell => self.phase = Phase::Ground,
                    Unit::Ascii(b'\\') if was => self.phase = Phase::Ground,
                    // An Esc ends a string whatever follows it.
                    Unit::Ascii(byte) if was && byte != ESC => {
                        self.phase = Phase::Escape { twice: false };
                        self.escaped(byte, take);
                    }
                    _ => {}
                }
            }
            (_, Unit::C1(byte)) => {
                self.cancel();
                // ST alone means nothing; the others are handled as their 7-bit forms.
                if byte != 0x9c {
                    self.phase = Phase::Escape { twice: false };
                    self.escaped(byte - 0x40, take);
                    if let Phase::Sequence(sequence) = &mut self.phase {
                        sequence.eight_bit = true;
                    }
                }
            }
            (Phase::Escape { .. }, Unit::Ascii(byte)) => self.escaped(byte, take),
            // A character with Alt held, or bytes that mean nothing.
            (Phase::Escape { .. }, _) => self.phase = Phase::Ground,
            (Phase::Interix, Unit::Ascii(byte)) if keys::interix(byte).is_some() => {
                self.phase = Phase::Ground;
                keys::interix(byte).into_iter().for_each(|key| take(Input::Key(key)));
            }
            (Phase::Interix, unit) => {
                self.phase = Phase::Ground;
                take(Input::Key(Key::End));
                self.unit(unit, take);
            }
            (_, Unit::Ascii(ESC)) => {
                self.cancel();
                self.phase = Phase::Escape { twice: false };
            }
            (Phase::Sequence(_), Unit::Ascii(byte)) => self.within(byte, take),
            (_, Unit::Ascii(0x18 | 0x1a)) => self.cancel(),
            (_, Unit::Ascii(byte)) => {
                if matches!(byte, b'0'..=b'~') {
                    self.phase = Phase::Ground;
                }
                self.advance(&[byte], take);
            }
            // The character is not part of the sequence.
            (_, Unit::Char(_)) => {
                self.cancel();
                self.unit(unit, take);
            }
            (_, Unit::Foreign) => {}
        }
    }

    /// Handles the byte after an Esc.
    fn escaped(&mut self, byte: u8, take: &mut impl FnMut(Input)) {
        let twice = matches!(self.phase, Phase::Escape { twice: true });
        self.phase = match byte {
            ESC => {
                if twice {
                    take(Input::Key(Key::Esc));
                }
                Phase::Escape { twice: true }
            }
            b'[' | b'O' | b'?' => {
                let form = if byte == b'[' { Form::Csi } else { Form::Ss3 };
                let held = Mods { other: twice, ..Mods::default() };
                Phase::Sequence(Sequence { form, held, ..Sequence::default() })
            }
            b']' => Phase::String { bell: true, length: 0, escaped: false },
            b'P' | b'X' | b'^' | b'_' => Phase::String { bell: false, length: 0, escaped: false },
            b'F' if !twice => Phase::Interix,
            b' '..=b'/' => Phase::Intermediate,
            _ => Phase::Ground,
        };
        match self.phase {
            // `vte` gets both forms as CSI.
            Phase::Sequence(_) => drop(self.machine.key(b"\x1b[")),
            Phase::Intermediate => drop(self.machine.key(&[ESC, byte])),
            Phase::Ground if twice => take(Input::Key(Key::Esc)),
            Phase::Ground if byte.is_ascii_graphic() => self.advance(&[ESC, byte], take),
            // A control with Alt held, or a phase that goes on.
            _ => {}
        }
    }

    /// Handles a byte of a CSI or SS3 sequence.
    fn within(&mut self, byte: u8, take: &mut impl FnMut(Input)) {
        let Phase::Sequence(sequence) = &mut self.phase else { return };
        let first = sequence.bytes == 0;
        let mut byte = byte;
        match byte {
            b'[' if first && sequence.form == Form::Csi => {
                sequence.form = Form::Linux;
                return;
            }
            // urxvt's keys with Shift. Replies with this byte have two parameters.
            b'$' if sequence.number => {
                sequence.held.shift = true;
                byte = b'~';
            }
            b' '..=b'?' => {
                sequence.number = byte.is_ascii_digit() && (first || sequence.number);
                sequence.bytes = sequence.bytes.saturating_add(1);
            }
            _ => {}
        }
        let ends = matches!(byte, 0x40..=0x7e | 0x18 | 0x1a);
        let (key, meaning) = self.machine.within(sequence, byte);
        let eight_bit = sequence.eight_bit;
        if ends {
            self.phase = Phase::Ground;
        }
        if let Some(key) = key {
            take(Input::Key(key));
        }
        if let Some(meaning) = meaning {
            self.act(meaning, eight_bit, take);
        }
    }

    /// Carries out the meaning of a sequence.
    fn act(&mut self, meaning: Meaning, eight_bit: bool, take: &mut impl FnMut(Input)) {
        let unclear = std::mem::replace(&mut self.unclear, meaning == Meaning::Unclear);
        let half = self.half.take();
        match meaning {
            Meaning::Nothing | Meaning::Unclear => {}
            Meaning::Key(key) => take(Input::Key(key)),
            Meaning::Text(text) => text.into_iter().for_each(|c| take(Input::Key(Key::Char(c)))),
            Meaning::Mouse(missing, key) => self.phase = Phase::Mouse { missing, wide: false, key },
            Meaning::Paste => self.phase = Phase::Paste(Pasted::begin(eight_bit)),
            Meaning::F1Released if unclear => take(Input::Key(Key::F(1))),
            Meaning::F1Released => {}
            Meaning::Unit { unit, mods, count } => {
                let units = half.into_iter().chain([unit]);
                match char::decode_utf16(units).last() {
                    Some(Ok(c)) => {
                        let key = chords::win32_character(c, mods);
                        (0..count).filter_map(|_| key).for_each(|key| take(Input::Key(key)));
                    }
                    _ => self.half = Some(unit),
                }
            }
        }
    }

    /// Passes bytes outside of CSI, SS3 and strings to the state machine.
    fn advance(&mut self, bytes: &[u8], take: &mut impl FnMut(Input)) {
        self.unclear = false;
        match self.machine.key(bytes) {
            Some(key @ (Key::Char(_) | Key::Enter | Key::Tab)) => self.burst.push(key),
            Some(key) => {
                self.burst.settle(take);
                take(Input::Key(key));
            }
            None => {}
        }
    }

    /// Drops a sequence.
    fn cancel(&mut self) {
        self.phase = Phase::Ground;
        self.machine = Machine::default();
    }

    fn finish_paste(&mut self, take: &mut impl FnMut(Input)) {
        if let Phase::Paste(pasted) = std::mem::take(&mut self.phase) {
            take(Input::Paste(pasted.text()));
        }
    }
}

impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").field("phase", &self.phase).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "decoder_tests.rs"]
pub(super) mod tests;
