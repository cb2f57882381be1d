//! Bytes under the name of a .xml file: METS, ALTO, PAGE XML, opened and laid out, or refused with a sentence.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| zhupi_fuzz::open("页.xml", bytes));
