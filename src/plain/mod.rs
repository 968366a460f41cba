//! The session line by line: for `TERM=dumb`, screen readers, braille displays, serial lines, scripts.
//!
//! | file | holds |
//! | --- | --- |
//! | `choices` | what can be done in a state, each by a fixed number |
//! | `question` | the question before an answer: step, field, what an empty answer does |
//! | `answer` | the meaning of an answer |
//! | `piece`, `lines`, `code_lines`, `fault` | a piece of what is said; a page, a typed line, a refusal in pieces |
//! | `help`, `spell`, `qr` | what is said or drawn on demand |
//! | `conversation` | what was said already, so that only what is new is said |
//! | `aside` | the questions of the conversation itself: how to draw the QR, and whether to read on |
//!
//! Pages come from `page`, choices from the wizard's key table. Never here: rules, boxes, spinners, escape sequences.

mod answer;
mod aside;
mod choices;
mod code_lines;
mod conversation;
mod fault;
mod help;
mod lines;
mod piece;
mod qr;
mod question;
mod spell;

pub use answer::message;
pub use choices::{Choice, Does, choices};
pub use conversation::{Conversation, Told};
pub use lines::folded;
pub use question::{field, job_line};
