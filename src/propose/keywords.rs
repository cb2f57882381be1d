//! Keywords of an article: words by TF-IDF over jieba's words, and the article's own names before common words.

use super::lexicon::Lexicons;
use super::proposer::round;
use crate::annotation::{Keyword, Status};
use crate::issue::{Article, Kind};
use crate::text::is_han;
use jieba_rs::{Jieba, KeywordExtract, TfIdf};
use std::collections::BTreeMap;

/// The dictionaries for keywords.
pub(crate) struct KeywordFinder {
    jieba: &'static Jieba,
    weights: TfIdf,
}

impl KeywordFinder {
    /// Reads jieba's built-in dictionaries.
    pub(crate) fn load() -> Self {
        Self { jieba: super::words::dictionary(), weights: TfIdf::default() }
    }

    /// Whether a word begins in `left` and ends in `right`, which follows it.
    pub(crate) fn is_word_across(&self, left: &str, right: &str) -> bool {
        let (both, mut at) = ([left, right].concat(), 0);
        self.jieba.cut(&both, false).iter().any(|word| {
            let from = at;
            at += word.word.len();
            from < left.len() && left.len() < at
        })
    }

    /// The words of a text.
    pub(crate) fn split<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> {
        self.jieba.cut(text, false).into_iter().map(|word| word.word)
    }

    /// Replaces the article's proposed keywords; decided ones stay.
    pub(crate) fn propose(&self, article: &mut Article, lexicons: &Lexicons, version: &str) {
        article.keywords.retain(|keyword| keyword.status.is_decided());
        let most = match article.kind {
            Kind::Article | Kind::Notice => 6,
            Kind::Quote => 3,
            Kind::Teaser => 2,
            Kind::Furniture => return,
        };
        let heading: String =
            article.blocks.iter().filter(|b| b.role.is_heading()).map(|b| b.text.as_str()).collect();
        let mut weights = self.words(article, &heading, lexicons);
        names(article, &heading, &mut weights);
        let mut ranked: Vec<(String, f32)> = weights.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = ranked.first().map_or(1.0, |(_, weight)| *weight);
        let mut kept: Vec<(String, f32)> = Vec::new();
        for (word, weight) in ranked {
            // A word inside a kept name says nothing more.
            if kept.len() < most && !kept.iter().any(|(k, _)| k.contains(&word) || word.contains(k.as_str()))
            {
                kept.push((word, weight));
            }
        }
        article.keywords.extend(kept.into_iter().map(|(text, weight)| Keyword {
            text,
            status: Status::Proposed,
            by: version.to_owned(),
            score: Some(round(0.9 * weight / best)),
        }));
    }

    /// Common words with their weights.
    fn words(&self, article: &Article, heading: &str, lexicons: &Lexicons) -> BTreeMap<String, f32> {
        let text = article.text();
        let words = self.weights.extract_keywords(self.jieba, &text, 40, Vec::new());
        let usable = |word: &str| {
            let chars: Vec<char> = word.chars().collect();
            chars.len() >= 2
                && chars.iter().all(|c| is_han(*c))
                && !lexicons.stop_words.has(&chars)
                && !numeral(&chars)
        };
        words
            .into_iter()
            .filter(|word| usable(&word.keyword))
            .map(|word| {
                let louder = if heading.contains(&word.keyword) { 1.6 } else { 1.0 };
                (word.keyword, word.weight as f32 * louder)
            })
            .collect()
    }
}

fn numeral(word: &[char]) -> bool {
    word.first().is_some_and(|c| "一二三四五六七八九十两几".contains(*c)) && word.len() <= 2
}

/// Adds the article's names: what it is about stands in its names.
fn names(article: &Article, heading: &str, weights: &mut BTreeMap<String, f32>) {
    let top = weights.values().copied().fold(0.2f32, f32::max);
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    for (_, entity) in article.entities().filter(|(_, e)| e.status.stands()) {
        *counts.entry((entity.text.clone(), entity.label.as_str().to_owned())).or_insert(0) += 1;
    }
    // People, dates and titles are kept as entities; as keywords they say little.
    let persons: Vec<String> = counts
        .keys()
        .filter(|(_, l)| matches!(l.as_str(), "PER" | "TIME" | "TITLE"))
        .map(|(t, _)| t.clone())
        .collect();
    weights.retain(|word, _| !persons.iter().any(|name| name.contains(word.as_str())));
    for ((text, label), count) in counts {
        let length = text.chars().count();
        let factor = match label.as_str() {
            "TERM" => 0.85,
            "EVENT" | "ORG" => 0.6,
            "WORK" => 0.5,
            "LOC" => 0.45,
            _ => continue,
        };
        if !(2..=12).contains(&length) {
            continue;
        }
        let louder = if heading.contains(&text) { 1.5 } else { 1.0 };
        let weight = top * factor * louder * (1.0 + (count as f32).ln() * 0.4);
        let entry = weights.entry(text).or_insert(0.0);
        *entry = entry.max(weight);
    }
}
