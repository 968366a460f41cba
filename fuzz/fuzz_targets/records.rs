//! The target `records`: see `src/records.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::records::check(input));
