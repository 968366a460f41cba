//! The target `folder`: see `src/folder.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::folder::check(input));
