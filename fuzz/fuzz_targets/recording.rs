//! The target `recording`: see `src/recording.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::recording::check(input));
