//! The target `api`: see `src/api.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::api::check(input));
