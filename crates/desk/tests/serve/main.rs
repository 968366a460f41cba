//! The desk on the wire: the real program on a free port, and a plain client.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests, outside the test functions themselves"
)]

mod backup;
#[allow(dead_code, reason = "the back office reads cookies")]
mod ends;
mod interface;
mod pages;
mod server;
