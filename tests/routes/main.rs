//! Two programs, one story, by each way to the desk: over the network, by a phone's page, by word through the office;
//! and what a network may put between. The real wizard in a pseudo-terminal, the real desk serving.
#![cfg(all(feature = "desk", feature = "online"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests, outside the test functions themselves; not all that are shared are used here"
)]

#[path = "../serve/client.rs"]
mod client;
#[path = "../common/mod.rs"]
mod common;

mod between;
mod served;
mod stories;
