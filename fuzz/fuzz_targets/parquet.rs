//! Bytes as a file of the format huggingface-parquet: read, with every mark at its words, or refused with a sentence; the
//! program catches panics of the library.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zhupi_fuzz::forgiving(|| zhupi_fuzz::foreign("huggingface-parquet", "records.parquet", bytes)));
