//! What a search over a whole dataset costs: 10,000 generated articles, 5 million characters, 200,000 marks in memory.
//! `cargo bench --no-default-features --bench concordance`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod generate;

use generate::Shape;
use std::sync::LazyLock;
use zhupi::dataset::Corpus;
use zhupi::issue::concordance::Needle;

const ISSUES: u64 = 500;
const ISSUE: Shape = Shape { number: 0, articles: 20, paragraphs: 5, characters: 100, marks: 4 };

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| {
    let mut corpus = Corpus::default();
    (0..ISSUES).for_each(|number| corpus.put(&generate::issue(Shape { number, ..ISSUE }).1));
    corpus
});

fn main() {
    eprintln!("{} characters", CORPUS.chars());
    divan::main();
}

/// A name of two characters, a name that is nowhere, two frequent characters, and one that is everywhere.
#[divan::bench(args = ["林晓", "枢纽门户", "国我", "的"])]
fn literally(text: &str) -> usize {
    CORPUS.find(&Needle::new(text, true).unwrap(), None, 5000).total
}

/// The same where width, case and white space do not count.
#[divan::bench(args = ["林晓", "国我"])]
fn without_width_and_case(text: &str) -> usize {
    CORPUS.find(&Needle::new(text, false).unwrap(), None, 5000).total
}
