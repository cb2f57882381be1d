//! Edits of the structure: blocks that move, part and join; articles that come, go and change places.
//!
//! None of them carries text. A block is moved whole; a cut says where its text and its source ranges part, so what was
//! one is two, and joining needs no more than the same cut. An article is listed or unlisted only while it has no
//! blocks. So whatever is done, and in whatever order, every character of the source stays in exactly one block.
//!
//! ```text
//! joined  临河区委书记向远 记者林晓     source [3,11) [40,45)
//!                 at=8 ^ gap=" "       ranges=1 through=-      (the cut falls between two ranges)
//! parts   临河区委书记向远 | 记者林晓   source [3,11) | [40,45)
//! ```

use super::{Article, Block, BlockFacts, Change, Edit, EditError, Issue, Transaction};
use crate::annotation::{ArticleId, BlockId, Entity, Reading, Remark};
use crate::text::{self, CharRange};
use serde::{Deserialize, Serialize};

/// The place of a block: before this many blocks of the article come the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The article.
    pub article: ArticleId,
    /// Number of blocks before it, the block itself not counted.
    pub index: u32,
}

/// What the second part of a cut block is, besides its text, source and entities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecondPart {
    /// Its id.
    pub id: BlockId,
    /// Role, status, by whom.
    pub facts: BlockFacts,
    /// Page number, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Margin of its assignment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// Where one block is or was two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// Code points of the first part.
    pub at: u32,
    /// White space that the joined text has between the parts and neither part has.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gap: String,
    /// How many source ranges belong wholly to the first part.
    pub ranges: u32,
    /// Where in the source the next range is cut; absent where the cut falls between two ranges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<u32>,
    /// The second part.
    pub second: SecondPart,
}

impl Cut {
    /// First code point of the second part in the joined text.
    fn resumes(&self) -> u32 {
        self.at + text::char_len(&self.gap)
    }

    /// The source ranges of the two parts; `None` where the cut does not fall into them or leaves a part empty.
    fn parted(&self, source: &[CharRange]) -> Option<(Vec<CharRange>, Vec<CharRange>)> {
        let (first, rest) = source.split_at_checked(self.ranges as usize)?;
        let (mut first, mut second) = (first.to_vec(), rest.to_vec());
        if let Some(at) = self.through {
            let range = *second.first()?;
            if at <= range.start() || range.end() <= at {
                return None;
            }
            first.push(CharRange::new(range.start(), at));
            second[0] = CharRange::new(at, range.end());
        }
        (!first.is_empty() && !second.is_empty()).then_some((first, second))
    }

    /// The source ranges of the whole; `None` where the parts are not those of this cut.
    fn united(&self, first: &[CharRange], second: &[CharRange]) -> Option<Vec<CharRange>> {
        let mut source = first.to_vec();
        let mut rest = second;
        if let Some(at) = self.through {
            let (left, right) = (source.last_mut()?, second.first()?);
            if left.end() != at || right.start() != at {
                return None;
            }
            *left = CharRange::new(left.start(), right.end());
            rest = &second[1..];
        }
        let whole = first.len() - usize::from(self.through.is_some()) == self.ranges as usize;
        source.extend_from_slice(rest);
        whole.then_some(source)
    }
}

impl Edit {
    /// The block that the edit moves, cuts, joins, changes or says a reading or a note in.
    pub fn block(&self) -> Option<&BlockId> {
        match self {
            Self::Move { block, .. }
            | Self::Split { block, .. }
            | Self::Join { block, .. }
            | Self::Reading { block, .. }
            | Self::Remark { block, .. }
            | Self::Block { block, .. } => Some(block),
            _ => None,
        }
    }

    /// Whether the edit changes where text belongs.
    pub fn is_structural(&self) -> bool {
        matches!(
            self,
            Self::Move { .. }
                | Self::Split { .. }
                | Self::Join { .. }
                | Self::Listed { .. }
                | Self::Order { .. }
                | Self::Block { .. }
        )
    }
}

impl Transaction {
    /// Whether text belongs elsewhere, or is something else, after it.
    pub fn is_structural(&self) -> bool {
        self.edits.iter().any(Edit::is_structural)
    }

    /// Where the transaction shows in an issue to which it was applied: an article, and the first of its blocks that
    /// was touched.
    pub fn shows_at(&self, issue: &Issue) -> Option<(ArticleId, Option<BlockId>)> {
        let touched: Vec<&BlockId> = self.edits.iter().filter_map(Edit::block).collect();
        let of_block = issue.articles.iter().find_map(|article| {
            let block = article.blocks.iter().find(|block| touched.contains(&&block.id))?;
            Some((article.id.clone(), Some(block.id.clone())))
        });
        let of_article = || {
            let mut named = self.edits.iter().filter_map(Edit::article);
            Some((named.find(|id| issue.article(id).is_some())?.clone(), None))
        };
        of_block.or_else(of_article)
    }
}

fn missing(what: impl std::fmt::Display) -> EditError {
    EditError::Missing(what.to_string())
}

fn changed(what: impl std::fmt::Display) -> EditError {
    EditError::Changed(what.to_string())
}

impl Issue {
    /// Applies an edit of the structure; changes nothing where it does not fit.
    pub(super) fn reshape(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Move { block, from, to } => self.move_block(block, from, to),
            Edit::Listed { at, change } => self.list(*at as usize, change),
            Edit::Order { article, from, to } => self.reorder(article, *from as usize, *to as usize),
            Edit::Split { article, block, cut } => self.split(article, block, cut),
            Edit::Join { article, block, cut } => self.join(article, block, cut),
            Edit::Page { part, before, after, blocks } => {
                self.number(*part as usize, (*before, *after), blocks)
            }
            _ => Ok(()),
        }
    }

    fn move_block(&mut self, block: &BlockId, from: &Place, to: &Place) -> Result<(), EditError> {
        let source = self.article(&from.article).ok_or_else(|| missing(&from.article))?;
        let target = self.article(&to.article).ok_or_else(|| missing(&to.article))?;
        if source.blocks.get(from.index as usize).is_none_or(|there| there.id != *block) {
            return Err(changed(block));
        }
        let room = target.blocks.len() - usize::from(from.article == to.article);
        if to.index as usize > room {
            return Err(changed(&to.article));
        }
        let block = self.article_mut(&from.article)?.blocks.remove(from.index as usize);
        self.article_mut(&to.article)?.blocks.insert(to.index as usize, block);
        Ok(())
    }

    fn list(&mut self, at: usize, change: &Change<Article>) -> Result<(), EditError> {
        match (&change.before, &change.after) {
            (Some(before), None) if before.blocks.is_empty() => {
                if self.articles.get(at) != Some(before) {
                    return Err(changed(&before.id));
                }
                self.articles.remove(at);
                Ok(())
            }
            (None, Some(after)) if after.blocks.is_empty() => {
                if at > self.articles.len() || self.article(&after.id).is_some() {
                    return Err(changed(&after.id));
                }
                self.articles.insert(at, after.clone());
                Ok(())
            }
            (Some(article), _) | (None, Some(article)) => Err(changed(&article.id)),
            (None, None) => Ok(()),
        }
    }

    fn reorder(&mut self, id: &ArticleId, from: usize, to: usize) -> Result<(), EditError> {
        if self.articles.get(from).is_none_or(|article| article.id != *id) || to >= self.articles.len() {
            return Err(changed(id));
        }
        let article = self.articles.remove(from);
        self.articles.insert(to, article);
        Ok(())
    }

    fn split(&mut self, article: &ArticleId, id: &BlockId, cut: &Cut) -> Result<(), EditError> {
        let taken = self.articles.iter().any(|article| article.block(&cut.second.id).is_some());
        let blocks = &mut self.article_mut(article)?.blocks;
        let n = blocks.iter().position(|block| block.id == *id).ok_or_else(|| missing(id))?;
        let (first, second) = parts(&blocks[n], cut).filter(|_| !taken).ok_or_else(|| changed(id))?;
        blocks[n] = first;
        blocks.insert(n + 1, second);
        Ok(())
    }

    fn join(&mut self, article: &ArticleId, id: &BlockId, cut: &Cut) -> Result<(), EditError> {
        let blocks = &mut self.article_mut(article)?.blocks;
        let n = blocks.iter().position(|block| block.id == *id).ok_or_else(|| missing(id))?;
        let second = blocks.get(n + 1).ok_or_else(|| missing(&cut.second.id))?;
        let whole = whole(&blocks[n], second, cut).ok_or_else(|| changed(id))?;
        blocks[n] = whole;
        blocks.remove(n + 1);
        Ok(())
    }

    fn number(
        &mut self,
        part: usize,
        (before, after): (Option<u32>, Option<u32>),
        ids: &[BlockId],
    ) -> Result<(), EditError> {
        let file = self.files.get_mut(part).filter(|file| file.page == before);
        let file = file.ok_or_else(|| changed(format!("page {before:?}")))?;
        let mut blocks: Vec<&mut Block> = self
            .articles
            .iter_mut()
            .flat_map(|article| &mut article.blocks)
            .filter(|block| ids.contains(&block.id))
            .collect();
        if blocks.len() != ids.len() || blocks.iter().any(|block| block.page != before) {
            return Err(changed(format!("page {before:?}")));
        }
        file.page = after;
        for block in &mut blocks {
            block.page = after;
        }
        Ok(())
    }
}

/// The two parts of a block; `None` where the cut does not fit it or goes through a mark.
fn parts(block: &Block, cut: &Cut) -> Option<(Block, Block)> {
    let (at, resumes, end) = (cut.at, cut.resumes(), text::char_len(&block.text));
    let gap = text::slice(&block.text, CharRange::new(at, resumes))?;
    if gap != cut.gap || !gap.chars().all(text::is_space) || at == 0 || resumes >= end {
        return None;
    }
    let (first_source, second_source) = cut.parted(&block.source)?;
    let mut first = Block { source: first_source, ..block.clone() };
    text::slice(&block.text, CharRange::new(0, at))?.clone_into(&mut first.text);
    (first.entities, first.readings, first.remarks) = (Vec::new(), Vec::new(), Vec::new());
    let SecondPart { id, facts, page, confidence } = cut.second.clone();
    let mut second = Block {
        id,
        role: facts.role,
        text: text::slice(&block.text, CharRange::new(resumes, end))?.to_owned(),
        source: second_source,
        page,
        status: facts.status,
        by: facts.by,
        confidence,
        proposed: facts.proposed,
        entities: Vec::new(),
        readings: Vec::new(),
        remarks: Vec::new(),
    };
    for entity in &block.entities {
        if reach(entity).end() <= at {
            first.entities.push(entity.clone());
        } else {
            second.entities.push(placed(entity, |range| range.relative_to(resumes))?);
        }
    }
    for reading in &block.readings {
        if reading.range.end() <= at {
            first.readings.push(reading.clone());
        } else {
            second.readings.push(Reading { range: reading.range.relative_to(resumes)?, ..reading.clone() });
        }
    }
    for remark in &block.remarks {
        if remark.range.end() <= at {
            first.remarks.push(remark.clone());
        } else {
            second.remarks.push(Remark { range: remark.range.relative_to(resumes)?, ..remark.clone() });
        }
    }
    Some((first, second))
}

/// The block that two neighbours make; `None` where they are not the parts of this cut.
fn whole(first: &Block, second: &Block, cut: &Cut) -> Option<Block> {
    let head = SecondPart {
        id: second.id.clone(),
        facts: second.facts(),
        page: second.page,
        confidence: second.confidence,
    };
    if head != cut.second
        || text::char_len(&first.text) != cut.at
        || !cut.gap.chars().all(text::is_space)
        || first.entities.iter().any(|entity| reach(entity).end() > cut.at)
        || first.readings.iter().any(|reading| reading.range.end() > cut.at)
        || first.remarks.iter().any(|remark| remark.range.end() > cut.at)
    {
        return None;
    }
    let mut block = Block { source: cut.united(&first.source, &second.source)?, ..first.clone() };
    block.text.push_str(&cut.gap);
    block.text.push_str(&second.text);
    let resumes = cut.resumes();
    for entity in &second.entities {
        block.entities.push(placed(entity, |range| Some(range.shifted(resumes)))?);
    }
    let later = |reading: &Reading| Reading { range: reading.range.shifted(resumes), ..reading.clone() };
    block.readings.extend(second.readings.iter().map(later));
    let later = |remark: &Remark| Remark { range: remark.range.shifted(resumes), ..remark.clone() };
    block.remarks.extend(second.remarks.iter().map(later));
    Some(block)
}

/// From where to where a mark and what was proposed for it reach: a cut outside of this takes nothing from it.
pub(super) fn reach(entity: &Entity) -> CharRange {
    let proposed = entity.proposed.as_ref().map_or(entity.range, |proposed| proposed.range);
    CharRange::new(entity.range.start().min(proposed.start()), entity.range.end().max(proposed.end()))
}

/// The mark with all its places counted from elsewhere.
fn placed(entity: &Entity, place: impl Fn(CharRange) -> Option<CharRange>) -> Option<Entity> {
    let mut entity = Entity { range: place(entity.range)?, ..entity.clone() };
    if let Some(proposed) = &mut entity.proposed {
        proposed.range = place(proposed.range)?;
    }
    Some(entity)
}
