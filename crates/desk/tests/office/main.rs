//! The back office, by command and by page: the real program, in a folder of its own.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests, outside the test functions themselves; not all that are shared are used here"
)]

#[path = "../serve/server.rs"]
mod server;

mod acts;
mod books;
mod cases;
mod pages;
mod sides;
