//! Bytes under the name of a .zip file: opened, laid out, or refused with a sentence.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zhupi_fuzz::open("页.zip", bytes));
