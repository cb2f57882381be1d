//! What was not done everywhere alike in an issue.
//!
//! Four things are looked for: the same text with different labels, the same text marked here and not there, marks that
//! stand once only, and borders that cut a word. Nothing of it is wrong by itself; it is where wrong things are found.

use super::concordance::outline;
use super::{Article, Block, Issue};
use crate::annotation::{ArticleId, BlockId, EntityId, LabelId};
use crate::text::{self, CharRange};
use std::collections::{BTreeMap, HashMap};

/// What is not alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unlike {
    /// The same text has different labels.
    Labels,
    /// The same text is marked in one place and not in another.
    Unmarked,
    /// A border cuts a word.
    Word,
    /// It stands once only.
    Once,
}

impl Unlike {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Labels, Self::Unmarked, Self::Word, Self::Once];
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What.
    pub what: Unlike,
    /// The text.
    pub text: String,
    /// Its labels with how often each stands, the most frequent first.
    pub labels: Vec<(LabelId, u32)>,
    /// How often it stands unmarked.
    pub unmarked: u32,
    /// The word that is cut.
    pub word: String,
    /// The place to look at: in which article.
    pub article: ArticleId,
    /// In which block.
    pub block: BlockId,
    /// Where.
    pub range: CharRange,
    /// The mark there.
    pub mark: Option<EntityId>,
    /// The lowest score of its proposals.
    pub score: f32,
}

/// A place to look at.
type At = (ArticleId, BlockId, CharRange, Option<EntityId>);

/// All marks with one text.
struct Group {
    labels: BTreeMap<LabelId, (u32, At)>,
    score: f32,
}

/// Lists what is not alike. `words` cuts a text into words; `None` where that cannot be done yet.
pub fn check(issue: &Issue, words: impl Fn(&str) -> Option<Vec<CharRange>>) -> Vec<Finding> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    let mut cut = Vec::new();
    for article in outline(issue) {
        for block in &article.blocks {
            gather(article, block, &mut groups);
            if block.standing().next().is_some() {
                cut.extend(words(&block.text).iter().flat_map(|words| cuts(article, block, words)));
            }
        }
    }
    let bare = unmarked(issue, &groups);
    let mut findings = cut;
    for (text, group) in &groups {
        let mut labels: Vec<(LabelId, u32, &At)> =
            group.labels.iter().map(|(label, (count, at))| (label.clone(), *count, at)).collect();
        labels.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
        let counts: Vec<(LabelId, u32)> = labels.iter().map(|(label, n, _)| (label.clone(), *n)).collect();
        let finding = |what, at: &At, unmarked| Finding {
            what,
            text: (*text).to_owned(),
            labels: counts.clone(),
            unmarked,
            word: String::new(),
            article: at.0.clone(),
            block: at.1.clone(),
            range: at.2,
            mark: at.3.clone(),
            score: group.score,
        };
        // The place to look at is that of the label which is given least.
        let Some((_, _, rarest)) = labels.last() else { continue };
        if labels.len() > 1 {
            findings.push(finding(Unlike::Labels, rarest, 0));
        }
        if let Some((count, at)) = bare.get(text) {
            findings.push(finding(Unlike::Unmarked, at, *count));
        } else if counts.iter().map(|(_, count)| count).sum::<u32>() == 1 {
            findings.push(finding(Unlike::Once, rarest, 0));
        }
    }
    // What stands once is many; the doubtful ones come first.
    findings.sort_by(|a, b| {
        let score = |f: &Finding| if f.what == Unlike::Once { f.score } else { 0.0 };
        a.what.cmp(&b.what).then(score(a).total_cmp(&score(b)))
    });
    findings
}

fn gather<'a>(article: &Article, block: &'a Block, groups: &mut BTreeMap<&'a str, Group>) {
    for entity in block.standing() {
        let group = groups
            .entry(&entity.text)
            .or_insert_with(|| Group { labels: BTreeMap::new(), score: f32::INFINITY });
        group.score = group.score.min(entity.score());
        let at = || (article.id.clone(), block.id.clone(), entity.range, Some(entity.id.clone()));
        group.labels.entry(entity.label.clone()).or_insert_with(|| (0, at())).0 += 1;
    }
}

/// The marks of a block whose borders lie inside a word.
fn cuts(article: &Article, block: &Block, words: &[CharRange]) -> Vec<Finding> {
    let cut = |at: u32| words.iter().find(|word| word.start() < at && at < word.end());
    let finding = |entity: &crate::annotation::Entity| {
        let word = cut(entity.range.start()).or_else(|| cut(entity.range.end()))?;
        let word = text::slice(&block.text, *word)?;
        word.chars().all(text::is_han).then(|| Finding {
            what: Unlike::Word,
            text: entity.text.clone(),
            labels: vec![(entity.label.clone(), 1)],
            unmarked: 0,
            word: word.to_owned(),
            article: article.id.clone(),
            block: block.id.clone(),
            range: entity.range,
            mark: Some(entity.id.clone()),
            score: entity.score(),
        })
    };
    block.standing().filter_map(finding).collect()
}

/// For each text that is marked somewhere: how often it stands where no mark is, and the first of these places. A longer
/// text counts before a shorter one that it begins with; single characters do not count.
fn unmarked<'a>(issue: &Issue, groups: &BTreeMap<&'a str, Group>) -> HashMap<&'a str, (u32, At)> {
    let mut starts: HashMap<(char, char), Vec<(&str, u32)>> = HashMap::new();
    for text in groups.keys() {
        let mut chars = text.chars();
        if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
            starts.entry((first, second)).or_default().push((text, text::char_len(text)));
        }
    }
    for texts in starts.values_mut() {
        texts.sort_by_key(|(_, length)| std::cmp::Reverse(*length));
    }
    let mut found: HashMap<&str, (u32, At)> = HashMap::new();
    for article in outline(issue) {
        for block in &article.blocks {
            let chars: Vec<(usize, char)> = block.text.char_indices().collect();
            let mut taken = vec![false; chars.len()];
            for entity in block.standing() {
                let range = entity.range.start() as usize..entity.range.end() as usize;
                taken.get_mut(range).into_iter().for_each(|taken| taken.fill(true));
            }
            let mut at = 0;
            while let (Some((byte, first)), Some((_, second))) = (chars.get(at), chars.get(at + 1)) {
                let rest = block.text.get(*byte..).unwrap_or_default();
                let hit = starts.get(&(*first, *second)).into_iter().flatten().find(|(text, length)| {
                    let free = taken.get(at..at + *length as usize);
                    rest.starts_with(text) && free.is_some_and(|taken| !taken.contains(&true))
                });
                let Some((text, length)) = hit else {
                    at += 1;
                    continue;
                };
                let range = CharRange::new(at as u32, at as u32 + length);
                let place = || (article.id.clone(), block.id.clone(), range, None);
                found.entry(text).or_insert_with(|| (0, place())).0 += 1;
                at += *length as usize;
            }
        }
    }
    found
}
