//! The session as a pure state machine: `update(State, Msg) -> (State, Vec<Effect>)`, one file a step.
//!
//! Lives here: the steps, their keys, the transition table, what is kept of a session, and every
//! decision that the person's keys and the effects' results lead to. Never here: drawing, waiting, a
//! disk, a clock, a sentence in any language.

mod begin;
mod diagnosis;
mod draft;
mod input;
mod keys;
mod msg;
pub mod online;
mod state;
mod steps;
pub mod table;
mod update;

pub use begin::{Earlier, begin};
pub use diagnosis::{Against, Checked, CodeFault, CodeSearch, Looked, Other, check, look};
pub use draft::{Before, Draft};
pub use input::Key;
pub use keys::{Action, KeyBinding, keys, typing};
pub use msg::{Effect, FileKind, Msg, ReportTo, ToolEnd};
pub use state::{Facts, Mode, Notice, Over, Scroll, Setting, State, Step};
pub use steps::{code, done, fix, inspect, keep, request, route, welcome};
pub use update::update;
