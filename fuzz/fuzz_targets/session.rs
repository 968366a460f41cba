//! The target `session`: see `src/session.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::session::check(input));
