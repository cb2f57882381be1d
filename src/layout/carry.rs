//! An issue moves to another source: its file was corrected, or is read in another encoding.
//!
//! The articles and blocks of the issue stay what the editor made them; their characters are found again by alignment.
//! Characters that are new go to the block whose characters stand before them in a fresh layout of the new source, a new
//! paragraph goes into the article of its neighbours, and a new article stands alone. Decided marks whose words are
//! still there keep their decision; every other decision is listed as [`Unfit`], with the place where it was. Open
//! proposals are left to the proposer.

use super::align::Alignment;
use super::reflow::{self, Gaps};
use crate::annotation::{ArticleId, BlockId, Entity, EntityId, LabelId, Reading, Relation, Remark, Status};
use crate::issue::{Article, Block, Issue, Kind, Note, Role, SourceMap};
use crate::source::Source;
use crate::text::{CharRange, is_space};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An issue on its new source.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    /// The issue, without open proposals of entities.
    pub issue: Issue,
    /// The decisions that found no place.
    pub unfit: Vec<Unfit>,
}

/// A decision that could not be carried over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unfit {
    /// What it was about: the words of a mark, the headline of an article.
    pub text: String,
    /// The label of a mark; absent where it was something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelId>,
    /// What had been decided.
    pub status: Status,
    /// By whom.
    pub by: String,
    /// What stands there now; empty where the place is gone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub now: String,
    /// Where it would stand now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<(ArticleId, BlockId, CharRange)>,
}

/// Moves `issue` from the source `earlier` to the source `later`, of which `fresh` is the layout.
pub fn carry(issue: &Issue, earlier: &Source, later: &Source, fresh: &Issue) -> Carried {
    let chars: Vec<char> = earlier.text.chars().collect();
    let later_chars: Vec<char> = later.text.chars().collect();
    let alignment = Alignment::new(earlier, later);
    let mut homes = Homes::new(issue, &chars, &alignment, &later_chars);
    homes.adopt(fresh, &later_chars);
    let move_ = Move { chars: &chars, later, later_chars: &later_chars, alignment: &alignment };
    let mut carried = Carried { issue: Issue { articles: Vec::new(), ..issue.clone() }, unfit: Vec::new() };
    carried.issue.files.clone_from(&later.parts);
    let mut number = 0;
    for article in &issue.articles {
        let mut blocks = Vec::with_capacity(article.blocks.len());
        let before = carried.unfit.len();
        let mut adrift = Vec::new();
        for block in &article.blocks {
            blocks.extend(homes.new_before(number).cloned());
            match homes.positions(number) {
                places if places.is_empty() => {
                    carried.unfit.extend(gone(block));
                    adrift.extend(block.remarks.iter().cloned());
                }
                places => {
                    blocks.push(move_.block(article, block, &places, &mut carried.unfit, &mut adrift));
                }
            }
            blocks.extend(homes.new_after(number).cloned());
            number += 1;
        }
        if blocks.is_empty() && article.supplied_headline.is_none() {
            carried.unfit.splice(before..before, lost_article(article));
            carried.unfit.extend(adrift.iter().map(unfit_remark));
        } else {
            let mut moved = with_blocks(article, blocks, &mut carried.unfit);
            // A note whose characters are gone is the article's.
            moved.notes.extend(adrift.into_iter().map(|remark| Note {
                text: remark.plain(),
                by: remark.by,
                at: remark.at,
            }));
            carried.issue.articles.push(moved);
        }
        carried.issue.articles.extend(homes.articles_after(&article.id));
    }
    carried.issue.articles.extend(homes.first_articles());
    carried
}

/// Which block of the issue every character of the new source belongs to.
struct Homes {
    /// Number of the block, for every code point that has one.
    owner: Vec<Option<u32>>,
    /// Places of each block in its reading order, those that were there before.
    kept: Vec<Vec<u32>>,
    /// New characters before or after one that was there.
    before: BTreeMap<u32, Vec<u32>>,
    after: BTreeMap<u32, Vec<u32>>,
    /// New blocks before or after a block, by its number.
    blocks_before: BTreeMap<u32, Vec<Block>>,
    blocks_after: BTreeMap<u32, Vec<Block>>,
    /// New articles behind an article; those behind none have `None`.
    articles: Vec<(Option<ArticleId>, Article)>,
    /// The article of each block.
    article_of: Vec<ArticleId>,
    /// Ids that new blocks and articles may not have: ids follow from a file and a place, and both may be the same.
    taken: BTreeSet<String>,
}

impl Homes {
    fn new(issue: &Issue, chars: &[char], alignment: &Alignment, later: &[char]) -> Self {
        let mut homes = Self {
            owner: vec![None; later.len()],
            kept: Vec::new(),
            before: BTreeMap::new(),
            after: BTreeMap::new(),
            blocks_before: BTreeMap::new(),
            blocks_after: BTreeMap::new(),
            articles: Vec::new(),
            article_of: Vec::new(),
            taken: BTreeSet::new(),
        };
        for article in &issue.articles {
            homes.taken.insert(article.id.to_string());
            for block in &article.blocks {
                let number = homes.kept.len() as u32;
                let places: Vec<u32> = solid(block, chars)
                    .filter_map(|at| alignment.of(at))
                    .filter(|at| !is_space(later[*at as usize]))
                    .collect();
                for at in &places {
                    homes.owner[*at as usize] = Some(number);
                }
                homes.kept.push(places);
                homes.article_of.push(article.id.clone());
                homes.taken.insert(block.id.to_string());
            }
        }
        homes
    }

    /// Gives every character that is new to a block, by what the fresh layout says of its neighbours.
    fn adopt(&mut self, fresh: &Issue, later: &[char]) {
        let mut last_article = None;
        for article in &fresh.articles {
            // Blocks of this article that no old block has a part in, and the old block before each.
            let mut strangers: Vec<(Option<u32>, Block)> = Vec::new();
            let mut known = None;
            for block in &article.blocks {
                match self.adopt_block(block, later) {
                    Some(owner) => known = Some(owner),
                    None => strangers.push((known, self.stranger(block))),
                }
            }
            let first = article
                .blocks
                .iter()
                .find_map(|block| solid(block, later).find_map(|at| self.owner[at as usize]));
            if let Some(first) = first {
                for (behind, block) in strangers {
                    match behind {
                        Some(owner) => self.blocks_after.entry(owner).or_default().push(block),
                        None => self.blocks_before.entry(first).or_default().push(block),
                    }
                }
                last_article = known.map(|owner| self.article_of[owner as usize].clone()).or(last_article);
            } else {
                let blocks = strangers.into_iter().map(|(_, block)| block).collect();
                let mut id = article.id.clone();
                while !self.taken.insert(id.to_string()) {
                    id = ArticleId::derived(&[id.as_str(), "again"]);
                }
                self.articles.push((last_article.clone(), Article { id, blocks, ..article.clone() }));
            }
        }
    }

    /// A block of the fresh layout under an id of its own, without proposals.
    fn stranger(&mut self, block: &Block) -> Block {
        let mut id = block.id.clone();
        while !self.taken.insert(id.to_string()) {
            id = BlockId::derived(&[id.as_str(), "again"]);
        }
        Block { id, entities: Vec::new(), ..block.clone() }
    }

    /// Gives the new characters of a block to the old block of those before them, or after them; the last owner.
    fn adopt_block(&mut self, block: &Block, later: &[char]) -> Option<u32> {
        let places: Vec<u32> = solid(block, later).collect();
        let first = places.iter().position(|at| self.owner[*at as usize].is_some())?;
        self.before.insert(places[first], places[..first].to_vec());
        let mut anchor = places[first];
        for at in &places[first + 1..] {
            if self.owner[*at as usize].is_some() {
                anchor = *at;
            } else {
                self.after.entry(anchor).or_default().push(*at);
            }
        }
        self.owner[anchor as usize]
    }

    /// All places of a block in reading order.
    fn positions(&self, number: usize) -> Vec<u32> {
        let mut places = Vec::new();
        for at in &self.kept[number] {
            places.extend(self.before.get(at).into_iter().flatten());
            places.push(*at);
            places.extend(self.after.get(at).into_iter().flatten());
        }
        places
    }

    fn new_before(&self, number: usize) -> impl Iterator<Item = &Block> {
        self.blocks_before.get(&(number as u32)).into_iter().flatten()
    }

    fn new_after(&self, number: usize) -> impl Iterator<Item = &Block> {
        self.blocks_after.get(&(number as u32)).into_iter().flatten()
    }

    fn articles_after(&self, id: &ArticleId) -> Vec<Article> {
        let behind = self.articles.iter().filter(|(before, _)| before.as_ref() == Some(id));
        behind.map(|(_, article)| article.clone()).collect()
    }

    fn first_articles(&self) -> Vec<Article> {
        self.articles.iter().filter(|(before, _)| before.is_none()).map(|(_, a)| a.clone()).collect()
    }
}

/// Places of a block's characters that are not white space, in reading order.
fn solid<'a>(block: &'a Block, chars: &'a [char]) -> impl Iterator<Item = u32> + 'a {
    let inside = block.source.iter().flat_map(|range| range.positions());
    inside.filter(|at| chars.get(*at as usize).is_some_and(|c| !is_space(*c)))
}

/// What blocks are moved with.
struct Move<'a> {
    chars: &'a [char],
    later: &'a Source,
    later_chars: &'a [char],
    alignment: &'a Alignment,
}

impl Move<'_> {
    fn block(
        &self,
        article: &Article,
        block: &Block,
        places: &[u32],
        unfit: &mut Vec<Unfit>,
        adrift: &mut Vec<Remark>,
    ) -> Block {
        let was = block.text.chars().filter(|c| !is_space(*c));
        let same = was.eq(places.iter().map(|at| self.later_chars[*at as usize]));
        let running = matches!(block.role, Role::Paragraph | Role::Quote) && article.kind != Kind::Teaser;
        let gaps = if running { Gaps::Drop } else { Gaps::Keep };
        let text = if same { block.text.clone() } else { reflow::reflow(self.later_chars, places, gaps) };
        let part =
            places.first().and_then(|at| self.later.parts.iter().find(|p| p.start <= *at && *at < p.end));
        let mut moved = Block {
            text,
            source: reflow::ranges(self.later_chars, places),
            page: part.and_then(|part| part.page).or(block.page),
            entities: Vec::new(),
            readings: Vec::new(),
            remarks: Vec::new(),
            ..block.clone()
        };
        // Where each character of the new source stands in the new text.
        let letters = moved.text.chars().enumerate().filter(|(_, c)| !is_space(*c));
        let offsets: BTreeMap<u32, u32> =
            places.iter().copied().zip(letters.map(|(n, _)| n as u32)).collect();
        let Ok(map) = block.source_map(self.chars) else { return moved };
        let letters: Vec<char> = moved.text.chars().collect();
        let now = |range: CharRange| {
            let ranges = map.ranges(range, self.chars);
            let now = ranges.iter().flat_map(|range| range.positions());
            let now: Vec<u32> = now.filter_map(|at| offsets.get(&self.alignment.of(at)?).copied()).collect();
            let range = CharRange::new(*now.iter().min()?, now.iter().max()? + 1);
            let quote: String = letters[range.start() as usize..range.end() as usize].iter().collect();
            Some((range, quote))
        };
        let dense = |text: &str| text.chars().filter(|c| !is_space(*c)).collect::<String>();
        for entity in block.entities.iter().filter(|entity| entity.status.is_decided()) {
            let Some((range, quote)) = now(entity.range) else {
                unfit.push(unfit_mark(entity, String::new(), None));
                continue;
            };
            if dense(&quote) == dense(&entity.text) {
                moved.entities.push(at_its_place(entity, range, quote));
            } else {
                let place = (article.id.clone(), block.id.clone(), range);
                unfit.push(unfit_mark(entity, quote, Some(place)));
            }
        }
        // A note is about its place: it stays with what is left of its characters.
        for remark in &block.remarks {
            match now(remark.range) {
                Some((range, text)) => moved.remarks.push(Remark { range, text, ..remark.clone() }),
                None => adrift.push(remark.clone()),
            }
        }
        for reading in &block.readings {
            match now(reading.range) {
                Some((range, quote)) if dense(&quote) == dense(&reading.text) => {
                    moved.readings.push(Reading { range, text: quote, ..reading.clone() });
                }
                // New characters have no place of their own in the old text: what stands between the neighbours' is
                // looked at. Where that is the right reading the source was put right, and the note is done.
                _ if self.is_put_right(block, &map, reading, &offsets, &letters) => {}
                found => {
                    let place =
                        found.as_ref().map(|(range, _)| (article.id.clone(), block.id.clone(), *range));
                    unfit.push(unfit_reading(
                        reading,
                        found.map(|(_, quote)| quote).unwrap_or_default(),
                        place,
                    ));
                }
            }
        }
        moved
    }

    /// Whether the new text has the right reading where the old one had the wrong characters.
    fn is_put_right(
        &self,
        block: &Block,
        map: &SourceMap,
        reading: &Reading,
        offsets: &BTreeMap<u32, u32>,
        letters: &[char],
    ) -> bool {
        let neighbour = |range: CharRange| {
            let ranges = map.ranges(range, self.chars);
            let at = ranges.first()?.start();
            offsets.get(&self.alignment.of(at)?).copied()
        };
        let end = crate::text::char_len(&block.text);
        let (first, last) = (reading.range.start(), reading.range.end());
        let from = match first {
            0 => Some(0),
            first => neighbour(CharRange::new(first - 1, first)).map(|at| at + 1),
        };
        let to =
            if last < end { neighbour(CharRange::new(last, last + 1)) } else { Some(letters.len() as u32) };
        let (Some(from), Some(to)) = (from, to) else { return false };
        let solid = |c: &char| !is_space(*c);
        letters
            .get(from as usize..to as usize)
            .is_some_and(|now| now.iter().copied().filter(solid).eq(reading.reading.chars().filter(solid)))
    }
}

/// The mark where its words are now.
fn at_its_place(entity: &Entity, range: CharRange, text: String) -> Entity {
    let mut moved = Entity { range, text, ..entity.clone() };
    if let Some(proposed) = &mut moved.proposed {
        // What was proposed moves along; where it was the same place it stays the same.
        let shift = |at: u32| {
            (i64::from(at) + i64::from(range.start()) - i64::from(entity.range.start())).max(0) as u32
        };
        proposed.range = if proposed.range == entity.range {
            range
        } else {
            CharRange::new(shift(proposed.range.start()), shift(proposed.range.end()))
        };
    }
    moved
}

fn unfit_mark(entity: &Entity, now: String, place: Option<(ArticleId, BlockId, CharRange)>) -> Unfit {
    Unfit {
        text: entity.text.clone(),
        label: Some(entity.label.clone()),
        status: entity.status,
        by: entity.by.clone(),
        now,
        place,
    }
}

fn unfit_reading(reading: &Reading, now: String, place: Option<(ArticleId, BlockId, CharRange)>) -> Unfit {
    Unfit {
        text: format!("{} → {}", reading.text, reading.reading),
        label: None,
        status: Status::Added,
        by: reading.by.clone(),
        now,
        place,
    }
}

fn unfit_remark(remark: &Remark) -> Unfit {
    Unfit {
        text: remark.plain(),
        label: None,
        status: Status::Added,
        by: remark.by.clone(),
        now: String::new(),
        place: None,
    }
}

/// The decisions of a block that is gone.
fn gone(block: &Block) -> impl Iterator<Item = Unfit> {
    let marks = block.entities.iter().filter(|e| e.status.is_decided());
    let readings = block.readings.iter().map(|reading| unfit_reading(reading, String::new(), None));
    marks.map(|e| unfit_mark(e, String::new(), None)).chain(readings)
}

/// An article that is gone, where somebody had worked on it.
fn lost_article(article: &Article) -> Option<Unfit> {
    let decided = article.topics.iter().find(|topic| topic.status.is_decided());
    let noted = article.notes.first();
    let by = decided.map(|topic| topic.by.clone()).or_else(|| noted.map(|note| note.by.clone()))?;
    let text = article.headline().unwrap_or_else(|| article.blocks.first().map_or("", |block| &block.text));
    Some(Unfit {
        text: text.to_owned(),
        label: None,
        status: Status::Accepted,
        by,
        now: String::new(),
        place: None,
    })
}

/// The article with its blocks on the new source; relations of which an end is gone are listed.
fn with_blocks(article: &Article, blocks: Vec<Block>, unfit: &mut Vec<Unfit>) -> Article {
    let mut moved = Article { blocks, relations: Vec::new(), ..article.clone() };
    let ids: BTreeSet<_> = moved.entities().map(|(_, entity)| entity.id.clone()).collect();
    let words =
        |id: &EntityId| article.entities().find(|(_, e)| e.id == *id).map_or("", |(_, e)| e.text.as_str());
    let (kept, lost): (Vec<&Relation>, Vec<&Relation>) =
        article.relations.iter().partition(|r| ids.contains(&r.from) && ids.contains(&r.to));
    moved.relations = kept.into_iter().cloned().collect();
    unfit.extend(lost.into_iter().filter(|r| r.status.is_decided()).map(|relation| Unfit {
        text: format!("{} → {}", words(&relation.from), words(&relation.to)),
        label: None,
        status: relation.status,
        by: relation.by.clone(),
        now: String::new(),
        place: None,
    }));
    moved
}

#[cfg(test)]
mod tests;
