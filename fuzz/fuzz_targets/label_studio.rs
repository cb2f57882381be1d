//! Bytes as a file of the format label-studio: read, with every mark at its words, or refused with a sentence.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zhupi_fuzz::foreign("label-studio", "t.json", bytes));
