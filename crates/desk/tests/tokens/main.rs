//! Keys on a token: real processes with a token of SoftHSM, which is pulled out, hangs and comes back. `tests/pkcs11/run` names the
//! module; without it the tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a test may fail loudly"
)]

mod adding;
mod away;
mod load;
mod support;
