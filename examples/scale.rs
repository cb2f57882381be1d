//! A dataset of any size, and what it takes: `cargo run --release --no-default-features --example scale -- FILE [ISSUES]`.
//!
//! Each issue has 20 articles of 500 characters with 30 marks and 2,000 events; 500 of them are 10,000 articles, 5 million
//! characters, 300,000 marks, a million events. Where the file is there already it is measured as it is.

#![allow(clippy::unwrap_used, reason = "a program that cannot go on has failed")]

#[path = "../benches/generate/mod.rs"]
mod generate;

use generate::Shape;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};
use zhupi::annotation::{Decider, EntityId, LabelSet};
use zhupi::dataset::archive::{Archive, Column, Facet, Selection, WorkSort};
use zhupi::dataset::release::Recipe;
use zhupi::dataset::{Access, Corpus, Dataset};
use zhupi::exchange::release::draft;
use zhupi::issue::concordance::Needle;
use zhupi::issue::{Issue, Transaction, gesture};

const EVENTS: usize = 2_000;

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().unwrap();
    let issues: u64 = args.next().map_or(500, |n| n.parse().unwrap());
    let path = Path::new(&path);
    if !path.exists() {
        let at = Instant::now();
        make(path, issues);
        said("made", at.elapsed());
    }
    let mut dataset = best("opened", || Dataset::open(path, Access::Write).unwrap());
    println!("{} events", dataset.last_event());
    let id = dataset.issues().unwrap()[0].id.clone();
    best("an issue added up", || dataset.issue(&id).unwrap());
    decide(&mut dataset);

    let at = Instant::now();
    let archive = dataset.archive(&mut |_, _| true).unwrap().unwrap();
    said("all issues in short, made or read", at.elapsed());
    dataset.keep_archive(&archive).unwrap();
    let archive = best("all issues in short, read", || dataset.archive(&mut |_, _| true).unwrap().unwrap());
    ask(&archive, &dataset);

    let at = Instant::now();
    let corpus = Corpus::read(&dataset, || true).unwrap();
    said("all texts read", at.elapsed());
    println!("{} characters", corpus.chars());
    let needle = Needle::new("欧阳青", false).unwrap();
    best("a name found in all texts", || corpus.find(&needle, None, 500));

    release(&dataset, &path.with_extension("release"));

    drop(dataset);
    let bytes = std::fs::metadata(path).unwrap().len();
    let dataset = Dataset::open(path, Access::Read).unwrap();
    let chars = corpus.chars() as u64;
    // Nearly all characters have three bytes in UTF-8.
    println!("{bytes} bytes in the file, {:.1} for each byte of text", bytes as f64 / (chars * 3) as f64);
    for table in dataset.sizes().unwrap() {
        let share = table.bytes as f64 / bytes as f64 * 100.0;
        println!("  {:<24} {:>12} {:>5.1} %  used {:>12}", table.name, table.bytes, share, table.used);
    }
}

fn make(path: &Path, issues: u64) {
    let mut dataset = Dataset::open(path, Access::Write).unwrap();
    let labels = LabelSet::newspaper().labels;
    for number in 0..issues {
        let shape = Shape { number, articles: 20, paragraphs: 5, characters: 95, marks: 6 };
        let (source, mut issue) = generate::issue(shape);
        issue.date =
            format!("20{:02}-{:02}-{:02}", 10 + number / 36 % 16, 1 + number / 3 % 12, 1 + number % 28);
        issue.title = ["云溪新闻", "下徐周刊", "东港日报"][number as usize % 3].into();
        let id = dataset.add_issue(&source, &issue, "林").unwrap().id().clone();
        let mut issue = dataset.issue(&id).unwrap();
        let marks: Vec<EntityId> = issue
            .articles
            .iter()
            .flat_map(zhupi::issue::Article::entities)
            .map(|(_, mark)| mark.id.clone())
            .collect();
        let mut changes: Vec<Transaction> = Vec::new();
        for n in 0.. {
            if changes.len() == EVENTS {
                break;
            }
            let (mark, round) = (&marks[n % marks.len()], n / marks.len());
            let at = format!("2026-{:02}-{:02}T{:02}:{:02}:12Z", 1 + n % 12, 1 + n % 28, 8 + n % 10, n % 60);
            let by = ["林", "沈原", "周"][n % 3].to_owned();
            let who = Decider { by, at, nested: false };
            let change = match round {
                0 => gesture::accept(&issue, mark, &who),
                1 => gesture::relabel(&issue, mark, &labels[n % 8].id, &who),
                _ => gesture::relabel(&issue, mark, &labels[(n + round) % 8].id, &who),
            };
            if let Ok(change) = change {
                issue.apply(&change).unwrap();
                changes.push(change);
            }
        }
        dataset.edit_many(&id, "林", changes).unwrap();
    }
    dataset.close().unwrap();
}

/// How long a decision takes until it is on the disk.
fn decide(dataset: &mut Dataset) {
    let id = dataset.issues().unwrap()[1].id.clone();
    let mut issue: Issue = dataset.issue(&id).unwrap();
    let marks: Vec<EntityId> = issue
        .articles
        .iter()
        .flat_map(zhupi::issue::Article::entities)
        .map(|(_, mark)| mark.id.clone())
        .collect();
    let labels = LabelSet::newspaper().labels;
    let mut times = Vec::new();
    for (n, mark) in marks.iter().take(400).enumerate() {
        let who = Decider { by: "林".into(), at: "2026-11-23T10:00:00Z".into(), nested: false };
        let found = issue.find(mark).unwrap().entity;
        let label = &labels.iter().find(|label| label.id != found.label).unwrap().id;
        let Ok(change) = gesture::relabel(&issue, mark, label, &who) else { continue };
        issue.apply(&change).unwrap();
        let at = Instant::now();
        dataset.edit(&id, "林", change).unwrap();
        if n > 0 {
            times.push(at.elapsed());
        }
    }
    spread("a decision on the disk", times);
    spread("as many bytes written and synced, nothing else", synced(dataset.path()));
}

/// How long the disk alone takes for what a decision writes: a handful of pages behind the others and one sync.
fn synced(beside: &Path) -> Vec<Duration> {
    let path = beside.with_extension("synced");
    let mut file = std::fs::File::create(&path).unwrap();
    let pages = vec![1; 6 * 4120];
    let times = std::iter::repeat_with(|| {
        let at = Instant::now();
        file.write_all(&pages).unwrap();
        file.sync_all().unwrap();
        at.elapsed()
    });
    let times = times.take(400).collect();
    std::fs::remove_file(&path).unwrap();
    times
}

fn spread(what: &str, mut times: Vec<Duration>) {
    times.sort();
    said(&format!("{what}, median"), times[times.len() / 2]);
    said(&format!("{what}, 95 %"), times[times.len() * 95 / 100]);
    said(&format!("{what}, the longest"), times[times.len() - 1]);
}

fn ask(archive: &Archive, dataset: &Dataset) {
    let register = dataset.register().unwrap();
    let nothing = Selection::default();
    best("work list", || archive.work(WorkSort::Need, false));
    let facets = best("facets", || archive.facets(&nothing, register, 12));
    let mut chosen = Selection { text: "会议".into(), ..Selection::default() };
    for facet in [Facet::Title, Facet::Person, Facet::Place] {
        chosen.toggle(facet, facets[&facet][0].0.clone());
    }
    best("facets with three choices and a text", || archive.facets(&chosen, register, 12));
    best("catalogue by headline", || archive.catalogue(&nothing, register, Column::Headline, false));
    best("catalogue with choices", || archive.catalogue(&chosen, register, Column::Who, false));
    best("statistics", || archive.figures(&nothing, register, &jiff::tz::TimeZone::UTC));
    best("persons over time", || {
        archive.trends(&nothing, register, zhupi::annotation::EntryKind::Person, 20)
    });
    best("persons and bodies together", || archive.network(&nothing, register, 100));
    best("names without an entry", || archive.unknown(register, 100));
}

/// Everything in it as a release.
fn release(dataset: &Dataset, folder: &Path) {
    let states = ["new", "in_progress", "done", "in_review", "disputed", "checked"];
    let states = serde_json::from_value(serde_json::json!(states)).unwrap();
    let recipe = Recipe { name: "1".into(), states, proposals: true, ..Recipe::default() };
    let at = Instant::now();
    let draft = draft(dataset, &recipe, &|_| None, &mut |_, _| true).unwrap().unwrap();
    said("a release put together", at.elapsed());
    draft.write(folder, true).unwrap();
    said("a release put together and written", at.elapsed());
    println!("{} articles in it", draft.facts.all().articles);
    std::fs::remove_dir_all(folder).unwrap();
}

/// The shortest of five times.
fn best<T>(what: &str, mut run: impl FnMut() -> T) -> T {
    let mut shortest = Duration::MAX;
    let mut last = None;
    for _ in 0..5 {
        drop(last.take());
        let at = Instant::now();
        last = Some(run());
        shortest = shortest.min(at.elapsed());
    }
    said(what, shortest);
    last.unwrap()
}

fn said(what: &str, time: Duration) {
    println!("{:>9.1} ms  {what}", time.as_secs_f64() * 1000.0);
}
