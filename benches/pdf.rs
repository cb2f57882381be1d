//! How long a page's text and its picture take: `cargo bench --bench pdf`.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use divan::Bencher;
use std::path::Path;
use zhupi::source::pdf::Document;

const PAGES: [&str; 4] = ["mosaic-dev2", "dense-dev1", "grid-dev1", "upright-dev2"];

fn open(name: &str) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/pdf/{name}.pdf"));
    Document::open(std::fs::read(path).unwrap(), "").unwrap()
}

#[divan::bench(args = PAGES, sample_count = 20, sample_size = 1)]
fn text(bencher: Bencher, name: &str) {
    bencher.with_inputs(|| open(name)).bench_values(|document| document.page(0).text.len());
}

#[cfg(feature = "desk")]
#[divan::bench(args = PAGES, sample_count = 5, sample_size = 1)]
fn picture(bencher: Bencher, name: &str) {
    let draw = |document: Document| zhupi::source::pdf::picture::draw(&document, 0, 2.0).map(|p| p.width);
    bencher.with_inputs(|| open(name)).bench_values(draw);
}

fn main() {
    divan::main();
}
