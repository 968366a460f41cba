//! The target `import`: see `src/import.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::import::check(input));
