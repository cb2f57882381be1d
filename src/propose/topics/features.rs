//! What an article shows the learned part of the topics: words, pairs of characters, words of the heading and the ends of
//! names, each a hashed feature with a value.
//!
//! Names of people, and when something was, say nothing about a topic and are passed over; of a place only its end does
//! (`医院`). Each sort of features is brought to one length, so that long articles and short ones weigh the same.

use crate::annotation::Entity;
use crate::issue::{Article, Block, Role};
use crate::propose::words::Cutter;
use crate::text::is_han;
use std::collections::BTreeMap;

/// The sorts of features, with the length that all of a sort have together.
const SORTS: [(Sort, f32); 6] = [
    (Sort::Word, 1.0),
    (Sort::Pair, 0.8),
    (Sort::Heading, 0.8),
    (Sort::Name, 0.5),
    (Sort::Kind, 0.3),
    (Sort::Sense, 3.0),
];
/// How often a heading's word counts for what the words mean.
const LOUD: usize = 3;

/// What a feature is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Sort {
    /// A word.
    Word,
    /// Two characters.
    Pair,
    /// A word of the heading.
    Heading,
    /// Label and end of a name.
    Name,
    /// The article's kind.
    Kind,
    /// One of the numbers that say what the words mean.
    Sense,
}

/// A feature of an article.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Feature {
    pub(crate) hash: u32,
    pub(crate) value: f32,
    pub(crate) sort: Sort,
    /// What stands in the article.
    pub(crate) text: String,
    /// How often.
    pub(crate) count: u32,
}

/// The features of an article in the order of their hashes.
pub(crate) fn features(article: &Article, cutter: &Cutter) -> Vec<Feature> {
    let mut found: BTreeMap<(Sort, String), (f32, u32)> = BTreeMap::new();
    let mut add = |sort: Sort, text: String, weight: f32| {
        let entry = found.entry((sort, text)).or_default();
        entry.0 += weight;
        entry.1 += 1;
    };
    add(Sort::Kind, format!("{:?}", article.kind), 1.0);
    let (mut paragraphs, mut meant) = (0, Vec::new());
    for block in &article.blocks {
        let weight = match block.role {
            role if role.is_heading() => 2.0,
            Role::Byline | Role::Dateline => continue,
            Role::Paragraph => {
                paragraphs += 1;
                if paragraphs == 1 { 1.5 } else { 1.0 }
            }
            _ => 1.0,
        };
        let quiet = quiet(block);
        for word in cutter.cut(&block.text) {
            let length = word.text.chars().count();
            let is_loud = !quiet.get(word.at..word.at + length).is_some_and(|part| part.contains(&true));
            if length < 2 || !is_loud || !word.text.chars().all(char::is_alphabetic) {
                continue;
            }
            add(Sort::Word, word.text.to_owned(), weight);
            meant.extend(std::iter::repeat_n(word.text, if block.role.is_heading() { LOUD } else { 1 }));
            if block.role.is_heading() {
                add(Sort::Heading, word.text.to_owned(), 1.0);
            }
        }
        let chars: Vec<char> = block.text.chars().collect();
        for (pair, quiet) in chars.windows(2).zip(quiet.windows(2)) {
            if pair.iter().all(|c| is_han(*c)) && !quiet.contains(&true) {
                add(Sort::Pair, pair.iter().collect(), weight);
            }
        }
        for entity in block.entities.iter().filter(|entity| entity.status.stands()) {
            if let Some(end) = end(entity) {
                add(Sort::Name, end, weight);
            }
        }
    }
    let mut features: Vec<Feature> = found
        .into_iter()
        .map(|((sort, text), (weight, count))| Feature {
            hash: hash(sort, &text),
            value: weight.ln_1p(),
            sort,
            text,
            count,
        })
        .collect();
    let sense = cutter.sense_of(meant.into_iter()).into_iter().enumerate().map(|(n, value)| {
        let text = n.to_string();
        Feature { hash: hash(Sort::Sense, &text), value, sort: Sort::Sense, text, count: 1 }
    });
    features.extend(sense);
    features.sort_by(|a, b| a.hash.cmp(&b.hash).then_with(|| a.text.cmp(&b.text)));
    for (sort, wanted) in SORTS {
        let length: f32 =
            features.iter().filter(|f| f.sort == sort).map(|f| f.value * f.value).sum::<f32>().sqrt();
        for feature in features.iter_mut().filter(|f| f.sort == sort) {
            feature.value *= wanted / length.max(f32::MIN_POSITIVE);
        }
    }
    features
}

/// Which characters of a block say nothing about a topic. Rejected marks count here: a decision about a mark is none about
/// the topic.
fn quiet(block: &Block) -> Vec<bool> {
    let mut quiet = vec![false; block.text.chars().count()];
    for entity in &block.entities {
        let range = entity.range.start() as usize..entity.range.end() as usize;
        if matches!(entity.label.as_str(), "PER" | "TIME" | "LOC") {
            quiet.get_mut(range).into_iter().flatten().for_each(|quiet| *quiet = true);
        }
    }
    quiet
}

/// The label and the last two characters of a name.
fn end(entity: &Entity) -> Option<String> {
    if matches!(entity.label.as_str(), "PER" | "TIME") {
        return None;
    }
    let chars: Vec<char> = entity.text.chars().collect();
    let end: String = chars.get(chars.len().checked_sub(2)?..)?.iter().collect();
    Some(format!("{} {end}", entity.label.as_str()))
}

/// FNV-1a, mixed at the end.
fn hash(sort: Sort, text: &str) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(step(0xcbf2_9ce4_8422_2325, sort as u8), step);
    let hash = (hash ^ (hash >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (hash >> 32) as u32
}
