//! Records of our own: read, or refused with the line that is wrong.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = zhupi::exchange::article::read(text, None);
    }
});
