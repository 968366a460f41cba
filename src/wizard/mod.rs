//! The session as a pure state machine: `update(State, Msg) -> (State, Vec<Effect>)`.
//!
//! Files use only those above them:
//!
//! | files | hold |
//! | --- | --- |
//! | `key`, `action`, `transitions`, `scroll`, `qr_view`, `settings`, `facts`, `code_fault`, `code_check` | keys, actions, the ways between steps, data |
//! | `online`, `routes`, `draft`, `file_task`, `request_fault`, `job`, `msg`, `notice` | data built on these; the worker's jobs; messages and effects |
//! | `checks`, `serial_near_miss` | what would stop a session here; a declared serial that is perhaps a typing error |
//! | `path_question` | the question for the path of a file |
//! | `steps/` | each step's own state and actions, over a narrow `StepContext` |
//! | `step`, `state` | the current step, the whole state |
//! | `saved_session`, `session_log` | what is saved of a state; what a message adds to its log |
//! | `key_bindings`, `fix_keys` | the key table |
//! | `products` | the list of several products, and one that was opened |
//! | `navigation`, `results`, `start`, `update` | from one state to the next |
//!
//! Never here: drawing, waiting, a disk, a clock, a sentence in any language.

mod action;
pub mod checks;
mod code_check;
mod code_fault;
mod draft;
mod facts;
mod file_task;
mod fix_keys;
mod job;
mod key;
mod key_bindings;
mod msg;
mod navigation;
mod notice;
pub mod online;
mod path_question;
#[cfg(test)]
mod path_question_tests;
mod products;
mod qr_view;
mod request_fault;
mod results;
pub mod routes;
mod saved_session;
mod scroll;
mod serial_near_miss;
mod session_log;
mod settings;
mod start;
mod state;
mod step;
mod steps;
pub mod transitions;
mod update;

pub use action::Action;
pub use code_check::{
    CheckContext, CheckResult, CodeSearch, FirstCheck, MendedLine, check_code, lines_in, start_check,
};
pub use code_fault::{CodeFault, CodeTarget, InsteadOfCode};
pub use draft::{BindingFields, Draft};
pub use facts::{Facts, Kept};
pub use file_task::{Answers, Completion, FileKind, FileNews, FileTask, Places};
pub use job::{Job, JobId, JobNews, Jobs};
pub use key::Key;
pub use key_bindings::{KeyBinding, is_typing, key_bindings};
pub use msg::{Effect, Msg, ReportTarget, ToolEnd};
pub use notice::Notice;
pub use path_question::{Finding, PathQuestion, Purpose, Stage, shown};
pub use products::{ListedProduct, OpenedProduct, openable};
pub use qr_view::{BlockWidth, QrColours, QrDrawing, QrLook, QrRoom, QrView, TerminalSettings};
pub use request_fault::RequestFault;
pub use scroll::{Scroll, Viewport};
pub use serial_near_miss::near_serial;
pub use settings::{Mode, Settings};
pub use start::{PreviousSession, initial_list, initial_state};
pub use state::{Overlay, State};
pub use step::Step;
pub use steps::{code, done, fix, inspect, keep, request, route, welcome};
pub use update::update;
