//! Teaches the layout's learned scores from pages with gold, and writes `assets/models/layout.bin`.
//!
//! ```text
//! cargo run --release --no-default-features --example teach_layout -- --folder FOLDER [--folder FOLDER …]
//!     [--test FOLDER …] [--rounds N] [--rate R] [--margin M] [--least W] [--share S] [--but NAME,NAME…] [--torn] [-o FILE]
//! ```
//!
//! `--share` says how much of what was learned is kept beside the hand-set scores.
//! `--but` leaves out pages whose names begin so; `--test` names pages that are only measured; `--torn` adds copies with
//! headings moved and empty lines added or gone; `--slips` prints the pages left out with what each line should be and is. Everything is the same on every run.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool for those who build the program")]

#[path = "../tests/common/torn.rs"]
mod torn;

use std::path::Path;
use std::time::Instant;
use torn::{Dice, FIGURES, Page, Remembered, Tear, measure_with};
use zhupi::issue::{Kind, Role};
use zhupi::layout::teach::{Lesson, Teacher, Told};
use zhupi::layout::{Learned, Weights};
use zhupi::propose::corpus;

fn word<T: serde::de::DeserializeOwned>(word: Option<&str>) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word?.to_owned())).ok()
}

fn lesson(page: &Page, mentions: &Remembered) -> Lesson {
    let mut told = Vec::new();
    for record in &page.gold {
        let kind: Option<Kind> = word(record.kind.as_deref());
        for block in &record.blocks {
            let role: Option<Role> = word(block.role.as_deref());
            let positions = block.source.iter().flat_map(|(a, b)| *a as usize..*b as usize).collect();
            told.push(Told { kind: kind.unwrap(), role: role.unwrap(), positions });
        }
    }
    Lesson::new(&page.text, &told, mentions)
}

fn report(what: &str, pages: &[Page], mentions: &Remembered, weights: &Weights, each: bool) {
    let mut sums = [0.0; FIGURES.len()];
    let row = |f: &[f64]| f.iter().map(|f| format!("{f:6.3}")).collect::<Vec<_>>().join(" ");
    for page in pages {
        let run = measure_with(page, mentions, weights);
        sums.iter_mut().zip(run.figures).for_each(|(sum, figure)| *sum += figure);
        if each {
            println!("  {:<14} {}", page.name, row(&run.figures));
        }
    }
    println!("{what:<16} {}", row(&sums.map(|sum| sum / pages.len().max(1) as f64)));
}

fn torn_copies(pages: &[Page]) -> Vec<Page> {
    let mut dice = Dice::new(5);
    let tears = [Tear::Headings, Tear::Blanks(0.1), Tear::TightHeadings, Tear::NoBlanks, Tear::Blanks(0.02)];
    pages.iter().enumerate().map(|(n, page)| page.torn(tears[n % tears.len()], &mut dice)).collect()
}

fn main() {
    let (mut rounds, mut rate, mut margin, mut least, mut share) = (5, 0.1_f32, 1.0_f32, 0.02_f32, 0.4_f32);
    let (mut but, mut out, mut torn, mut slips) = (String::new(), String::new(), false, false);
    let (mut pages, mut tests) = (Vec::new(), Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().expect("a value");
        match word.as_str() {
            "--rounds" => rounds = next().parse().unwrap(),
            "--rate" => rate = next().parse().unwrap(),
            "--margin" => margin = next().parse().unwrap(),
            "--share" => share = next().parse().unwrap(),
            "--least" => least = next().parse().unwrap(),
            "--but" => but = next(),
            "--torn" => torn = true,
            "--slips" => slips = true,
            "-o" => out = next(),
            "--folder" => pages.extend(Page::folder(Path::new(&next()))),
            "--test" => tests.push((word.clone(), Page::folder(Path::new(&next())))),
            other => panic!("{other}?"),
        }
    }
    let left_out = |page: &Page| corpus::is_among(&page.name, &but);
    let (out_pages, pages): (Vec<Page>, Vec<Page>) = pages.into_iter().partition(left_out);
    let plain: Vec<Page> = out_pages.into_iter().filter(|page| !page.name.contains('~')).collect();
    tests.push(("left out".to_owned(), plain));
    let mentions = Remembered::new();
    println!("{FIGURES:?}");
    let start = Instant::now();
    let mut lessons: Vec<Lesson> = pages.iter().map(|page| lesson(page, &mentions)).collect();
    if torn {
        lessons.extend(torn_copies(&pages).iter().map(|page| lesson(page, &mentions)));
    }
    let lines: usize = lessons.iter().map(Lesson::lines).sum();
    println!("{} pages, {lines} lines, {:?}", lessons.len(), start.elapsed());
    let mut teacher = Teacher::new(rate);
    for round in 1..=rounds {
        let mut order: Vec<usize> = (0..lessons.len()).collect();
        let mut dice = Dice::new(round as u64);
        (1..order.len()).rev().for_each(|n| order.swap(n, dice.below(n + 1)));
        let wrong: usize = order.iter().map(|n| teacher.take(&lessons[*n], margin)).sum();
        println!("round {round}: {wrong} lines wrong, {:?}", start.elapsed());
        if round == rounds || round % 3 == 0 {
            let learned: &'static Learned = Box::leak(Box::new(teacher.learned(least, share)));
            for (what, pages) in &tests {
                report(what, pages, &mentions, &Weights::default().with(learned), round == rounds);
            }
        }
    }
    if let Some((_, pages)) = tests.last().filter(|_| slips) {
        let learned: &'static Learned = Box::leak(Box::new(teacher.learned(least, share)));
        for page in pages {
            println!("{}", torn::slips(page, &mentions, &Weights::default().with(learned), false));
        }
    }
    if !out.is_empty() {
        let bytes = teacher.learned(least, share).bytes().unwrap();
        println!("{} bytes", bytes.len());
        std::fs::write(out, bytes).unwrap();
    }
}
