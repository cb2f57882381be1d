//! The article that a document is about: the one with the same characters, white space aside; else the one whose id the
//! file names, or whose text has most of the document's in it, where both are nearly the same.

use crate::annotation::{ArticleId, IssueId, LabelSet, Taxonomy};
use crate::dataset::{Dataset, DatasetError};
use crate::exchange::Foreign;
use crate::text::is_space;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// Characters of a piece that is looked for.
const PIECE: usize = 12;
/// One piece of so many is kept.
const SAMPLE: u64 = 8;
/// The share of a document's pieces that its article has.
const SHARE: f32 = 0.5;

/// Where an article is: the issue's and the article's number in the lists.
type Spot = (u32, u32);

/// All texts of a dataset, by what tells them apart.
pub struct Finder {
    /// The label set of the dataset.
    pub labels: LabelSet,
    /// Its topics.
    pub taxonomy: Taxonomy,
    issues: Vec<(IssueId, Vec<ArticleId>)>,
    by_text: HashMap<[u8; 16], Vec<Spot>>,
    /// How often each text was asked for: of several articles with one text the next one is meant.
    asked: RefCell<HashMap<[u8; 16], usize>>,
    by_piece: HashMap<u64, Spot>,
}

impl Finder {
    pub fn new(dataset: &Dataset) -> Result<Self, DatasetError> {
        let mut finder = Self {
            labels: dataset.label_set(),
            taxonomy: dataset.taxonomy().cloned().unwrap_or_else(Taxonomy::iptc),
            issues: Vec::new(),
            by_text: HashMap::new(),
            asked: RefCell::default(),
            by_piece: HashMap::new(),
        };
        for (n, summary) in dataset.issues()?.into_iter().enumerate() {
            let issue = dataset.issue(&summary.id)?;
            let here = issue.articles.iter().enumerate().filter(|(_, article)| !article.status.is_trashed());
            for (k, article) in here {
                let chars = solid(&article.text());
                let spot = (n as u32, k as u32);
                finder.by_text.entry(sum(&chars)).or_default().push(spot);
                pieces(&chars, |piece| {
                    finder.by_piece.entry(piece).or_insert(spot);
                });
            }
            finder.issues.push((summary.id, issue.articles.into_iter().map(|article| article.id).collect()));
        }
        Ok(finder)
    }

    /// The article; `None` where there is none.
    pub fn find(
        &self,
        document: &Foreign,
        dataset: &Dataset,
    ) -> Result<Option<(IssueId, ArticleId)>, DatasetError> {
        let chars = solid(&document.text);
        if let Some(spots) = self.by_text.get(&sum(&chars)) {
            let named: Vec<_> = self.named(document).collect();
            let found = spots.iter().filter_map(|spot| self.at(*spot)).find(|found| named.contains(found));
            if found.is_some() || chars.is_empty() {
                return Ok(found);
            }
            let mut asked = self.asked.borrow_mut();
            let turn = asked.entry(sum(&chars)).or_default();
            let spot = spots.get(*turn % spots.len());
            *turn += 1;
            return Ok(spot.and_then(|spot| self.at(*spot)));
        }
        if chars.is_empty() {
            return Ok(None);
        }
        let mut votes: BTreeMap<Spot, u32> = BTreeMap::new();
        let mut count = 0;
        pieces(&chars, |piece| {
            count += 1;
            if let Some(spot) = self.by_piece.get(&piece) {
                *votes.entry(*spot).or_default() += 1;
            }
        });
        let best = votes.into_iter().max_by_key(|(spot, votes)| (*votes, std::cmp::Reverse(*spot)));
        let best = best.filter(|(_, votes)| *votes as f32 >= SHARE * count as f32);
        if let Some(found) = best.and_then(|(spot, _)| self.at(spot)) {
            return Ok(Some(found));
        }
        // Too short for pieces: only where the file names it, and the text is nearly the same.
        for (issue, article) in self.named(document) {
            let there = dataset.issue(&issue)?;
            let alike =
                |article: &crate::issue::Article| super::place::is_alike(&article.text(), &document.text);
            if there.article(&article).is_some_and(alike) {
                return Ok(Some((issue, article)));
            }
        }
        Ok(None)
    }

    fn at(&self, (issue, article): Spot) -> Option<(IssueId, ArticleId)> {
        let (id, articles) = self.issues.get(issue as usize)?;
        Some((id.clone(), articles.get(article as usize)?.clone()))
    }

    /// Articles with the id that the file names.
    fn named(&self, document: &Foreign) -> impl Iterator<Item = (IssueId, ArticleId)> {
        let with = |(issue, articles): &(IssueId, Vec<ArticleId>)| {
            let article = articles.iter().find(|id| id.as_str() == document.article)?;
            Some((issue.clone(), article.clone()))
        };
        self.issues.iter().filter_map(with)
    }
}

/// The characters that are not white space.
pub fn solid(text: &str) -> Vec<char> {
    text.chars().filter(|c| !is_space(*c)).collect()
}

fn sum(chars: &[char]) -> [u8; 16] {
    let mut hash = Sha256::new();
    let mut buffer = [0; 4];
    for c in chars {
        hash.update(c.encode_utf8(&mut buffer));
    }
    let mut sum = [0; 16];
    sum.copy_from_slice(&hash.finalize()[..16]);
    sum
}

/// Hashes of some pieces of a text, the same of them wherever the piece stands.
fn pieces(chars: &[char], mut each: impl FnMut(u64)) {
    for piece in chars.windows(PIECE) {
        // FNV-1a: the same on every machine.
        let hash = piece.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, c| {
            (hash ^ u64::from(u32::from(*c))).wrapping_mul(0x0100_0000_01b3)
        });
        let hash = hash ^ (hash >> 29);
        if hash.is_multiple_of(SAMPLE) {
            each(hash);
        }
    }
}
