//! The target `reader`: see `src/reader.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::reader::check(input));
