//! The target `license`: see `src/license.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::license::check(input));
