//! A taxonomy made ready for proposing: which concepts stand side by side, and which words speak for which.
//!
//! ```text
//! Taxonomy ─ concepts ┬ tops: those without a parent, one of which an article is about
//!                     └ below: for each top, all that lies under it, of which one is the second level of the topic
//!          ─ words ─ seeds: word → concepts with weights, found in a text the longest first
//! ```

use crate::annotation::{Concept, Taxonomy};
use crate::issue::{Article, Role};
use crate::propose::lexicon::lines;
use std::collections::{BTreeMap, HashMap};

/// How much a word in a heading counts.
const HEADING: f32 = 2.5;
/// How much a word in the first paragraph counts.
const LEAD: f32 = 1.4;
/// How much a word of another taxonomy counts.
const SEED: f32 = 2.0;

/// What the seed words say for one concept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Case {
    /// All that was said.
    pub(crate) gain: f32,
    /// What headings said of it.
    pub(crate) in_heading: f32,
    /// Words with how often they stand and what they add.
    pub(crate) words: BTreeMap<String, (u32, f32)>,
}

/// Seed words of a text: how often each stands, and the concepts that it speaks for.
type Said<'a> = BTreeMap<String, (u32, &'a [(usize, f32)])>;

/// A taxonomy with its seed words.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) taxonomy: Taxonomy,
    /// The concepts without a parent.
    pub(crate) tops: Vec<usize>,
    /// For each concept those under it; filled for tops only.
    pub(crate) below: Vec<Vec<usize>>,
    seeds: HashMap<Box<[char]>, Vec<(usize, f32)>>,
    longest: usize,
}

impl Book {
    /// The program's own taxonomy with its list of words.
    pub(crate) fn own() -> Self {
        let mut seeds: BTreeMap<&str, Vec<(&str, f32)>> = BTreeMap::new();
        for line in lines(include_str!("../../../assets/lexicons/topics.txt")) {
            let mut fields = line.split('\t');
            let (Some(short), Some(weight), Some(words)) = (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let Ok(weight) = weight.parse() else { continue };
            let words = words.split(' ').filter(|word| !word.is_empty()).map(|word| (word, weight));
            seeds.entry(short).or_default().extend(words);
        }
        let taxonomy = Taxonomy::iptc();
        let of = |concept: &Concept| {
            let words = seeds.get(concept.short.as_str()).into_iter().flatten();
            words.map(|(word, weight)| ((*word).to_owned(), *weight)).collect()
        };
        let seeds = taxonomy.concepts.iter().map(of).collect();
        Self::with_seeds(taxonomy, seeds)
    }

    /// Makes another taxonomy ready: its names and its own words are the seeds, or for the codes of this book the words
    /// here and those that somebody wrote beside the concept.
    pub(crate) fn other(&self, taxonomy: Taxonomy) -> Self {
        let mut known: HashMap<&str, Vec<(String, f32)>> = HashMap::new();
        for (word, concepts) in &self.seeds {
            for (n, weight) in concepts {
                let code = self.taxonomy.concepts[*n].code.as_str();
                known.entry(code).or_default().push((word.iter().collect(), *weight));
            }
        }
        let seeds = |concept: &Concept| {
            let here = known.get(concept.code.as_str());
            let told = |word: &String| here.is_none_or(|_| concept.words.contains(word));
            let mut seeds = here.cloned().unwrap_or_default();
            let there = |word: &String| here.is_some_and(|here| here.iter().any(|(known, _)| known == word));
            let new = concept.seeds().into_iter().filter(|word| told(word) && !there(word));
            seeds.extend(new.map(|word| (word, SEED)));
            seeds
        };
        let seeds = taxonomy.concepts.iter().map(seeds).collect();
        Self::with_seeds(taxonomy, seeds)
    }

    fn with_seeds(taxonomy: Taxonomy, seeds: Vec<Vec<(String, f32)>>) -> Self {
        let mut book = Self {
            tops: Vec::new(),
            below: vec![Vec::new(); taxonomy.concepts.len()],
            seeds: HashMap::new(),
            longest: 0,
            taxonomy,
        };
        let place: HashMap<&str, usize> = book
            .taxonomy
            .concepts
            .iter()
            .enumerate()
            .map(|(n, concept)| (concept.code.as_str(), n))
            .collect();
        for ((n, concept), seeds) in book.taxonomy.concepts.iter().enumerate().zip(seeds) {
            match book.taxonomy.top_of(&concept.code).and_then(|top| place.get(top.code.as_str())) {
                Some(top) if *top != n => book.below[*top].push(n),
                _ => book.tops.push(n),
            }
            for (word, weight) in seeds {
                let word: Box<[char]> = word.chars().collect();
                book.longest = book.longest.max(word.len());
                book.seeds.entry(word).or_default().push((n, weight));
            }
        }
        book
    }

    /// A concept's place by its code.
    pub(crate) fn place(&self, code: &str) -> Option<usize> {
        self.taxonomy.concepts.iter().position(|concept| concept.code == code)
    }

    /// The concepts that a word is a seed of.
    pub(crate) fn spoken_for(&self, word: &str) -> &[(usize, f32)] {
        let word: Vec<char> = word.chars().collect();
        self.seeds.get(word.as_slice()).map_or(&[], Vec::as_slice)
    }

    /// What an article's seed words say for each concept.
    pub(crate) fn weigh(&self, article: &Article) -> Vec<Case> {
        let mut cases = vec![Case::default(); self.taxonomy.concepts.len()];
        let mut paragraphs = 0;
        for block in &article.blocks {
            let heading = block.role.is_heading();
            let factor = match block.role {
                _ if heading => HEADING,
                Role::Paragraph => {
                    paragraphs += 1;
                    if paragraphs == 1 { LEAD } else { 1.0 }
                }
                Role::Byline | Role::Dateline => continue,
                _ => 1.0,
            };
            for (word, (count, seeds)) in self.seeds_in(&block.text) {
                for (concept, weight) in seeds {
                    let case = &mut cases[*concept];
                    let said = case.words.entry(word.clone()).or_default();
                    // The first time a word is said it counts in full, later less and less.
                    let before = (said.0 as f32).ln_1p();
                    said.0 += count;
                    let gain = ((said.0 as f32).ln_1p() - before) * weight * factor;
                    said.1 += gain;
                    case.gain += gain;
                    case.in_heading += if heading { gain } else { 0.0 };
                }
            }
        }
        cases
    }

    /// The seed words of a text with their counts, the longest first at every place.
    fn seeds_in(&self, text: &str) -> Said<'_> {
        let chars: Vec<char> = text.chars().collect();
        let mut counts: Said<'_> = BTreeMap::new();
        let mut at = 0;
        while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
            let found = (1..=self.longest.min(rest.len())).rev().find_map(|n| {
                let seeds = self.seeds.get(&rest[..n])?;
                Some((n, seeds))
            });
            let Some((n, seeds)) = found else {
                at += 1;
                continue;
            };
            counts.entry(rest[..n].iter().collect()).or_insert((0, seeds)).0 += 1;
            at += n;
        }
        counts
    }
}
