//! How well the layout stands torn pages: a table of means over many random runs.
//!
//! ```text
//! cargo run --release --example robust -- [--runs N] [--names] [--only WORD] [--missed] PAGE.txt PAGE-gold.jsonl …
//! cargo run --release --example robust -- [--runs N] [--names] [--only WORD] --folder FOLDER
//! ```
//!
//! `--long` times the layout on sources of up to a million characters made of the pages.
//! `--slips` prints every torn page with the gold's and the layout's article and role for each line.
//! `--told` takes what each line is from the gold, so that only borders and headings are measured.
//! `--set Bind.near=0.2` tries another weight, `--model FILE` other learned scores.
//! `--time FILE` says how long the layout takes with a text.
//! `--names` lets the proposer name persons and places for the headings; `--only` keeps the tears whose name has WORD;
//! `--missed` lists the articles whose headline went elsewhere, with the number of runs. A folder holds NAME.txt and
//! NAME-gold.jsonl; what stands before `~` in a name groups its pages.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a tool for those who build the program")]

#[path = "../tests/common/torn.rs"]
mod torn;

use std::collections::BTreeMap;
use std::path::Path;
use torn::{Dice, FIGURES, Page, Remembered, Run, Tear, measure_told, measure_with, slips};
use zhupi::layout::{Learned, Mentions, NoMentions, Weights};

const TEARS: [(&str, Tear); 8] = [
    ("as it is", Tear::Nothing),
    ("headings moved", Tear::Headings),
    ("headings moved, tight", Tear::TightHeadings),
    ("2 % empty lines", Tear::Blanks(0.02)),
    ("10 % empty lines", Tear::Blanks(0.10)),
    ("no empty lines", Tear::NoBlanks),
    ("each byline lost", Tear::NoByline(0, false)),
    ("each by- or dateline lost", Tear::NoByline(0, true)),
];

/// The copies of `page` that a tear asks for.
fn copies(page: &Page, tear: Tear, runs: usize) -> Vec<Page> {
    let mut dice = Dice::new(17);
    match tear {
        Tear::Nothing | Tear::NoBlanks => vec![page.torn(tear, &mut dice)],
        Tear::NoByline(_, datelines) => {
            let count = page.bylines(datelines).len();
            (0..count).map(|n| page.torn(Tear::NoByline(n, datelines), &mut dice)).collect()
        }
        _ => (0..runs).map(|_| page.torn(tear, &mut dice)).collect(),
    }
}

/// The chance that a wrong block is less sure than a right one.
fn separation(sure: &[(bool, f32, bool)], headings: bool) -> (usize, f64) {
    let of = |right: bool| -> Vec<f32> {
        sure.iter().filter(|s| s.0 == headings && s.2 == right).map(|s| s.1).collect()
    };
    let (mut right, wrong) = (of(true), of(false));
    right.sort_by(f32::total_cmp);
    let above = |w: &f32| {
        let less = right.partition_point(|r| r < w);
        let most = right.partition_point(|r| r <= w);
        (right.len() - most) as f64 + 0.5 * (most - less) as f64
    };
    let pairs = (right.len() * wrong.len()).max(1) as f64;
    (wrong.len(), wrong.iter().map(above).sum::<f64>() / pairs)
}

/// Runs, sums of their figures, articles whose headline went elsewhere.
type Group = (usize, [f64; FIGURES.len()], BTreeMap<String, usize>);

/// Times sources of growing length: ten times the length should take about ten times as long.
fn time(pages: &[Page], mentions: &dyn Mentions) {
    let all: Vec<char> =
        pages.iter().flat_map(|page| page.text.iter().copied().chain(['\n', '\n'])).collect();
    for length in [62_500, 125_000, 250_000, 500_000, 1_000_000] {
        let text: String = all.iter().copied().cycle().take(length).collect();
        let source = torn::source(&text);
        let start = std::time::Instant::now();
        let articles = zhupi::layout::reconstruct(&source, mentions).articles.len();
        println!("{length:>9} characters {articles:>5} articles {:>7.2} s", start.elapsed().as_secs_f64());
    }
}

fn main() {
    let (mut runs, mut names, mut only, mut missed, mut pages) =
        (200, false, String::new(), false, Vec::new());
    let (mut show, mut long, mut told, mut weights) = (false, false, false, Weights::default());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--runs" => runs = words.next().unwrap().parse().unwrap(),
            "--names" => names = true,
            "--missed" => missed = true,
            "--slips" => show = true,
            "--long" => long = true,
            "--told" => told = true,
            "--set" => {
                let word = words.next().unwrap();
                let (wanted, to) = word.split_once('=').expect("NAME=NUMBER");
                weights.walk(&mut |name, value| {
                    *value = if name == wanted { to.parse().unwrap() } else { *value }
                });
            }
            "--model" => {
                let bytes = std::fs::read(words.next().unwrap()).unwrap();
                weights = weights.with(Box::leak(Box::new(Learned::read(&bytes).unwrap())));
            }
            "--time" => {
                let text = std::fs::read_to_string(words.next().unwrap()).unwrap();
                let (source, start) = (torn::source(&text), std::time::Instant::now());
                let articles = zhupi::layout::reconstruct_with(&source, &NoMentions, &weights).articles.len();
                return println!("{articles} articles in {:.2} s", start.elapsed().as_secs_f64());
            }
            "--only" => only = words.next().unwrap(),
            "--folder" => pages.extend(Page::folder(Path::new(&words.next().unwrap()))),
            page => pages.push(Page::open(Path::new(page), Path::new(&words.next().expect("gold")))),
        }
    }
    let mentions: Box<dyn Mentions> = if names { Box::new(Remembered::new()) } else { Box::new(NoMentions) };
    if long {
        return time(&pages, mentions.as_ref());
    }
    println!("{:<26} {:<14} {:>5} {}", "tear", "page", "runs", FIGURES.map(|f| format!("{f:>7}")).join(""));
    let (mut sure, start) = (Vec::new(), std::time::Instant::now());
    for (said, tear) in TEARS.into_iter().filter(|(said, _)| said.contains(&only)) {
        let mut groups: BTreeMap<String, Group> = BTreeMap::new();
        for page in &pages {
            let group = groups.entry(page.name.split('~').next().unwrap().to_owned()).or_default();
            for copy in copies(page, tear, runs) {
                if show {
                    println!("{}", slips(&copy, mentions.as_ref(), &weights, told));
                }
                let Run { figures, missed, sure: blocks } = if told {
                    measure_told(&copy, mentions.as_ref(), &weights)
                } else {
                    measure_with(&copy, mentions.as_ref(), &weights)
                };
                group.0 += 1;
                group.1.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
                for id in missed {
                    *group.2.entry(id).or_default() += 1;
                }
                sure.extend(blocks);
            }
        }
        let mut all = (0.0, [0.0; FIGURES.len()]);
        let row = |name: &str, runs: usize, figures: [f64; FIGURES.len()]| {
            println!("{said:<26} {name:<14} {runs:>5} {}", figures.map(|f| format!("{f:>7.3}")).join(""));
        };
        for (name, (runs, sums, ids)) in &groups {
            let means = sums.map(|sum| sum / (*runs).max(1) as f64);
            all.0 += 1.0;
            all.1.iter_mut().zip(means).for_each(|(sum, mean)| *sum += mean);
            row(name, *runs, means);
            if missed {
                println!("    {ids:?}");
            }
        }
        if groups.len() > 1 {
            row("mean", groups.len(), all.1.map(|sum| sum / all.0));
        }
    }
    for (what, headings) in [("headings", true), ("other blocks", false)] {
        let (wrong, auc) = separation(&sure, headings);
        let count = sure.iter().filter(|s| s.0 == headings).count();
        println!(
            "{what}: {wrong} of {count} in a wrong article, less sure than a right one with probability {auc:.3}"
        );
    }
    println!("{:.1} s", start.elapsed().as_secs_f64());
}
