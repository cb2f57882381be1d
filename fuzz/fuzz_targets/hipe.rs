//! Bytes as a file of the format hipe: read, with every mark at its words, or refused with a sentence.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zhupi_fuzz::foreign("hipe", "t.tsv", bytes));
