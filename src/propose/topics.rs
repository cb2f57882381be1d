//! Topics of an article: seed words speak for topics, words in the heading louder, and the words are kept as evidence.
//!
//! An article or quote gets one topic, a second only where it is nearly as strong; a notice gets one where it says
//! something; teasers, corrections and lost-and-found notices get none.

use super::lexicon::Lexicons;
use super::proposer::round;
use crate::annotation::{Evidence, Status, Topic};
use crate::issue::{Article, Kind, Role};
use std::collections::BTreeMap;

/// A second topic must reach this share of the first.
const SECOND: f32 = 0.72;
/// How many words are kept as evidence.
const WORDS: usize = 6;

/// What speaks for one topic.
#[derive(Debug, Default)]
struct Case {
    weight: f32,
    in_heading: bool,
    words: BTreeMap<String, (u32, f32)>,
}

/// Replaces the article's proposed topics; decided ones stay.
pub(crate) fn propose(article: &mut Article, lexicons: &Lexicons, version: &str) {
    article.topics.retain(|topic| topic.status.is_decided());
    if !wants(article) {
        return;
    }
    let cases = weigh(article, lexicons);
    let mut ranked: Vec<(&String, &Case)> = cases.iter().filter(|(_, case)| case.weight > 0.0).collect();
    ranked.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(b.0)));
    let Some(first) = ranked.first().map(|(_, case)| case.weight) else { return };
    let second = ranked.get(1).map_or(0.0, |(_, case)| case.weight);
    for (rank, (code, case)) in ranked.iter().take(2).enumerate() {
        if rank == 1 && (case.weight < SECOND * first || !case.in_heading || article.kind == Kind::Notice) {
            continue;
        }
        let code = format!("medtop:{code}000000");
        if article.topics.iter().any(|topic| topic.code == code) {
            continue;
        }
        let margin = if rank == 0 { first / (first + second) } else { second / (first + second) };
        let amount = case.weight / (case.weight + 3.0);
        article.topics.push(Topic {
            code,
            sub: Vec::new(),
            status: Status::Proposed,
            by: version.to_owned(),
            at: None,
            score: Some(round(margin * 0.6 + amount * 0.4)),
            evidence: evidence(case),
        });
    }
    article.topics.sort_by(|a, b| a.code.cmp(&b.code));
}

/// Whether the guideline gives such an article topics.
fn wants(article: &Article) -> bool {
    let empty = |text: &str| ["遗失", "更正", "致歉", "作废"].iter().any(|word| text.contains(word));
    match article.kind {
        Kind::Article | Kind::Quote => true,
        Kind::Notice => {
            let text = article.text();
            text.chars().count() >= 40 && !empty(&text)
        }
        Kind::Teaser | Kind::Furniture => false,
    }
}

fn weigh(article: &Article, lexicons: &Lexicons) -> BTreeMap<String, Case> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    let mut paragraphs = 0;
    for block in &article.blocks {
        let factor = match block.role {
            role if role.is_heading() => 2.5,
            Role::Paragraph => {
                paragraphs += 1;
                if paragraphs == 1 { 1.4 } else { 1.0 }
            }
            Role::Byline | Role::Dateline => continue,
            _ => 1.0,
        };
        let lead = block.role.is_heading() || paragraphs == 1;
        for (word, count) in seeds_in(&block.text, lexicons) {
            for seed in lexicons.topics.get(&word).into_iter().flatten() {
                let case = cases.entry(seed.topic.clone()).or_default();
                let said = case.words.entry(word.clone()).or_default();
                // The first time a word is said it counts in full, later less and less.
                let before = (said.0 as f32).ln_1p();
                said.0 += count;
                let gain = ((said.0 as f32).ln_1p() - before) * seed.weight * factor;
                said.1 += gain;
                case.weight += gain;
                case.in_heading |= lead;
            }
        }
    }
    cases
}

/// How much a text speaks of each topic, in the order of the topics' codes.
pub(crate) fn sense(text: &str, lexicons: &Lexicons) -> Vec<f32> {
    let mut topics: BTreeMap<&str, f32> = BTreeMap::new();
    for seed in lexicons.topics.values().flatten() {
        topics.entry(seed.topic.as_str()).or_default();
    }
    for (word, count) in seeds_in(text, lexicons) {
        for seed in lexicons.topics.get(&word).into_iter().flatten() {
            *topics.entry(seed.topic.as_str()).or_default() += (count as f32).ln_1p() * seed.weight;
        }
    }
    topics.into_values().collect()
}

/// The seed words of a text with their counts, the longest first at every place.
fn seeds_in(text: &str, lexicons: &Lexicons) -> BTreeMap<String, u32> {
    let chars: Vec<char> = text.chars().collect();
    let mut counts = BTreeMap::new();
    let mut at = 0;
    while at < chars.len() {
        let word = (1..=10.min(chars.len() - at))
            .rev()
            .map(|n| chars[at..at + n].iter().collect::<String>())
            .find(|word| lexicons.topics.contains_key(word));
        if let Some(word) = word {
            at += word.chars().count();
            *counts.entry(word).or_insert(0) += 1;
        } else {
            at += 1;
        }
    }
    counts
}

fn evidence(case: &Case) -> Vec<Evidence> {
    let mut words: Vec<(&String, &(u32, f32))> = case.words.iter().collect();
    words.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then(a.0.cmp(b.0)));
    words
        .into_iter()
        .take(WORDS)
        .map(|(word, (count, _))| Evidence { word: word.clone(), count: *count })
        .collect()
}
