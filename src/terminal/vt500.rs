//! The VT500 state machine and its output.
//!
//! Lives here: `vte`'s parser, which gets bytes that are 7-bit or UTF-8, and the meaning of each of its calls by the tables of
//! `keys`. Never here: the choice of bytes.

use vte::{Params, Parser, Perform};

use super::input::{self, Meaning, Mods};
use super::keys::{self, Form};
use crate::wizard::Key;

/// The state machine.
#[derive(Default)]
pub(super) struct Machine(Parser);

impl Machine {
    /// Takes bytes outside of CSI and SS3 sequences. Returns the key that they complete, if they complete one.
    pub(super) fn key(&mut self, bytes: &[u8]) -> Option<Key> {
        let mut sink = Yield { sequence: None, key: None, meaning: None };
        self.0.advance(&mut sink, bytes);
        sink.key
    }

    /// Takes a byte of a sequence. Returns the key of a control character within it, and the meaning of the sequence if the byte
    /// ends it.
    pub(super) fn within(&mut self, sequence: &Sequence, byte: u8) -> (Option<Key>, Option<Meaning>) {
        let mut sink = Yield { sequence: Some(sequence), key: None, meaning: None };
        self.0.advance(&mut sink, &[byte]);
        (sink.key, sink.meaning)
    }
}

/// A CSI or SS3 sequence so far.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    pub(super) form: Form,
    pub(super) eight_bit: bool,
    /// How many parameter bytes came.
    pub(super) bytes: usize,
    /// Whether they were digits only.
    pub(super) number: bool,
    /// The modifiers that its beginning and its end stand for.
    pub(super) held: Mods,
}

/// Receives the output of `vte`.
struct Yield<'a> {
    sequence: Option<&'a Sequence>,
    key: Option<Key>,
    meaning: Option<Meaning>,
}

impl Perform for Yield<'_> {
    fn print(&mut self, c: char) {
        self.key =
            u8::try_from(c).ok().filter(u8::is_ascii_control).map_or(Some(Key::Char(c)), input::control);
    }

    fn execute(&mut self, byte: u8) {
        // Within a sequence, CAN and SUB end it, and XON and XOFF belong to the flow control of the line.
        if self.sequence.is_none() || !matches!(byte, 0x11 | 0x13 | 0x18 | 0x1a) {
            self.key = input::control(byte);
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], ignore: bool, byte: u8) {
        self.key = keys::escape(intermediates, byte).filter(|_| !ignore);
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: char) {
        let ours = self.sequence.filter(|_| intermediates.is_empty() && !ignore);
        let meaning = ours.map(|sequence| keys::sequence(params, sequence.form, sequence.held, action));
        self.meaning = Some(meaning.unwrap_or(Meaning::Nothing));
    }
}
