//! The target `bundle`: see `src/bundle.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::bundle::check(input));
