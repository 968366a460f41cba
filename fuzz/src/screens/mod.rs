//! The random sessions of `tests/screens`, with the code that runs, draws and checks them.
//!
//! Never here: a copy of that code. The modules are the files of the test.

#![allow(dead_code, missing_docs, reason = "shared with the tests, which need all of it")]

#[path = "../../../tests/screens/emulator.rs"]
mod emulator;
#[path = "../../../tests/screens/looked_at.rs"]
mod looked_at;
#[path = "../../../tests/screens/machines.rs"]
mod machines;
#[path = "../../../tests/screens/picture.rs"]
mod picture;
#[path = "../../../tests/screens/random.rs"]
pub mod random;
#[path = "../../../tests/screens/rig.rs"]
mod rig;
#[path = "../../../tests/screens/script.rs"]
mod script;

/// The part of the guide that says which screen shows a state.
#[path = "../../../tests/screens/guide/screen_kind.rs"]
mod screen_kind;

mod guide {
    pub use super::screen_kind::{ScreenKind, screen_kind};
}
