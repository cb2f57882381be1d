//! Bytes as a file of the format huggingface: read, with every mark at its words, or refused with a sentence. Tables go to a
//! process of their own, whose words have a target of their own.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if !bytes.starts_with(b"PAR1") {
        zhupi_fuzz::foreign("huggingface", "t.jsonl", bytes);
    }
});
