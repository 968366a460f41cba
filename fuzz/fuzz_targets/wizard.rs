//! The target `wizard`: see `src/wizard.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::wizard::check(input));
