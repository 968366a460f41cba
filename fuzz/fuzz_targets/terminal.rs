//! The target `terminal`: see `src/terminal.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::terminal::check(input));
