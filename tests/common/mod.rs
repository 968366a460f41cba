//! What tests of the whole product share: the two programs, run through pipes or in a pseudo-terminal, and
//! the things they work on: a desk, recorded machines, folders for state. Everything lives in temporary folders.
#![allow(
    dead_code,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of several test programs, none of which uses all of them"
)]

mod desk;
mod device;
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
