//! The session as a pure state machine: `update(State, Msg) -> (State, Vec<Effect>)`, one file a step.
//!
//! Lives here: the steps, their keys, the transition table, what is kept of a session, and every
//! decision that the person's keys and the effects' results lead to. Never here: drawing, waiting, a
//! disk, a clock, a sentence in any language.

mod code_check;
mod draft;
mod key;
mod keys;
mod msg;
pub mod online;
mod start;
mod state;
mod steps;
pub mod transitions;
mod update;

pub use code_check::{
    CheckContext, CheckProgress, CheckResult, CodeFault, CodeSearch, CodeTarget, check_code, start_check,
};
pub use draft::{BindingFields, Draft};
pub use key::Key;
pub use keys::{Action, KeyBinding, is_typing, key_bindings};
pub use msg::{Effect, FileKind, Msg, ReportTarget, ToolEnd};
pub use start::{PreviousSession, initial_state};
pub use state::{Facts, Mode, Notice, Overlay, Scroll, Settings, State, Step};
pub use steps::{code, done, fix, inspect, keep, request, route, welcome};
pub use update::update;
