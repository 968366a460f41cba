//! What the tests of all crates share: the two programs, run through pipes or in a pseudo-terminal, an HTTP client, and
//! what they work on: a desk, recorded machines, folders for state. Everything lives in temporary folders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::path::PathBuf;

mod desk;
mod device;
pub mod http;
pub mod lines;
mod pty;
mod qr;

pub use desk::{Desk, Issued, wrong_characters};
pub use device::{Device, NOW, Ran, bad_machine, fed, folder_of, good_machine, names_in, read_fresh};
pub use pty::Pty;
pub use qr::qr_on;

/// The number on the certificate.
pub const NUMBER: &str = "AA03220123951";
/// Another one of the same desk.
pub const OTHER_NUMBER: &str = "AA03220123952";

/// The device program that this build made.
#[must_use]
pub fn device_program() -> PathBuf {
    program("countersign")
}

/// The desk's program that this build made.
#[must_use]
pub fn desk_program() -> PathBuf {
    program("countersign-desk")
}

/// A test runs from `target/PROFILE/deps`; the programs stand one folder above.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).unwrap().join(name);
    assert!(built.is_file(), "{name} is not built: run `cargo test --workspace`, which builds both programs");
    built
}

/// The folder of measured tables and recordings: `COUNTERSIGN_SHARED`, else `shared` beside the repository. It may be
/// missing; a test that needs it then says so and passes.
#[must_use]
pub fn shared() -> PathBuf {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    std::env::var_os("COUNTERSIGN_SHARED").map_or_else(beside, PathBuf::from)
}
