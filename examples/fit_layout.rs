//! Fits the layout's weights, one at a time, to pages with gold; prints those that changed.
//!
//! ```text
//! python3 scripts/respread.py tests/data/pages/markup/*.txt -n 20 -o FOLDER
//! cargo run --release --example fit_layout -- --folder FOLDER [--rounds N] [--but NAME] [--only PREFIX] [--torn]
//! ```
//!
//! `--learn ROUNDS STEP REACH` lets the layout learn from the pages as it does from an editor's (`layout::learn_at`),
//! instead of trying one weight after another; with `--only` the others stay. `--set NAME=VALUE` begins with another weight. `--told` measures with the lines as the gold has them.
//! With `--openings FOLDS FILE` the table of openings is taught first and written to FILE; the weights are then learned with
//! tables that do not know the page, or they would trust it too much. How well the tables tell what they do not know is
//! printed beside it. `--topics FILE` takes topics that do not know the pages either (`zhupi train --topics`).
//! `--but` leaves the pages whose names begin so (several with commas) out, for an honest look at them afterwards: the figures of the pages left out
//! are printed beside the others'. `--torn` adds copies with headings moved and empty lines added or gone. Steps that
//! gain little are not made, and each weight stays within reach of its first value, so that what was set by reason
//! stays where the pages say nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::float_cmp,
    reason = "a tool for those who build the program"
)]

#[path = "../tests/common/torn.rs"]
mod torn;

use std::path::Path;
use torn::{Dice, FIGURES, Page, Remembered, Tear, issue, measure_told, measure_with, source};
use zhupi::layout::{Lessons, Pace, Weights};
use zhupi::propose::{OWN_WEIGHTS, Proposer, corpus};

/// How much each of [`FIGURES`] counts.
const VALUE: [f64; FIGURES.len()] = [1.0, 0.5, 0.7, 0.3, 0.1, 0.8, 0.8, 0.5, 0.0, 0.3, 0.0];
/// Gain that a step must bring.
const LEAST: f64 = 0.0004;

fn figures(pages: &[Page], mentions: &Remembered, weights: &Weights, told: bool) -> [f64; FIGURES.len()] {
    let half = pages.len().div_ceil(2).max(1);
    let sums: Vec<[f64; FIGURES.len()]> = std::thread::scope(|scope| {
        let parts: Vec<_> = pages
            .chunks(half)
            .map(|part| {
                scope.spawn(move || {
                    let mut sums = [0.0; FIGURES.len()];
                    for page in part {
                        let measure = if told { measure_told } else { measure_with };
                        let run = measure(page, mentions, weights);
                        sums.iter_mut().zip(run.figures).for_each(|(sum, figure)| *sum += figure);
                    }
                    sums
                })
            })
            .collect();
        parts.into_iter().map(|part| part.join().unwrap()).collect()
    });
    let mut means = [0.0; FIGURES.len()];
    for (n, mean) in means.iter_mut().enumerate() {
        *mean = sums.iter().map(|sum| sum[n]).sum::<f64>() / pages.len().max(1) as f64;
    }
    means
}

fn value(figures: &[f64; FIGURES.len()]) -> f64 {
    figures.iter().zip(VALUE).map(|(figure, value)| figure * value).sum::<f64>() / VALUE.iter().sum::<f64>()
}

/// The page that one set anew was made of.
fn base(name: &str) -> &str {
    name.split('~').next().unwrap_or(name)
}

fn names(weights: &mut Weights) -> Vec<&'static str> {
    let mut names = Vec::new();
    weights.walk(&mut |name, _| names.push(name));
    names
}

fn get(weights: &Weights, wanted: &str) -> f32 {
    let (mut copy, mut found) = (*weights, 0.0);
    copy.walk(&mut |name, value| found = if name == wanted { *value } else { found });
    found
}

fn set(weights: &mut Weights, wanted: &str, to: f32) {
    weights.walk(&mut |name, value| *value = if name == wanted { to } else { *value });
}

fn main() {
    let (mut rounds, mut but, mut only, mut torn, mut pages) =
        (2, String::new(), String::new(), false, Vec::new());
    let (mut pace, mut told, mut openings, mut topics) = (None, false, None, None);
    let mut weights = Weights::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rounds" => rounds = words.next().unwrap().parse().unwrap(),
            "--but" => but = words.next().unwrap(),
            "--only" => only = words.next().unwrap(),
            "--torn" => torn = true,
            "--told" => told = true,
            "--topics" => topics = words.next(),
            "--set" => {
                let word = words.next().unwrap();
                let (name, value) = word.split_once('=').unwrap();
                set(&mut weights, name, value.parse().unwrap());
            }
            "--openings" => {
                openings = Some((words.next().unwrap().parse::<usize>().unwrap(), words.next().unwrap()));
            }
            "--learn" => {
                let mut number = || words.next().unwrap().parse::<f32>().unwrap();
                pace = Some(Pace { rounds: number() as usize, step: number(), reach: number() });
            }
            "--folder" => pages.extend(Page::folder(Path::new(&words.next().unwrap()))),
            page => pages.push(Page::open(Path::new(page), Path::new(&words.next().expect("gold")))),
        }
    }
    let (out, mut kept): (Vec<Page>, Vec<Page>) =
        pages.into_iter().partition(|page| corpus::is_among(&page.name, &but));
    if torn {
        let mut dice = Dice::new(5);
        let tears = [Tear::Headings, Tear::Blanks(0.1), Tear::Headings, Tear::NoBlanks, Tear::Blanks(0.02)];
        let copies: Vec<Page> =
            kept.iter().enumerate().map(|(n, page)| page.torn(tears[n % tears.len()], &mut dice)).collect();
        kept.extend(copies);
    }
    let mentions = Remembered::with(match topics {
        Some(file) => Proposer::with(OWN_WEIGHTS, &std::fs::read(file).unwrap()).unwrap(),
        None => Proposer::new().unwrap(),
    });
    let first = weights;
    let say = |what: &str, weights: &Weights| {
        let (kept, out) = (figures(&kept, &mentions, weights, told), figures(&out, &mentions, weights, told));
        let row = |f: [f64; FIGURES.len()]| f.map(|f| format!("{f:.3}")).join(" ");
        println!("{what} {:.4} {} | left out {:.4} {}", value(&kept), row(kept), value(&out), row(out));
    };
    println!("{FIGURES:?}");
    say("first", &weights);
    if let Some(pace) = pace {
        weights = learned(&kept, &mentions, &first, (pace, openings, &only));
        say("learned", &weights);
    } else {
        weights = fitted(kept, (&mentions, told, &only, rounds), &first, &|weights| {
            value(&figures(&out, &mentions, weights, told))
        });
    }
    for name in names(&mut weights).into_iter().filter(|name| get(&weights, name) != get(&first, name)) {
        println!("SET {name} {:.3}  ({:.3})", get(&weights, name), get(&first, name));
    }
}

/// The weights that `pages` teach as an editor's issues do; with the number of folds and a file the table of openings too.
fn learned(
    pages: &[Page],
    mentions: &Remembered,
    first: &Weights,
    (pace, openings, only): (Pace, Option<(usize, String)>, &str),
) -> Weights {
    let lessons = |pages: &mut dyn Iterator<Item = &Page>, weights: &Weights| {
        let mut lessons = Lessons::default();
        pages.for_each(|page| lessons.read(weights, &source(&page.string()), &issue(page), mentions));
        lessons
    };
    let mut all = Lessons::default();
    let mut weights = *first;
    if let Some((folds, file)) = openings {
        // A page and what was made of it are in one fold.
        let mut names: Vec<&str> = pages.iter().map(|page| base(&page.name)).collect();
        names.dedup();
        let fold = |page: &Page| names.iter().position(|name| *name == base(&page.name)).unwrap() % folds;
        for k in 0..folds {
            let table = lessons(&mut pages.iter().filter(|page| fold(page) != k), first).openings();
            let left_out = lessons(&mut pages.iter().filter(|page| fold(page) == k), first);
            let (count, loss, right) = left_out.borders(&table);
            println!("fold {k}: {count} borders, loss {loss:.4}, right {right:.4}");
            let weights = first.opening(Box::leak(Box::new(table)));
            for page in pages.iter().filter(|page| fold(page) == k) {
                all.read(&weights, &source(&page.string()), &issue(page), mentions);
            }
        }
        let table = lessons(&mut pages.iter(), first).openings();
        std::fs::write(file, table.bytes().unwrap()).unwrap();
        weights = first.opening(Box::leak(Box::new(table)));
    } else {
        all = lessons(&mut pages.iter(), first);
    }
    weights = all.teach(&weights, pace);
    for name in names(&mut weights).into_iter().filter(|name| !name.starts_with(only)) {
        set(&mut weights, name, get(first, name));
    }
    weights
}

/// The weights that do best on `kept`, tried one after another; `left_out` says what they are worth on other pages.
fn fitted(
    kept: Vec<Page>,
    (mentions, told, only, rounds): (&Remembered, bool, &str, i32),
    first: &Weights,
    left_out: &dyn Fn(&Weights) -> f64,
) -> Weights {
    let mut weights = *first;
    let names: Vec<&str> = names(&mut weights).into_iter().filter(|name| name.starts_with(only)).collect();
    // Most steps are bad ones, and a quarter of the pages shows that.
    let mut order: Vec<(usize, Page)> =
        kept.into_iter().enumerate().map(|(n, page)| (n * 7919 % 1009, page)).collect();
    order.sort_by_key(|(n, _)| *n);
    let mut quarter: Vec<Page> = order.into_iter().map(|(_, page)| page).collect();
    let rest = quarter.split_off(quarter.len() / 4);
    let judge = |weights: &Weights, best: Option<(f64, f64)>| -> Option<(f64, f64)> {
        let first = value(&figures(&quarter, mentions, weights, told));
        if best.is_some_and(|best| first < best.0 - 0.001) {
            return None;
        }
        let second = value(&figures(&rest, mentions, weights, told));
        let all =
            (first * quarter.len() as f64 + second * rest.len() as f64) / (quarter.len() + rest.len()) as f64;
        best.is_none_or(|best| all > best.1 + LEAST).then_some((first, all))
    };
    let mut best = judge(&weights, None).unwrap();
    for round in 0..rounds {
        let step = 0.5_f32.powi(round);
        for name in &names {
            let (was, origin) = (get(&weights, name), get(first, name));
            let unit = (origin.abs() * 0.5).max(if name.starts_with("Bind") { 0.05 } else { 0.3 });
            for direction in [1.0, -1.0] {
                let mut better = false;
                loop {
                    let to = get(&weights, name) + direction * unit * step;
                    if (to - origin).abs() > 3.01 * unit {
                        break;
                    }
                    let mut trial = weights;
                    set(&mut trial, name, to);
                    let Some(worth) = judge(&trial, Some(best)) else { break };
                    (best, weights, better) = (worth, trial, true);
                }
                if better {
                    break;
                }
            }
            if get(&weights, name) != was {
                println!("{name}: {was:.2} -> {:.2}  {:.4}", get(&weights, name), best.1);
            }
        }
        println!("round {round}: {:.4}; left out {:.4}", best.1, left_out(&weights));
    }
    weights
}
