//! What the tests and benchmarks of all crates share. All state is in temporary folders.
//!
//! | files | hold |
//! | --- | --- |
//! | `device`, `desk`, `served`, `profile` | the device program on a recorded machine, a desk by its commands, a desk that serves; start here |
//! | `pty/`, `qr` | a program in a pseudo-terminal with its screen as text; the QR on that screen |
//! | `http`, `forms` | an HTTP client, the forms of pages |
//! | `clients`, `races`, `invented` | load: honest clients, requests at the same moment, invented machines and numbers |
//! | `postgres/`, `token` | a PostgreSQL server, a token of SoftHSM; both with faults |
//! | `preload`, `process` | a changed view of the system, the counters of a process |
//! | `files` | folders and files with their modes |
//! | `lines` | the checks of every `text` module, and the words that are not allowed |
//!
//! Never here: an expectation about one feature (its test has it), or code that a program links.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

use std::fmt::Display;
use std::io::Write;
use std::path::PathBuf;

pub mod clients;
mod desk;
mod device;
mod files;
pub mod forms;
pub mod http;
pub mod invented;
pub mod lines;
pub mod postgres;
mod preload;
pub mod process;
mod profile;
mod pty;
mod qr;
pub mod races;
mod served;
mod token;

pub use desk::{Desk, IssuedCode, PASSPHRASE, with_wrong_characters};
pub use device::{
    CLOCK_VARIABLE, CommandOutput, Device, bad_machine, file_names, good_machine, read_tree, run_with_input,
    write_sysfs,
};
pub use files::{make_pipe, private_folder, private_folder_within, set_mode, write_file};
pub use preload::Preload;
pub use profile::profile_text;
pub use pty::{Chunk, Mark, Pty, Written, terminal_command};
pub use qr::read_qr;
pub use served::ServedDesk;
pub use token::{Does, PIN, SoftToken, TOKEN};

/// A license number of the desk.
pub const NUMBER: &str = "AA03220123951";
/// Another license number of the desk.
pub const OTHER_NUMBER: &str = "AA03220123952";

/// The path of the device program of this build.
#[must_use]
pub fn device_program() -> PathBuf {
    program("countersign")
}

/// The path of the desk's program of this build.
#[must_use]
pub fn desk_program() -> PathBuf {
    program("countersign-desk")
}

/// A program in the folder above that of the running test, which is `target/PROFILE/deps`.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).unwrap().join(name);
    assert!(
        built.is_file(),
        "{} is missing: build both programs with `cargo build --workspace` (same profile), or run `cargo test --workspace`",
        built.display()
    );
    built
}

/// The folder of recorded machines: `COUNTERSIGN_SHARED`, else `shared` beside the repository. It may be missing; a test
/// that needs it then calls [`skipped`] and passes.
#[must_use]
pub fn shared() -> PathBuf {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    std::env::var_os("COUNTERSIGN_SHARED").map_or_else(beside, PathBuf::from)
}

/// Prints to standard error that a test, or a part of it, is skipped, and why. The test harness captures what `eprintln!` prints, so that
/// nobody sees it; it doesn't capture this.
pub fn skipped(why: impl Display) {
    // Without standard error, there is nobody to tell.
    let _ = std::io::stderr().write_all(format!("SKIPPED: {why}\n").as_bytes());
}
