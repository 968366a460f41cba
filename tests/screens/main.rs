//! The whole session on paper: every step at two sizes, two looks and two languages, from strings of keys.
//!
//! A state is never put together by hand: keys go through `wizard::update`, and what it asks for is done by a
//! small double of the outside (`rig`) with a fixed machine, clock, nonce and desk. `views` names what is
//! looked at, `picture` writes it down, `random` plays without a plan.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod again;
mod machines;
mod picture;
mod random;
mod rig;
mod script;
mod snapshots;
mod views;
