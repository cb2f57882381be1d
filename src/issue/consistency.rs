//! What was not done everywhere alike in an issue, or in all issues of a dataset.
//!
//! Four things are looked for: the same text with different labels, the same text marked here and not there, marks that
//! stand once only, and borders that cut a word. Nothing of it is wrong by itself; it is where wrong things are found.

use super::Issue;
use super::concordance::{Mark, outline};
use crate::annotation::{ArticleId, BlockId, IssueId, LabelId};
use crate::text::{self, CharIndex, CharRange};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

/// Characters before a place, and all that are quoted around it.
const BEFORE: u32 = 8;
const AROUND: u32 = 60;

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
    /// The place to look at: in which issue.
    pub issue: IssueId,
    /// In which article.
    pub article: ArticleId,
    /// In which block.
    pub block: BlockId,
    /// Where.
    pub range: CharRange,
    /// The text around it.
    pub around: String,
    /// The lowest score of its proposals.
    pub score: f32,
}

/// A block with what has to be known of it here.
#[derive(Clone, Debug)]
pub struct Stretch<'a> {
    /// In which issue.
    pub issue: &'a IssueId,
    /// In which article.
    pub article: &'a ArticleId,
    /// Which block.
    pub block: &'a BlockId,
    /// Its text.
    pub text: &'a str,
    /// Its marks, by place.
    pub marks: Cow<'a, [Mark]>,
}

impl<'a> Stretch<'a> {
    /// The blocks of an issue in the order of the outline.
    pub fn all_of(issue: &'a Issue) -> Vec<Self> {
        let blocks = outline(issue).into_iter().flat_map(|article| {
            article.blocks.iter().map(move |block| Stretch {
                issue: &issue.id,
                article: &article.id,
                block: &block.id,
                text: &block.text,
                marks: block.entities.iter().map(Mark::of).collect(),
            })
        });
        blocks.collect()
    }

    fn standing(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(|mark| mark.status.stands())
    }

    fn around(&self, range: CharRange) -> String {
        let from = range.start().saturating_sub(BEFORE);
        let cut = if from > 0 { "…" } else { "" };
        let text: String = self.text.chars().skip(from as usize).take(AROUND as usize).collect();
        format!("{cut}{text}")
    }
}

/// A place to look at: the number of the stretch, and where in it.
type At = (usize, CharRange);

/// All marks with one text.
struct Group {
    labels: BTreeMap<LabelId, (u32, At)>,
    score: f32,
}

/// Lists what is not alike, as long as `goes_on` says so; `None` where it was stopped. `words` cuts a text into words;
/// `None` where that cannot be done yet.
pub fn check(
    stretches: &[Stretch<'_>],
    words: impl Fn(&str) -> Option<Vec<CharRange>>,
    goes_on: &dyn Fn() -> bool,
) -> Option<Vec<Finding>> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    let mut findings = Vec::new();
    for (n, stretch) in stretches.iter().enumerate() {
        if !goes_on() {
            return None;
        }
        if stretch.standing().next().is_some() {
            let index = CharIndex::new(stretch.text);
            gather((n, stretch), &index, &mut groups);
            findings.extend(words(stretch.text).iter().flat_map(|words| cuts(stretch, &index, words)));
        }
    }
    let bare = unmarked(stretches, &groups, goes_on)?;
    for (text, group) in &groups {
        let mut labels: Vec<(LabelId, u32, At)> =
            group.labels.iter().map(|(label, (count, at))| (label.clone(), *count, *at)).collect();
        labels.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
        let counts: Vec<(LabelId, u32)> = labels.iter().map(|(label, n, _)| (label.clone(), *n)).collect();
        let mut found = |what, (n, range): At, unmarked| {
            let Some(stretch) = stretches.get(n) else { return };
            findings.push(Finding {
                unmarked,
                score: group.score,
                ..Finding::at(stretch, what, text, range, counts.clone())
            });
        };
        // The place to look at is that of the label which is given least.
        let Some((_, _, rarest)) = labels.last() else { continue };
        if labels.len() > 1 {
            found(Unlike::Labels, *rarest, 0);
        }
        if let Some((count, at)) = bare.get(text) {
            found(Unlike::Unmarked, *at, *count);
        } else if counts.iter().map(|(_, count)| count).sum::<u32>() == 1 {
            found(Unlike::Once, *rarest, 0);
        }
    }
    // What stands once is many; the doubtful ones come first.
    findings.sort_by(|a, b| {
        let score = |f: &Finding| if f.what == Unlike::Once { f.score } else { 0.0 };
        a.what.cmp(&b.what).then(score(a).total_cmp(&score(b)))
    });
    Some(findings)
}

impl Finding {
    fn at(
        stretch: &Stretch<'_>,
        what: Unlike,
        text: &str,
        range: CharRange,
        labels: Vec<(LabelId, u32)>,
    ) -> Self {
        Self {
            what,
            text: text.to_owned(),
            labels,
            unmarked: 0,
            word: String::new(),
            issue: stretch.issue.clone(),
            article: stretch.article.clone(),
            block: stretch.block.clone(),
            range,
            around: stretch.around(range),
            score: 0.0,
        }
    }
}

fn gather<'a>(
    (n, stretch): (usize, &'a Stretch<'_>),
    index: &CharIndex,
    groups: &mut BTreeMap<&'a str, Group>,
) {
    for mark in stretch.standing() {
        let Some(text) = index.slice(stretch.text, mark.range) else { continue };
        let group =
            groups.entry(text).or_insert_with(|| Group { labels: BTreeMap::new(), score: f32::INFINITY });
        group.score = group.score.min(mark.score);
        group.labels.entry(mark.label.clone()).or_insert_with(|| (0, (n, mark.range))).0 += 1;
    }
}

/// The marks of a block whose borders lie inside a word.
fn cuts(stretch: &Stretch<'_>, index: &CharIndex, words: &[CharRange]) -> Vec<Finding> {
    let cut = |at: u32| {
        let word = words.get(words.partition_point(|word| word.end() <= at))?;
        (word.start() < at).then_some(*word)
    };
    let finding = |mark: &Mark| {
        let word = cut(mark.range.start()).or_else(|| cut(mark.range.end()))?;
        let word = index.slice(stretch.text, word)?;
        let text = index.slice(stretch.text, mark.range)?;
        word.chars().all(text::is_han).then(|| Finding {
            word: word.to_owned(),
            score: mark.score,
            ..Finding::at(stretch, Unlike::Word, text, mark.range, vec![(mark.label.clone(), 1)])
        })
    };
    stretch.standing().filter_map(finding).collect()
}

/// For each text that is marked somewhere: how often it stands where no mark is, and the first of these places. A longer
/// text counts before a shorter one that it begins with; single characters do not count.
fn unmarked<'a>(
    stretches: &[Stretch<'_>],
    groups: &BTreeMap<&'a str, Group>,
    goes_on: &dyn Fn() -> bool,
) -> Option<HashMap<&'a str, (u32, At)>> {
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
    for (n, stretch) in stretches.iter().enumerate() {
        if !goes_on() {
            return None;
        }
        let chars: Vec<(usize, char)> = stretch.text.char_indices().collect();
        let mut taken = vec![false; chars.len()];
        for mark in stretch.standing() {
            let range = mark.range.start() as usize..mark.range.end() as usize;
            taken.get_mut(range).into_iter().for_each(|taken| taken.fill(true));
        }
        let mut at = 0;
        while let (Some((byte, first)), Some((_, second))) = (chars.get(at), chars.get(at + 1)) {
            let rest = stretch.text.get(*byte..).unwrap_or_default();
            let hit = starts.get(&(*first, *second)).into_iter().flatten().find(|(text, length)| {
                let free = taken.get(at..at + *length as usize);
                rest.starts_with(text) && free.is_some_and(|taken| !taken.contains(&true))
            });
            let Some((text, length)) = hit else {
                at += 1;
                continue;
            };
            let range = CharRange::new(at as u32, at as u32 + length);
            found.entry(text).or_insert((0, (n, range))).0 += 1;
            at += *length as usize;
        }
    }
    Some(found)
}
