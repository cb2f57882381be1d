//! Makes the dictionary with which payloads are packed: `cargo run --release --no-default-features --example pack_events
//! -- assets/corpus OUT`. Decisions of all kinds on the pages of the corpus, proposals as the program makes them.

#![allow(clippy::unwrap_used, reason = "a program that cannot go on has failed")]

use std::path::Path;
use zhupi::annotation::{Decider, LabelSet};
use zhupi::dataset::Event;
use zhupi::issue::gesture;
use zhupi::propose::{Proposer, corpus, draft};
use zhupi::source::Source;

/// Bytes: twice as many gain two in a hundred.
const SIZE: usize = 8192;
/// The number that frames have of it.
const NUMBER: u32 = 1;

fn main() {
    let mut args = std::env::args().skip(1);
    let (pages, out) = (args.next().unwrap(), args.next().unwrap());
    let proposer = Proposer::new().unwrap();
    let labels = LabelSet::newspaper().labels;
    let mut samples: Vec<Vec<u8>> = Vec::new();
    for (name, page) in corpus::read(Path::new(&pages)).unwrap() {
        let text = page.articles.iter().map(zhupi::issue::Article::text).collect::<Vec<_>>().join("\n");
        let source = Source::pasted(&text, &name).unwrap();
        let mut issue = draft(&source, &proposer);
        let marks: Vec<_> = issue
            .articles
            .iter()
            .flat_map(zhupi::issue::Article::entities)
            .map(|(_, m)| m.id.clone())
            .collect();
        for (n, mark) in marks.iter().enumerate() {
            let at = format!(
                "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                24 + n % 8,
                1 + n % 12,
                1 + n % 28,
                n % 24,
                n % 60,
                n * 7 % 60
            );
            let who = Decider { by: ["林", "沈原", "周小云"][n % 3].into(), at, nested: false };
            let changes = [
                gesture::accept(&issue, mark, &who),
                gesture::reject(&issue, mark, &who),
                gesture::relabel(&issue, mark, &labels[n % 8].id, &who),
            ];
            let Some(change) =
                changes.into_iter().cycle().skip([0, 0, 0, 1, 2][n % 5]).take(3).find_map(Result::ok)
            else {
                continue;
            };
            if issue.apply(&change).is_ok() {
                samples.push(serde_json::to_vec(&Event::Edited { transaction: change.clone() }).unwrap());
                if n % 6 == 0 {
                    // Decided once more: what was decided already becomes something else.
                    if let Ok(again) = gesture::relabel(&issue, mark, &labels[(n + 3) % 8].id, &who)
                        && issue.apply(&again).is_ok()
                    {
                        samples.push(serde_json::to_vec(&Event::Edited { transaction: again }).unwrap());
                    }
                }
            }
        }
    }
    let mut dictionary = zstd::dict::from_samples(&samples, SIZE).unwrap();
    dictionary[4..8].copy_from_slice(&NUMBER.to_le_bytes());
    let bytes: usize = samples.iter().map(Vec::len).sum();
    let mut packer = zstd::bulk::Compressor::with_dictionary(9, &dictionary).unwrap();
    let packed: usize = samples.iter().map(|sample| packer.compress(sample).unwrap().len()).sum();
    println!(
        "{} events, {} bytes each, packed {}",
        samples.len(),
        bytes / samples.len(),
        packed / samples.len()
    );
    std::fs::write(out, dictionary).unwrap();
}
