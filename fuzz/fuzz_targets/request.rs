//! The target `request`: see `src/request.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::request::check(input));
