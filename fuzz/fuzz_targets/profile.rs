//! The target `profile`: see `src/profile.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::profile::check(input));
