//! What becomes of an activation when the machine changes, with both programs: the table of `docs/device.md`, and attacks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod attacks;
mod scene;
mod table;
mod ways;
