//! `countersign-verify` for C, and for every language that calls C: `libcountersign`.
//!
//! [`c_interface`] has the functions, and is the only file with `unsafe` code. The rest is safe: [`answer`]
//! creates all strings before the caller gets the answer, so that the functions only read them.
//! `countersign.h` is generated from `c_interface.rs`; a test compares them.
//!
//! This crate never has a rule, a parser, or a judgement of a status.

#[cfg(panic = "abort")]
compile_error!(
    "libcountersign answers a panic with an error, so it needs a profile that unwinds: --profile library"
);

pub mod answer;
pub mod c_interface;
pub mod failure;
pub mod text;
