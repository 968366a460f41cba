//! The target `receipt`: see `src/receipt.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| countersign_fuzz::receipt::check(input));
