//! Any bytes as a PDF: no panic of ours, and every visible character of the text has a place.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhupi::source::{Shape, pdf};
use zhupi::text::is_space;

fuzz_target!(|bytes: &[u8]| {
    zhupi_fuzz::forgiving(|| {
        let Ok(extract) = pdf::read(bytes, "", &mut |page, _| page < 8) else { return };
        let Shape::Pages(pages) = extract.shape else { panic!("a PDF has pages") };
        let placed: Vec<u32> = pages.iter().flat_map(|page| &page.chars).map(|placed| placed.at).collect();
        let visible =
            extract.text.chars().enumerate().filter(|(_, c)| !is_space(*c)).map(|(at, _)| at as u32);
        assert!(visible.eq(placed));
    });
});
