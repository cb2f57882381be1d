//! Bytes as what the reader of Parquet says, a line of JSON a row: read, with every mark at its words, or refused with a
//! sentence. The library itself believes what a file claims and can be kept busy for hours; the program ends it then.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zhupi_fuzz::table(bytes));
