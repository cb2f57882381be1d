//! How fast the network loads and tags: `cargo bench --no-default-features --bench lac`.

use divan::counter::CharsCount;
use divan::{Bencher, black_box};
use zhupi::propose::lac::Lac;

const TEXT: &str = include_str!("../tests/data/lac/parity.txt");

fn main() {
    divan::main();
}

fn lines() -> Vec<Vec<char>> {
    TEXT.lines().map(|line| line.chars().collect()).collect()
}

#[divan::bench]
fn load() -> Option<Lac> {
    Lac::load().ok()
}

#[divan::bench(sample_count = 20)]
fn tag_on_one_processor(bencher: Bencher) {
    let (Ok(lac), lines) = (Lac::load(), lines()) else { return };
    let characters = lines.iter().map(Vec::len).sum::<usize>();
    bencher
        .counter(CharsCount::new(characters))
        .bench_local(|| lines.iter().map(|line| black_box(lac.tag(line)).words.len()).sum::<usize>());
}

#[divan::bench(sample_count = 20)]
fn tag_on_all_processors(bencher: Bencher) {
    let (Ok(lac), lines) = (Lac::load(), lines()) else { return };
    let characters = lines.iter().map(Vec::len).sum::<usize>();
    bencher.counter(CharsCount::new(characters)).bench_local(|| lac.tag_all(&lines));
}
