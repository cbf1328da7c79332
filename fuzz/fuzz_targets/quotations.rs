//! See `../quotations.rs`.
#![no_main]

#[path = "../quotations.rs"]
mod quotations;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| quotations::quotations(bytes));
