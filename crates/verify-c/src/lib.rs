//! `countersign-verify` for C, and for every language that calls C: `libcountersign`.
//!
//! [`c_interface`] has the functions, and is the one file with `unsafe` code. The rest is safe: [`answer`] makes what the functions give out, before
//! the caller sees it, so that they only read. `countersign.h` is made from `c_interface.rs`; a test compares them.
//!
//! Never here: a rule, a reader, a judgement of a status.

#[cfg(panic = "abort")]
compile_error!(
    "libcountersign answers a panic with an error, so it needs a profile that unwinds: --profile library"
);

pub mod answer;
pub mod c_interface;
pub mod failure;
pub mod text;
