//! What an activation is worth when the machine changes, by both programs: the table of `docs/device.md`, and attacks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod attacks;
mod scene;
mod table;
mod ways;
