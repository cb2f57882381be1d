//! Bytes as the two files of a document in brat, one after the other with a NUL between: read, with every mark at its
//! words, or refused with a sentence.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zhupi_fuzz::brat(bytes));
