//! Every place of a text, and what stands there.
//!
//! A [`Needle`] finds a text in running text; [`stands`] looks at the marks around a place; [`in_issue`] does both for an
//! issue. A dataset keeps the texts of all its issues in the same shape (`dataset::concordance`), so that both answer
//! alike. Blocks are joined lines: a name that the source cuts by a line end is found like any other.

use super::{Article, ArticleStatus, Block, Issue, Kind};
use crate::annotation::{ArticleId, BlockId, Entity, IssueId, LabelId, Status};
use crate::text::{self, CharIndex, CharRange};
use memchr::memmem::Finder;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Characters of context on either side.
const AROUND: u32 = 40;

/// A text to be found.
#[derive(Clone, Debug)]
pub struct Needle {
    text: String,
    /// Where every character counts.
    literal: Option<Finder<'static>>,
    /// Otherwise: without white space, half-width, small letters.
    folded: Vec<char>,
    chars: u32,
}

impl Needle {
    /// What is looked for; `None` for nothing. With `literal` every character counts, otherwise width, case and white
    /// space do not.
    pub fn new(text: &str, literal: bool) -> Option<Self> {
        let text = text.trim_matches(text::is_space);
        let folded: Vec<char> = text.chars().filter(|c| !text::is_space(*c)).map(fold).collect();
        (!folded.is_empty()).then(|| Self {
            literal: literal.then(|| Finder::new(text).into_owned()),
            chars: text::char_len(text),
            text: text.to_owned(),
            folded,
        })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its places in a text from left to right; no two share a character.
    pub fn ranges(&self, text: &str) -> Vec<CharRange> {
        match &self.literal {
            Some(finder) => self.literally(finder, text),
            None => self.folding(text),
        }
    }

    fn literally(&self, finder: &Finder<'_>, text: &str) -> Vec<CharRange> {
        let bytes = text.as_bytes();
        let (mut at, mut chars) = (0, 0);
        let place = |byte: usize| {
            chars += char_count(bytes.get(at..byte).unwrap_or_default());
            at = byte;
            CharRange::new(chars, chars + self.chars)
        };
        finder.find_iter(bytes).map(place).collect()
    }

    fn folding(&self, text: &str) -> Vec<CharRange> {
        let solid: Vec<(u32, char)> =
            (0..).zip(text.chars()).filter(|(_, c)| !text::is_space(*c)).map(|(n, c)| (n, fold(c))).collect();
        let (mut ranges, mut at) = (Vec::new(), 0);
        while let Some(window) = solid.get(at..at + self.folded.len()) {
            let same = window.iter().zip(&self.folded).all(|((_, c), wanted)| c == wanted);
            if let (true, Some((first, _)), Some((last, _))) = (same, window.first(), window.last()) {
                ranges.push(CharRange::new(*first, last + 1));
                at += self.folded.len();
            } else {
                at += 1;
            }
        }
        ranges
    }
}

/// Half-width and small.
fn fold(c: char) -> char {
    let narrow = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    narrow.to_ascii_lowercase()
}

/// Code points of a piece of UTF-8.
fn char_count(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from((byte & 0xc0) != 0x80)).sum()
}

/// What has to be known of a mark here.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its place in its block.
    pub range: CharRange,
    /// Its label.
    pub label: LabelId,
    /// How far it is.
    pub status: Status,
    /// The score of the proposal.
    pub score: f32,
}

impl Mark {
    /// The mark that an entity is.
    pub fn of(entity: &Entity) -> Self {
        let (range, status, score) = (entity.range, entity.status, entity.score());
        Self { range, label: entity.label.clone(), status, score }
    }
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Stands {
    /// Nothing.
    Nothing,
    /// A mark of exactly these characters; a rejected one where no other is there.
    Mark {
        /// Its label.
        label: LabelId,
        /// How far it is.
        status: Status,
        /// The score of the proposal.
        score: f32,
    },
    /// A longer mark.
    Inside {
        /// Its text.
        text: String,
        /// Its label.
        label: LabelId,
        /// How far it is.
        status: Status,
    },
    /// A mark that crosses a border of the place.
    Cut {
        /// Its text.
        text: String,
    },
    /// A shorter mark inside the place.
    Around {
        /// Its text.
        text: String,
    },
}

impl Stands {
    /// Whether the place is for itself: not a part of a longer mark.
    pub fn is_alone(&self) -> bool {
        !matches!(self, Self::Inside { .. })
    }

    /// Whether nobody has decided here and a mark of exactly this place can be made: nothing is there, or a proposal.
    pub fn is_free(&self) -> bool {
        matches!(self, Self::Nothing | Self::Mark { status: Status::Proposed, .. })
    }
}

/// What stands at `range` of a block's text; `marks` are the block's, by place.
pub fn stands(block: &str, range: CharRange, marks: &[Mark]) -> Stands {
    let longest = longest(marks);
    stands_near(range, marks, longest, &|range| text::slice(block, range).unwrap_or_default().to_owned())
}

/// The length of the longest mark.
fn longest(marks: &[Mark]) -> u32 {
    marks.iter().map(|mark| mark.range.len()).max().unwrap_or_default()
}

/// The same where the longest mark is known, so that of thousands of marks only those near the place are looked at.
fn stands_near(
    range: CharRange,
    marks: &[Mark],
    longest: u32,
    quoted: &dyn Fn(CharRange) -> String,
) -> Stands {
    let from = marks.partition_point(|mark| mark.range.start() + longest <= range.start());
    let before = marks.partition_point(|mark| mark.range.start() < range.end());
    let near = marks.iter().take(before).skip(from).filter(|mark| mark.range.overlaps(range));
    let mut near: Vec<&Mark> = near.collect();
    // The answer must not depend on the order in which marks of one place came.
    near.sort_by(|a, b| {
        let key = |mark: &Mark| (mark.range, !mark.status.is_decided());
        key(a).cmp(&key(b)).then(b.score.total_cmp(&a.score)).then(a.label.cmp(&b.label))
    });
    let standing = || near.iter().filter(|mark| mark.status.stands());
    let exact = standing().find(|mark| mark.range == range);
    let quote = |mark: &Mark| quoted(mark.range);
    let whole =
        |mark: &Mark| Stands::Mark { label: mark.label.clone(), status: mark.status, score: mark.score };
    if let Some(mark) = exact {
        return whole(mark);
    }
    // The shortest of the longer ones says best what the place is part of.
    let longer = standing().filter(|mark| mark.range.covers(range)).min_by_key(|mark| mark.range.len());
    if let Some(mark) = longer {
        return Stands::Inside { text: quote(mark), label: mark.label.clone(), status: mark.status };
    }
    if let Some(mark) = standing().find(|mark| mark.range.crosses(range)) {
        return Stands::Cut { text: quote(mark) };
    }
    if let Some(mark) = standing().next() {
        return Stands::Around { text: quote(mark) };
    }
    near.iter().find(|mark| mark.range == range).map_or(Stands::Nothing, |mark| whole(mark))
}

/// A place of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// In which issue.
    pub issue: IssueId,
    /// In which article.
    pub article: ArticleId,
    /// The article's number in the outline, from 1.
    pub number: u32,
    /// In which block.
    pub block: BlockId,
    /// Where in the block's text.
    pub range: CharRange,
    /// What stands before it.
    pub left: String,
    /// The characters as they stand here.
    pub text: String,
    /// What stands behind it.
    pub right: String,
    /// What is there.
    pub stands: Stands,
    /// What its article is about and how far that is.
    pub bearing: Bearing,
}

/// What an article is about, and how far it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bearing {
    /// The codes of its topics that stand.
    pub topics: Arc<[String]>,
    /// How far it is.
    pub status: ArticleStatus,
}

impl Bearing {
    /// That of an article.
    pub fn of(article: &Article) -> Self {
        let standing = article.topics.iter().filter(|topic| topic.status.stands());
        Self { topics: standing.map(|topic| topic.code.clone()).collect(), status: article.status }
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The places, as many as were asked for.
    pub places: Vec<Place>,
    /// How many there are.
    pub total: usize,
}

/// A block with its neighbours, for the context.
#[derive(Clone, Debug)]
pub struct Passage<'a> {
    /// In which issue.
    pub issue: &'a IssueId,
    /// In which article.
    pub article: &'a ArticleId,
    /// The article's number in the outline.
    pub number: u32,
    /// Which block.
    pub block: &'a BlockId,
    /// Its text.
    pub text: &'a str,
    /// The text of the block before.
    pub before: &'a str,
    /// The text of the block behind.
    pub behind: &'a str,
    /// What the article is about and how far it is.
    pub bearing: &'a Bearing,
}

impl Passage<'_> {
    /// Adds the places in this block; beyond `limit` they are only counted.
    pub fn look(&self, needle: &Needle, marks: impl FnOnce() -> Vec<Mark>, limit: usize, found: &mut Found) {
        let ranges = needle.ranges(self.text);
        found.total += ranges.len();
        let room = limit.saturating_sub(found.places.len());
        if ranges.is_empty() || room == 0 {
            return;
        }
        let (marks, index) = (marks(), CharIndex::new(self.text));
        let longest = longest(&marks);
        let quoted = |range| index.slice(self.text, range).unwrap_or_default().to_owned();
        let part = |a: u32, b: u32| index.slice(self.text, CharRange::new(a, b)).unwrap_or_default();
        found.places.extend(ranges.into_iter().take(room).map(|range| {
            let (start, end) = (range.start(), range.end());
            let mut left = part(start.saturating_sub(AROUND), start).to_owned();
            if start < AROUND && !self.before.is_empty() {
                let last = self.before.chars().rev().take((AROUND - start) as usize);
                let last: Vec<char> = last.collect();
                left = last.into_iter().rev().chain(['\u{3000}']).chain(left.chars()).collect();
            }
            let far = (end + AROUND).min(index.len());
            let mut right = part(end, far).to_owned();
            if far == index.len() && !self.behind.is_empty() {
                right.push('\u{3000}');
                right.extend(self.behind.chars().take((end + AROUND - far) as usize));
            }
            Place {
                issue: self.issue.clone(),
                article: self.article.clone(),
                number: self.number,
                block: self.block.clone(),
                range,
                left,
                text: part(start, end).to_owned(),
                right,
                stands: stands_near(range, &marks, longest, &quoted),
                bearing: self.bearing.clone(),
            }
        }));
    }
}

/// The articles in the order of the outline: articles, quotes and teasers, notices, furniture.
pub fn outline(issue: &Issue) -> Vec<&Article> {
    let mut order: Vec<&Article> = issue.articles.iter().collect();
    order.sort_by_key(|article| match article.kind {
        Kind::Article => 0,
        Kind::Quote | Kind::Teaser => 1,
        Kind::Notice => 2,
        Kind::Furniture => 3,
    });
    order
}

/// The places of a text in an issue, or in some of its articles only, in the order of the outline.
pub fn in_issue(
    issue: &Issue,
    needle: &Needle,
    articles: Option<&BTreeSet<ArticleId>>,
    limit: usize,
) -> Found {
    let mut found = Found::default();
    for (number, article) in (1..).zip(outline(issue)) {
        if articles.is_some_and(|articles| !articles.contains(&article.id)) {
            continue;
        }
        let text = |n: Option<usize>| {
            n.and_then(|n| article.blocks.get(n)).map(|block| block.text.as_str()).unwrap_or_default()
        };
        let bearing = Bearing::of(article);
        for (n, block) in article.blocks.iter().enumerate() {
            let passage = Passage {
                issue: &issue.id,
                article: &article.id,
                number,
                block: &block.id,
                text: &block.text,
                before: text(n.checked_sub(1)),
                behind: text(Some(n + 1)),
                bearing: &bearing,
            };
            passage.look(needle, || block.entities.iter().map(Mark::of).collect(), limit, &mut found);
        }
    }
    found
}

/// What stands at every place of a text in an issue, without the words around it: for counting. The texts of marks that
/// are not the place's own are left out.
pub fn survey(issue: &Issue, needle: &Needle, mut see: impl FnMut(&Article, &Block, CharRange, Stands)) {
    for article in &issue.articles {
        for block in &article.blocks {
            let ranges = needle.ranges(&block.text);
            if ranges.is_empty() {
                continue;
            }
            let all = &block.entities;
            let longest = all.iter().map(|entity| entity.range.len()).max().unwrap_or_default();
            for range in ranges {
                // They lie by place: those far from it are not even looked at.
                let from = all.partition_point(|entity| entity.range.start() + longest <= range.start());
                let near = all[from..].iter().take_while(|entity| entity.range.start() < range.end());
                let marks: Vec<Mark> =
                    near.filter(|entity| entity.range.overlaps(range)).map(Mark::of).collect();
                see(article, block, range, stands_near(range, &marks, longest, &|_| String::new()));
            }
        }
    }
}

/// The marks of an issue whose text is a part of `text`, with how often they stand, the most frequent first.
pub fn shorter(issue: &Issue, text: &str) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, entity) in issue.articles.iter().flat_map(Article::entities) {
        let part = entity.text.len() < text.len() && entity.range.len() > 1;
        if part && entity.status.stands() && text.contains(entity.text.as_str()) {
            *counts.entry(&entity.text).or_default() += 1;
        }
    }
    frequent(counts)
}

/// The longer marks that places lie in, with how often, the most frequent first.
pub fn longer(places: &[Place]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for place in places {
        if let Stands::Inside { text, .. } = &place.stands {
            *counts.entry(text).or_default() += 1;
        }
    }
    frequent(counts)
}

fn frequent(counts: BTreeMap<&str, usize>) -> Vec<(String, usize)> {
    let mut list: Vec<(String, usize)> = counts.into_iter().map(|(text, n)| (text.to_owned(), n)).collect();
    list.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(start: u32, end: u32, status: Status) -> Mark {
        Mark { range: CharRange::new(start, end), label: LabelId::new("LOC"), status, score: 0.5 }
    }

    #[test]
    fn what_stands_is_told_apart() {
        let text = "嘉定区委书记嘉定";
        let here = CharRange::new(0, 2);
        let at = |marks: &[Mark]| stands(text, here, marks);
        assert_eq!(at(&[]), Stands::Nothing);
        assert!(at(&[mark(0, 2, Status::Accepted)]).is_alone());
        assert!(
            matches!(at(&[mark(0, 3, Status::Proposed)]), Stands::Inside { text, .. } if text == "嘉定区")
        );
        assert_eq!(at(&[mark(1, 3, Status::Proposed)]), Stands::Cut { text: "定区".into() });
        assert_eq!(at(&[mark(1, 2, Status::Proposed)]), Stands::Around { text: "定".into() });
        // What was rejected is said only where nothing stands.
        assert!(!at(&[mark(0, 2, Status::Rejected)]).is_free());
        assert!(at(&[mark(0, 2, Status::Rejected), mark(0, 2, Status::Proposed)]).is_free());
        assert_eq!(at(&[mark(0, 3, Status::Rejected)]), Stands::Nothing);
        // A mark elsewhere in the block is not here, a long one that began long before is.
        assert_eq!(at(&[mark(6, 8, Status::Accepted)]), Stands::Nothing);
        let marks = [mark(0, 8, Status::Accepted), mark(2, 4, Status::Accepted)];
        assert!(matches!(stands(text, CharRange::new(6, 8), &marks), Stands::Inside { .. }));
    }

    #[test]
    fn width_case_and_white_space_do_not_count_where_they_are_not_to() {
        let text = "ＰＰＴ与 p p t，王　平";
        let ranges = |needle: &str, literal| Needle::new(needle, literal).unwrap().ranges(text);
        assert_eq!(ranges("ppt", true), []);
        assert_eq!(ranges("ppt", false), [CharRange::new(0, 3), CharRange::new(5, 10)]);
        assert_eq!(ranges("王平", false), [CharRange::new(11, 14)]);
        assert!(Needle::new(" \u{3000}", false).is_none());
    }

    proptest! {
        #[test]
        fn every_place_has_the_text_and_none_is_left_out(
            text in "[嘉定区a\u{2a700}]{0,60}", needle in "[嘉定区a\u{2a700}]{1,3}", literal in any::<bool>()
        ) {
            let ranges = Needle::new(&needle, literal).unwrap().ranges(&text);
            for range in &ranges {
                prop_assert_eq!(text::slice(&text, *range), Some(needle.as_str()));
            }
            prop_assert_eq!(ranges.len(), text.matches(needle.as_str()).count());
        }
    }
}
