//! Screens of the wizard: every view as a snapshot, and random sessions.
//!
//! No state is put together by hand: keys go through `wizard::update`, and a test double (`rig`) with a fixed machine,
//! clock, nonce and desk carries out the effects. `views` lists the views, `script` reads their keys, `picture` turns a
//! screen into text. `emulator` shows what the output layer writes, `looked_at` what its cursor must stand on.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod again;
mod checks;
mod emulator;
mod focus;
mod guide;
mod leaving;
mod looked_at;
mod machines;
mod picture;
mod plain;
mod random;
mod requests;
mod restart;
mod rig;
mod script;
mod snapshots;
mod views;
mod ways;
