//! The terminal: its abilities, modes, input and output.
//!
//! Lives here: every escape sequence and every system call on the terminal. The terminal is asked no questions: its abilities come
//! from the environment, its size from the kernel. One thread, no ticks: a session sleeps until a key, a signal or a [`Waker`] comes,
//! and writes once per frame.
//! Never here: the content and look of a page, the action of a key.
//! | files | hold |
//! | --- | --- |
//! | `session`, `modes`, `signals` | takes the terminal, and gives it back however the program ends; start here |
//! | `events` | the one place where the program sleeps |
//! | `vt500`, `charset`, `decoder`, `keys`, `chords`, `input` | bytes to keys and pastes |
//! | `paste`, `burst`, `lines` | pasted text, pastes without marks, a line in line mode |
//! | `frames`, `ansi`, `style`, `output` | frames to bytes, one write for each |
//! | `caps`, `clipboard` | the abilities of the terminal; its clipboard |

mod ansi;
mod burst;
mod caps;
mod charset;
mod chords;
mod clipboard;
mod decoder;
mod events;
mod frames;
mod input;
mod keys;
mod lines;
mod modes;
mod output;
mod paste;
mod session;
mod signals;
mod style;
mod vt500;

#[cfg(test)]
mod corpus_tests;
#[cfg(test)]
mod session_in_pty;
#[cfg(test)]
mod session_tests;
#[cfg(test)]
mod signal_tests;

pub use ansi::{Wire, painted};
pub use caps::{Caps, Kind, WithoutChinese, accessible};
pub use clipboard::{COPY_MAX, Copied, Route};
pub use decoder::Decoder;
pub use events::{Event, Signal, Waker};
pub use frames::Frames;
pub use input::Input;
pub use lines::typed;
pub use paste::PASTE_MAX;
pub use session::Session;
