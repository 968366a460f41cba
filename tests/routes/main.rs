//! Two programs, one story, by each way to the desk: over the network, by a phone's page, by word through the office;
//! and what a network may put between. The real wizard in a pseudo-terminal, the real desk serving.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests, outside the test functions themselves; not all that are shared are used here"
)]

mod between;
mod served;
mod stories;
