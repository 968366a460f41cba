//! Activations by each way to the desk (network, phone page, telephone) and faults of the network. The real wizard runs in
//! a pseudo-terminal, the real desk serves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests, outside the test functions themselves"
)]

mod activations;
mod desk_server;
mod doctor;
mod network_faults;
mod relay;
mod relay_faults;
